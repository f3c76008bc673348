// Reads the facets of the payload: the values that the filters offer, and those of each record.
import { GROUPS, NONE } from "./filter.js";
import { language } from "../i18n.js";

/** @typedef {import("../payload.js").Facets} Facets */
/** @typedef {import("./filter.js").Group} Group */
/** @typedef {import("./filter.js").Item} Item */
/** @typedef {import("./filter.js").Choice} Choice */

/**
 * An object whose values are computed at first use.
 * @template {string} K, V
 * @param {readonly K[]} keys @param {(key: K) => V} make @returns {Record<K, V>}
 */
function lazyValues(keys, make) {
  const lazy = /** @type {Record<K, V>} */ ({});
  for (const key of keys) {
    /** @type {V | undefined} */
    let value;
    Object.defineProperty(lazy, key, { enumerable: true, get: () => (value ??= make(key)) });
  }
  return lazy;
}

/** Where each stands in a list. @param {readonly string[]} list */
const indexByName = (list) => new Map(list.map((item, i) => [item, i]));

/** What a record states, each once, or that it states none. @param {number[]} values */
const valuesOrNone = (values) => (values.length ? [...new Set(values)] : [NONE]);

/**
 * Reads the facets of records.
 * @param {Facets} facets @param {string[]} countries codes @param {(country: string) => string} countryName
 * @param {string[]} names
 * @returns {(record: import("../payload.js").PageRecord) => Item}
 */
function itemOf(facets, countries, countryName, names) {
  const countryAt = indexByName(countries);
  const nameAt = indexByName(names);
  return (record) => {
    const [certainRegions, { actors }] = [record.facet("certainly"), record];
    const country = valuesOrNone(actors.flatMap(([, code]) => countryAt.get(code) ?? []));
    const texts = () => [
      record.id,
      ...actors.map(([name]) => name),
      ...country.map((i) => (i === NONE ? "" : countryName(countries[i]))),
      ...record.facet("assets").map((i) => facets.assets[i]),
      ...record.facet("tags").map((i) => facets.tags[i]),
    ];
    return {
      in: {
        theme: [record.type[0]],
        type: [record.facet("type")],
        actor: valuesOrNone(actors.flatMap(([name]) => nameAt.get(name) ?? [])),
        country,
        status: [record.facet("status")],
        verification: [record.facet("verification")],
        confidence: [record.facet("confidence")],
        grade: valuesOrNone(record.facet("grades")),
        region: valuesOrNone([...certainRegions, ...record.facet("possibly")]),
        since: [record.facet("since") ?? NONE],
      },
      surely: certainRegions,
      possible: record.isOnlyPossible,
      get words() {
        return texts().join(" ");
      },
      text: "",
      times: record.times,
    };
  };
}

/**
 * @param {Pick<import("../payload.js").PageData, "facets" | "records">} data
 * @param {(country: string) => string} [countryName]
 * @returns {{items: Item[], choices: import("./filter.js").Choices, ids: Record<Group, readonly string[]>}}
 *   with what each choice is called in a link
 */
export function readFacets({ facets, records }, countryName = (code) => code) {
  const countries = [...new Set(facets.actors.map(([, country]) => country).filter(Boolean))];
  // Two entries of one name, with a country and without, are one actor.
  const names = [...new Set(facets.actors.map(([name]) => name))];
  const items = records.all.map(itemOf(facets, countries, countryName, names));
  const labelsOf = {
    theme: facets.themes.map(([, label]) => label),
    type: facets.types.map(([, label]) => label),
    actor: names,
    country: countries,
    status: facets.statuses,
    verification: facets.verifications,
    confidence: facets.confidences,
    grade: facets.grades,
    region: facets.regions.map(([, name]) => name),
    since: facets.since ?? [],
  };
  const ids = {
    ...labelsOf,
    theme: facets.themes.map(([id]) => id),
    type: facets.types.map(([, , id]) => id),
    region: facets.regions.map(([id]) => id),
    since: facets.since ? ["new", "changed", "before"] : [],
  };
  const labels = (/** @type {Group} */ group) => (group === "country" ? countries.map(countryName) : labelsOf[group]);
  // Most readers use none, and a browser needs long for the names of countries.
  const choices = lazyValues(GROUPS, (group) => choicesOf(group, labels(group), items));
  return { items, choices, ids };
}

/** Groups whose words have an order of their own. */
const IN_ORDER = new Set(["status", "verification", "confidence", "since"]);
const BY_NAME = new Set(["region", "grade"]);

/**
 * The choices that any record has: in their own order, by name, or the most frequent first; last
 * that of the records which state none.
 * @param {Group} group @param {readonly string[]} labels @param {Item[]} items @returns {Choice[]}
 */
function choicesOf(group, labels, items) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const item of items) for (const value of item.in[group]) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Before its reader chooses a day the page knows of no record whether it is new.
  if (group === "since") labels.forEach((_, value) => counts.set(value, counts.get(value) ?? 0));
  const choices = [...counts].map(([value, count]) => ({ value, label: labels[value] ?? "", count }));
  const byName = new Intl.Collator(language(), { numeric: true }).compare;
  return choices.sort((a, b) => {
    if (a.value === NONE || b.value === NONE) return a.value === NONE ? 1 : -1;
    if (IN_ORDER.has(group)) return a.value - b.value;
    if (BY_NAME.has(group)) return byName(a.label, b.label);
    return b.count - a.count || byName(a.label, b.label);
  });
}
