// Keys for what every page has: the map.
import { key, press } from "../keyboard.js";
import { SIDES, sideOf } from "./projection-globe.js";

/** @typedef {import("./projection-globe.js").Side} Side */

/** @param {L.Map} map */
export function mapKeys(map) {
  const opened = { at: map.getCenter(), zoom: map.getZoom() };
  const group = /** @type {const} */ ("map");
  key(["+", "="], "keys.zoomIn", () => map.zoomIn(), { group });
  key(["-", "_"], "keys.zoomOut", () => map.zoomOut(), { group });
  key("0", "keys.whole", () => whole(map, opened), { group });
  key("l", "keys.layers", () => press(".leaflet-control-layers > .bar-button"), { group });
  key("v", "keys.turn", () => turnOn(map), { group });
}

/** @param {any} map @param {{at: L.LatLng, zoom: number}} opened */
function whole(map, { at, zoom }) {
  // A zoom on its way would end where it was going.
  if (map._animatingZoom) map._onZoomTransitionEnd();
  map.setView(at, zoom, { animate: false });
}

/** The next side of the Arctic comes to the foot of the map. @param {L.Map} map */
function turnOn(map) {
  const side = sideOf(/** @type {any} */ (map.options).crs.polar.centralMeridian);
  const all = /** @type {Side[]} */ (Object.keys(SIDES));
  const next = all[(all.indexOf(side) + 1) % all.length];
  const sector = document.querySelector(`.turn-globe [data-side="${next}"]`);
  sector?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}
