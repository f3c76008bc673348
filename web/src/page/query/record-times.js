// Times of records, and whether they match a period certainly or possibly.

/** @typedef {[first: number, before: number]} Span half-open days, counted from 1970-01-01 */

/**
 * @typedef {object} Time of a record, as geotrack.page.times has it
 * @property {number} s0 it starts at a moment from here
 * @property {number} s1 and before here
 * @property {number} e0 and ends at one from here
 * @property {number} e1 and before here
 * @property {Span[]} choices of a moment: one of these; empty for what lasted
 * @property {number} marked by `~`, `?` or `%`: 1 its start, 2 its end
 * @property {boolean} ongoing
 *
 * @typedef {object} Times of a record and of its parts
 * @property {Time | null} own null where undated
 * @property {Time[]} parts
 * @property {boolean} moving whether it may have been in one place for a part of its time only
 * @property {boolean} placed whether the map's query has a place
 */

/** In the order in which the best of a record and its parts counts. */
export const [NO, WITHOUT_DATE, POSSIBLE, CERTAIN] = [0, 1, 2, 3];

/** @param {import("../payload.js").TimesData} data @returns {Times[]} in the order of the records */
export function readTimes({ records, marked, ongoing, parts, moving, placed }) {
  const ongoingRecords = new Set(ongoing);
  const times = records.map((days, i) => days && readTime(days, marked[i] ?? 0, ongoingRecords.has(i)));
  const moves = new Set(moving);
  return times.map((time, i) => ({
    own: time,
    parts: (parts[i] ?? []).flatMap((part) => times[part] ?? []),
    moving: moves.has(i),
    placed,
  }));
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
 * Whether a record meets a period: a whole does as well as its parts do.
 * @param {Times} times @param {Span} period
 */
export function matchTimes({ own, parts }, period) {
  const match = own ? matchTime(own, period) : WITHOUT_DATE;
  return Math.max(match, ...parts.map((part) => matchTime(part, period)));
}

/**
 * Whether where it surely was, it surely was in a period.
 * @param {Times} times @param {Span} period
 */
export function isCertainlyThere({ own, parts, moving }, [from, before]) {
  if (!moving) return true;
  const inside = (/** @type {Time} */ { s0, e1, marked }) => s0 >= from && e1 <= before && !marked;
  return own !== null && [own, ...parts].every(inside);
}

/** Whether a record meets each period of days surely or not at all. @param {Times} times */
export function isExact({ own, parts }) {
  const isExactTime = (/** @type {Time} */ { s0, s1, e0, e1, marked }) => s1 - s0 <= 1 && e1 - e0 <= 1 && !marked;
  return (own === null || isExactTime(own)) && parts.every(isExactTime);
}
