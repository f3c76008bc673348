// Folds: years of few records, which the timeline draws narrow until the reader opens them.
import { button } from "../dom.js";
import { translateElement } from "../i18n.js";
import { calendar, dayOf } from "../query/periods.js";

/** @typedef {import("../query/record-times.js").Time} Time */
/** @typedef {import("./scale.js").Fold} Fold */

/** A year is folded if it has at most one record in 50; of fewer than ten records, only if it has none. */
const [RECORDS_PER_YEAR, FEW_RECORDS] = [50, 10];
/** All folds together have at most one record in ten. */
const RECORDS_PER_FOLDED = 10;
/** The greatest number of folds. A fold of fewer days, or of a smaller share of the timeline, would save no room. */
const MAX_FOLDS = 4;
const [MIN_DAYS, MIN_SHARE] = [300, 0.1];

/** The days on which a record begins or ends, or may. @param {Time} time */
const edgesOf = ({ s0, s1, e0, e1, choices }) =>
  [[s0, s1], [e0, e1], ...choices].flatMap(([first, before]) => [first, before - 1]).filter(Number.isFinite);

/**
 * The number of records that begin or end in each year. A record that lasts through a year has its ends in other years, which stay open.
 * @param {Time[]} times @returns {Map<number, number>}
 */
function recordsByYear(times) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  // Cached: thousands of records have few different days.
  const years = /** @type {Map<number, number>} */ (new Map());
  const yearOf = (/** @type {number} */ day) => {
    if (!years.has(day)) years.set(day, calendar(day).year);
    return /** @type {number} */ (years.get(day));
  };
  for (const time of times) {
    for (const year of new Set(edgesOf(time).map(yearOf))) counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  return counts;
}

/**
 * The stretches of years with few records or none, and their numbers of records.
 * @param {Map<number, number>} counts by year @param {number} few most records of such a year @param {Fold} range
 * @param {Fold} [observed] days of observations, of which none is folded
 */
function sparseYears(counts, few, range, observed = [Infinity, -Infinity]) {
  /** @type {{fold: Fold, count: number}[]} */
  const stretches = [];
  for (let { year } = calendar(range[0]); dayOf(year) < range[1]; year += 1) {
    const [first, before] = [Math.max(range[0], dayOf(year)), Math.min(range[1], dayOf(year + 1))];
    const count = counts.get(year) ?? 0;
    if (count > few || (first < observed[1] && before > observed[0])) continue;
    const last = stretches[stretches.length - 1];
    // A year that follows the last one joins its stretch.
    if (last?.fold[1] === first) [last.fold[1], last.count] = [before, last.count + count];
    else stretches.push({ fold: [first, before], count });
  }
  return stretches;
}

/**
 * The years that are folded. The longest stretches are chosen first, as many as the limits above permit.
 * @param {Time[]} times @param {Fold} range the days of the timeline @param {Fold} [observed]
 * @returns {Fold[]} in order
 */
export function foldedYears(times, range, observed) {
  const few = Math.max(times.length < FEW_RECORDS ? 0 : 1, Math.floor(times.length / RECORDS_PER_YEAR));
  // What may still be folded, and the days that are not folded yet.
  let [recordsLeft, days] = [Math.max(few, times.length / RECORDS_PER_FOLDED), range[1] - range[0]];
  /** @type {Fold[]} */
  const folds = [];
  const daysOf = (/** @type {{fold: Fold}} */ { fold }) => fold[1] - fold[0];
  for (const stretch of sparseYears(recordsByYear(times), few, range, observed).sort((a, b) => daysOf(b) - daysOf(a))) {
    if (stretch.count > recordsLeft || daysOf(stretch) < Math.max(MIN_DAYS, MIN_SHARE * days) || folds.length === MAX_FOLDS) continue;
    folds.push(stretch.fold);
    recordsLeft -= stretch.count;
    days -= daysOf(stretch);
  }
  // A timeline is never folded as a whole.
  return days > 0 ? folds.sort((a, b) => a[0] - b[0]) : [];
}

/** The years of a fold, as its button on the axis names them: 2021–22. @param {Fold} fold */
export function yearsOf([first, before]) {
  const [from, to] = [calendar(first).year, calendar(before - 1).year];
  const short = Math.floor(from / 100) === Math.floor(to / 100) ? `${to % 100}`.padStart(2, "0") : `${to}`;
  return from === to ? `${from}` : `${from}–${short}`;
}

/** How many records begin or end in a fold. @param {Time[]} times @param {Fold} fold */
const recordsIn = (times, [first, before]) => times.filter((time) => edgesOf(time).some((day) => day >= first && day < before)).length;

/**
 * The button of each fold, under it on the axis, which unfolds it.
 * @param {Time[]} times @param {Fold[]} folds @param {(fold: Fold) => void} unfold
 */
export function foldButtons(times, folds, unfold) {
  const buttons = folds.map((fold) => {
    const [years, n] = [yearsOf(fold), recordsIn(times, fold)];
    const opener = button("timeline-fold", years, () => unfold(fold));
    return { fold, opener: translateElement(opener, { "aria-label": ["time.folded", { years, n }], title: ["time.folded", { years, n }] }) };
  });
  return {
    buttons: buttons.map(({ opener }) => opener),
    /** Places the buttons; those of unfolded years are hidden. @param {import("./scale.js").Scale} scale */
    place({ folds: currentFolds, foldWidth, x, width }) {
      for (const { fold, opener } of buttons) {
        const left = x(fold[0]);
        opener.hidden = !currentFolds.includes(fold) || left + foldWidth <= 0 || left >= width;
        Object.assign(opener.style, { left: `${left}px`, width: `${foldWidth}px` });
      }
    },
  };
}
