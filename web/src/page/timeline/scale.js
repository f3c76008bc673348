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
 * @property {number} foldWidth pixels
 * @property {(day: number) => number} x
 * @property {(x: number) => number} day
 */

/** Greatest width of a fold, pixels. */
const MAX_FOLD = 54;

/**
 * A scale with a day at x = 0: linear in days outside of folds, and linear within each fold.
 * @param {number} zero day @param {number} perDay pixels @param {Pick<Scale, "width" | "folds" | "foldWidth">} axis
 */
function scaleFrom(zero, perDay, { folds, foldWidth }) {
  const spans = folds.map(([first, before]) => ({ first, days: before - first }));
  // As without folds, and then each day of a fold takes its share of the fold instead of `perDay`.
  const unshifted = (/** @type {number} */ day) =>
    spans.reduce((x, { first, days }) => x + Math.min(Math.max(day - first, 0), days) * (foldWidth / days - perDay), (day - zero) * perDay);
  const origin = unshifted(zero);
  return {
    x: (/** @type {number} */ day) => unshifted(day) - origin,
    /** @param {number} x */
    day(x) {
      // How far the folds on the left shift what follows: negative, since they are narrow.
      let shift = -origin;
      for (const { first, days } of spans) {
        const intoFold = x - (first - zero) * perDay - shift;
        if (intoFold < 0) break;
        if (intoFold < foldWidth) return first + (intoFold / foldWidth) * days;
        shift += foldWidth - days * perDay;
      }
      return zero + (x - shift) / perDay;
    },
  };
}

/**
 * @param {[from: number, before: number]} view days @param {number} width pixels
 * @param {Fold[]} [folds] in order, apart @returns {Scale}
 */
export function timeScale([from, before], width, folds = []) {
  const foldWidth = Math.min(MAX_FOLD, width / (2 * folds.length));
  // What is in view outside of folds: days, and pixels for them.
  let [days, room] = [before - from, width];
  for (const [first, end] of folds) {
    const foldedDays = Math.max(0, Math.min(end, before) - Math.max(first, from));
    days -= foldedDays;
    room -= (foldWidth * foldedDays) / (end - first);
  }
  const axis = { from, before, width, perDay: room / days, folds, foldWidth };
  return { ...axis, ...scaleFrom(from, axis.perDay, axis) };
}

/** Mean length, days. */
const [YEAR, MONTH] = [365.2425, 30.44];

/** The range of the timeline, around the days of the records: whole quarters or months, or two days more at each end. @param {number} first @param {number} before @returns {[from: number, before: number]} */
export function wholeView(first, before) {
  const days = before - first;
  if (days <= 2 * MONTH) return [first - 2, before + 2];
  const months = days > YEAR ? 3 : 1;
  let from = startOfUnit(first, "month");
  while (calendar(from).month % months) from = addUnits(from, -1, "month");
  let to = startOfUnit(before, "month");
  while (to < before || calendar(to).month % months) to = addUnits(to, 1, "month");
  return [from, to];
}

/**
 * A view from a day on; it is moved back if it would pass an end of the timeline.
 * @param {(zero: number) => ReturnType<typeof scaleFrom>} scaleAt @param {number} width @param {number} from @param {[number, number]} range
 * @returns {[number, number]}
 */
function viewFrom(scaleAt, width, from, range) {
  const latest = scaleAt(range[1]).day(-width);
  const first = Math.max(range[0], Math.min(from, latest));
  return [first, first === latest ? range[1] : scaleAt(first).day(width)];
}

/**
 * The view after zooming about a day: at least a fortnight, and at most the whole timeline.
 * @param {Scale} scale @param {number} factor @param {number} about @param {[number, number]} range
 * @returns {[number, number]}
 */
