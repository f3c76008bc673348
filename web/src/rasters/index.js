// Images that Python warped to a map's own plane. Only a page that has some carries this script.
export {};

const L = window.L;
const { projectionOf } = window.geotrackPolar;

const LARGEST = 1400;
const TABLE = 2048;
const STEPS = 32;

/** @typedef {import("../polar/projections.js").Projection} Projection */
/** @typedef {{crs: string, bounds: [west: number, south: number, east: number, north: number], pixelated: boolean}} Place metres of that plane */

/** @type {any} */
const ImageOverlay = L.ImageOverlay;

/** Drawn pixel by pixel in its own projection; in another one, to which a map was turned, resampled. */
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

  /** @this {any} @returns {Projection | null} the image's projection if it is not the map's */
  _other() {
    const ownProjection = projectionOf(this._place.crs);
    return ownProjection.code === this._map.options.crs.polar.code ? null : ownProjection;
  },

  /** @this {any} the edge of the image on the map's plane, metres */
  _outline() {
    const [west, south, east, north] = this._place.bounds;
    const corners = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    const source = this._other();
    if (!source) return corners;
    const { project } = this._map.options.crs.polar;
    return corners.slice(1).flatMap(([x, y], i) =>
      Array.from({ length: STEPS + 1 }, (_, step) => {
        const [fromX, fromY] = corners[i];
        const share = step / STEPS;
        return project(...source.unproject(fromX + (x - fromX) * share, fromY + (y - fromY) * share));
      }),
    );
  },

  /** @this {any} */
  _bend() {
    if (!this._picture || !this._map) return;
    const canvas = /** @type {HTMLCanvasElement} */ (this._image);
    canvas.width = this._picture.naturalWidth;
    canvas.height = this._picture.naturalHeight;
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    ctx.drawImage(this._picture, 0, 0);
    const source = this._other();
    if (source) resample(ctx, this._place.bounds, source, this._map.options.crs.polar, this._plane());
    if (this.options.interactive) this._clip();
    this._reset();
  },
});

/**
 * Redraw a canvas from one projection in another. Both are round the pole, so a place turns about it and its
 * distance from it changes.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Place["bounds"]} bounds of what is on it
 * @param {Projection} ownProjection
 * @param {Projection} polar of the map
 * @param {{min: L.Point, max: L.Point}} plane of the map that the canvas then covers
 */
function resample(ctx, [west, south, east, north], ownProjection, polar, { min, max }) {
  const { canvas } = ctx;
  const source = ctx.getImageData(0, 0, canvas.width, canvas.height);
  const scale = LARGEST / Math.max(max.x - min.x, max.y - min.y);
  canvas.width = Math.max(1, Math.round((max.x - min.x) * scale));
  canvas.height = Math.max(1, Math.round((max.y - min.y) * scale));
  const target = ctx.createImageData(canvas.width, canvas.height);
  const [from, to] = [source, target].map(({ data }) => new Uint32Array(data.buffer));
  const [poleX, poleY] = polar.pole;
  const reach = Math.hypot(Math.max(poleX - min.x, max.x - poleX), Math.max(poleY - min.y, max.y - poleY));
  const radius = radii(ownProjection, polar, reach);
  const turn = ((polar.centralMeridian - ownProjection.centralMeridian) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), polar.hemisphere * Math.sin(turn)];
  for (let row = 0; row < canvas.height; row++) {
    const y = max.y - (row + 0.5) / scale - poleY;
    for (let column = 0; column < canvas.width; column++) {
      const x = min.x + (column + 0.5) / scale - poleX;
      const stretch = radius(Math.hypot(x, y));
      const u = Math.floor(((ownProjection.pole[0] + stretch * (x * cos - y * sin) - west) / (east - west)) * source.width);
      const v = Math.floor(((north - ownProjection.pole[1] - stretch * (y * cos + x * sin)) / (north - south)) * source.height);
      if (u < 0 || v < 0 || u >= source.width || v >= source.height) continue;
      to[row * canvas.width + column] = from[v * source.width + u];
    }
  }
  ctx.putImageData(target, 0, 0);
}

/**
 * How much further a place is from the pole in one projection than in another, by its distance in the other: from
 * a table, since a projection of each pixel takes seconds.
 * @param {Projection} ownProjection @param {Projection} polar @param {number} reach metres
 */
function radii(ownProjection, polar, reach) {
  const [x, y] = polar.pole;
  const table = Array.from({ length: TABLE + 2 }, (_, i) => ownProjection.radius(polar.unproject(x, y - (polar.hemisphere * i * reach) / TABLE)[1]));
  return (/** @type {number} */ distance) => {
    const place = (distance / reach) * TABLE;
    const index = Math.floor(place);
    return distance && (table[index] + (table[index + 1] - table[index]) * (place - index)) / distance;
  };
}

Object.assign(window.geotrackPolar, { raster: (/** @type {any[]} */ ...values) => new PlaneImage(...values) });
