// Control that shows the position of the pointer in decimal degrees with letters, and an arrow to north.
import L from "leaflet";
import { ENGLISH, labelsOf } from "../map-labels.js";

/**
 * A position in words, latitude first.
 * @param {number} lat @param {number} lon degrees @param {number} [digits]
 * @param {import("../map-labels.js").MapLabels} [words]
 */
export function positionText(lat, lon, digits = 2, words = ENGLISH) {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  const side = Math.abs(wrapped) === 180 || wrapped === 0 ? "" : ` ${wrapped < 0 ? words.west : words.east}`;
  const formatAngle = (/** @type {number} */ value) => Math.abs(value).toFixed(digits).replace(".", words.decimal);
  return `${formatAngle(lat)}° ${lat < 0 ? words.south : words.north}  ${formatAngle(wrapped)}°${side}`;
}

/**
 * The direction of north at a place, degrees clockwise from the top of the screen: on a polar map
 * it is to the North Pole or away from the South Pole. Null at the pole itself, where there is none.
 * @param {{x: number, y: number}} point @param {{x: number, y: number}} pole pixels, y downwards
 * @param {number} [hemisphere] of the pole: 1 north, −1 south
 */
export function northAt(point, pole, hemisphere = 1) {
  const right = hemisphere * (pole.x - point.x);
  const up = hemisphere * (point.y - pole.y);
  return Math.hypot(right, up) < 1 ? null : (Math.atan2(right, up) * 180) / Math.PI;
}

/** A needle with its head at the top, turned by `transform`. @param {HTMLElement} parent */
function needle(parent) {
  const svg = L.SVG.create("svg");
  svg.setAttribute("class", "polar-north");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("role", "img");
  const shaft = L.SVG.create("path");
  shaft.setAttribute("d", "M0 7V-6M-3.6 -1.6L0 -7L3.6 -1.6");
  svg.append(shaft);
  parent.append(svg);
  return svg;
}

/** The control. @type {any} */
export const Cursor = L.Control.extend({
  options: { position: "bottomright", north: "North" },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    this._box = L.DomUtil.create("div", "polar-cursor");
    this._needle = needle(this._box);
    this._needle.setAttribute("aria-label", this.options.north);
    this._text = L.DomUtil.create("span", "", this._box);
    this._box.hidden = true;
    map.on("mousemove", this._move, this).on("mouseout", this._hide, this);
    map.on("move zoomend projectionchange wordschange", this._show, this);
    return this._box;
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("mousemove", this._move, this).off("mouseout", this._hide, this);
    map.off("move zoomend projectionchange wordschange", this._show, this);
  },

  /** @this {any} @param {L.LeafletMouseEvent} event */
  _move({ containerPoint }) {
    this._at = containerPoint;
    this._show();
  },

  /** @this {any} shows the position under the pointer, also when the map moves under it */
  _show() {
    if (!this._at) return;
    const map = this._map;
    const { lat, lng } = map.containerPointToLatLng(this._at);
    const { hemisphere } = map.options.crs.polar;
    if (lat === -90 * hemisphere) {
      this._box.hidden = true; // Outside the map's rim there is no place.
      return;
    }
    this._text.textContent = positionText(lat, lng, map.getZoom() > 8 ? 3 : 2, labelsOf(map));
    const north = northAt(this._at, map.latLngToContainerPoint([90 * hemisphere, 0]), hemisphere);
    this._needle.style.visibility = north === null ? "hidden" : "";
    this._needle.style.transform = `rotate(${(north ?? 0).toFixed(1)}deg)`;
    this._box.hidden = false;
  },

  /** @this {any} */
  _hide() {
    this._at = null;
    this._box.hidden = true;
  },
});
