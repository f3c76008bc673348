// Times of records, and whether they match a period certainly or possibly.

/** @typedef {[first: number, before: number]} Span half-open days, counted from 1970-01-01 */

/**
 * @typedef {object} Time of a record, as geotrack.page.times has it: it starts on a day of `s0` to `s1` and ends on one of
 *   `e0` to `e1`; infinite where unknown
 * @property {number} s0 first day of the start
 * @property {number} s1 day after its last one
 * @property {number} e0 first day of the end
 * @property {number} e1 day after its last one
 * @property {Span[]} choices of a moment, which was in one of these; empty for a duration
 * @property {number} marked whether its start (1) or its end (2) has a mark of EDTF: `~`, `?` or `%`; 3 for both
 * @property {boolean} ongoing
 *
 * @typedef {object} Times of a record and of its parts
 * @property {Time | null} own null if it has no date
 * @property {Time[]} parts
 * @property {boolean} moving whether it may have been at a place for only a part of its time
 * @property {boolean} placed whether the map's own query has a place
 */

/** Results of a match, the better the greater: of a record and its parts the best one counts. */
export const [NO, WITHOUT_DATE, POSSIBLE, CERTAIN] = [0, 1, 2, 3];

/** Of most records. @type {Time[]} */
const NO_PARTS = [];

/**
 * A function that returns the times of a record by its place. Each is read at first use.
 * @param {import("../payload.js").TimesData} data @param {(i: number) => import("../payload.js").Days} daysOf
 * @returns {(i: number) => Times}
 */
export function timesReader({ marked, ongoing, parts, moving, placed }, daysOf) {
  const [ongoingRecords, movingRecords] = [new Set(ongoing), new Set(moving)];
  /** @type {(Time | null)[]} */
  const ownTimes = [];
  /** @type {Times[]} */
  const times = [];
  function ownOf(/** @type {number} */ i) {
    const days = ownTimes[i] === undefined ? daysOf(i) : null;
    if (ownTimes[i] === undefined) ownTimes[i] = days && readTime(days, marked[i] ?? 0, ongoingRecords.has(i));
    return ownTimes[i];
  }
  const partsOf = (/** @type {number} */ i) => parts[i]?.flatMap((part) => ownOf(part) ?? []) ?? NO_PARTS;
  return (i) => (times[i] ??= { own: ownOf(i), parts: partsOf(i), moving: movingRecords.has(i), placed });
}

/** @param {import("../payload.js").TimesData} data @returns {Times[]} in the order of the records */
export function readTimes(data) {
  const timesOf = timesReader(data, (i) => data.records[i]);
  return data.records.map((_, i) => timesOf(i));
}

/**
 * @param {NonNullable<import("../payload.js").Days>} days @param {number} marked @param {boolean} ongoing
 * @returns {Time}
 */
function readTime(days, marked, ongoing) {
  const from = (/** @type {number | null} */ day) => day ?? -Infinity;
  const to = (/** @type {number | null} */ day) => day ?? Infinity;
  if (days.length === 4 && !Array.isArray(days[0])) {
    const [s0, s1, e0, e1] = /** @type {(number | null)[]} */ (days);
    return { s0: from(s0), s1: to(s1), e0: from(e0), e1: to(e1), choices: [], marked, ongoing };
  }
  const pairs = /** @type {(number | null)[][]} */ (Array.isArray(days[0]) ? days : [days]);
  const choices = pairs.map(([first, before]) => /** @type {Span} */ ([from(first), to(before)]));
  const [first, before] = [choices[0][0], Math.max(...choices.map(([, end]) => end))];
  return { s0: first, s1: before, e0: first, e1: before, choices, marked, ongoing };
}

/**
 * Whether one record by itself meets a period; the rule of geotrack.dates.When.within for days.
 * @param {Time} time @param {Span} period
 */
export function matchTime({ s0, s1, e0, e1, choices, marked }, [from, before]) {
  if (s0 >= before || e1 <= from) return NO;
  if (choices.length && !choices.some(([first, end]) => first < before && end > from)) return NO;
  return s1 <= before && e0 >= from && !marked ? CERTAIN : POSSIBLE;
}

/**
 * Whether a record meets a period: the best match of itself and its parts.
 * @param {Times} times @param {Span} period
 */
export function matchTimes({ own, parts }, period) {
  const match = own ? matchTime(own, period) : WITHOUT_DATE;
  return Math.max(match, ...parts.map((part) => matchTime(part, period)));
}

/**
 * Whether a record was certainly at its place within a period, not only before or after it.
 * @param {Times} times @param {Span} period
 */
export function isCertainlyThere({ own, parts, moving }, [from, before]) {
  if (!moving) return true;
  const inside = (/** @type {Time} */ { s0, e1, marked }) => s0 >= from && e1 <= before && !marked;
  return own !== null && [own, ...parts].every(inside);
}

/** Whether a record matches each period of days either certainly or not at all. @param {Times} times */
export function isExact({ own, parts }) {
  const isExactTime = (/** @type {Time} */ { s0, s1, e0, e1, marked }) => s1 - s0 <= 1 && e1 - e0 <= 1 && !marked;
  return (own === null || isExactTime(own)) && parts.every(isExactTime);
}
