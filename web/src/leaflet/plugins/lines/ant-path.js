// folium.plugins.AntPath: a line along which dashes run. The npm package evaluates text as a script, which the page's
// policy does not run.
import leaflet from "leaflet";
import "./ant-path.css";

/** @type {any} */
const L = leaflet;

const AntPath = L.FeatureGroup.extend({
  options: { delay: 400, dashArray: [10, 20], weight: 5, opacity: 0.5, color: "#0000FF", pulseColor: "#FFFFFF" },

  /** @this {any} @param {any} latlngs @param {any} options */
  initialize(latlngs, options) {
    L.FeatureGroup.prototype.initialize.call(this, [], L.setOptions(this, options));
    const { dashArray, delay, paused, pulseColor, reverse, ...line } = this.options;
    const dashes = String(dashArray).split(/[\s,]+/).map(Number);
    const pulse = L.polyline(latlngs, { ...line, color: pulseColor, dashArray: dashes.join(" "), className: "ant-path" });
    this.addLayer(L.polyline(latlngs, line)).addLayer(pulse);
    pulse.on("add", () => {
      const { style } = pulse.getElement();
      style.setProperty("--ant-step", `${dashes.reduce((a, b) => a + b, 0) * (reverse ? -1 : 1)}px`);
      style.animationDuration = `${2 * delay}ms`;
      style.animationPlayState = paused ? "paused" : "running";
    });
  },

  /** @this {any} */
  getLatLngs() {
    return this.getLayers()[0].getLatLngs();
  },

  /** @this {any} @param {any} latlngs */
  setLatLngs(latlngs) {
    return this.invoke("setLatLngs", latlngs);
  },
});
L.polyline.antPath = (/** @type {any} */ latlngs, /** @type {any} */ options) => new AntPath(latlngs, options);
