// Parts of months and years that a reader has typed: `early August 2024`, `uke 48 2024`, `summer 2025`. They are read as by
// `geotrack.notation.parts_of_time`; an approximate part is a period of whole days.
import { calendar, dayOf } from "./periods.js";

/** @typedef {import("./periods.js").Period} Period */
/** @typedef {(text: string) => Period | null} ReadPeriod */

// English and Norwegian words, in lower case.
const OF = "(?: (?:of|in|i|av|på))?(?: the)?";
const MONTH_YEAR = "(?:([^\\W\\d_]\\p{L}{2,})\\.?,? )?(\\d{4})";
const PARTS = ["early|(?:the )?(?:beginning|start)|tidlig|begynnelsen|starten|primo", "mid|(?:the )?middle|midten|midt|medio", "late|(?:the )?end|sent|seint|slutten|ultimo"];
const PART = new RegExp(`^(?:${PARTS.map((words) => `(${words})`).join("|")})${OF}[ -]${MONTH_YEAR}$`, "u");
const HALF = new RegExp(`^(?:the )?(?:(first|1st|første|1\\.)|second|last|latter|2nd|andre|annen|annet|siste|2\\.) (?:half|halvdel|halvår)${OF} ${MONTH_YEAR}$`, "u");
const HALF_YEAR = /^(?:h([12])|([12])h) ?(?:of )?(\d{4})$/;
const NTH = ["first|1st|første|1\\.", "second|2nd|andre|annet|2\\.", "third|3rd|tredje|3\\.", "fourth|last|4th|fjerde|siste|4\\."];
const QUARTER = new RegExp(`^(?:the )?(?:q([1-4])|([1-4])q|(?:${NTH.map((words) => `(${words})`).join("|")}) (?:quarter|kvartal))${OF},? ?(\\d{4})$`);
const YEAR_QUARTER = /^(\d{4})[ -]?q([1-4])$/;
const WEEK = new RegExp(`^(?:calendar )?(?:week|wk\\.?|uke|uka|veke) ?(\\d{1,2})(?: ?[,/] ?|${OF} )(\\d{4})$`);
const ISO_WEEK = /^(\d{4})-?w(\d{2})$/;
const SEASONS = ["spring|våren?", "summer|sommer(?:en)?", "autumn|fall|høst(?:en)?", "winter|vinter(?:en)?"];
const SEASON = new RegExp(`^(?:the )?(?:${SEASONS.map((words) => `(${words})`).join("|")})(?: of| i)? (\\d{4})(?:[–/-](\\d{4}|\\d{2}))?$`, "u");
const DECADE = /^(?:the )?(\d{3})0(?:s|-(?:tallet|åra|årene))$/;
const NIGHT_TO = /^(?:natt(?:en|a)?|overnight|(?:the )?night) (?:til|to|into) (?:the )?(.+)$/;
const NIGHT = /^(?:overnight|(?:the )?night (?:of|between|from)|natt(?:en|a)?(?: (?:mellom|fra))?) (.+)$/;
const JOINT = / ?[–/-] ?| (?:and|og|or|eller|to|til) /g;
const PLAIN = /^(?:in the|in|on the|on|at the|den|i|på) (?=\S)/;
const WINTER = 3;

/** The index of the group that matched. @param {(string | undefined)[]} groups of alternatives */
const matchedIndex = (groups) => groups.findIndex((group) => group !== undefined);

/** Whole months. @param {number} year @param {number} from month, from 0 @param {number} before month after the last @returns {Period} */
const months = (year, from, before) => [dayOf(year, from), dayOf(year, before) - 1];

/**
 * A third or half of a month or year.
 * @param {Period | null} month null for a part of the year @param {number} year
 * @param {(length: number) => [first: number, last: number]} daysOf a month of a length, from 1
 * @param {[from: number, before: number]} monthsOfYear @returns {Period}
 */
function partOfMonthOrYear(month, year, daysOf, monthsOfYear) {
  if (!month) return months(year, ...monthsOfYear);
  const [first, last] = daysOf(month[1] - month[0] + 1);
  return [month[0] + first - 1, month[0] + last - 1];
}

/** @param {number} year @param {number} week @returns {Period | null} */
function isoWeek(year, week) {
  // The first week of ISO 8601 has 4 January in it. 1970-01-01 was a Thursday, and days before it are negative.
  const firstMonday = (/** @type {number} */ ofYear) => dayOf(ofYear, 0, 4) - ((((dayOf(ofYear, 0, 4) + 3) % 7) + 7) % 7);
  const first = firstMonday(year) + 7 * (week - 1);
  return week >= 1 && first < firstMonday(year + 1) ? [first, first + 6] : null;
}

