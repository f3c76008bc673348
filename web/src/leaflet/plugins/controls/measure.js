// folium.plugins.MeasureControl: lengths and areas of geodesics on the ellipsoid, in folium's units.
import leaflet from "leaflet";
import { clickAction, geodesicLine, measure } from "../../../polar/measurement.js";
import "./measure.css";

/** @type {any} */
const L = leaflet;

/** Units by folium's names: metres or square metres, symbol, decimals. @type {Record<string, [number, string, number]>} */
const UNITS = {
  feet: [0.3048, "ft", 0], meters: [1, "m", 0], kilometers: [1000, "km", 2], miles: [1609.344, "mi", 2],
  nauticalmiles: [1852, "NM", 2], sqfeet: [0.09290304, "ft²", 0], sqmeters: [1, "m²", 0], sqkilometers: [1e6, "km²", 2],
  hectares: [1e4, "ha", 2], acres: [4046.8564224, "acres", 2], sqmiles: [2589988.110336, "mi²", 2],
};
/** A click within this distance of a place hits it, pixels. */
const REACH = 8;

/** A quantity in one unit, and in others in brackets. @param {number} value @param {string[]} units */
function quantity(value, units) {
  const [first, ...others] = units.filter((name) => UNITS[name]).map((name) => {
    const [size, symbol, decimals] = UNITS[name];
    return `${(value / size).toLocaleString("en", { maximumFractionDigits: decimals })} ${symbol}`;
  });
  return others.length ? `${first} (${others.join(", ")})` : first;
}

L.Control.Measure = L.Control.extend({
  options: {
    position: "topright", primaryLengthUnit: "meters", secondaryLengthUnit: "miles", primaryAreaUnit: "sqmeters",
    secondaryAreaUnit: "acres", activeColor: "#ABE67E", completedColor: "#C8F2BE",
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    Object.assign(this, { _places: [], _shapes: L.layerGroup().addTo(map) });
    const box = (this._container = L.DomUtil.create("div", "leaflet-bar leaflet-control-measure"));
    L.DomEvent.disableClickPropagation(box);
    this._button = L.DomUtil.create("button", "leaflet-control-measure-toggle", box);
    this._button.type = "button";
    this._button.title = this._button.ariaLabel = "Measure distances and areas";
    this._button.innerHTML =
      '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2.4 13.6 13.6 2.4l4 4L6.4 17.6ZM5.2 10.8l1.9 1.9M8 8l2.6 2.6M10.8 5.2l1.9 1.9"/></svg>';
    L.DomEvent.on(this._button, "click", () => (this._active ? this._finish(false) : this._start()));
    this._text = L.DomUtil.create("output", "leaflet-control-measure-interaction", box);
    map.on("click", this._click, this).on("dblclick", this._end, this);
    L.DomEvent.on(map.getContainer(), "keydown", (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && this._active && this._finish(false));
    return box;
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.off("click", this._click, this).off("dblclick", this._end, this);
    this._shapes.remove();
  },

  /** @this {any} */
  _start() {
    Object.assign(this, { _active: true, _places: [] });
    this._map.doubleClickZoom.disable();
    this._map.fire("measurestart");
    this._draw(false);
  },

  /** @this {any} */
  _end() {
    if (this._active) this._finish(false);
  },

  /** @this {any} @param {boolean} closed */
  _finish(closed) {
    this._active = false;
    this._map.doubleClickZoom.enable();
    this._draw(closed);
    this._map.fire("measurefinish", { points: this._places.map((/** @type {any} */ [lng, lat]) => ({ lat, lng })) });
  },

  /** @this {any} @param {any} click */
  _click({ containerPoint, latlng: { lat, lng } }) {
    if (!this._active) return;
    const points = this._places.map((/** @type {any} */ [lon, latitude]) => this._map.latLngToContainerPoint([latitude, lon]));
    const action = clickAction(containerPoint, points, REACH);
    if (action !== "set") return void this._finish(action === "close");
    this._places.push([lng, lat]);
    this._draw(false);
  },

  /** @this {any} @param {boolean} closed */
  _draw(closed) {
    const { activeColor, completedColor, primaryAreaUnit, primaryLengthUnit, secondaryAreaUnit, secondaryLengthUnit } = this.options;
    const places = this._places;
    const style = { color: "#16242c", weight: 2, fillColor: this._active ? activeColor : completedColor, fillOpacity: 0.4, edges: "plane", interactive: false };
    this._button.setAttribute("aria-pressed", `${this._active}`);
    this._map.getContainer().classList.toggle("is-measuring", this._active);
    this._shapes.clearLayers();
    const line = geodesicLine(places, closed).map(([lon, lat]) => [lat, lon]);
    if (line.length) this._shapes.addLayer(closed ? L.polygon(line, style) : L.polyline(line, style));
    for (const [lon, lat] of places) this._shapes.addLayer(L.circleMarker([lat, lon], { ...style, radius: 4, fillOpacity: 1 }));
    const measured = measure(places, closed);
    const lines = [`${closed ? "Perimeter" : "Length"} ${quantity(measured.metres, [primaryLengthUnit, secondaryLengthUnit])}`];
    if (measured.area !== null) lines.push(`Area ${quantity(measured.area, [primaryAreaUnit, secondaryAreaUnit])}`);
    if (measured.crosses) lines.push("The line crosses itself: it has no area");
    const hint = "Click places; click the last to end, the first to close";
    this._text.textContent = places.length > 1 ? lines.join("\n") : this._active ? hint : "";
  },
});
L.control.measure = (/** @type {any} */ options) => new L.Control.Measure(options);
