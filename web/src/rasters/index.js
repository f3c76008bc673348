// Images that Python warped to a map's own plane. Only a page that has some carries this script.
export {};

const L = window.L;
const { projectionOf } = window.geotrackPolar;

/** Longer edge of an image that is resampled, pixels. */
const MAX_EDGE = 1400;
/** Steps of the table of distances from the pole. */
const TABLE_STEPS = 2048;
/** Parts into which each edge of an image is divided, since it is curved in another projection. */
const EDGE_STEPS = 32;

/** @typedef {import("../polar/projections.js").Projection} Projection */
/** @typedef {{crs: string, bounds: [west: number, south: number, east: number, north: number], pixelated: boolean}} Place metres of that plane */

/** @type {any} */
const ImageOverlay = L.ImageOverlay;

/** An image in its own projection; while the map is in another one, it is resampled. */
const PlaneImage = ImageOverlay.extend({
  /** @this {any} @param {string} url @param {Place} place @param {[[number, number], [number, number]]} corners @param {any} options */
  initialize(url, place, corners, options) {
    this._place = place;
    ImageOverlay.prototype.initialize.call(this, url, corners, options);
  },

  /** @this {any} */
  _initImage() {
    ImageOverlay.prototype._initImage.call(this);
    this._image.style.imageRendering = this._place.pixelated ? "pixelated" : "auto";
  },

  /** The image's projection; null if it is the map's. @this {any} @returns {Projection | null} */
  _otherProjection() {
    const ownProjection = projectionOf(this._place.crs);
    return ownProjection.code === this._map.options.crs.polar.code ? null : ownProjection;
  },

  /** The outline of the image on the map's plane, metres. @this {any} */
  _outline() {
    const [west, south, east, north] = this._place.bounds;
    const corners = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    const source = this._otherProjection();
    if (!source) return corners;
    const { project } = this._map.options.crs.polar;
    return corners.slice(1).flatMap(([x, y], i) =>
      Array.from({ length: EDGE_STEPS + 1 }, (_, step) => {
        // `slice` has moved the corners by one: `i` is the corner before.
        const [fromX, fromY] = corners[i];
        const share = step / EDGE_STEPS;
        return project(...source.unproject(fromX + (x - fromX) * share, fromY + (y - fromY) * share));
      }),
    );
  },

  /** @this {any} */
  _warp() {
    if (!this._picture || !this._map) return;
    const canvas = /** @type {HTMLCanvasElement} */ (this._image);
    canvas.width = this._picture.naturalWidth;
    canvas.height = this._picture.naturalHeight;
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    ctx.drawImage(this._picture, 0, 0);
    const source = this._otherProjection();
    if (source) resample(ctx, this._place.bounds, source, this._map.options.crs.polar, this._plane());
    if (this.options.interactive) this._clip();
    this._reset();
  },
});

/**
 * Redraw a canvas from one projection in another (nearest neighbour). Both are polar, so the conversion is a rotation
 * about the pole, and a factor of the distance from it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Place["bounds"]} bounds of the image in its projection
 * @param {Projection} ownProjection of the image
 * @param {Projection} polar of the map
 * @param {{min: L.Point, max: L.Point}} plane the part of the map's plane that the canvas covers afterwards, metres
 */
function resample(ctx, [west, south, east, north], ownProjection, polar, { min, max }) {
  const { canvas } = ctx;
  const source = ctx.getImageData(0, 0, canvas.width, canvas.height);
  const scale = MAX_EDGE / Math.max(max.x - min.x, max.y - min.y);
  canvas.width = Math.max(1, Math.round((max.x - min.x) * scale));
  canvas.height = Math.max(1, Math.round((max.y - min.y) * scale));
  const target = ctx.createImageData(canvas.width, canvas.height);
  // A number of 32 bits for each pixel.
  const [from, to] = [source, target].map(({ data }) => new Uint32Array(data.buffer));
  const [poleX, poleY] = polar.pole;
  const maxDistance = Math.hypot(Math.max(poleX - min.x, max.x - poleX), Math.max(poleY - min.y, max.y - poleY));
  const factorAt = distanceFactor(ownProjection, polar, maxDistance);
  const turn = ((polar.centralMeridian - ownProjection.centralMeridian) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), polar.hemisphere * Math.sin(turn)];
  for (let row = 0; row < canvas.height; row++) {
    const y = max.y - (row + 0.5) / scale - poleY;
    for (let column = 0; column < canvas.width; column++) {
      const x = min.x + (column + 0.5) / scale - poleX;
      const factor = factorAt(Math.hypot(x, y));
      const ownX = ownProjection.pole[0] + factor * (x * cos - y * sin);
      const ownY = ownProjection.pole[1] + factor * (y * cos + x * sin);
      const sourceColumn = Math.floor(((ownX - west) / (east - west)) * source.width);
      const sourceRow = Math.floor(((north - ownY) / (north - south)) * source.height);
      if (sourceColumn < 0 || sourceRow < 0 || sourceColumn >= source.width || sourceRow >= source.height) continue;
      to[row * canvas.width + column] = from[sourceRow * source.width + sourceColumn];
    }
  }
  ctx.putImageData(target, 0, 0);
}

/**
 * A function from the distance from the pole in the map's projection to the factor that gives the distance in the
 * image's. It interpolates in a table, since to project each pixel would take seconds.
 * @param {Projection} ownProjection @param {Projection} polar @param {number} maxDistance metres
 */
function distanceFactor(ownProjection, polar, maxDistance) {
  const [poleX, poleY] = polar.pole;
  const table = Array.from({ length: TABLE_STEPS + 2 }, (_, i) => {
    const lat = polar.unproject(poleX, poleY - (polar.hemisphere * i * maxDistance) / TABLE_STEPS)[1];
    return ownProjection.radius(lat);
  });
  return (/** @type {number} */ distance) => {
    const position = (distance / maxDistance) * TABLE_STEPS;
    const index = Math.floor(position);
    // 0 at the pole itself.
    return distance && (table[index] + (table[index + 1] - table[index]) * (position - index)) / distance;
  };
}

Object.assign(window.geotrackPolar, { raster: (/** @type {any[]} */ ...values) => new PlaneImage(...values) });
