// The filter: which records match the query, and how many each value of a group would leave.
import { foldText } from "./text-folding.js";
import { CERTAIN, matchTimes, NO, POSSIBLE, isCertainlyThere, WITHOUT_DATE } from "./record-times.js";

/** Verdict of an area on a record that has no place to judge. */
export const WITHOUT_PLACE = 1;

/** The value of records that state none in a group. */
export const NONE = -1;

/**
 * @typedef {"theme" | "type" | "actor" | "country" | "status" | "verification" | "confidence" |
 *   "grade" | "region" | "since"} Group
 * @typedef {{value: number, label: string, count: number}} Choice `label` empty for NONE
 * @typedef {Record<Group, Choice[]>} Choices
 *
 * @typedef {object} Item a record for the filter
 * @property {Record<Group, number[]>} in its values in each group, at least one
 * @property {number[]} certainRegions regions that it is certainly in
 * @property {boolean} possible whether it matches the map's query only possibly
 * @property {string} words its id, actors, countries, assets and tags
 * @property {string} text for a search, folded
 * @property {import("./record-times.js").Times} times
 *
 * @typedef {object} QueryValues
 * @property {string} search
 * @property {boolean} certain whether only certain matches are shown
 * @property {[first: number, last: number] | null} period days, both included
 * @property {boolean} undated whether records without a date are shown beside those of a period
 * @property {Area | null} area of the reader's question on the map
 * @property {Partial<Record<Group, ReadonlySet<number>>>} chosen values: a record must have one of them in each group
 * @property {ReadonlySet<number>} [found] the records that match the search, where a server has searched
 *
 * @typedef {object} Area an area of the map; see web/src/questions/
 * @property {number[]} verdicts whether each record was there: NO, WITHOUT_PLACE, POSSIBLE or CERTAIN
 * @property {boolean[]} vague whether each was possibly there only because of parts whose place is a whole region
 * @property {() => string} describe in words
 * @property {(result: {shown: boolean[], unsure: string[]}) => string} summary in words, with the number of matches
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

/** Words of at least this many letters are also found where a text writes them as two: coastguard, icebreaker. */
const MIN_COMPOUND = 8;

/**
 * Whether a text has a word. Digits must begin a number of the text; any other word may stand within a word of it.
 * @param {string} text @param {string} word both folded
 */
export function containsWord(text, word) {
  if (!/^\d+$/.test(word)) {
    return text.includes(word) || (word.length >= MIN_COMPOUND && text.replaceAll(/[ -]/g, "").includes(word));
  }
  for (let index = text.indexOf(word); index >= 0; index = text.indexOf(word, index + 1)) {
    const before = text.charCodeAt(index - 1);
    if (!(before >= 48 && before <= 57)) return true;
  }
  return false;
}

/** @param {QueryValues} query @returns {import("./record-times.js").Span | null} */
const spanOf = ({ period }) => period && [period[0], period[1] + 1];

/** The values of a record in a group; with "certain only", only the regions that it is certainly in. @param {Item} item @param {Group} group @param {QueryValues} conditions @returns {number[]} */
function valuesIn(item, group, conditions) {
  if (group !== "region" || !conditions.certain || item.in.region[0] === NONE) return item.in[group];
  const period = spanOf(conditions);
  return !period || isCertainlyThere(item.times, period) ? item.certainRegions : [];
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
  const timeMatch = matchTimes(item.times, period);
  if (timeMatch !== CERTAIN || !item.times.placed || isCertainlyThere(item.times, period)) return timeMatch;
  return POSSIBLE; // it was in the map's region, but perhaps not within the period
}

/** How a record matches the query's area. @param {Item} item @param {number} i its index @param {QueryValues} conditions */
function matchArea(item, i, conditions) {
  const verdict = conditions.area?.verdicts[i] ?? CERTAIN;
  const period = spanOf(conditions);
  // It was there, but perhaps not within the period.
  return verdict === CERTAIN && conditions.area && period && !isCertainlyThere(item.times, period) ? POSSIBLE : verdict;
}

/**
 * How a record fares under the conditions, but for the values that are chosen in groups.
 * @param {Item} item @param {number} i its index @param {QueryValues} conditions @param {string[]} words of the search
 * @returns {{timeMatch: number, placeMatch: number, isPossible: boolean} | null} null if it fails
 */
