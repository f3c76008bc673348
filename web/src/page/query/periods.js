// Periods of days: the calendar they are made of, how a link writes them, and how they are said.
import { say, section } from "../i18n.js";

/** @typedef {[first: number, last: number]} Period days, both in it, counted from 1970-01-01 */
/** @typedef {"day" | "month" | "year"} Unit */

const DAY_MS = 86_400_000;

/** @param {number} year @param {number} [month] from 0, any whole number @param {number} [date] */
export function dayOf(year, month = 0, date = 1) {
  const at = new Date(0);
  // Years below 100 are years below 100.
  at.setUTCFullYear(year, month, date);
  return Math.round(at.getTime() / DAY_MS);
}

/** @param {number} day @returns {{year: number, month: number, date: number}} the month from 0 */
export function calendar(day) {
  const at = new Date(day * DAY_MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() };
}

/** The first day of the unit that a day is in. @param {number} day @param {Unit} unit */
export function begin(day, unit) {
  const { year, month } = calendar(day);
  return unit === "day" ? Math.floor(day) : dayOf(year, unit === "month" ? month : 0);
}

/** The same day so many units on, or the last of a month that has no such day. @param {number} day @param {number} many @param {Unit} unit */
export function later(day, many, unit) {
  if (unit === "day") return day + many;
  const { year, month, date } = calendar(day);
  const at = month + (unit === "month" ? many : 12 * many);
  return dayOf(year, at, Math.min(date, lastOf(year, at)));
}

/** @param {number} year @param {number} month */
const lastOf = (year, month) => calendar(dayOf(year, month + 1, 0)).date;

/** Where an edge snaps to: the nearest first day of a unit. @param {number} day @param {Unit} unit */
export function nearest(day, unit) {
  if (unit === "day") return Math.round(day);
  const before = begin(day, unit);
  const after = later(before, 1, unit);
  return day - before < after - day ? before : after;
}

/** How long a period is, in the longest unit that it is whole in. @param {Period} period @returns {[many: number, unit: Unit]} */
export function length([first, last]) {
  const [from, to] = [calendar(first), calendar(last + 1)];
  if (from.date !== 1 || to.date !== 1) return [last - first + 1, "day"];
  const months = 12 * (to.year - from.year) + to.month - from.month;
  return from.month || to.month ? [months, "month"] : [months / 12, "year"];
}

/** A period that many of its own units later, as long as it was. @param {Period} period @param {number} many @param {Unit} unit @returns {Period} */
export function shifted([first, last], many, unit) {
  const [long, own] = length([first, last]);
  const start = later(first, many, unit);
  return [start, later(start, long, own) - 1];
}

/** @param {number} day */
export const written = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** @param {Period | null} period @param {boolean} undated */
export const writePeriod = (period, undated) =>
  period ? `${written(period[0])}..${written(period[1])}${undated ? ",undated" : ""}` : "";

/**
 * A period of a link: two days, months or years, both in it.
 * @param {string} text @returns {{period: Period, undated: boolean} | null} null where it is none
 */
export function readPeriod(text) {
  const said = /^(\d{4}(?:-\d\d){0,2})\.\.(\d{4}(?:-\d\d){0,2})(,undated)?$/.exec(text);
  const [first, last] = [spanOf(said?.[1]), spanOf(said?.[2])];
  if (!said || !first || !last || first[0] > last[1]) return null;
  return { period: [first[0], last[1]], undated: said[3] !== undefined };
}

/** @param {string | undefined} text @returns {Period | null} */
function spanOf(text = "") {
  const [year, month, date] = text.split("-").map(Number);
  if (!year || month === 0 || month > 12 || date === 0) return null;
  if (month === undefined) return [dayOf(year), dayOf(year + 1) - 1];
  if (date === undefined) return [dayOf(year, month - 1), dayOf(year, month) - 1];
  const day = dayOf(year, month - 1, date);
  return date <= lastOf(year, month - 1) ? [day, day] : null;
}

/** @param {number} month from 0 */
export const monthName = (month) => section("time.months")[month];

/** @param {number} day */
export function dayWords(day) {
  const { year, month, date } = calendar(day);
  return say("time.day", { date, month: monthName(month), year: `${year}` });
}

/** A period in words: whole years and months as such, and what two dates share once. @param {Period} period */
export function periodWords([first, last]) {
  const [from, to] = [calendar(first), calendar(last)];
  const [, unit] = length([first, last]);
  const sameYear = from.year === to.year;
  const sameMonth = sameYear && from.month === to.month;
  const year = `${to.year}`;
  if (unit === "year") return sameYear ? year : say("time.short", { a: `${from.year}`, b: year });
  const ends = [from, to].map(({ year: of, month, date }) => ({ date, month: monthName(month), year: `${of}` }));
  if (unit === "month") {
    if (sameMonth) return say("time.month", ends[1]);
    if (sameYear) return say("time.short", { a: ends[0].month, b: say("time.month", ends[1]) });
    return say("time.long", { a: say("time.month", ends[0]), b: say("time.month", ends[1]) });
  }
  const end = say("time.day", ends[1]);
  if (first === last) return end;
  if (sameMonth) return say("time.short", { a: say("time.date", { date: from.date }), b: end });
  return say("time.long", { a: say(sameYear ? "time.dayOfYear" : "time.day", ends[0]), b: end });
}
