// Keyboard shortcuts of the map.
import { LAYERS, TURN_MAP, WHOLE_MAP, ZOOM_IN, ZOOM_OUT } from "../keyboard-shortcuts.js";
import { bind, press } from "../keyboard.js";
import { showHome } from "./home.js";
import { SIDES, sideOf } from "./projection-globe.js";

/** @typedef {import("./projection-globe.js").Side} Side */

/** @param {L.Map} map */
export function bindMapShortcuts(map) {
  bind(ZOOM_IN, () => map.zoomIn());
  bind(ZOOM_OUT, () => map.zoomOut());
  bind(WHOLE_MAP, () => showHome(map));
  bind(LAYERS, () => press(".leaflet-control-layers > .bar-button"));
  bind(TURN_MAP, () => showNextSide(map));
}

/** The next side of the Arctic comes to the foot of the map. @param {L.Map} map */
function showNextSide(map) {
  const side = sideOf(/** @type {any} */ (map.options).crs.polar.centralMeridian);
  const sides = /** @type {Side[]} */ (Object.keys(SIDES));
  const next = sides[(sides.indexOf(side) + 1) % sides.length];
  const sector = document.querySelector(`.turn-globe [data-side="${next}"]`);
  sector?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}
