// Image overlay with corners in lon/lat: reprojected once to a canvas, then moved like a picture.
import L from "leaflet";
import { densify } from "../../polar/densify.js";
import { factory } from "../factory.js";

/** Longer side of the canvas, pixels. */
const CANVAS_SIZE = 1400;
/** Steps of the table of latitudes. */
const TABLE_STEPS = 2048;
const DEGREES = 180 / Math.PI;
/** Latitude at which the map ends, as in packages/folium-polar/src/folium_polar/layers.py: the image is shown poleward of it. */
const LIMIT_LATITUDE = 35;

const leafletImage = L.ImageOverlay.prototype;

/** @type {any} */
export const WarpedImage = L.ImageOverlay.extend({
  /** @this {any} @param {string} url @param {[[number, number], [number, number]]} corners @param {any} options */
  initialize(url, [[lat1, lon1], [lat2, lon2]], options) {
    this._source = url;
    const east = lon2 >= lon1 ? lon2 : lon2 + 360;
    const [south, north] = [Math.min(lat1, lat2), Math.max(lat1, lat2)];
    this._box = { south, north, west: lon1, east };
    leafletImage.initialize.call(this, "", [[lat1, lon1], [lat2, east]], options);
  },

  /** @this {any} */
  _initImage() {
    const canvas = L.DomUtil.create("canvas", "leaflet-image-layer");
    if (this._zoomAnimated) canvas.classList.add("leaflet-zoom-animated");
    if (this.options.className) canvas.classList.add(...this.options.className.split(" "));
    if (this.options.alt) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", this.options.alt);
    }
    canvas.onselectstart = canvas.onmousemove = () => false;
    this._image = canvas;
    const picture = new Image();
    picture.onload = () => {
      this._picture = picture;
      this._warp();
      this.fire("load");
    };
    picture.onerror = () => this.fire("error");
    picture.src = this._source;
    this._map.on("projectionchange", this._warp, this);
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("projectionchange", this._warp, this);
    leafletImage.onRemove.call(this, map);
  },

  /** @this {any} the latitudes between which it is shown: the one farther from the pole, and the nearer one */
  _visibleLatitudes() {
    const { south, north } = this._box;
    const isNorth = this._map.options.crs.polar.hemisphere > 0;
    return isNorth ? [Math.max(south, LIMIT_LATITUDE), north] : [Math.min(north, -LIMIT_LATITUDE), south];
  },

  /** @this {any} the outline of what is shown of the image on the plane, metres */
  _outline() {
    const { west, east } = this._box;
    const [farLat, nearLat] = this._visibleLatitudes();
    const { polar } = this._map.options.crs;
    return densify([[west, farLat], [east, farLat], [east, nearLat], [west, nearLat], [west, farLat]], polar.project);
  },

  /** @this {any} the part of the plane under it, metres */
  _plane() {
    return L.bounds(this._outline().map((/** @type {[number, number]} */ [x, y]) => L.point(x, y)));
  },

  /** @this {any} clips the canvas to the outline, so that clicks beside it reach what is there */
  _clip() {
    const { min, max } = this._plane();
    const corners = this._outline().map((/** @type {[number, number]} */ [x, y]) =>
      [(x - min.x) / (max.x - min.x), (max.y - y) / (max.y - min.y)]
        .map((share) => `${(100 * share).toFixed(3)}%`)
        .join(" "),
    );
    this._image.style.clipPath = `polygon(evenodd, ${corners.join(", ")})`;
  },

  /** @this {any} draws the image on the map's plane; rasters/index.js overrides it */
  _warp() {
    if (!this._picture || !this._map) return;
    const { polar } = this._map.options.crs;
    const { min, max } = this._plane();
    const scale = CANVAS_SIZE / Math.max(max.x - min.x, max.y - min.y);
    const canvas = /** @type {HTMLCanvasElement} */ (this._image);
    canvas.width = Math.max(1, Math.round((max.x - min.x) * scale));
    canvas.height = Math.max(1, Math.round((max.y - min.y) * scale));
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const source = pixels(this._picture);
    const target = ctx.createImageData(canvas.width, canvas.height);
    const { west, east, south, north } = this._box;
    const { hemisphere } = polar;
    const [farLat, nearLat] = this._visibleLatitudes();
    const [poleX, poleY] = polar.pole;
    const latitude = latitudes(polar, farLat);
    const from = new Uint32Array(source.data.buffer);
    const to = new Uint32Array(target.data.buffer);
    for (let row = 0; row < canvas.height; row++) {
      const y = max.y - (row + 0.5) / scale - poleY;
      for (let column = 0; column < canvas.width; column++) {
        const x = min.x + (column + 0.5) / scale - poleX;
        const lat = latitude(Math.hypot(x, y));
        if (hemisphere * (lat - farLat) < 0 || hemisphere * (lat - nearLat) > 0) continue;
        const lon = polar.centralMeridian + Math.atan2(x, -hemisphere * y) * DEGREES;
        const along = (((lon - west) % 360) + 360) % 360;
        if (along > east - west) continue;
        const u = Math.min(source.width - 1, Math.floor((along / (east - west)) * source.width));
        const v = Math.min(source.height - 1, Math.floor(((north - lat) / (north - south)) * source.height));
        to[row * canvas.width + column] = from[v * source.width + u];
      }
    }
    ctx.putImageData(target, 0, 0);
    if (this.options.interactive) this._clip();
    this._reset();
  },

  /** @this {any} @param {L.ZoomAnimEvent} event */
  _animateZoom({ zoom, center }) {
    const offset = this._topLeft(zoom)._subtract(this._map._getNewPixelOrigin(center, zoom));
    L.DomUtil.setTransform(this._image, offset, this._map.getZoomScale(zoom));
  },

  /** @this {any} @param {number} zoom */
  _topLeft(zoom) {
    const { crs } = this._map.options;
    const { min, max } = this._plane();
    return crs.transformation.transform(L.point(min.x, max.y), crs.scale(zoom));
  },

  /** @this {any} */
  _reset() {
    const { crs } = this._map.options;
    const zoom = this._map.getZoom();
    const { min, max } = this._plane();
    const size = max.subtract(min).multiplyBy(crs.scale(zoom));
    L.DomUtil.setPosition(this._image, this._topLeft(zoom).subtract(this._map.getPixelOrigin()));
    Object.assign(this._image.style, { width: `${size.x}px`, height: `${size.y}px` });
  },
});

Object.assign(L, {
  ImageOverlay: WarpedImage,
  imageOverlay: factory(WarpedImage),
});

/** @param {HTMLImageElement} picture */
function pixels(picture) {
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth || 1;
  canvas.height = picture.naturalHeight || 1;
  const ctx = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  ctx.drawImage(picture, 0, 0);
  return ctx.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * Latitude by distance from the pole, read from a table: an inverse projection for each pixel takes seconds.
 * @param {import("../../polar/projections.js").Projection} polar @param {number} rim the latitude furthest from it
 */
function latitudes(polar, rim) {
  const reach = polar.radius(rim) * 1.001;
  const [x, y] = polar.pole;
  const table = Array.from({ length: TABLE_STEPS + 2 }, (_, i) => polar.unproject(x, y - (polar.hemisphere * i * reach) / TABLE_STEPS)[1]);
  return (/** @type {number} */ radius) => {
    const exactStep = (radius / reach) * TABLE_STEPS;
    if (exactStep > TABLE_STEPS) return -90 * polar.hemisphere;
    const index = Math.floor(exactStep);
    return table[index] + (table[index + 1] - table[index]) * (exactStep - index);
  };
}
