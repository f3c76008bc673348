// Time scale of the timeline: positions of days, and ticks of the axis.
import { startOfUnit, calendar, addUnits } from "../query/periods.js";

/**
 * @typedef {object} Scale
 * @property {number} from first day that is in view
 * @property {number} before the day after the last
 * @property {number} width pixels
 * @property {number} perDay pixels
 * @property {(day: number) => number} x
 * @property {(x: number) => number} day
 */

/** @param {[from: number, before: number]} view days @param {number} width pixels @returns {Scale} */
export function timeScale([from, before], width) {
  const perDay = width / (before - from);
  return { from, before, width, perDay, x: (day) => (day - from) * perDay, day: (x) => from + x / perDay };
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
 * The view as it is zoomed about a day, no closer than a fortnight and no wider than the whole.
 * @param {[number, number]} view @param {number} by @param {number} about @param {[number, number]} whole
 * @returns {[number, number]}
 */
export function zoomView(view, by, about, whole) {
  const most = whole[1] - whole[0];
  const long = Math.min(most, Math.max(Math.min(14, most), (view[1] - view[0]) / by));
  const from = about - ((about - view[0]) * long) / (view[1] - view[0]);
  return clampView([from, from + long], whole);
}

/** A view as long as it is, inside the whole. @param {[number, number]} view @param {[number, number]} whole @returns {[number, number]} */
export function clampView([from, before], whole) {
  const by = Math.max(whole[0] - from, Math.min(0, whole[1] - before));
  return [from + by, before + by];
}

/**
 * What an edge that is dragged snaps to.
 * @param {Scale} scale @returns {import("../query/periods.js").Unit}
 */
export function snapUnit({ perDay }) {
  if (perDay * MONTH >= 110) return "day";
  return perDay * MONTH >= 2 ? "month" : "year";
}

/** @typedef {{day: number, unit: import("../query/periods.js").Unit, labelled: boolean}} Tick */

/** Pixels that a label needs. */
const ROOM = { year: 40, month: 36, day: 20 };
/** Pixels between ticks, at least. */
const APART = 6;

/**
 * Where the axis is marked: at the first days of years, quarters, months and days, as there is room.
 * @param {Scale} scale @returns {Tick[]} in order
 */
export function ticks({ from, before, perDay }) {
  /** @type {Map<number, Tick>} */
  const found = new Map();
  const mark = (/** @type {number} */ day, /** @type {Tick["unit"]} */ unit, /** @type {boolean} */ labelled) => {
    if (day >= from && day < before) found.set(day, { day, unit, labelled });
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
    const named = [1, 3, 6].find((months) => months * MONTH * perDay >= ROOM.month);
    for (let day = startOfUnit(from, "month"); day < before; day = addUnits(day, 1, "month")) {
      const { month } = calendar(day);
      if (month % step === 0) mark(day, "month", named !== undefined && month % named === 0);
    }
  }
  const years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((many) => many * YEAR * perDay >= ROOM.year) ?? 1000;
  for (let day = startOfUnit(from, "year"); day < before; day = addUnits(day, 1, "year")) {
    const labelled = calendar(day).year % years === 0;
    if (labelled || YEAR * perDay >= APART) mark(day, "year", labelled);
  }
  return [...found.values()].sort((a, b) => a.day - b.day);
}
