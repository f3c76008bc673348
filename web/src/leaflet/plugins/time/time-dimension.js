// The clock of folium.plugins.TimestampedGeoJson and HeatMapWithTime.
import leaflet from "leaflet";
import "leaflet-timedimension";
import "leaflet-timedimension/dist/leaflet.timedimension.control.css";
import "./time-dimension.css";

/** @type {any} */
const L = leaflet;
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;

/** @param {string} text an ISO 8601 duration @returns {number[]} years, months, weeks, days, hours, minutes, seconds */
function parse(text) {
  const match = DURATION.exec(text);
  if (!match) throw new Error(`${text} is no ISO 8601 duration, as P1D`);
  return match.slice(1).map((value) => Number(value ?? 0));
}
// In place of the package iso8601-js-period (build.mjs).
L.Period = { parse };

const { initialize } = L.TimeDimension.Layer.GeoJson.prototype;
L.TimeDimension.Layer.GeoJson.include({
  /** @this {any} a track with a time at each vertex cannot be cut at 180°, so it runs the short way @param {any} layer @param {any} options */
  initialize(layer, options) {
    layer.options.edges = "lonlat";
    initialize.call(this, layer, options);
  },
});