/** @param {RegExpExecArray} match @returns {Period | null} */
function season(match) {
  const [index, year, secondYear] = [matchedIndex(match.slice(1, 5)), Number(match[5]), match[6]];
  // Only a winter has a second year, the next one: 2024/25 or 2024–2025.
  if (secondYear !== undefined && (index !== WINTER || Number(secondYear) !== (year + 1) % 10 ** secondYear.length)) return null;
  // A winter of one year may be that at its start or at its end.
  if (index === WINTER && secondYear === undefined) return null;
  // Spring begins in March.
  return months(year, 3 * index + 2, 3 * index + 5);
}

/** A part of a month or year. @param {string} text @param {ReadPeriod} read of a month with its year @returns {Period | null} */
function partOf(text, read) {
  let match = PART.exec(text);
  if (match) {
    const [part, month, year] = [matchedIndex(match.slice(1, 4)), match[4], Number(match[5])];
    const monthPeriod = month ? read(`${month} ${year}`) : null;
    if (month && !monthPeriod) return null;
    // Ten days of a month, the last third its rest; four months of a year.
    return partOfMonthOrYear(monthPeriod, year, (length) => [10 * part + 1, part === 2 ? length : 10 * part + 10], [4 * part, 4 * part + 4]);
  }
  if ((match = HALF.exec(text))) {
    const [isFirst, month, year] = [match[1], match[2], Number(match[3])];
    const monthPeriod = month ? read(`${month} ${year}`) : null;
    if (month && !monthPeriod) return null;
    // The middle day of a month with an odd number of days is in both halves.
    const daysOf = (/** @type {number} */ length) =>
      /** @type {[number, number]} */ (isFirst ? [1, Math.max(15, Math.floor((length + 1) / 2))] : [Math.min(16, Math.floor(length / 2) + 1), length]);
    return partOfMonthOrYear(monthPeriod, year, daysOf, isFirst ? [0, 6] : [6, 12]);
  }
  if ((match = HALF_YEAR.exec(text))) return (match[1] ?? match[2]) === "1" ? months(Number(match[3]), 0, 6) : months(Number(match[3]), 6, 12);
  if ((match = QUARTER.exec(text))) {
    const nth = match[1] ?? match[2] ?? matchedIndex(match.slice(3, 7)) + 1;
    return months(Number(match[7]), 3 * (Number(nth) - 1), 3 * Number(nth));
  }
  if ((match = YEAR_QUARTER.exec(text))) return months(Number(match[1]), 3 * (Number(match[2]) - 1), 3 * Number(match[2]));
  if ((match = WEEK.exec(text))) return isoWeek(Number(match[2]), Number(match[1]));
  if ((match = ISO_WEEK.exec(text))) return isoWeek(Number(match[1]), Number(match[2]));
  if ((match = SEASON.exec(text))) return season(match);
  return (match = DECADE.exec(text)) ? months(10 * Number(match[1]), 0, 120) : null;
}

/** Two days that follow each other, of which one may leave out the month or year of the other. @param {string} text @param {(first: string, last: string) => Period | null} between @returns {Period | null} */
function consecutive(text, between) {
  for (const { 0: joint, index } of text.matchAll(JOINT)) {
    const period = between(text.slice(0, index), text.slice(index + joint.length));
    if (period && period[1] - period[0] === 1) return period;
  }
  return null;
}

/**
 * A part of a time with its year.
 * @param {string} typed in lower case @param {ReadPeriod} read of a day or month @param {(first: string, last: string) => Period | null} between two days @returns {Period | null}
 */
export function readPart(typed, read, between) {
  const text = typed.replace(PLAIN, "");
  const part = partOf(text, read);
  if (part) return part;
  let match = NIGHT_TO.exec(text);
  if (match) {
    const day = read(match[1]);
    return day && day[0] === day[1] ? [day[0] - 1, day[0]] : null;
  }
  if ((match = NIGHT.exec(text))) return consecutive(match[1], between);
  return /\d\.?(?:\/| and | og )\d| (?:or|eller) \d/.test(text) ? consecutive(text, between) : null;
}

/** For a day that its month does not have, the month and its number of days; null for other days. @param {string} year @param {string} month @param {string} day @returns {{month: number, year: number, days: number} | null} */
export function shortMonth(year, month, day) {
  const days = calendar(dayOf(Number(year), Number(month), 0)).date;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) > days ? { month: Number(month) - 1, year: Number(year), days } : null;
}
