// The filter: which records match the query, and how many each value would leave.
import { foldText } from "./text-folding.js";
import { CERTAIN, matchTimes, NO, POSSIBLE, isCertainlyThere, WITHOUT_DATE } from "./record-times.js";

/** Of an area: a record has no place that can be judged. */
export const WITHOUT_PLACE = 1;

/** The choice of records that state none. */
export const NONE = -1;

/**
 * @typedef {"theme" | "type" | "actor" | "country" | "status" | "verification" | "confidence" |
 *   "grade" | "region" | "since"} Group
 * @typedef {{value: number, label: string, count: number}} Choice `label` empty for NONE
 * @typedef {Record<Group, Choice[]>} Choices
 *
 * @typedef {object} Item a record as the filter sees it
 * @property {Record<Group, number[]>} in its choices in each group, at least one
 * @property {number[]} surely regions that it is certainly in
 * @property {boolean} possible whether it matches the map's query only possibly
 * @property {string} words of the tables of the facets
 * @property {string} text what a search looks in, folded
 * @property {import("./record-times.js").Times} times
 *
 * @typedef {object} QueryValues
 * @property {string} search
 * @property {boolean} certain
 * @property {[first: number, last: number] | null} period days, both in it
 * @property {boolean} undated whether a period lets through what has no date
 * @property {Area | null} area where, by the question of the reader on the map
 * @property {Partial<Record<Group, ReadonlySet<number>>>} chosen any in a group, all groups
 *
 * @typedef {object} Area an area of the map; see web/src/questions/
 * @property {number[]} verdicts of each record whether it was there: NO, WITHOUT_PLACE, POSSIBLE or CERTAIN
 * @property {boolean[]} vague which were possibly there only by parts that are known by a region alone
 * @property {() => string} describe in words
 * @property {(result: {shown: boolean[], unsure: string[]}) => string} summary in words, with how many match
 * @property {import("../payload.js").Place[]} places of its outline
 * @property {any} question as its script has it
 *
 * @typedef {Group | "search" | "period" | "area" | "certain"} Condition
 */

/** @type {Group[]} */
export const GROUPS = [
  "since", "theme", "type", "status", "verification", "confidence", "grade", "region", "country", "actor",
];

/** @type {QueryValues} */
export const EMPTY_QUERY = { search: "", certain: false, period: null, undated: false, area: null, chosen: {} };

/** Longer words are also found where a text writes them as two: coastguard, icebreaker. */
const WRITTEN_APART = 8;

/**
 * Whether a text has a word: figures begin a number of it, anything else may stand anywhere.
 * @param {string} text @param {string} word both folded
 */
export function containsWord(text, word) {
  if (!/^\d+$/.test(word)) {
    return text.includes(word) || (word.length >= WRITTEN_APART && text.replaceAll(/[ -]/g, "").includes(word));
  }
  for (let index = text.indexOf(word); index >= 0; index = text.indexOf(word, index + 1)) {
    const before = text.charCodeAt(index - 1);
    if (!(before >= 48 && before <= 57)) return true;
  }
  return false;
}

/** @param {QueryValues} query @returns {import("./record-times.js").Span | null} */
const spanOf = ({ period }) => period && [period[0], period[1] + 1];

/** @param {Item} item @param {Group} group @param {QueryValues} conditions @returns {number[]} */
function valuesIn(item, group, conditions) {
  if (group !== "region" || !conditions.certain || item.in.region[0] === NONE) return item.in[group];
  const period = spanOf(conditions);
  return !period || isCertainlyThere(item.times, period) ? item.surely : [];
}

/** Whether a record is certainly in one of the query's regions. @param {Item} item @param {QueryValues} conditions */
function isCertainlyIn(item, conditions) {
  const regions = conditions.chosen.region;
  return !regions?.size || valuesIn(item, "region", { ...conditions, certain: true }).some((region) => regions.has(region));
}

/** How a record matches the query's period. @param {Item} item @param {QueryValues} conditions */
function matchPeriod(item, conditions) {
  const period = spanOf(conditions);
  if (!period) return CERTAIN;
  const met = matchTimes(item.times, period);
  if (met !== CERTAIN || !item.times.placed || isCertainlyThere(item.times, period)) return met;
  return POSSIBLE; // in the map's region, but perhaps not within the period
}

/** How a record matches the query's area. @param {Item} item @param {number} i its place @param {QueryValues} conditions */
function matchArea(item, i, conditions) {
  const met = conditions.area?.verdicts[i] ?? CERTAIN;
  const period = spanOf(conditions);
  // It was there, but perhaps not within the period.
  return met === CERTAIN && conditions.area && period && !isCertainlyThere(item.times, period) ? POSSIBLE : met;
}

