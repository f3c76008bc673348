// Records off a round sheet: by place, in the order of azimuth, and where their labels stand.
import { azimuth, BEZEL, placeAt } from "./bezel.js";

/** Metres in a degree of latitude. */
const DEGREE_M = 111_200;
/** From one label to the next, pixels: at best, and at least. */
const [PITCH, LEAST_PITCH] = [26, 15];
/** From the bezel to the labels beside it, and from the parallel to the ends of a tick, pixels. */
const [BESIDE, TICK_INNER, TICK_OUTER] = [30, -11, 14];
/** Between leaders that run along the bezel, pixels; and between the points of one, radians. */
const [LANE, ARC_STEP] = [3, 0.05];
/** A tick this near to the vertical has its label beside it, above or below the sheet. */
const NEAR_VERTICAL = 0.3;
/** Places that are this near to each other are one, degrees. */
const SAME = 0.3;

/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../map/boxes.js").Spot} Spot */
/** @typedef {import("../payload.js").PageRecord} PageRecord */
/** @typedef {{lon: number, records: PageRecord[]}} Group records of one place */
/** @typedef {Group & {direction: Spot, ends: [Spot, Spot], side: -1 | 1, x: number, y: number, leader: Spot[]}} Label ends of its tick; side of the sheet; x, y of the end of its leader */

/**
 * Whether a record is off a sheet that ends at a parallel: its place, and all that stands for it.
 * @param {PageRecord} record @param {number} south
 */
export function isOffSheet({ at, shapes }, south) {
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
  const tangent = (/** @type {Spot} */ { x: across, y: down }) => circle.y + (circle.r + BEZEL + 1 - (x - circle.x) * across) / down;
  const heights = ticks.map(({ direction, y }) => {
    if (Math.abs(direction.y) < 0.05) return y;
    return direction.y > 0 ? Math.max(y, tangent(direction)) : Math.min(y, tangent(direction));
  });
  for (const i of heights.keys()) heights[i] = Math.max(heights[i], i ? heights[i - 1] + pitch : top);
  for (let i = heights.length - 1; i >= 0; i--) heights[i] = Math.min(heights[i], i < heights.length - 1 ? heights[i + 1] - pitch : bottom);
  return heights;
}

/**
 * The way from a tick to its label: straight, or first along the bezel where that would be in the way.
 * @param {Spot} from outer end of the tick @param {Spot} to @param {Circle} circle @param {number} lane how many leaders run nearer to the bezel
 * @returns {Spot[]}
 */
function leaderTo(from, to, circle, lane) {
  if (distanceTo(circle, from, to) >= circle.r + BEZEL) return [from, to];
  const reach = circle.r + TICK_OUTER + LANE * lane;
  const angleOf = (/** @type {Spot} */ { x, y }) => Math.atan2(y - circle.y, x - circle.x);
  const around = (/** @type {number} */ angle) => ((angle + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  const start = angleOf(from);
  const turn = around(angleOf(to) - start);
  // As far as the place from which the label is on the tangent.
  const length = Math.abs(turn) - Math.acos(Math.min(1, reach / Math.hypot(to.x - circle.x, to.y - circle.y)));
  const steps = Math.max(1, Math.ceil(length / ARC_STEP));
  const arc = Array.from({ length: steps + 1 }, (_, i) => start + (Math.sign(turn) * length * i) / steps);
  return [from, ...arc.map((angle) => placeAt(circle, { x: Math.cos(angle), y: Math.sin(angle) }, reach)), to];
}

/**
 * The leaders of a column: that which has farthest to go along the bezel is the outermost.
 * @template {{ends: [Spot, Spot], x: number, y: number}} T
 * @param {T[]} column @param {Circle} circle @returns {(T & {leader: Spot[]})[]}
 */
function withLeaders(column, circle) {
  const isUp = (/** @type {T} */ { ends, y }) => y < ends[1].y;
  return column.map((label, i) => {
    const inner = column.filter((other, j) => isUp(other) === isUp(label) && (isUp(label) ? j < i : j > i));
    return { ...label, leader: leaderTo(label.ends[1], label, circle, inner.length) };
  });
}

/**
 * Places the labels of groups off a sheet: in a column at each side, or above and below it.
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
    return withLeaders(column.map((tick, i) => ({ ...tick, side, x, y: heights[i] })), circle);
  });
  const upright = ticks.filter(isVertical).map((tick) => {
    const side = /** @type {-1 | 1} */ (tick.direction.x < 0 ? -1 : 1);
    const down = Math.sign(tick.direction.y);
    const end = { x: tick.ends[1].x + 8 * side, y: circle.y + down * (circle.r + BEZEL + 10) };
    return { ...tick, side, ...end, leader: [tick.ends[1], end] };
  });
  return [...beside, ...upright];
}

/** The distance of a spot from a line. @param {Spot} spot @param {Spot} a @param {Spot} b */
export function distanceTo({ x, y }, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
