// Moves the period through time: step by step, or playing.
import { addUnits, lengthOf, shiftPeriod } from "../query/periods.js";

/** @typedef {import("../query/periods.js").Period} Period */
/** @typedef {[from: number, before: number]} Range days of the timeline, or of the period within which it plays */

/** How long a step with records, an empty step, and an empty step in folded years is shown, milliseconds. */
const [STEP_MS, EMPTY_STEP_MS, FOLDED_STEP_MS] = [950, 260, 40];
/** A period of at least this many days is played from its start to its end, a shorter one moves on through time. */
const MONTH = 31;
/** The longest ranges that are stepped through by days, and by months, days. */
const [MAX_BY_DAY, MAX_BY_MONTH] = [62, 8 * 366];

/** The unit in which a range is stepped through. @param {Range} range @returns {import("../query/periods.js").Unit} */
export function stepUnit([from, before]) {
  const days = before - from;
  return days <= MAX_BY_DAY ? "day" : days <= MAX_BY_MONTH ? "month" : "year";
}

/**
 * The period moved by its own length; without one, the first or the last unit of the range.
 * @param {Period | null} period @param {1 | -1} step @param {Range} range
 * @returns {Period | null} null beyond the range
 */
export function stepPeriod(period, step, range) {
  const [from, before] = range;
  if (!period) {
    const unit = stepUnit(range);
    return step > 0 ? [from, addUnits(from, 1, unit) - 1] : [addUnits(before, -1, unit), before - 1];
  }
  const [length, unit] = lengthOf(period);
  const next = shiftPeriod(period, step * length, unit);
  return next[0] >= before || next[1] < from ? null : next;
}

/**
 * The next period while it plays. One of less than 28 days moves by its own length, a longer one by a unit of the range:
 * by years only if it is one of whole years, else by months.
 * @param {Period | null} period @param {Range} range @returns {Period | null} null at the end
 */
export function nextPeriod(period, range) {
  if (!period) return stepPeriod(null, 1, range);
  const [length, lengthUnit] = lengthOf(period);
  const unit = stepUnit(range);
  const isShort = lengthUnit === "day" && length < 28;
  const next = isShort ? shiftPeriod(period, length, "day") : shiftPeriod(period, 1, unit === "year" && lengthUnit !== "year" ? "month" : unit);
  return next[1] >= range[1] ? null : next;
}

/** The period of the same length at the start of the range, where playing starts again. @param {Period} period @param {Range} range @returns {Period} */
export function firstPeriod(period, [from]) {
  const [length, unit] = lengthOf(period);
  return [from, addUnits(from, length, unit) - 1];
}

/**
 * @param {object} page
 * @param {() => Period | null} page.period
 * @param {() => Range} page.range
 * @param {(period: Period) => number} page.show sets a period; returns the number of records in it
 * @param {(on: boolean) => void} page.update
 * @param {(period: Period) => boolean} [page.folded] whether it lies in folded years
 */
export function createPlayer(page) {
  let timer = 0;
  let on = false;
  /** @type {Period | null} the reader's period, if it plays within that; shown again at the end */
  let frame = null;
  /** @type {Period | null} the last one that was played */
  let last = null;
  const bounds = () => /** @type {Range} */ (frame ? [frame[0], frame[1] + 1] : page.range());

  function stop() {
    if (!on) return;
    clearTimeout(timer);
    on = false;
    page.update(false);
  }

  /** @param {Period | null} next */
  function go(next) {
    if (!next) {
      if (frame) page.show(frame);
      frame = null;
      return stop();
    }
    last = next;
    const hits = page.show(next);
    // `show` stops the player if the period is the whole timeline, which is no filter.
    if (!on) return;
    const delay = hits ? STEP_MS : page.folded?.(next) ? FOLDED_STEP_MS : EMPTY_STEP_MS;
    timer = window.setTimeout(() => go(nextPeriod(page.period(), bounds())), delay);
  }

  return {
    stop,
    on: () => on,
    toggle() {
      if (on) return stop();
      on = true;
      page.update(true);
      const period = page.period();
      // After a pause the period is the last one played, and playing goes on from there.
      if (period !== last) frame = period && period[1] - period[0] >= MONTH ? period : null;
      const range = bounds();
      if (frame && period !== last) return go(stepPeriod(null, 1, range));
      go(nextPeriod(period, range) ?? (period && firstPeriod(period, range)));
    },
  };
}