/**
 * Filters records, and counts how many each choice would show in place of
 * its group's present ones.
 * @param {Item[]} items @param {QueryValues} conditions
 * @returns {{shown: boolean[], count: number, counts: Record<Group, Map<number, number>>,
 *   undated: number, unplaced: number, possibly: number, unsure: ("" | "possible" | "undated")[], vague: boolean[]}} with how many
 *   without a date a period leaves out or would, how many without a place an area leaves out, how many of those
 *   that are shown match the period only possibly, why a record that is shown does not certainly match, and whether
 *   it matches only by parts that are known by a region alone
 */
export function filterRecords(items, conditions) {
  const words = foldText(conditions.search).split(" ").filter(Boolean);
  const active = GROUPS.filter((group) => conditions.chosen[group]?.size);
  const counts = /** @type {Record<Group, Map<number, number>>} */ (
    Object.fromEntries(GROUPS.map((group) => [group, new Map()]))
  );
  /** @type {{count: number, undated: number, unplaced: number, possibly: number, unsure: ("" | "possible" | "undated")[]}} */
  const result = { count: 0, undated: 0, unplaced: 0, possibly: 0, unsure: items.map(() => "") };
  const shown = items.map((item, i) => {
    const met = matchPeriod(item, conditions);
    const placeMatch = matchArea(item, i, conditions);
    if (met === NO || placeMatch === NO || (conditions.certain && (item.possible || met === POSSIBLE || placeMatch === POSSIBLE))) return false;
    if (!words.every((word) => containsWord(item.text, word))) return false;
    const failed = active.filter(
      (group) => !valuesIn(item, group, conditions).some((value) => conditions.chosen[group]?.has(value)),
    );
    if (met === WITHOUT_DATE && !failed.length) result.undated += 1;
    if (failed.length > 1 || (met === WITHOUT_DATE && !conditions.undated)) return false;
    if (placeMatch === WITHOUT_PLACE) {
      if (!failed.length) result.unplaced += 1;
      return false;
    }
    for (const group of failed.length ? failed : GROUPS) {
      const count = counts[group];
      for (const value of valuesIn(item, group, conditions)) count.set(value, (count.get(value) ?? 0) + 1);
    }
    if (failed.length) return false;
    result.count += 1;
    if (met === POSSIBLE) result.possibly += 1;
    if (item.possible || met === POSSIBLE || placeMatch === POSSIBLE || !isCertainlyIn(item, conditions)) result.unsure[i] = "possible";
    else if (met === WITHOUT_DATE) result.unsure[i] = "undated";
    return true;
  });
  return { shown, counts, ...result, vague: items.map((_, i) => !!conditions.area?.vague[i]) };
}

/** @param {QueryValues} conditions @returns {Condition[]} */
export const activeConditions = (conditions) => [
  ...(foldText(conditions.search) ? [/** @type {const} */ ("search")] : []),
  ...(conditions.period ? [/** @type {const} */ ("period")] : []),
  ...(conditions.area ? [/** @type {const} */ ("area")] : []),
  ...GROUPS.filter((group) => conditions.chosen[group]?.size),
  ...(conditions.certain ? [/** @type {const} */ ("certain")] : []),
];

/** @param {QueryValues} conditions @param {readonly Condition[]} dropped @returns {QueryValues} */
export function without(conditions, dropped) {
  return {
    search: dropped.includes("search") ? "" : conditions.search,
    certain: conditions.certain && !dropped.includes("certain"),
    period: dropped.includes("period") ? null : conditions.period,
    undated: conditions.undated && !dropped.includes("period"),
    area: dropped.includes("area") ? null : conditions.area,
    chosen: Object.fromEntries(
      Object.entries(conditions.chosen).filter(([group]) => !dropped.includes(/** @type {Group} */ (group))),
    ),
  };
}

/**
 * Conditions to remove if no record is shown: single ones, or else pairs, that of the most
 * records first.
 * @param {Item[]} items @param {QueryValues} conditions
 * @returns {{drop: Condition[], count: number}[]} empty where no two conditions are the reason
 */
export function suggestRemovals(items, conditions) {
  const on = activeConditions(conditions);
  const removals = (/** @type {Condition[][]} */ options) =>
    options
      .map((drop) => ({ drop, count: filterRecords(items, without(conditions, drop)).count }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  const single = removals(on.map((condition) => [condition]));
  if (single.length) return single;
  return removals(on.flatMap((first, i) => on.slice(i + 1).map((second) => [first, second])));
}