function matchOf(item, i, conditions, words) {
  const timeMatch = matchPeriod(item, conditions);
  const placeMatch = matchArea(item, i, conditions);
  if (timeMatch === NO || placeMatch === NO) return null;
  const isPossible = item.possible || timeMatch === POSSIBLE || placeMatch === POSSIBLE;
  if (conditions.certain && isPossible) return null;
  const isFound = words.length && conditions.found ? conditions.found.has(i) : words.every((word) => containsWord(item.text, word));
  return isFound ? { timeMatch, placeMatch, isPossible } : null;
}

/** The groups in which a record has no chosen value. @param {Item} item @param {QueryValues} conditions @param {Group[]} active */
const failedGroups = (item, conditions, active) =>
  active.filter((group) => !valuesIn(item, group, conditions).some((value) => conditions.chosen[group]?.has(value)));

/**
 * How many records each value would show in place of the values chosen in its group.
 * @param {Item[]} items @param {QueryValues} conditions @param {string[]} words of the search @param {Group[]} active
 */
function valueCounts(items, conditions, words, active) {
  const counts = /** @type {Record<Group, Map<number, number>>} */ (
    Object.fromEntries(GROUPS.map((group) => [group, new Map()]))
  );
  items.forEach((item, i) => {
    const match = matchOf(item, i, conditions, words);
    if (!match || match.placeMatch === WITHOUT_PLACE || (match.timeMatch === WITHOUT_DATE && !conditions.undated)) return;
    const failed = failedGroups(item, conditions, active);
    // A record that fails in two groups is shown by no choice in one of them.
    if (failed.length > 1) return;
    // If it fails in one group, another choice in that one would show it.
    for (const group of failed.length ? failed : GROUPS) {
      const count = counts[group];
      for (const value of valuesIn(item, group, conditions)) count.set(value, (count.get(value) ?? 0) + 1);
    }
  });
  return counts;
}

/**
 * Filters records.
 * @param {Item[]} items @param {QueryValues} conditions
 * @returns {{shown: boolean[], count: number, readonly counts: Record<Group, Map<number, number>>,
 *   undated: number, unplaced: number, possibly: number, unsure: ("" | "possible" | "undated")[], vague: boolean[]}}
 *   `counts`: how many records each value would show in place of the values chosen in its group, counted at first use;
 *   `undated`: number of records without a date that match all else; `unplaced`: number of those without a place that an
 *   area leaves out; `possibly`: number of shown records that match the period only possibly; `unsure`: why a shown
 *   record does not certainly match; `vague`: see Area
 */
export function filterRecords(items, conditions) {
  const words = foldText(conditions.search).split(" ").filter(Boolean);
  const active = GROUPS.filter((group) => conditions.chosen[group]?.size);
  /** @type {Record<Group, Map<number, number>> | undefined} */
  let counts;
  /** @type {{count: number, undated: number, unplaced: number, possibly: number, unsure: ("" | "possible" | "undated")[]}} */
  const result = { count: 0, undated: 0, unplaced: 0, possibly: 0, unsure: items.map(() => "") };
  const shown = items.map((item, i) => {
    const match = matchOf(item, i, conditions, words);
    if (!match || failedGroups(item, conditions, active).length) return false;
    const { timeMatch, placeMatch, isPossible } = match;
    if (timeMatch === WITHOUT_DATE) result.undated += 1;
    if (timeMatch === WITHOUT_DATE && !conditions.undated) return false;
    if (placeMatch === WITHOUT_PLACE) {
      result.unplaced += 1;
      return false;
    }
    result.count += 1;
    if (timeMatch === POSSIBLE) result.possibly += 1;
    if (isPossible || !isCertainlyIn(item, conditions)) result.unsure[i] = "possible";
    else if (timeMatch === WITHOUT_DATE) result.unsure[i] = "undated";
    return true;
  });
  return {
    ...{ shown, ...result, vague: items.map((_, i) => !!conditions.area?.vague[i]) },
    get counts() {
      return (counts ??= valueCounts(items, conditions, words, active));
    },
  };
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
 * Conditions to remove if no record is shown: single ones, or if none suffices pairs; first those whose removal shows the
 * most records.
 * @param {Item[]} items @param {QueryValues} conditions
 * @returns {{drop: Condition[], count: number}[]} empty if the removal of two conditions shows no record either
 */
export function suggestRemovals(items, conditions) {
  const active = activeConditions(conditions);
  const removals = (/** @type {Condition[][]} */ options) =>
    options
      .map((drop) => ({ drop, count: filterRecords(items, without(conditions, drop)).count }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  const single = removals(active.map((condition) => [condition]));
  if (single.length) return single;
  return removals(active.flatMap((first, i) => active.slice(i + 1).map((second) => [first, second])));
}
