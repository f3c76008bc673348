// What is asked, in words: a choice, a condition, a period.
import { NONE } from "./filter.js";
import { periodWords } from "./periods.js";
import { countryName, say, section, told, wordOf } from "../i18n.js";

/** @typedef {import("./filter.js").Asked} Asked */
/** @typedef {import("./filter.js").Group} Group */
/** @typedef {"named" | "printed"} Way */

/** Groups whose words are those of a record. */
const STATED = new Set(["status", "verification", "confidence"]);
/** Groups whose words are the taxonomy's or of layers/, and told in each language. */
const TOLD = new Set(["theme", "type", "region", "since"]);

/** @param {string} group @param {string} choice @param {Way} way */
const filterWords = (group, choice, way) =>
  say(`finder.${way}`, { group: way === "printed" ? group.toLowerCase() : group, choice });

/** The period that is asked about, as a filter. @param {Asked} asked @param {Way} way */
export function periodTold({ period, undated }, way) {
  if (!period) return "";
  const said = filterWords(say("time.period"), periodWords(period), way);
  return undated ? say("time.andUndated", { period: said }) : said;
}

/**
 * @param {() => Asked} asked @param {import("./filter.js").Choices} choices
 * @param {readonly string[]} countries codes
 */
export function askedWords(asked, choices, countries) {
  /** @param {Group} group @param {number} value */
  function label(group, value) {
    const said = choices[group].find((choice) => choice.value === value)?.label ?? "";
    if (value === NONE) return section("finder.none")[group] ?? section("finder.none").other;
    if (group === "country") return countryName(countries[value]);
    return STATED.has(group) ? wordOf(said) : TOLD.has(group) ? told(said) : said;
  }

  /** @param {Group} group */
  const shortName = (group) => section("finder.short")[group] ?? section("finder.groups")[group];

  return {
    label,
    shortName,
    /** A condition in words. @param {import("./filter.js").Condition} condition @param {Way} way */
    told(condition, way) {
      if (condition === "search") return say("finder.searchFor", { text: asked().search.trim() });
      if (condition === "certain") return say("finder.certainOnly").toLowerCase();
      if (condition === "period") return way === "named" ? say("time.thePeriod") : periodTold(asked(), way);
      const values = [...(asked().chosen[condition] ?? [])];
      return filterWords(shortName(condition), values.map((value) => label(condition, value)).join(say("finder.or")), way);
    },
  };
}
