// folium.plugins.PolyLineFromEncoded and PolygonFromEncoded: lines in Google's encoded polyline format, five decimals.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;

/** @param {string} text @returns {[lat: number, lon: number][]} */
function decode(text) {
  /** @type {number[]} */
  const steps = [];
  for (let i = 0, value = 0, shift = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i) - 63;
    value |= (byte & 31) << shift;
    shift += 5;
    if (byte & 32) continue;
    steps.push(value & 1 ? ~(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  let [lat, lon] = [0, 0];
  return Array.from({ length: steps.length >> 1 }, (_, i) => {
    lat += steps[2 * i];
    lon += steps[2 * i + 1];
    return [lat / 1e5, lon / 1e5];
  });
}

for (const Class of [L.Polyline, L.Polygon]) {
  Class.fromEncoded = (/** @type {string} */ text, /** @type {any} */ options) => new Class(decode(text), options);
}
