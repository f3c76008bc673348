// Keys for what every page has: the records, the search, the filters, the map.
import { key } from "./keys.js";
import { SIDES, sideOf } from "./globe.js";

/** @typedef {import("./globe.js").Side} Side */

/** Lines of the list that can be seen. @returns {HTMLElement[]} */
const lines = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record:not(.left-out) .pick"))];

/** The line before or after one; at the ends none. @param {Element | null | undefined} from @param {1 | -1} step */
function beside(from, step) {
  const all = lines();
  const at = all.findIndex((one) => one === from);
  return at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[at + step];
}

/** The line that has the focus. */
const focused = () => document.activeElement?.closest(".pick");

/** @param {() => number | null} chosen */
function recordKeys(chosen) {
  const show = (/** @type {1 | -1} */ step) => {
    const now = chosen();
    const next = beside(now === null ? focused() : document.querySelector(`#record-${now} .pick`), step);
    next?.focus();
    next?.click();
  };
  const walk = (/** @type {1 | -1} */ step) => beside(focused(), step)?.focus();
  const inList = () => Boolean(focused());
  key("j", "keys.next", () => show(1), { group: "records" });
  key("k", "keys.previous", () => show(-1), { group: "records" });
  key("ArrowDown", "keys.down", () => walk(1), { group: "records", when: inList });
  key("ArrowUp", "keys.up", () => walk(-1), { group: "records", when: inList });
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector(".finder-field"));
  key("/", "keys.search", () => field()?.focus(), { group: "records" });
  key("f", "keys.filters", () => press(".finder-opener"), { group: "records" });
  // Each closes its own; here it is told.
  key("Escape", "keys.escape", () => false, { group: "records" });
}

/** Press a button of the page as one would, and go to it. @param {string} selector */
function press(selector) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  button?.focus();
  button?.click();
}

/** @param {L.Map} map */
function mapKeys(map) {
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

/** @param {L.Map} map @param {() => number | null} chosen number of the record that is chosen */
export function pageKeys(map, chosen) {
  recordKeys(chosen);
  mapKeys(map);
}
