// folium.plugins.Terminator: where it is night, at the time when the page is opened or at a given one. The sun's place
// is from the Astronomical Almanac's low-precision formula, good to 0.01°.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;
const RADIANS = Math.PI / 180;
/** Latitude of the other hemisphere beyond which nothing is drawn, degrees. */
const FAR_LATITUDE = 59;

/** Where the sun is overhead. @param {number} time milliseconds since 1970 @returns {[lat: number, lon: number]} degrees */
function subsolar(time) {
  const days = time / 86_400_000 - 10_957.5; // since noon of 1 January 2000
  const mean = (280.46 + 0.9856474 * days) % 360;
  const anomaly = (357.528 + 0.9856003 * days) * RADIANS;
  const ecliptic = (mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS;
  const obliquity = (23.439 - 4e-7 * days) * RADIANS;
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(ecliptic), Math.cos(ecliptic)) / RADIANS;
  const sidereal = 280.46062 + 360.985647366 * days; // of Greenwich
  const lon = ((((ascension - sidereal + 180) % 360) + 360) % 360) - 180;
  return [Math.asin(Math.sin(obliquity) * Math.sin(ecliptic)) / RADIANS, lon];
}

/** The circle 90° from the subsolar point, where the sun is on the horizon. @param {number} time @param {number} hemisphere of the map @returns {[lat: number, lon: number][]} */
function circle(time, hemisphere) {
  const [lat, lon] = subsolar(time);
  return Array.from({ length: 720 }, (_, i) => {
    const bearing = (i / 2) * RADIANS;
    const latitude = Math.asin(Math.cos(lat * RADIANS) * Math.cos(bearing)) / RADIANS;
    const across = Math.atan2(Math.sin(bearing) * Math.cos(lat * RADIANS), -Math.sin(lat * RADIANS) * Math.sin(latitude * RADIANS));
    return [hemisphere * Math.max(-FAR_LATITUDE, hemisphere * latitude), lon + across / RADIANS];
  });
}

L.Terminator = L.Polygon.extend({
  options: { edges: "plane", color: "#00000080", weight: 1, fillColor: "#0b1a2a", fillOpacity: 0.35, interactive: false },

  /** @this {any} @param {any} [options] with a `time`, a Date or text; now unless given */
  initialize(options) {
    L.Polygon.prototype.initialize.call(this, [], options);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    L.Polygon.prototype.onAdd.call(this, map);
    this.setTime(this.options.time);
  },

  /** @this {any} @param {Date | string} [time] now unless given */
  setTime(time) {
    this.options.time = time;
    if (!this._map) return this;
    const { hemisphere } = this._map.options.crs.polar;
    const instant = time === undefined ? Date.now() : new Date(time).getTime();
    const line = circle(instant, hemisphere);
    const rim = Array.from({ length: 180 }, (_, i) => [-FAR_LATITUDE * hemisphere, 2 * i]);
    // If the sun is over the map's hemisphere, the night is the rest of the map: the rim with the line as a hole.
    return this.setLatLngs(hemisphere * subsolar(instant)[0] < 0 ? [line] : [rim, line]);
  },
});
L.terminator = (/** @type {any} */ options) => new L.Terminator(options);
