// Where symbols stand at a zoom: each as large as the page shows it just now, and none on another.
import { scales } from "../screen-size.js";
import { spread } from "./overlap-removal.js";

const L = window.L;
/** Between the middles of two symbols, and of two with their number beside them, pixels. */
const GAP = 25;
const GAP_BESIDE = 31;

/** @typedef {import("./map-record.js").Drawn} Drawn */
/** @typedef {{found: Drawn, at: L.Point, offset: L.Point, size: number}} Spaced a symbol: its place, pixels of the map at a zoom, and the way from there to its middle */

/**
 * The last that was worked out: a view is fitted to symbols as they stand, and then they are moved to there.
 * @type {{places: L.Point[], gaps: number[], offsets: import("./overlap-removal.js").Spot[]} | null}
 */
let last = null;

/** @param {L.Point[]} places @param {number[]} gaps */
function offsetsOf(places, gaps) {
  const same =
    last?.places.length === places.length &&
    last.places.every((place, i) => place.equals(places[i])) &&
    last.gaps.every((gap, i) => gap === gaps[i]);
  if (!last || !same) last = { places, gaps, offsets: spread(places, gaps) };
  return last.offsets;
}

/** How large symbols are, by the class of their icons; see large-screen.css. @returns {(icon: HTMLElement) => number} */
function sizes() {
  const [scale, all, out, back] = scales("--scale", "--mark", "--mark-out", "--mark-back");
  return ({ classList }) =>
    scale * (classList.contains("stands-out") ? out : classList.contains("stands-back") ? back : all);
}

/**
 * The symbols that are on the map, as they stand at a zoom.
 * @param {L.Map} map @param {Map<number, Drawn>} drawn @param {number} zoom
 * @returns {Spaced[]}
 */
export function spacing(map, drawn, zoom) {
  const shown = [...drawn.values()].filter((found) => found.shown && !found.out);
  const gap = shown.some(({ event }) => event.symbol) ? GAP_BESIDE : GAP;
  const sizeOf = sizes();
  const found = shown.map((one) => ({
    found: one,
    at: map.project(one.mark.getLatLng(), zoom),
    size: sizeOf(one.mark._icon),
  }));
  const offsets = offsetsOf(found.map(({ at }) => at), found.map(({ size }) => size * gap));
  return found.map((one, i) => ({ ...one, offset: L.point(offsets[i].x, offsets[i].y) }));
}

/** None of the symbols that are on the map hides another. @param {L.Map} map @param {Map<number, Drawn>} drawn */
export function spreadMarks(map, drawn) {
  for (const { found, offset, size } of spacing(map, drawn, map.getZoom())) found.mark.moveBy(offset, size);
  map.fire("marksmoved");
}

/**
 * The symbols of the places that a view is fitted to, as they stand at a zoom.
 * @param {L.Map} map @param {Map<number, Drawn>} drawn @param {import("../payload.js").Place[]} rim @param {number} zoom
 */
export function within(map, drawn, rim, zoom) {
  const view = L.bounds(rim.map((place) => map.project(L.latLng(place), zoom)));
  return spacing(map, drawn, zoom).filter(({ at }) => view.contains(at));
}
