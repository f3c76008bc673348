// folium.plugins.MousePosition: the pointer's latitude and longitude as numbers, in folium's options.
import leaflet from "leaflet";
import "./mouse-position.css";

/** @type {any} */
const L = leaflet;

/** @param {number} lon @returns {number} from -180 and below 180 */
const wrap = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;

L.Control.MousePosition = L.Control.extend({
  options: { position: "bottomright", separator: " : ", emptyString: "Unavailable", lngFirst: false, numDigits: 5, prefix: "" },

  /** @this {any} @param {any} map */
  onAdd(map) {
    const box = L.DomUtil.create("div", "leaflet-control-mouseposition");
    const { emptyString, latFormatter, lngFirst, lngFormatter, numDigits, prefix, separator } = this.options;
    const plain = (/** @type {number} */ value) => L.Util.formatNum(value, numDigits);
    box.textContent = emptyString;
    this._show = (/** @type {any} */ { latlng: { lat, lng } }) => {
      const pair = [(latFormatter ?? plain)(lat), (lngFormatter ?? plain)(wrap(lng))];
      box.innerHTML = `${prefix} ${(lngFirst ? pair.reverse() : pair).join(separator)}`;
    };
    map.on("mousemove", this._show);
    return box;
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.off("mousemove", this._show);
  },
});
L.control.mousePosition = (/** @type {any} */ options) => new L.Control.MousePosition(options);
