// Reads a period that a reader has typed, in English or Norwegian.
import { readPeriod } from "./periods.js";

/** @typedef {import("./periods.js").Period} Period */
/** @typedef {{year?: number, month?: number, date?: number}} Parts of a day, month or year; the month from 1 */

/** In both languages, whatever the page's: a word may be shortened to three letters. */
const MONTHS = [
  "january januar", "february februar", "march mars", "april", "may mai", "june juni",
  "july juli", "august", "september", "october oktober", "november", "december desember",
].map((names) => names.split(" "));

/** What stands between two days: of hyphens each is tried, since a day may have some of its own. */
const BETWEEN = /\s*(?:\.\.+|[-–—/]|\b(?:to|til|until|till)\b)\s*/g;
const SINCE = /^(?:from|since|fra|siden) /;
const UNTIL = /^(?:to|until|till|til) /;

/** @param {string} word @returns {number | undefined} from 1 */
function monthOf(word) {
  const at = word.length < 3 ? -1 : MONTHS.findIndex((names) => names.some((name) => name.startsWith(word) || word === "sept" && name === "september"));
  return at < 0 ? undefined : at + 1;
}

/**
 * A year, month or day, perhaps without what the other end of a period says.
 * @param {string} text in lower case @returns {Parts | null}
 */
function readParts(text) {
  const [, year, month, date] = /^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/.exec(text) ?? [];
  if (year) return { year: Number(year), ...(month && { month: Number(month) }), ...(date && { date: Number(date) }) };
  const dotted = /^(\d\d?)\. ?(\d\d?)\. ?(\d{4})$/.exec(text)?.slice(1).map(Number);
  if (dotted) return { date: dotted[0], month: dotted[1], year: dotted[2] };
  /** @type {Parts} */
  const found = {};
  for (const word of text.split(/[\s.,]+/).filter(Boolean)) {
    const [, number] = /^(\d{1,2}|\d{4})(?:st|nd|rd|th)?$/.exec(word) ?? [];
    const part = number ? (number.length === 4 ? "year" : "date") : "month";
    const value = number ? Number(number) : monthOf(word);
    if (value === undefined || part in found) return null;
    found[part] = value;
  }
  return found.date && found.year && !found.month ? null : found;
}

/** As in a link. @param {Parts} parts */
const isoOf = ({ year, month, date }) =>
  [`${year}`.padStart(4, "0"), month, date].filter(Boolean).map((part) => `${part}`.padStart(2, "0")).join("-");

/**
 * The period between two texts, each of which may leave out what the other says: 1–15 May 2024.
 * @param {string} first @param {string} last @returns {Period | null}
 */
function readBetween(first, last) {
  const [from, to] = [readParts(first), readParts(last)];
  if (!from || !to) return null;
  // 2021–22, of one century.
  if (from.year && !from.month && !to.year && !to.month && to.date && /^\d\d$/.test(last)) {
    return readPeriod(`${isoOf(from)}..${isoOf({ year: 100 * Math.floor(from.year / 100) + to.date })}`)?.period ?? null;
  }
  const year = from.year ?? to.year;
  const begins = { year, month: from.month ?? (from.date ? to.month : undefined), date: from.date };
  const ends = { year: to.year ?? year, month: to.month ?? (to.date ? from.month : undefined), date: to.date };
  const whole = [begins, ends].every((one) => one.year && (one.month || !one.date));
  return whole ? (readPeriod(`${isoOf(begins)}..${isoOf(ends)}`)?.period ?? null) : null;
}

/**
 * @param {string} typed @param {[from: number, before: number]} whole days, for a period with one end
 * @returns {Period | null} null where it cannot be read
 */
export function parsePeriod(typed, whole) {
  const text = typed.toLowerCase().replace(/\s+/g, " ").trim();
  const one = text.replace(SINCE, "").replace(UNTIL, "");
  const alone = readBetween(one, one);
  if (alone && SINCE.test(text)) return alone[0] < whole[1] ? [alone[0], whole[1] - 1] : null;
  if (alone && UNTIL.test(text)) return alone[1] >= whole[0] ? [whole[0], alone[1]] : null;
  if (alone) return alone;
  for (const { 0: between, index } of one.matchAll(BETWEEN)) {
    const found = readBetween(one.slice(0, index), one.slice(index + between.length));
    if (found) return found;
  }
  return null;
}
