// Tiles and WMS in a map's own projection, which are fetched. Only a page of PolarMap(network=True) that has some
// carries this script.
export {};

const L = window.L;
const { projectionOf } = window.geotrackPolar;

/** Pane of tiles: above the basemap, which is visible where a tile is missing, and below all else. */
const PANE = "tiles";
/** `_base` is rounded to a multiple of this power of two, so that adding whole levels to it has no rounding error. */
const GRAIN = 2 ** -30;

/**
 * @typedef {object} Grid of tiles; each level halves the resolution and so doubles columns and rows
 * @property {string} crs
 * @property {[x: number, y: number]} origin upper left corner, metres
 * @property {number} resolution metres a pixel, at level 0
 * @property {number} columns at level 0 @property {number} rows
 */

/**
 * Methods that put a kind of layer in the pane of tiles, and show nothing while the map is in another projection than
 * the layer's.
 * @param {any} Kind
 */
const paneAndProjection = (Kind) => ({
  /** @this {any} @param {any} map */
  beforeAdd(map) {
    if (!map.getPane(PANE)) Object.assign(map.createPane(PANE).style, { zIndex: "205", pointerEvents: "none" });
    Kind.prototype.beforeAdd?.call(this, map);
  },

  /** @this {any} @param {any} center */
  _update(center) {
    if (this._map && this._map.options.crs.code !== this.options.code) return void this._removeAllTiles();
    Kind.prototype._update.call(this, center);
  },
});

/** Tiles on a grid of their own, whose resolutions are not those of the map. @type {any} */
const GridTiles = L.TileLayer.extend({
  ...paneAndProjection(L.TileLayer),
  // Levels are those of the grid; Leaflet's limit of 18 would hide the layer at closer zooms.
  options: { pane: PANE, maxZoom: 99 },

  /** @this {any} @param {string} url @param {Grid} grid @param {any} options */
  initialize(url, grid, options) {
    const { levels, ...others } = options;
    this._grid = grid;
    this._range = levels;
    L.TileLayer.prototype.initialize.call(this, url, { ...others, code: grid.crs });
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    const { crs } = map.options;
    // The map's zoom, with any fraction, at which it has the resolution of the grid's level 0.
    this._base = Math.round(crs.zoom(1 / this._grid.resolution) / GRAIN) * GRAIN;
    L.TileLayer.prototype.onAdd.call(this, map);
  },

  /** The map's zoom of the level nearest to a zoom. @this {any} @param {number} zoom */
  _clampZoom(zoom) {
    const [first, last] = this._range;
    // Rounded first, since Leaflet calls this with rounded and with unrounded zooms.
    const level = Math.round(Math.round(zoom) - this._base);
    return this._base + Math.min(last, Math.max(first, level));
  },

  /** @this {any} */
  _getZoomForUrl() {
    return Math.round(this._tileZoom - this._base) + this.options.zoomOffset;
  },

  /** The upper left corner of the grid at the zoom of the tiles, pixels from the pole. @this {any} */
  _corner() {
    const [poleX, poleY] = projectionOf(this._grid.crs).pole;
    const [x, y] = this._grid.origin;
    const scale = this._map.options.crs.scale(this._tileZoom);
    return L.point((x - poleX) * scale, (poleY - y) * scale);
  },

  /** @this {any} @param {any} bounds pixels */
  _pxBoundsToTileRange(bounds) {
    const corner = this._corner();
    const moved = L.bounds(bounds.min.subtract(corner), bounds.max.subtract(corner));
    return L.TileLayer.prototype._pxBoundsToTileRange.call(this, moved);
  },

  /** @this {any} @param {any} coords */
  _getTilePos(coords) {
    return L.TileLayer.prototype._getTilePos.call(this, coords).add(this._corner());
  },

  /** @this {any} @param {{x: number, y: number}} coords */
  _isValidTile({ x, y }) {
    const count = 2 ** Math.round(this._tileZoom - this._base);
    return x >= 0 && y >= 0 && x < this._grid.columns * count && y < this._grid.rows * count;
  },
});

/** Images of a WMS for squares of the map's plane. @type {any} */
const PlaneWms = L.TileLayer.WMS.extend({
  ...paneAndProjection(L.TileLayer.WMS),
  options: { pane: PANE },

  /** @this {any} @param {any} map */
  onAdd(map) {
    this.options.code ??= map.options.crs.code;
    L.TileLayer.WMS.prototype.onAdd.call(this, map);
  },

  /**
   * The box is computed in the plane, not from longitudes as in Leaflet: beyond the rim of an equal-area map there are none.
   * @this {any} @param {any} coords
   */
  getTileUrl(coords) {
    const { crs } = this._map.options;
    const size = this.getTileSize();
    const scale = crs.scale(coords.z);
    const corner = (/** @type {number} */ step) =>
      crs.transformation.untransform(L.point(coords).add([step, step]).scaleBy(size), scale);
    const [{ x: west, y: north }, { x: east, y: south }] = [corner(0), corner(1)];
    const address = this._url.replace("{s}", this._getSubdomain(coords));
    const { uppercase } = this.options;
    const box = `&${uppercase ? "BBOX" : "bbox"}=${[west, south, east, north].join(",")}`;
    return address + L.Util.getParamString(this.wmsParams, address, uppercase) + box;
  },
});

Object.assign(window.geotrackPolar, {
  tiles: (/** @type {any[]} */ ...values) => new GridTiles(...values),
  wms: (/** @type {any[]} */ ...values) => new PlaneWms(...values),
});
