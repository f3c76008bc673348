// folium.plugins.HeatMapWithTime: heat maps, one for each step of the clock.
import leaflet from "leaflet";
import HeatmapOverlay from "heatmap.js/plugins/leaflet-heatmap";

/** @type {any} */
const L = leaflet;

const Overlay = /** @type {any} */ (HeatmapOverlay).extend({
  /** @this {any} the view is compared in pixels: bounds of longitudes are not those of a polar view */
  _update() {
    const map = this._map;
    const viewport = L.bounds([0, 0], map.getSize());
    this._map = {
      getBounds: () => ({ contains: (/** @type {any} */ place) => viewport.contains(map.latLngToContainerPoint(place)) }),
      getZoom: () => map.getZoom(),
      latLngToContainerPoint: (/** @type {any} */ place) => map.latLngToContainerPoint(place),
    };
    /** @type {any} */ (HeatmapOverlay).prototype._update.call(this);
    this._map = map;
  },
});

const TDHeatmap = L.TimeDimension.Layer.extend({
  /** @this {any} @param {any[][]} frames of rows, each a latitude, a longitude and perhaps a weight @param {any} options */
  initialize(frames, options) {
    const usual = { radius: 15, blur: 0.8, maxOpacity: 1, latField: "lat", lngField: "lng", valueField: "count" };
    L.TimeDimension.Layer.prototype.initialize.call(this, new Overlay({ ...usual, ...options.heatmapOptions }), options);
    this._frames = frames;
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    L.TimeDimension.Layer.prototype.onAdd.call(this, map);
    map.addLayer(this._baseLayer);
    this._update();
  },

  /** @this {any} @param {any} event */
  _onNewTimeLoading({ time }) {
    this.fire("timeload", { time });
  },

  /** @this {any} */
  isReady() {
    return true;
  },

  /** @this {any} */
  _update() {
    const rows = this._frames[this._timeDimension.getCurrentTime() - 1] ?? [];
    const data = rows.map((/** @type {number[]} */ [lat, lng, count = 1]) => ({ lat, lng, count }));
    this._baseLayer.setData({ data });
    return true;
  },
});

const TimeDimensionHeat = L.Control.TimeDimension.extend({
  /** @this {any} @param {string[]} names of the frames @param {any} options */
  initialize(names, options) {
    L.Control.TimeDimension.prototype.initialize.call(this, { ...options, playerOptions: { buffer: 1, minBufferReady: -1, ...options.playerOptions } });
    this._names = names;
  },

  /** @this {any} the name of a frame as HTML, which the package expects @param {Date} date */
  _getDisplayDateFormat(date) {
    const text = document.createElement("b");
    text.textContent = this._names[date.getTime() - 1];
    return text.innerHTML;
  },
});
L.Control.TimeDimensionHeat = TimeDimensionHeat;
Object.assign(window, { TDHeatmap });
