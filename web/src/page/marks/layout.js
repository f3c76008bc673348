// Positions of the marks at a zoom: each at its present size, and none over another.
import { square } from "../map/boxes.js";
import { scaleFactors } from "../screen-size.js";
import { fixedPlaces } from "./fixed-places.js";
import { halfOfNumber, placeNumbers, PLACES } from "./number-placement.js";
import { removeOverlaps } from "./overlap-removal.js";

const L = window.L;
/** Least distance between the middles of two symbols, pixels. */
const GAP = 25;
/** Least distance between the middles of two symbols with their number beside them, pixels. */
const GAP_WITH_NUMBER = 31;
/** How much more room a small symbol needs for a sign at its corner, which is larger there. */
const SIGN_ROOM = 1.2;
/** A quiet symbol takes clicks within this distance of its middle at most, pixels. */
const CLICK_RADIUS = 13;

/** @typedef {import("./map-record.js").MapRecord} MapRecord */
/**
 * A symbol, its own or that of its stack.
 * @typedef {object} PlacedMark
 * @property {MapRecord} record
 * @property {L.Point} at its place, pixels of the map at a zoom
 * @property {L.Point} offset from there to its middle
 * @property {number} size factor
 * @property {number} [wide] from its middle to those of its round ends, pixels
 * @property {import("./number-placement.js").NumberPlace} number where its number stands, if that is beside it
 * @property {boolean} [hidden] whether it stands below the map instead
 * @property {number} [fixed] its size before the scale of the screen, if a part of the page has set its place, so that it needs no leader
 */

/** Height of a stack's pill with its rim, pixels. */
const PILL_HEIGHT = 27;
/** From the middle of a symbol of size 1 to the rim of a round frame, pixels. */
const RIM_ROOM = 18;
/** Free space round the disc of a cluster, pixels. */
const DISC_MARGIN = 2;

/** @typedef {{places: L.Point[], gaps: number[], wide: number[], offsets: import("./overlap-removal.js").Spot[]}} Result */

/** The last results, without and with room for numbers: a view is fitted to marks as laid out, and then they are moved there. @type {(Result | null)[]} */
const last = [null, null, null];

/** @param {L.Point[]} places @param {number[]} gaps @param {number[]} wide @param {number} fixed how many, the first ones, do not move @param {number} pass */
function offsetsOf(places, gaps, wide, fixed, pass) {
  let result = last[pass];
  const unchanged =
    result?.places.length === places.length &&
    result.places.every((place, i) => place.equals(places[i])) &&
    result.gaps.every((gap, i) => gap === gaps[i] && result?.wide[i] === wide[i]);
  if (!result || !unchanged) last[pass] = result = { places, gaps, wide, offsets: removeOverlaps(places, gaps, wide, fixed) };
  return result.offsets;
}

/** How large symbols are, by the class of their icons; see large-screen.css. @returns {(icon: HTMLElement) => number} */
function markSizes() {
  const kinds = ["chosen", "stands-out", "quiet", "stands-back"];
  const [scale, stack, usual, ...others] = scaleFactors("--scale", "--stack", "--mark", "--mark-chosen", "--mark-out", "--mark-quiet", "--mark-back");
  return ({ classList }) => scale * (classList.contains("record-stack") ? stack : 1) * (others[kinds.findIndex((kind) => classList.contains(kind))] ?? usual);
}

/**
 * The symbols that are on the map, as they stand at a zoom; those with a place of their own at the present one alone.
 * @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords @param {number} zoom
 * @returns {PlacedMark[]}
 */
export function markLayout(map, mapRecords, zoom) {
  const all = mapRecords.shown;
  const fixed = zoom === map.getZoom() ? fixedPlaces(map, all) : new Map();
  const [scale] = scaleFactors("--scale");
  const atFixed = [...fixed].map(([record, { x, y, size, hidden }]) => {
    const at = map.project(record.mark.getLatLng(), zoom);
    return { record, at, offset: L.point(x, y).subtract(map.latLngToContainerPoint(record.mark.getLatLng())), size: size * scale, number: PLACES[0], fixed: size, hidden };
  });
  return [...spreadLayout(map, mapRecords, all.filter((record) => !fixed.has(record)), zoom), ...atFixed];
}

/** How far a place lies beyond the rim of the map's round frame, less the room of a symbol, if it has one. @param {any} map @param {L.Point} place pixels of the map @param {number} room pixels */
function intoCircle(map, place, room) {
  const { circle } = map.options;
  if (!circle) return L.point(0, 0);
  const inwards = L.point(circle.x, circle.y).subtract(map.layerPointToContainerPoint(place.subtract(map.getPixelOrigin())));
  const distance = inwards.distanceTo([0, 0]);
  return inwards.multiplyBy(Math.max(0, distance - circle.r + room) / (distance || 1));
}

/** The round frame of a map, pixels of the map; null if it has none. @param {any} map */
function rimOf(map) {
  const { circle } = map.options;
  return circle ? { ...map.containerPointToLayerPoint([circle.x, circle.y]).add(map.getPixelOrigin()), r: circle.r } : null;
}

/**
 * The symbols of some records, moved apart.
 * @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords @param {MapRecord[]} shown @param {number} zoom
 * @returns {PlacedMark[]}
 */