export function zoomView(scale, factor, about, range) {
  const { width, perDay, folds } = scale;
  const minPerDay = timeScale(range, width, folds).perDay;
  const nextPerDay = Math.max(minPerDay, Math.min(width / 14, perDay * factor));
  if (nextPerDay === minPerDay) return range;
  const scaleAt = (/** @type {number} */ zero) => scaleFrom(zero, nextPerDay, scale);
  return viewFrom(scaleAt, width, scaleAt(about).day(-scale.x(about)), range);
}

/** The view after moving it by pixels, within the timeline. @param {Scale} scale @param {number} pixels @param {[number, number]} range @returns {[number, number]} */
export const panView = (scale, pixels, range) => viewFrom((zero) => scaleFrom(zero, scale.perDay, scale), scale.width, scale.day(pixels), range);

/**
 * The unit to whose first day an edge snaps that is dragged to a day.
 * @param {Scale} scale @param {number} day @returns {import("../query/periods.js").Unit}
 */
export function snapUnit({ x }, day) {
  // In a fold it is less than outside.
  const perDay = x(day + 0.5) - x(day - 0.5);
  if (perDay * MONTH >= 110) return "day";
  return perDay * MONTH >= 2 ? "month" : "year";
}

/** @typedef {{day: number, unit: import("../query/periods.js").Unit, labelled: boolean}} Tick */

/** Pixels that a label needs. */
const LABEL_ROOM = { year: 40, month: 36, day: 20 };
/** Pixels between ticks, at least. */
const TICK_GAP = 6;

/** The stretches of the view that are not folded. @param {Scale} scale @returns {[from: number, before: number][]} days */
function unfolded({ from, before, folds }) {
  // Starts and ends of the stretches by turns: ends and starts of folds.
  const edges = [from, ...folds.flat().map((day) => Math.min(Math.max(day, from), before)), before];
  return edges.flatMap((edge, i) => (i % 2 || edge >= edges[i + 1] ? [] : [/** @type {[number, number]} */ ([edge, edges[i + 1]])]));
}

/**
 * The ticks of the axis outside of folds: first days of years, quarters and months, and days, as far as there is room.
 * @param {Scale} scale @returns {Tick[]} in order
 */
export const ticks = (scale) => unfolded(scale).flatMap((days) => ticksOf(days, scale.perDay));

/** @param {[number, number]} days @param {number} perDay pixels @returns {Tick[]} */
function ticksOf([from, before], perDay) {
  /** By day: a tick of a longer unit replaces that of a shorter one. @type {Map<number, Tick>} */
  const marks = new Map();
  const mark = (/** @type {number} */ day, /** @type {Tick["unit"]} */ unit, /** @type {boolean} */ labelled) => {
    if (day >= from && day < before) marks.set(day, { day, unit, labelled });
  };
  if (perDay >= TICK_GAP) {
    const dayStep = [1, 5, 10].find((days) => days * perDay >= LABEL_ROOM.day) ?? 10;
    for (let day = Math.ceil(from); day < before; day += 1) {
      const { date } = calendar(day);
      // The 30th would stand too near to the label of the month.
      mark(day, "day", date > 1 && (dayStep === 1 || (date % dayStep === 0 && date <= 25)));
    }
  }
  const tickStep = [1, 3].find((months) => months * MONTH * perDay >= TICK_GAP);
  if (tickStep) {
    const labelStep = [1, 3, 6].find((months) => months * MONTH * perDay >= LABEL_ROOM.month);
    for (let day = startOfUnit(from, "month"); day < before; day = addUnits(day, 1, "month")) {
      const { month } = calendar(day);
      if (month % tickStep === 0) mark(day, "month", labelStep !== undefined && month % labelStep === 0);
    }
  }
  const years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((count) => count * YEAR * perDay >= LABEL_ROOM.year) ?? 1000;
  for (let day = startOfUnit(from, "year"); day < before; day = addUnits(day, 1, "year")) {
    const labelled = calendar(day).year % years === 0;
    if (labelled || YEAR * perDay >= TICK_GAP) mark(day, "year", labelled);
  }
  return [...marks.values()].sort((a, b) => a.day - b.day);
}
