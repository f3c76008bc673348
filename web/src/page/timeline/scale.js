// Time scale of the timeline: positions of days, and ticks of the axis.
import { startOfUnit, calendar, addUnits } from "../query/periods.js";

/** @typedef {[first: number, before: number]} Fold days */

/**
 * @typedef {object} Scale
 * @property {number} from first day that is in view
 * @property {number} before the day after the last
 * @property {number} width pixels
 * @property {number} perDay pixels, outside of folds
 * @property {Fold[]} folds years that are drawn narrow
 * @property {number} fold width of each, pixels
 * @property {(day: number) => number} x
 * @property {(x: number) => number} day
 */

/** Widest that folded years are drawn, pixels. */
const FOLD = 54;

/**
 * A scale through a day at x = 0: linear in days, but for folds, each of which is linear in itself.
 * @param {number} zero day @param {number} perDay pixels @param {Pick<Scale, "width" | "folds" | "fold">} axis
 */
function through(zero, perDay, { folds, fold }) {
  const spans = folds.map(([first, before]) => ({ first, long: before - first }));
  const along = (/** @type {number} */ day) =>
    spans.reduce((x, { first, long }) => x + Math.min(Math.max(day - first, 0), long) * (fold / long - perDay), (day - zero) * perDay);
  const origin = along(zero);
  return {
    x: (/** @type {number} */ day) => along(day) - origin,
    /** @param {number} x */
    day(x) {
      // What folds on the left take less than their days would.
      let offset = -origin;
      for (const { first, long } of spans) {
        const into = x - (first - zero) * perDay - offset;
        if (into < 0) break;
        if (into < fold) return first + (into / fold) * long;
        offset += fold - long * perDay;
      }
      return zero + (x - offset) / perDay;
    },
  };
}

/**
 * @param {[from: number, before: number]} view days @param {number} width pixels
 * @param {Fold[]} [folds] in order, apart @returns {Scale}
 */
export function timeScale([from, before], width, folds = []) {
  const fold = Math.min(FOLD, width / (2 * folds.length));
  let [days, room] = [before - from, width];
  for (const [first, end] of folds) {
    const folded = Math.max(0, Math.min(end, before) - Math.max(first, from));
    days -= folded;
    room -= (fold * folded) / (end - first);
  }
  const axis = { from, before, width, perDay: room / days, folds, fold };
  return { ...axis, ...through(from, axis.perDay, axis) };
}

const [YEAR, MONTH] = [365.2425, 30.44];

/** What the days of the records are shown in: whole quarters, months or days. @param {number} first @param {number} before @returns {[from: number, before: number]} */
export function wholeView(first, before) {
  const long = before - first;
  if (long <= 2 * MONTH) return [first - 2, before + 2];
  const months = long > YEAR ? 3 : 1;
  let from = startOfUnit(first, "month");
  while (calendar(from).month % months) from = addUnits(from, -1, "month");
  let to = startOfUnit(before, "month");
  while (to < before || calendar(to).month % months) to = addUnits(to, 1, "month");
  return [from, to];
}

/**
 * A view within the whole timeline: moved back where it would pass an end.
 * @param {(zero: number) => ReturnType<typeof through>} scaleAt @param {number} width @param {number} from @param {[number, number]} range
 * @returns {[number, number]}
 */
function viewFrom(scaleAt, width, from, range) {
  const last = scaleAt(range[1]).day(-width);
  const first = Math.max(range[0], Math.min(from, last));
  return [first, first === last ? range[1] : scaleAt(first).day(width)];
}

/**
 * The view as it is zoomed about a day, no closer than a fortnight and no wider than the whole.
 * @param {Scale} scale @param {number} factor @param {number} about @param {[number, number]} range
 * @returns {[number, number]}
 */
export function zoomView(scale, factor, about, range) {
  const { width, perDay, folds } = scale;
  const least = timeScale(range, width, folds).perDay;
  const density = Math.max(least, Math.min(width / 14, perDay * factor));
  if (density === least) return range;
  const scaleAt = (/** @type {number} */ zero) => through(zero, density, scale);
  return viewFrom(scaleAt, width, scaleAt(about).day(-scale.x(about)), range);
}

/** The view as it is moved, inside the whole. @param {Scale} scale @param {number} pixels pixels @param {[number, number]} range @returns {[number, number]} */
export const panView = (scale, pixels, range) => viewFrom((zero) => through(zero, scale.perDay, scale), scale.width, scale.day(pixels), range);

/**
 * What an edge that is dragged to a day snaps to.
 * @param {Scale} scale @param {number} day @returns {import("../query/periods.js").Unit}
 */
export function snapUnit({ x }, day) {
  const perDay = x(day + 0.5) - x(day - 0.5);
  if (perDay * MONTH >= 110) return "day";
  return perDay * MONTH >= 2 ? "month" : "year";
}

/** @typedef {{day: number, unit: import("../query/periods.js").Unit, labelled: boolean}} Tick */

/** Pixels that a label needs. */
const ROOM = { year: 40, month: 36, day: 20 };
/** Pixels between ticks, at least. */
const APART = 6;

/** What is in view and not folded. @param {Scale} scale @returns {[from: number, before: number][]} days */
function unfolded({ from, before, folds }) {
  const edges = [from, ...folds.flat().map((day) => Math.min(Math.max(day, from), before)), before];
  return edges.flatMap((edge, i) => (i % 2 || edge >= edges[i + 1] ? [] : [/** @type {[number, number]} */ ([edge, edges[i + 1]])]));
}

/**
 * Where the axis is marked, outside of folds: at the first days of years, quarters, months and days, as there is room.
 * @param {Scale} scale @returns {Tick[]} in order
 */
export const ticks = (scale) => unfolded(scale).flatMap((days) => ticksOf(days, scale.perDay));

/** @param {[number, number]} days @param {number} perDay pixels @returns {Tick[]} */
function ticksOf([from, before], perDay) {
  /** @type {Map<number, Tick>} */
  const marks = new Map();
  const mark = (/** @type {number} */ day, /** @type {Tick["unit"]} */ unit, /** @type {boolean} */ labelled) => {
    if (day >= from && day < before) marks.set(day, { day, unit, labelled });
  };
  if (perDay >= APART) {
    const every = [1, 5, 10].find((step) => step * perDay >= ROOM.day) ?? 10;
    for (let day = Math.ceil(from); day < before; day += 1) {
      const { date } = calendar(day);
      mark(day, "day", date > 1 && (every === 1 || (date % every === 0 && date <= 25)));
    }
  }
  const step = [1, 3].find((months) => months * MONTH * perDay >= APART);
  if (step) {
    const monthStep = [1, 3, 6].find((months) => months * MONTH * perDay >= ROOM.month);
    for (let day = startOfUnit(from, "month"); day < before; day = addUnits(day, 1, "month")) {
      const { month } = calendar(day);
      if (month % step === 0) mark(day, "month", monthStep !== undefined && month % monthStep === 0);
    }
  }
  const years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((count) => count * YEAR * perDay >= ROOM.year) ?? 1000;
  for (let day = startOfUnit(from, "year"); day < before; day = addUnits(day, 1, "year")) {
    const labelled = calendar(day).year % years === 0;
    if (labelled || YEAR * perDay >= APART) mark(day, "year", labelled);
  }
  return [...marks.values()].sort((a, b) => a.day - b.day);
}
