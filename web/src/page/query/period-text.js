// Reads a period that a reader has typed, in English or Norwegian.
import { readPart, shortMonth } from "./period-parts.js";
import { OPEN, readPeriod } from "./periods.js";

/** @typedef {import("./periods.js").Period} Period */
/** @typedef {(string | undefined)[]} Parts year, month and day, in digits */

const [YEAR, MONTH, DAY] = [0, 1, 2];

/** English and Norwegian names of months, whole or shortened. */
const MONTHS = "jan(uary?)? feb(ruary?)? mar(ch|s)? apr(il)? ma[iy] jun[ei]? jul[iy]? aug(ust)? sept?(ember)? o[ck]t(ober)? nov(ember)? de[cs](ember)?"
  .split(" ")
  .map((month) => new RegExp(`^${month}$`));

/** What stands between two days. Each hyphen is tried, since a day may have some of its own. */
const BETWEEN = / ?(?:\.\.+|[-–—/]|\b(?:to|til|until)\b) ?/g;
const [SINCE, UNTIL] = [/^(?:from|since|on or after|not before|fra|siden|tidligst(?: i)?) /, /^(?:to|until|on or before|til og med|til|senest) /];
const [BEFORE, AFTER] = [/^(?:before|før) /, /^(?:after|etter) /];
/** What the page writes around inexact dates of records; it is ignored. */
const INEXACT = /^(?:(?:about|around|circa|ca\.?|perhaps|omkring|rundt|muligens|sometime in|en gang [ip]å?) )+|,? (?:still going on|pågår fortsatt)$/g;

/**
 * A year, month or day, perhaps without the parts that the other end of a period states.
 * @param {string} text in lower case @returns {Parts | null}
 */
function readParts(text) {
  const iso = /^(\d{4})-(\d\d?)(?:-(\d\d?))?$/.exec(text.replace(/^(\d\d?)\. ?(\d\d?)\. ?(\d{4})$/, "$3-$2-$1"));
  if (iso) return iso.slice(1);
  /** @type {Parts} */
  const parts = [];
  for (const word of text.split(/[ .,]+/).filter(Boolean)) {
    const [, digits] = /^(\d{1,2}|\d{4})(?:st|nd|rd|th)?$/.exec(word) ?? [];
    const month = MONTHS.findIndex((name) => name.test(word)) + 1;
    const part = digits ? (digits.length < 3 ? DAY : YEAR) : MONTH;
    if ((!digits && !month) || parts[part]) return null;
    parts[part] = digits ?? `${month}`;
  }
  return parts;
}

/**
 * The period between two texts, each of which may leave out what the other states: 1–15 May 2024.
 * @param {string} first @param {string} last @returns {Period | null}
 */
function readBetween(first, last) {
  const ends = [readParts(first), readParts(last)].map((parts, i, pair) => {
    const other = pair[1 - i] ?? [];
    // A day without a month has that of the other end; an end without a year has the other's.
    const [year = other[YEAR], month = parts?.[DAY] && other[MONTH], date] = parts ?? [];
    const isComplete = parts && year && (month || !date);
    return isComplete ? [year, month, date].filter(Boolean).map((part) => part?.padStart(2, "0")).join("-") : "";
  });
  return (ends.every(Boolean) && readPeriod(ends.join(".."))?.period) || null;
}

/** A day, month or year, or a part of one. @param {string} text @returns {Period | null} */
const readOne = (text) => readBetween(text, text) ?? readPart(text, (part) => readBetween(part, part), readBetween);

/** @param {string} typed */
const plain = (typed) => typed.toLowerCase().replace(/\s+/g, " ").trim();

/** @param {string} typed @returns {Period | null} null where it cannot be read */
export function parsePeriod(typed) {
  // 2021–22 is 2021–2022, and "between X and Y" is "X – Y".
  const text = plain(typed).replace(/^(\d\d)(\d\d) ?[–—] ?(\d\d)$/, "$1$2–$1$3").replace(/^(?:between|mellom) (.+) (?:and|og) /, "$1 – ");
  const days = [SINCE, UNTIL, BEFORE, AFTER, INEXACT].reduce((rest, words) => rest.replace(words, ""), text);
  const single = readOne(days);
  if (single) {
    if (BEFORE.test(text)) return [OPEN.first, single[0] - 1];
    if (AFTER.test(text)) return [single[1] + 1, OPEN.last];
    if (UNTIL.test(text)) return [OPEN.first, single[1]];
    return SINCE.test(text) ? [single[0], OPEN.last] : single;
  }
  for (const { 0: between, index } of days.matchAll(BETWEEN)) {
    const [first, last] = [days.slice(0, index), days.slice(index + between.length)];
    const period = readBetween(first, last);
    if (period) return period;
    // The first end may leave out the year of the last one: early June – late August 2024.
    const [year] = /\d{4}$/.exec(last) ?? [""];
    const [from, to] = [readOne(first) ?? readOne(`${first} ${year}`), readOne(last)];
    if (from && to && from[0] <= to[1]) return [from[0], to[1]];
  }
  return null;
}

/** The month of a text such as 31 June, whose day it does not have; null for other texts. @param {string} typed */
export function monthOfFault(typed) {
  const [year, month, day] = readParts(plain(typed)) ?? [];
  return year && month && day ? shortMonth(year, month, day) : null;
}
