// Moves the period through time: step by step, or playing.
import { addUnits, lengthOf, shiftPeriod } from "../query/periods.js";

/** @typedef {import("../query/periods.js").Period} Period */
/** @typedef {[from: number, before: number]} Whole days that there are */

/** How long a step stands, one that shows nothing, and such a one in folded years, milliseconds. */
const [STANDS, PASSES, FOLDED] = [950, 260, 40];
/** What lasts longer is played from within, days. */
const MONTH = 31;
const [DAYS, MONTHS] = [62, 8 * 366];

/** The unit in which a stretch of time is stepped through. @param {Whole} whole @returns {import("../query/periods.js").Unit} */
export function stepUnit([from, before]) {
  const long = before - from;
  return long <= DAYS ? "day" : long <= MONTHS ? "month" : "year";
}

/**
 * The period one step on: as long as it was, by its own length; without one, the first or the last.
 * @param {Period | null} period @param {1 | -1} step @param {Whole} range
 * @returns {Period | null} null where nothing is left
 */
export function stepPeriod(period, step, range) {
  const [from, before] = range;
  if (!period) {
    const unit = stepUnit(range);
    return step > 0 ? [from, addUnits(from, 1, unit) - 1] : [addUnits(before, -1, unit), before - 1];
  }
  const [long, unit] = lengthOf(period);
  const next = shiftPeriod(period, step * long, unit);
  return next[0] >= before || next[1] < from ? null : next;
}

/**
 * The period as it plays: a month on, or its own length where that is less.
 * @param {Period | null} period @param {Whole} range @returns {Period | null} null at the end
 */
export function nextPeriod(period, range) {
  if (!period) return stepPeriod(null, 1, range);
  const [long, lengthUnit] = lengthOf(period);
  const unit = stepUnit(range);
  const short = lengthUnit === "day" && long < 28;
  const next = short ? shiftPeriod(period, long, "day") : shiftPeriod(period, 1, unit === "year" && lengthUnit !== "year" ? "month" : unit);
  return next[1] >= range[1] ? null : next;
}

/** Where playing starts again: as long, from the first day. @param {Period} period @param {Whole} whole @returns {Period} */
export function firstPeriod(period, [from]) {
  const [long, unit] = lengthOf(period);
  return [from, addUnits(from, long, unit) - 1];
}

/**
 * @param {object} page
 * @param {() => Period | null} page.period
 * @param {() => Whole} page.whole
 * @param {(period: Period) => number} page.show sets a period; returns the number of records in it
 * @param {(on: boolean) => void} page.update
 * @param {(period: Period) => boolean} [page.folded] whether it lies in folded years
 */
export function createPlayer(page) {
  let timer = 0;
  let on = false;
  /** @type {Period | null} in which it plays, to come back to it */
  let frame = null;
  /** @type {Period | null} */
  let last = null;
  const bounds = () => /** @type {Whole} */ (frame ? [frame[0], frame[1] + 1] : page.whole());

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
    // What is shown may be no period of its own, but the whole: then it was stopped.
    if (on) timer = window.setTimeout(() => go(nextPeriod(page.period(), bounds())), hits ? STANDS : page.folded?.(next) ? FOLDED : PASSES);
  }

  return {
    stop,
    on: () => on,
    toggle() {
      if (on) return stop();
      on = true;
      page.update(true);
      const period = page.period();
      // What was paused goes on where it was.
      if (period !== last) frame = period && period[1] - period[0] >= MONTH ? period : null;
      const range = bounds();
      if (frame && period !== last) return go(stepPeriod(null, 1, range));
      go(nextPeriod(period, range) ?? (period && firstPeriod(period, range)));
    },
  };
}
