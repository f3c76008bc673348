// Positions of the marks at a zoom: each at its present size, and none over another.
import { scaleFactors } from "../screen-size.js";
import { removeOverlaps } from "./overlap-removal.js";

const L = window.L;
/** Between the middles of two symbols, and of two with their number beside them, pixels. */
const GAP = 25;
const GAP_BESIDE = 31;

/** @typedef {import("./map-record.js").MapRecord} MapRecord */
/** @typedef {{record: MapRecord, at: L.Point, offset: L.Point, size: number}} PlacedMark a symbol: its place, pixels of the map at a zoom, and the way from there to its middle */

/**
 * The last result: a view is fitted to marks as laid out, and then they are moved there.
 * @type {{places: L.Point[], gaps: number[], offsets: import("./overlap-removal.js").Spot[]} | null}
 */
let last = null;

/** @param {L.Point[]} places @param {number[]} gaps */
function offsetsOf(places, gaps) {
  const same =
    last?.places.length === places.length &&
    last.places.every((place, i) => place.equals(places[i])) &&
    last.gaps.every((gap, i) => gap === gaps[i]);
  if (!last || !same) last = { places, gaps, offsets: removeOverlaps(places, gaps) };
  return last.offsets;
}

/** How large symbols are, by the class of their icons; see large-screen.css. @returns {(icon: HTMLElement) => number} */
function markSizes() {
  const [scale, all, out, back] = scaleFactors("--scale", "--mark", "--mark-out", "--mark-back");
  return ({ classList }) =>
    scale * (classList.contains("stands-out") ? out : classList.contains("stands-back") ? back : all);
}

/**
 * The symbols that are on the map, as they stand at a zoom.
 * @param {L.Map} map @param {Map<number, MapRecord>} mapRecords @param {number} zoom
 * @returns {PlacedMark[]}
 */
export function markLayout(map, mapRecords, zoom) {
  const shown = [...mapRecords.values()].filter((record) => record.shown && !record.out);
  const gap = shown.some(({ event }) => event.symbol) ? GAP_BESIDE : GAP;
  const sizeOf = markSizes();
  const placed = shown.map((one) => ({
    record: one,
    at: map.project(one.mark.getLatLng(), zoom),
    size: sizeOf(one.mark._icon),
  }));
  const offsets = offsetsOf(placed.map(({ at }) => at), placed.map(({ size }) => size * gap));
  return placed.map((one, i) => ({ ...one, offset: L.point(offsets[i].x, offsets[i].y) }));
}

/** None of the symbols that are on the map hides another. @param {L.Map} map @param {Map<number, MapRecord>} mapRecords */
export function layOutMarks(map, mapRecords) {
  for (const { record, offset, size } of markLayout(map, mapRecords, map.getZoom())) record.mark.moveBy(offset, size);
  map.fire("marksmoved");
}

/**
 * The symbols of the places that a view is fitted to, as they stand at a zoom.
 * @param {L.Map} map @param {Map<number, MapRecord>} mapRecords @param {import("../payload.js").Place[]} rim @param {number} zoom
 */
export function marksWithin(map, mapRecords, rim, zoom) {
  const view = L.bounds(rim.map((place) => map.project(L.latLng(place), zoom)));
  return markLayout(map, mapRecords, zoom).filter(({ at }) => view.contains(at));
}
