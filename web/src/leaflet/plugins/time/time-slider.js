// folium.plugins.TimeSliderChoropleth: areas whose colours follow a slider. The slider is a control of the map; times
// are UTC, and an area without a colour at a time has none.
import leaflet from "leaflet";
import "./time-slider.css";

/** @type {any} */
const L = leaflet;

/**
 * @typedef {object} Options
 * @property {Record<string, Record<string, {color: string, opacity: number}>>} styles by feature and time
 * @property {(string | number)[]} times seconds since 1970
 * @property {number} start index of the first time shown
 * @property {string} format of Moment
 * @property {boolean} highlight
 * @property {{color: string, opacity: number, weight: number}} stroke
 */

const Slider = L.Control.extend({
  options: { position: "bottomleft" },

  /** @this {any} @param {any} layer */
  initialize(layer) {
    this._layer = layer;
  },

  /** @this {any} */
  onAdd() {
    const { times } = this._layer.options;
    const box = L.DomUtil.create("div", "leaflet-bar time-slider");
    L.DomEvent.disableClickPropagation(box);
    const text = L.DomUtil.create("output", "", box);
    const range = L.DomUtil.create("input", "", box);
    Object.assign(range, { type: "range", min: 0, max: times.length - 1, step: 1, value: this._layer.step, ariaLabel: "Time" });
    const show = () => {
      this._layer.setStep(Number(range.value));
      text.textContent = range.ariaValueText = this._layer.timeText();
    };
    L.DomEvent.on(range, "input", show);
    show();
    return box;
  },
});

const TimeSliderChoropleth = L.GeoJSON.extend({
  /** @this {any} @param {any} data @param {Options} options */
  initialize(data, options) {
    this.step = options.start;
    this._slider = new Slider(this);
    L.GeoJSON.prototype.initialize.call(this, data, {
      ...options,
      style: (/** @type {any} */ feature) => this._styleOf(feature),
      onEachFeature: options.highlight ? (/** @type {any} */ _, /** @type {any} */ area) => this._highlight(area) : undefined,
    });
  },

  /** @this {any} @param {any} feature */
  _styleOf({ id }) {
    const { stroke, styles, times } = this.options;
    const { color, opacity } = styles[id]?.[times[this.step]] ?? { color: "#ffffff", opacity: 0 };
    return { ...stroke, dashArray: "5,5", fill: true, fillColor: color, fillOpacity: opacity };
  },

  /** @this {any} @param {any} area */
  _highlight(area) {
    area.on({
      mouseover: () => area.options.fillOpacity && area.setStyle({ fillOpacity: 1 }),
      mouseout: () => area.setStyle(this._styleOf(area.feature)),
      click: () => this._map.fitBounds(area.getBounds()),
    });
  },

  /** @this {any} @param {number} step index of a time */
  setStep(step) {
    this.step = step;
    this.eachLayer((/** @type {any} */ area) => area.setStyle(this._styleOf(area.feature)));
  },

  /** @this {any} @returns {string} */
  timeText() {
    const { format, times } = this.options;
    return /** @type {any} */ (window).moment.utc(Number(times[this.step]) * 1000).format(format);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    L.GeoJSON.prototype.onAdd.call(this, map);
    this._slider.addTo(map);
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    this._slider.remove();
    L.GeoJSON.prototype.onRemove.call(this, map);
  },
});
L.timeSliderChoropleth = (/** @type {any} */ data, /** @type {Options} */ options) => new TimeSliderChoropleth(data, options);