function spreadLayout(map, mapRecords, shown, zoom) {
  const gap = shown.some(({ event }) => event.symbol) ? GAP_WITH_NUMBER : GAP;
  const sizeOf = markSizes();
  // The records of a stack have one symbol.
  const faces = [...new Set(shown.map(({ symbol }) => symbol))];
  const sizes = faces.map(({ _icon }) => sizeOf(_icon));
  const firstRecords = faces.map((face) => /** @type {MapRecord} */ (shown.find(({ symbol }) => symbol === face)));
  const wide = faces.map((face, i) => sizes[i] * (face.wide?.() ?? 0));
  const points = faces.map((face) => map.project(face.getLatLng(), zoom));
  // A stack stands over the name of its region.
  const lifts = faces.map((face, i) => L.point(0, -sizes[i] * (face.lift ?? 0)).add(zoom === map.getZoom() ? intoCircle(map, points[i], RIM_ROOM * sizes[i]) : [0, 0]));
  const signRooms = firstRecords.map(({ event, quiet, stack }) => (quiet && !stack && event.signs.length ? SIGN_ROOM : 1));
  const gaps = sizes.map((size, i) => size * (wide[i] ? Math.max(gap, PILL_HEIGHT) : gap * signRooms[i]));
  // The discs of clusters and of insets stay, and symbols are moved off them. At another zoom there are others.
  const discs = shown.length && zoom === map.getZoom() ? [...mapRecords.discs, .../** @type {any} */ (map.options).keptOff ?? []] : [];
  const places = [...discs.map((disc) => map.project(disc.getLatLng(), zoom)), ...points.map((place, i) => place.add(lifts[i]))];
  const room = [...discs.map(({ radius }) => 2 * radius + DISC_MARGIN), ...gaps];
  const spread = (/** @type {number[]} */ widths, /** @type {number} */ pass) =>
    offsetsOf(places, room, [...discs.map(() => 0), ...widths], discs.length, pass).slice(discs.length);
  let offsets = spread(wide, 0);
  const [scale] = scaleFactors("--scale");
  const digits = firstRecords.map(({ event, quiet, stack }) => (event.side && !quiet && !stack ? `${event.n}`.length : 0));
  const rim = zoom === map.getZoom() ? rimOf(map) : null;
  const numbersAt = () =>
    placeNumbers(faces.map((_, i) => ({ x: points[i].x + lifts[i].x + offsets[i].x, y: points[i].y + lifts[i].y + offsets[i].y, size: sizes[i], wide: wide[i], digits: digits[i], scale })), discs.map(({ radius }, i) => square(places[i], radius)), rim);
  let numbers = numbersAt();
  // Symbols whose number is free on no side get room for it.
  for (let pass = 1, widths = wide; pass < last.length && numbers.some(({ free }) => !free); pass++) {
    widths = widths.map((width, i) => width + (numbers[i].free ? 0 : 2 * halfOfNumber({ size: sizes[i], digits: digits[i], scale })));
    offsets = spread(widths, pass);
    numbers = numbersAt();
  }
  return shown.map((record) => {
    const i = faces.indexOf(record.symbol);
    return { record, at: points[i], offset: lifts[i].add([offsets[i].x, offsets[i].y]), size: sizes[i], wide: wide[i], number: numbers[i].place };
  });
}

/**
 * Lets a quiet symbol take clicks as far as half the way to the next symbol.
 * @param {MapRecord} record @param {PlacedMark[]} placed @param {number} i index of its symbol
 */
function setReach({ mark }, placed, i) {
  const middle = placed[i].at.add(placed[i].offset);
  let leastSquare = (2 * CLICK_RADIUS) ** 2;
  for (const [j, { at, offset }] of placed.entries()) {
    const x = at.x + offset.x - middle.x;
    const y = at.y + offset.y - middle.y;
    if (j !== i) leastSquare = Math.min(leastSquare, x * x + y * y);
  }
  mark._icon.style.setProperty("--reach", `${(Math.sqrt(leastSquare) / 2).toFixed(1)}px`);
}

/** None of the symbols that are on the map hides another. @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords */
export function layOutMarks(map, mapRecords) {
  const placed = markLayout(map, mapRecords, map.getZoom());
  for (const { record, offset, size, number, hidden, fixed = 0 } of placed) {
    record.mark._icon.classList.toggle("below-map", Boolean(hidden));
    record.mark._icon.classList.toggle("fixed", fixed > 0);
    record.mark._icon.style.setProperty("--fixed", fixed ? `${fixed}` : "");
    record.mark.moveBy(offset, size, !fixed);
    if (record.event.side) record.mark.setNumber(number);
  }
  // A ghost that a filter hides stands at its place.
  for (const { ghost, out, shown } of mapRecords.made) if (ghost && out) shown?.moveBy(L.point(0, 0), 1);
  for (const [stack, { offset, size }] of new Map(placed.map((mark) => [mark.record.stack, mark]))) stack?.moveBy(offset, size);
  for (const [i, { record }] of placed.entries()) if (record.quiet && !record.stack) setReach(record, placed, i);
  map.fire("marksmoved");
}

/**
 * The symbols whose place is within some bounds, as they stand at a zoom.
 * @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords @param {import("../payload.js").Place[]} corners of the bounds @param {number} zoom
 */
export function marksWithin(map, mapRecords, corners, zoom) {
  const bounds = L.bounds(corners.map((place) => map.project(L.latLng(place), zoom)));
  return markLayout(map, mapRecords, zoom).filter(({ at }) => bounds.contains(at));
}
