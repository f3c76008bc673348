// Describes the query in words: its values, conditions and period.
import { NONE } from "./filter.js";
import { formatPeriod } from "./periods.js";
import { countryName, translate, section, translateText, valueLabel } from "../i18n.js";

/** @typedef {import("./filter.js").QueryValues} QueryValues */
/** @typedef {import("./filter.js").Group} Group */
/** With quotation marks, for the screen, or as a part of a printed sentence. @typedef {"named" | "printed"} Style */

/** Groups whose values have the labels of a record's card. */
const RECORD_VALUES = new Set(["status", "verification", "confidence"]);
/** Groups whose labels come from the taxonomy or from layers/, in each language. */
const TRANSLATED = new Set(["theme", "type", "region", "since"]);

/** @param {string} group @param {string} choice @param {Style} style */
const describeFilter = (group, choice, style) =>
  translate(`finder.${style}`, { group: style === "printed" ? group.toLowerCase() : group, choice });

/** The period of a query, in words. @param {QueryValues} query @param {Style} style */
export function describePeriod({ period, undated }, style) {
  if (!period) return "";
  const text = describeFilter(translate("time.period"), formatPeriod(period), style);
  return undated ? translate("time.andUndated", { period: text }) : text;
}

/**
 * @param {() => QueryValues} conditions @param {import("./filter.js").Choices} choices
 * @param {{readonly country: readonly string[]}} ids codes of countries
 */
export function queryDescription(conditions, choices, ids) {
  /** @param {Group} group @param {number} value */
  function label(group, value) {
    const name = choices[group].find((choice) => choice.value === value)?.label ?? "";
    if (value === NONE) return section("finder.none")[group] ?? section("finder.none").other;
    if (group === "country") return countryName(ids.country[value]);
    return RECORD_VALUES.has(group) ? valueLabel(name) : TRANSLATED.has(group) ? translateText(name) : name;
  }

  /** @param {Group} group */
  const shortName = (group) => section("finder.short")[group] ?? section("finder.groups")[group];

  return {
    label,
    shortName,
    /** A condition in words. @param {import("./filter.js").Condition} condition @param {Style} style */
    describe(condition, style) {
      if (condition === "search") return translate("finder.searchFor", { text: conditions().search.trim() });
      if (condition === "certain") return translate("finder.certainOnly").toLowerCase();
      if (condition === "period") return style === "named" ? translate("time.thePeriod") : describePeriod(conditions(), style);
      if (condition === "area") return conditions().area?.describe() ?? "";
      const values = [...(conditions().chosen[condition] ?? [])];
      return describeFilter(shortName(condition), values.map((value) => label(condition, value)).join(translate("finder.or")), style);
    },
  };
}
