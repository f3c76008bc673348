// Positions of the marks at a zoom: each at its present size, and none over another.
import { scaleFactors } from "../screen-size.js";
import { removeOverlaps } from "./overlap-removal.js";

const L = window.L;
/** Between the middles of two symbols, and of two with their number beside them, pixels. */
const GAP = 25;
const GAP_BESIDE = 31;
/** How far round its middle a symbol takes clicks, pixels. */
const HIT = 13;

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
  const [scale, all, ...others] = scaleFactors("--scale", "--mark", "--mark-out", "--mark-quiet", "--mark-back");
  const kinds = ["stands-out", "quiet", "stands-back"];
  return ({ classList }) => scale * (others[kinds.findIndex((kind) => classList.contains(kind))] ?? all);
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

/** A quiet symbol takes clicks as far as half the way to the next symbol. @param {MapRecord} record @param {PlacedMark[]} placed @param {number} i its place among them */
function setReach({ mark }, placed, i) {
  const middle = placed[i].at.add(placed[i].offset);
  let least = 2 * HIT;
  for (const [j, { at, offset }] of placed.entries()) {
    if (j !== i) least = Math.min(least, Math.hypot(at.x + offset.x - middle.x, at.y + offset.y - middle.y));
  }
  mark._icon.style.setProperty("--reach", `${(least / 2).toFixed(1)}px`);
}

/** None of the symbols that are on the map hides another. @param {L.Map} map @param {Map<number, MapRecord>} mapRecords */
export function layOutMarks(map, mapRecords) {
  const placed = markLayout(map, mapRecords, map.getZoom());
  for (const { record, offset, size } of placed) record.mark.moveBy(offset, size);
  for (const [i, { record }] of placed.entries()) if (record.quiet) setReach(record, placed, i);
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
