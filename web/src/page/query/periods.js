// Periods of days: calendar arithmetic, permalink format, text.
import { translate, section } from "../i18n.js";

/** @typedef {[first: number, last: number]} Period days, both in it, counted from 1970-01-01 */
/** @typedef {"day" | "month" | "year"} Unit */

const DAY_MS = 86_400_000;

/** @param {number} year @param {number} [month] from 0, any whole number @param {number} [date] */
export function dayOf(year, month = 0, date = 1) {
  const moment = new Date(0);
  // Years below 100 are years below 100.
  moment.setUTCFullYear(year, month, date);
  return Math.round(moment.getTime() / DAY_MS);
}

/** @param {number} day @returns {{year: number, month: number, date: number}} the month from 0 */
export function calendar(day) {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
}

/** The first day of the unit that a day is in. @param {number} day @param {Unit} unit */
export function startOfUnit(day, unit) {
  const { year, month } = calendar(day);
  return unit === "day" ? Math.floor(day) : dayOf(year, unit === "month" ? month : 0);
}

/** Adds units to a day; the last day of a month that has no such day. @param {number} day @param {number} count @param {Unit} unit */
export function addUnits(day, count, unit) {
  if (unit === "day") return day + count;
  const { year, month, date } = calendar(day);
  const months = month + (unit === "month" ? count : 12 * count);
  return dayOf(year, months, Math.min(date, lastDayOf(year, months)));
}

/** @param {number} year @param {number} month */
const lastDayOf = (year, month) => calendar(dayOf(year, month + 1, 0)).date;

/** Where an edge snaps to: the nearest first day of a unit. @param {number} day @param {Unit} unit */
export function roundToUnit(day, unit) {
  if (unit === "day") return Math.round(day);
  const before = startOfUnit(day, unit);
  const after = addUnits(before, 1, unit);
  return day - before < after - day ? before : after;
}

/** How long a period is, in the longest unit that it is whole in. @param {Period} period @returns {[many: number, unit: Unit]} */
export function lengthOf([first, last]) {
  const [from, to] = [calendar(first), calendar(last + 1)];
  if (from.date !== 1 || to.date !== 1) return [last - first + 1, "day"];
  const months = 12 * (to.year - from.year) + to.month - from.month;
  return from.month || to.month ? [months, "month"] : [months / 12, "year"];
}

/** A period that many of its own units later, as long as it was. @param {Period} period @param {number} count @param {Unit} unit @returns {Period} */
export function shiftPeriod([first, last], count, unit) {
  const [long, unitOfLength] = lengthOf([first, last]);
  const start = addUnits(first, count, unit);
  return [start, addUnits(start, long, unitOfLength) - 1];
}

/** @param {number} day */
export const isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The days at which a period is open: the first and the last that a link can name. */
export const OPEN = { first: dayOf(1), last: dayOf(9999, 11, 31) };

/** Which end of a period is open; of all time none. @param {Period} period @returns {"first" | "last" | null} */
function openEnd([first, last]) {
  if ((first === OPEN.first) === (last === OPEN.last)) return null;
  return first === OPEN.first ? "first" : "last";
}

/** @param {Period | null} period @param {boolean} undated */
export function writePeriod(period, undated) {
  if (!period) return "";
  const open = openEnd(period);
  const [first, last] = [open === "first" ? "" : isoDay(period[0]), open === "last" ? "" : isoDay(period[1])];
  return `${first}..${last}${undated ? ",undated" : ""}`;
}

/**
 * A period of a link: two days, months or years, both in it, or one of them and an open end.
 * @param {string} text @returns {{period: Period, undated: boolean} | null} null where it is none
 */
export function readPeriod(text) {
  const match = /^(\d{4}(?:-\d\d){0,2})?\.\.(\d{4}(?:-\d\d){0,2})?(,undated)?$/.exec(text);
  if (!match?.[1] && !match?.[2]) return null;
  const first = match[1] ? spanOf(match[1])?.[0] : OPEN.first;
  const last = match[2] ? spanOf(match[2])?.[1] : OPEN.last;
  if (first === undefined || last === undefined || first > last) return null;
  return { period: [first, last], undated: match[3] !== undefined };
}

/** The part of a period that a timeline shows. @param {Period | null} period @param {[from: number, before: number]} whole @returns {Period | null} */
export function closePeriod(period, [from, before]) {
  if (!period) return null;
  const [first, last] = period;
  const open = openEnd(period);
  if (open === "first") return [Math.min(from, last), last];
  return open === "last" ? [first, Math.max(first, before - 1)] : period;
}

/** @param {string | undefined} text @returns {Period | null} */
function spanOf(text = "") {
  const [year, month, date] = text.split("-").map(Number);
  if (!year || month === 0 || month > 12 || date === 0) return null;
  if (month === undefined) return [dayOf(year), dayOf(year + 1) - 1];
  if (date === undefined) return [dayOf(year, month - 1), dayOf(year, month) - 1];
  const day = dayOf(year, month - 1, date);
  return date <= lastDayOf(year, month - 1) ? [day, day] : null;
}

/** @param {number} month from 0 */
export const monthName = (month) => section("time.months")[month];

/** @param {number} day */
export function formatDay(day) {
  const { year, month, date } = calendar(day);
  return translate("time.day", { date, month: monthName(month), year: `${year}` });
}

/** The longest unit that a day begins. @param {number} day @returns {Unit} */
function unitFrom(day) {
  const { month, date } = calendar(day);
  if (date !== 1) return "day";
  return month ? "month" : "year";
}

/** A period in words: whole years and months as such, and what two dates share once. @param {Period} period @returns {string} */
export function formatPeriod(period) {
  const [first, last] = period;
  const open = openEnd(period);
  if (open === "last") return translate("time.since", { a: formatPeriod([first, addUnits(first, 1, unitFrom(first)) - 1]) });
  if (open === "first") return translate("time.until", { a: formatPeriod([addUnits(last + 1, -1, unitFrom(last + 1)), last]) });
  const [from, to] = [calendar(first), calendar(last)];
  const [, unit] = lengthOf([first, last]);
  const sameYear = from.year === to.year;
  const sameMonth = sameYear && from.month === to.month;
  const year = `${to.year}`;
  if (unit === "year") return sameYear ? year : translate("time.short", { a: `${from.year}`, b: year });
  const ends = [from, to].map(({ year: endYear, month, date }) => ({ date, month: monthName(month), year: `${endYear}` }));
  if (unit === "month") {
    if (sameMonth) return translate("time.month", ends[1]);
    if (sameYear) return translate("time.short", { a: ends[0].month, b: translate("time.month", ends[1]) });
    return translate("time.long", { a: translate("time.month", ends[0]), b: translate("time.month", ends[1]) });
  }
  const end = translate("time.day", ends[1]);
  if (first === last) return end;
  if (sameMonth) return translate("time.short", { a: translate("time.date", { date: from.date }), b: end });
  return translate("time.long", { a: translate(sameYear ? "time.dayOfYear" : "time.day", ends[0]), b: end });
}
