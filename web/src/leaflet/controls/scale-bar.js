// A scale bar in kilometres and nautical miles that is true at the middle of the map.
import L from "leaflet";

/** Metres. */
const NAUTICAL_MILE = 1852;
/** Greatest width of the bar, pixels. */
const MAX_WIDTH = 130;

/** The longest of 1, 2, 3 or 5 times a power of ten within a length. @param {number} length */
export function roundLength(length) {
  const power = 10 ** Math.floor(Math.log10(length));
  return power * ([5, 3, 2, 1].find((digit) => digit * power <= length) ?? 1);
}

/** A number grouped by thousands. `toLocaleString` would first load the browser's data of languages, which takes long. @param {number} length */
const formatLength = (length) => `${Number(length.toFixed(3))}`.replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** @type {any} */
export const Scale = L.Control.extend({
  options: { position: "bottomleft" },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    const box = L.DomUtil.create("div", "polar-scale");
    this._lines = ["km", "NM"].map((unit) => {
      const line = L.DomUtil.create("div", "polar-scale-line", box);
      line.dataset.unit = unit;
      return line;
    });
    box.title = "True at the middle of the map";
    map.on("move zoomend resize projectionchange", this._update, this);
    map.whenReady(this._update, this);
    return box;
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("move zoomend resize projectionchange", this._update, this);
  },

  /** @this {any} */
  _update() {
    const map = /** @type {L.Map} */ (this._map);
    const { x, y } = map.getSize().divideBy(2);
    const metresPerPixel =
      map.distance(
        map.containerPointToLatLng([x - MAX_WIDTH / 2, y]),
        map.containerPointToLatLng([x + MAX_WIDTH / 2, y]),
      ) / MAX_WIDTH;
    if (!(metresPerPixel > 0)) return;
    for (const line of this._lines) {
      const unit = line.dataset.unit === "km" ? 1000 : NAUTICAL_MILE;
      const length = roundLength((metresPerPixel * MAX_WIDTH) / unit);
      line.style.width = `${(length * unit) / metresPerPixel}px`;
      line.textContent = `${formatLength(length)} ${line.dataset.unit}`;
    }
  },
});
