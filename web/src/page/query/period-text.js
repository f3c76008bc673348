// Reads a period that a reader has typed, in English or Norwegian.
import { readPart, shortMonth } from "./period-parts.js";
import { OPEN, readPeriod } from "./periods.js";

/** @typedef {import("./periods.js").Period} Period */
/** @typedef {(string | undefined)[]} Parts year, month and day, in figures */

/** In both languages, whatever the page's, whole or shortened. */
const MONTHS = "jan(uary?)? feb(ruary?)? mar(ch|s)? apr(il)? ma[iy] jun[ei]? jul[iy]? aug(ust)? sept?(ember)? o[ck]t(ober)? nov(ember)? de[cs](ember)?"
  .split(" ")
  .map((month) => new RegExp(`^${month}$`));

/** What stands between two days: of hyphens each is tried, since a day may have some of its own. */
const BETWEEN = / ?(?:\.\.+|[-–—/]|\b(?:to|til|until)\b) ?/g;
const [SINCE, UNTIL] = [/^(?:from|since|on or after|not before|fra|siden|tidligst(?: i)?) /, /^(?:to|until|on or before|til og med|til|senest) /];
const [BEFORE, AFTER] = [/^(?:before|før) /, /^(?:after|etter) /];
/** What the page writes around dates of records that are not exact. */
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
    const [, figures] = /^(\d{1,2}|\d{4})(?:st|nd|rd|th)?$/.exec(word) ?? [];
    const month = MONTHS.findIndex((name) => name.test(word)) + 1;
    const part = figures ? (figures.length < 3 ? 2 : 0) : 1;
    if ((!figures && !month) || parts[part]) return null;
    parts[part] = figures ?? `${month}`;
  }
  return parts;
}

/**
 * The period between two texts, each of which may leave out what the other states: 1–15 May 2024.
 * @param {string} first @param {string} last @returns {Period | null}
 */
function readBetween(first, last) {
  const ends = [readParts(first), readParts(last)].map((parts, i, pair) => {
    const opposite = pair[1 - i] ?? [];
    const [year = opposite[0], month = parts?.[2] && opposite[1], date] = parts ?? [];
    // A day has a month, and the year is as it was.
    return parts && year && (month || !date) ? [year, month, date].filter(Boolean).map((part) => part?.padStart(2, "0")).join("-") : "";
  });
  return (ends.every(Boolean) && readPeriod(ends.join(".."))?.period) || null;
}

/** A day, month or year, or a part of one. @param {string} text @returns {Period | null} */
const readOne = (text) => readBetween(text, text) ?? readPart(text, (part) => readBetween(part, part), readBetween);

/** @param {string} typed */
const plain = (typed) => typed.toLowerCase().replace(/\s+/g, " ").trim();

/** @param {string} typed @returns {Period | null} null where it cannot be read */
export function parsePeriod(typed) {
  const text = plain(typed).replace(/^(\d\d)(\d\d) ?[–—] ?(\d\d)$/, "$1$2–$1$3").replace(/^(?:between|mellom) (.+) (?:and|og) /, "$1 – ");
  const days = [SINCE, UNTIL, BEFORE, AFTER, INEXACT].reduce((left, words) => left.replace(words, ""), text);
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
    const [year] = /\d{4}$/.exec(last) ?? [""];
    const [from, to] = [readOne(first) ?? readOne(`${first} ${year}`), readOne(last)];
    if (from && to && from[0] <= to[1]) return [from[0], to[1]];
  }
  return null;
}

/** The month that is shorter than the day of a text that is no period. @param {string} typed */
export function monthOfFault(typed) {
  const parts = readParts(plain(typed));
  return parts?.[0] && parts[1] && parts[2] ? shortMonth(parts[0], parts[1], parts[2]) : null;
}
