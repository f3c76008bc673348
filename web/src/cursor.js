// Where the pointer is, in decimal degrees with letters: never a sign to puzzle over.
import L from "leaflet";

/** @param {number} lat @param {number} lon degrees @param {number} [digits] */
export function positionText(lat, lon, digits = 2) {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  const side = Math.abs(wrapped) === 180 || wrapped === 0 ? "" : wrapped < 0 ? " W" : " E";
  return `${Math.abs(lat).toFixed(digits)}° ${lat < 0 ? "S" : "N"}  ${Math.abs(wrapped).toFixed(digits)}°${side}`;
}

/** @type {any} */
export const Cursor = L.Control.extend({
  options: { position: "bottomright" },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    this._box = L.DomUtil.create("div", "polar-cursor");
    this._box.hidden = true;
    map.on("mousemove", this._show, this).on("mouseout", this._hide, this);
    return this._box;
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("mousemove", this._show, this).off("mouseout", this._hide, this);
  },

  /** @this {any} @param {L.LeafletMouseEvent} event */
  _show({ latlng }) {
    const digits = this._map.getZoom() > 6 ? 3 : 2;
    this._box.textContent = positionText(latlng.lat, latlng.lng, digits);
    this._box.hidden = false;
  },

  /** @this {any} */
  _hide() {
    this._box.hidden = true;
  },
});
