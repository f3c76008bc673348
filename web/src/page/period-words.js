// A period in words, as short as its days allow: whole years, whole months, or days.
import { language } from "./words.js";

const DAY = 86_400_000;
/** Of the languages that the page has; others go by their own code. @type {Record<string, string>} */
const LOCALES = { en: "en-GB" };

/** @param {string} day @returns {Date | null} its midnight in UTC */
function parsed(day) {
  const made = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(made.getTime()) ? made : null;
}

/**
 * @param {string} days first and last day: "2024-04-01..2024-10-31"
 * @returns {string} empty where it is none
 */
export function periodWords(days) {
  const [first, last] = days.split("..").map(parsed);
  if (!first || !last) return "";
  const after = new Date(last.getTime() + DAY);
  const months = first.getUTCDate() === 1 && after.getUTCDate() === 1;
  const years = months && first.getUTCMonth() === 0 && after.getUTCMonth() === 0;
  const format = new Intl.DateTimeFormat(LOCALES[language()] ?? language(), {
    timeZone: "UTC",
    year: "numeric",
    ...(years ? {} : { month: "long" }),
    ...(months ? {} : { day: "numeric" }),
  });
  const parts = format.formatRangeToParts(first, last);
  // As between the dates of records: spaces only where what they part has some.
  const long = parts.filter(({ source, type }) => source === "startRange" && type !== "literal").length > 1;
  return parts.map(({ value }) => (value.includes("–") ? (long ? " – " : "–") : value)).join("");
}
