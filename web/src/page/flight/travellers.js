// Symbols in flight: those that were on the map, which fade to ghosts, and those of the next scene, which travel from
// their ticks on the timeline to their places.
import { element, svg } from "../dom.js";
import { placeIn } from "./camera.js";

/** @typedef {import("./camera.js").Pose} Pose */
/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {{x: number, y: number}} Spot */

/**
 * @typedef {object} Symbol
 * @property {HTMLElement} icon
 * @property {Spot} point of the plane, metres right of the pole and below it
 * @property {Spot} offset from there to the symbol, pixels
 * @property {number} opacity at the start
 * @property {number} end its opacity once it is told
 *
 * @typedef {Symbol & {tick: Spot | null, line: SVGElement}} Traveller
 */

/** The symbols that are on the map, with their opacities, by what they stand for. @param {import("../marks/map-record.js").MapRecords} mapRecords */
export function visibleSymbols(mapRecords) {
  /** @type {Map<any, {icon: HTMLElement, mark: any, records: MapRecord[], opacity: number}>} */
  const symbols = new Map();
  for (const record of mapRecords.made) {
    const mark = record.symbol;
    const icon = /** @type {HTMLElement | undefined} */ (mark?._icon);
    if (!icon?.offsetParent) continue;
    const known = symbols.get(mark);
    if (known) known.records.push(record);
    else symbols.set(mark, { icon: copyIcon(icon), mark, records: [record], opacity: Number(getComputedStyle(icon).opacity) });
  }
  return symbols;
}

/** @param {HTMLElement} icon */
function copyIcon(icon) {
  const copy = /** @type {HTMLElement} */ (icon.cloneNode(true));
  copy.classList.remove("in-stack", "left-out", "ghost");
  return copy;
}

/** A place in the plane of a projection, metres right of the pole and below it. @param {import("../../polar/projections.js").Projection} polar @param {L.LatLng} place @returns {Spot} */
function pointIn(polar, { lat, lng }) {
  const [x, y] = polar.project(lng, lat);
  return { x: x - polar.pole[0], y: polar.pole[1] - y };
}

/**
 * The symbols of a flight.
 * @param {ReturnType<typeof visibleSymbols>} before @param {ReturnType<typeof visibleSymbols>} after
 * @param {MapRecord[]} next records that the next scene is about, in order of date
 * @param {import("../../polar/projections.js").Projection} polar @param {(record: MapRecord) => Spot | null} tickOf on the page
 */
export function symbolsInFlight(before, after, next, polar, tickOf) {
  const shownBefore = new Set([...before.values()].flatMap(({ records }) => records));
  /** Opacity of a record at the end, 0 if it is hidden. @type {Map<MapRecord, number>} */
  const ends = new Map([...after.values()].flatMap(({ records, opacity }) => records.map((record) => [record, opacity])));
  const staying = [...before.values()].map(({ icon, mark, records, opacity }) => ({
    icon,
    point: pointIn(polar, mark.getLatLng()),
    offset: mark.offset,
    opacity,
    // A stack is no ghost: its records are, each at its place.
    end: mark === records[0].symbol ? ends.get(records[0]) ?? 0 : 0,
  }));
  const travellers = next.flatMap((record) => {
    const mark = record.symbol;
    if (!ends.has(record) || shownBefore.has(record)) return [];
    const icon = copyIcon(record.mark._icon);
    return { icon, point: pointIn(polar, mark.getLatLng()), offset: mark.offset, opacity: 1, end: 1, tick: tickOf(record), line: svg("line") };
  });
  return { staying, travellers };
}

/** @typedef {{left: number, top: number, width: number, height: number}} Frame pixels of the page */

/** Lays an element over a frame. @param {HTMLElement} box @param {Frame} frame */
export const frameTo = (box, { left, top, width, height }) => void Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });

/** The element of all symbols in flight, with their threads. @param {ReturnType<typeof symbolsInFlight>} symbols @param {Frame} frame of the map */
export function symbolLayer({ staying, travellers }, frame) {
  const threads = svg("svg", { class: "flight-threads" }, travellers.map(({ line }) => line));
  const inFrame = element("div", {}, staying.map(({ icon }) => icon));
  frameTo(inFrame, frame);
  return element("div", { class: "flight-symbols" }, [inFrame, threads, ...travellers.map(({ icon }) => icon)]);
}

/** @param {HTMLElement} icon @param {Spot} place @param {number} opacity */
const put = (icon, { x, y }, opacity) => void Object.assign(icon.style, { transform: `translate(${x}px, ${y}px)`, opacity: `${opacity}`, visibility: opacity > 0 ? "" : "hidden" });

/**
 * Moves the symbols.
 * @param {ReturnType<typeof symbolsInFlight>} symbols @param {ReturnType<typeof import("./clock.js").flightAt>} state
 * @param {Pose} pose @param {Frame} frame @param {import("../../polar/projections.js").Projection} polar
 */
export function moveSymbols({ staying, travellers }, state, pose, frame, { centralMeridian, hemisphere }) {
  const placeOf = (/** @type {Symbol} */ { point, offset }) => {
    const { x, y } = placeIn(pose, point, centralMeridian, hemisphere);
    return { x: frame.width / 2 + x + offset.x, y: frame.height / 2 + y + offset.y };
  };
  for (const symbol of staying) put(symbol.icon, placeOf(symbol), (symbol.opacity + (symbol.end - symbol.opacity) * state.told) * (1 - state.labels));
  for (const [i, symbol] of travellers.entries()) {
    const { way, thread } = state.records[i];
    const inFrame = placeOf(symbol);
    const place = { x: frame.left + inFrame.x, y: frame.top + inFrame.y };
    const { tick } = symbol;
    const at = tick ? { x: tick.x + (place.x - tick.x) * way, y: tick.y + (place.y - tick.y) * way } : place;
    put(symbol.icon, at, Math.min(1, way * 4));
    if (!tick) continue;
    for (const [name, value] of Object.entries({ x1: tick.x, y1: tick.y, x2: at.x, y2: at.y, opacity: thread })) symbol.line.setAttribute(name, `${value}`);
  }
}
