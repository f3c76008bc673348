// Records beyond the parallel of a round sheet: by place, in the order of azimuth, and where their labels stand.
import { azimuth, BEZEL, placeAt } from "./bezel.js";

/** Metres in a degree of latitude. */
const DEGREE_M = 111_200;
/** From one label to the next, pixels: at best, and at least. */
const [PITCH, LEAST_PITCH] = [26, 15];
/** From the bezel to the labels beside it, and from the parallel to the ends of a tick, pixels. */
const [BESIDE, TICK_INNER, TICK_OUTER] = [30, -11, 14];
/** A tick this near to the vertical has its label beside it, above or below the sheet. */
const NEAR_VERTICAL = 0.3;
/** Places that are this near to each other are one, degrees. */
const SAME = 0.3;

/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../map/boxes.js").Spot} Spot */
/** @typedef {import("../payload.js").PageRecord} PageRecord */
/** @typedef {{lon: number, records: PageRecord[]}} Group records of one place */
/** @typedef {Group & {direction: Spot, ends: [Spot, Spot], side: -1 | 1, x: number, y: number}} Label ends of its tick; side of the sheet; x, y of the end of its leader */

/**
 * Whether a record is beyond a parallel: its place, and all that stands for it.
 * @param {PageRecord} record @param {number} south
 */
export function isBeyond({ at, shapes }, south) {
  const reaches = (/** @type {any} */ shape) =>
    shape.kind === "disc" ? shape.at[0] + shape.radius / DEGREE_M >= south : [shape.rings ?? shape.lines ?? []].flat(Infinity).some((value, i) => i % 2 === 0 && value >= south);
  return at !== null && at[0] < south && !shapes.some(reaches);
}

/** Records by place, from west to east. @param {PageRecord[]} records @returns {Group[]} */
export function groupsOf(records) {
  /** @type {(Group & {lat: number})[]} */
  const groups = [];
  for (const record of records) {
    const [lat, lon] = /** @type {[number, number]} */ (record.at);
    const group = groups.find((other) => Math.abs(other.lat - lat) < SAME && Math.abs(other.lon - lon) < SAME);
    if (group) group.records.push(record);
    else groups.push({ lat, lon, records: [record] });
  }
  return groups;
}

/** The most frequent of some names, of these the shortest. @param {string[]} names */
export function nameOf(names) {
  const count = (/** @type {string} */ name) => names.filter((other) => other === name).length;
  return [...names].sort((a, b) => count(b) - count(a) || a.length - b.length)[0] ?? "";
}

/**
 * Heights of labels in one column: in the order of their ticks, each where its leader does not touch the bezel.
 * @param {{direction: Spot, y: number}[]} ticks from above, their outer ends @param {Circle} circle
 * @param {number} x of the column @param {[top: number, bottom: number]} range
 * @returns {number[]}
 */
function heightsOf(ticks, circle, x, [top, bottom]) {
  const pitch = Math.max(LEAST_PITCH, Math.min(PITCH, (bottom - top) / Math.max(ticks.length - 1, 1)));
  // Beyond the tangent at its tick a leader runs clear of the circle.
  const tangent = ({ x: across, y: down }) => circle.y + (circle.r + BEZEL + 1 - (x - circle.x) * across) / down;
  const heights = ticks.map(({ direction, y }) => {
    if (Math.abs(direction.y) < 0.05) return y;
    return direction.y > 0 ? Math.max(y, tangent(direction)) : Math.min(y, tangent(direction));
  });
  for (const i of heights.keys()) heights[i] = Math.max(heights[i], i ? heights[i - 1] + pitch : top);
  for (let i = heights.length - 1; i >= 0; i--) heights[i] = Math.min(heights[i], i < heights.length - 1 ? heights[i + 1] - pitch : bottom);
  return heights;
}

/**
 * Places the labels of groups beyond a circle: in a column at each side, or above and below it.
 * @param {Group[]} groups @param {Circle} circle @param {number} centralMeridian
 * @param {Record<"left" | "right", [top: number, bottom: number]>} ranges free for the columns, pixels
 * @returns {Label[]}
 */
export function placeLabels(groups, circle, centralMeridian, ranges) {
  const ticks = groups.map((group) => {
    const direction = azimuth(group.lon, centralMeridian);
    const ends = /** @type {[Spot, Spot]} */ ([TICK_INNER, TICK_OUTER].map((outwards) => placeAt(circle, direction, circle.r + outwards)));
    return { ...group, direction, ends, y: ends[1].y };
  });
  /** @param {(typeof ticks)[number]} tick */
  const isVertical = ({ direction: { x } }) => Math.abs(x) < NEAR_VERTICAL;
  const beside = /** @type {const} */ ([-1, 1]).flatMap((side) => {
    const column = ticks.filter((tick) => !isVertical(tick) && Math.sign(tick.direction.x) === side).sort((a, b) => a.y - b.y);
    const x = circle.x + side * (circle.r + BEZEL + BESIDE);
    const heights = heightsOf(column, circle, x, ranges[side < 0 ? "left" : "right"]);
    return column.map((tick, i) => ({ ...tick, side, x, y: heights[i] }));
  });
  const upright = ticks.filter(isVertical).map((tick) => {
    const side = /** @type {-1 | 1} */ (tick.direction.x < 0 ? -1 : 1);
    const down = Math.sign(tick.direction.y);
    return { ...tick, side, x: tick.ends[1].x + 8 * side, y: circle.y + down * (circle.r + BEZEL + 10) };
  });
  return [...beside, ...upright];
}

/** The distance of a spot from a line. @param {Spot} spot @param {Spot} a @param {Spot} b */
export function distanceTo({ x, y }, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
