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

/** The index of each name of a list. @param {readonly string[]} list */
const indexByName = (list) => new Map(list.map((item, i) => [item, i]));

/** Lists of one value, which records share. @type {Map<number, number[]>} */
const lists = new Map();

/** @param {number} value */
function listOf(value) {
  const list = lists.get(value) ?? [value];
  lists.set(value, list);
  return list;
}

/** The distinct values of a record in a group; NONE if it states none. @param {number[]} values */
const valuesOrNone = (values) => (values.length > 1 ? [...new Set(values)] : listOf(values[0] ?? NONE));

/**
 * A function that reads the facets of a record.
 * @param {Facets} facets @param {string[]} countries codes @param {(country: string) => string} countryName
 * @param {string[]} names of actors
 * @returns {(record: import("../payload.js").PageRecord) => Item}
 */
function itemOf(facets, countries, countryName, names) {
  const countryIndex = indexByName(countries);
  const nameIndex = indexByName(names);
  /** @param {import("../payload.js").PageRecord} record @returns {Item["in"]} */
  const valuesOf = (record) => {
    const { actors } = record;
    return {
      theme: listOf(record.type[0]),
      type: listOf(record.facet("type")),
      actor: valuesOrNone(actors.flatMap(([name]) => nameIndex.get(name) ?? [])),
      country: valuesOrNone(actors.flatMap(([, code]) => countryIndex.get(code) ?? [])),
      status: listOf(record.facet("status")),
      verification: listOf(record.facet("verification")),
      confidence: listOf(record.facet("confidence")),
      grade: valuesOrNone(record.facet("grades")),
      region: valuesOrNone([...record.facet("certainly"), ...record.facet("possibly")]),
      since: listOf(record.facet("since") ?? NONE),
    };
  };
  return (record) => {
    /** @type {Item["in"] | undefined} */
    let values;
    return {
      // At first use: of thousands of records, most filters ask for few of them.
      get in() {
        return (values ??= valuesOf(record));
      },
      get certainRegions() {
        return record.facet("certainly");
      },
      possible: record.isOnlyPossible,
      get words() {
        const country = this.in.country.map((i) => (i === NONE ? "" : countryName(countries[i])));
        const [assets, tags] = [record.facet("assets").map((i) => facets.assets[i]), record.facet("tags").map((i) => facets.tags[i])];
        return [record.id, ...record.actors.map(([name]) => name), ...country, ...assets, ...tags].join(" ");
      },
      text: "",
      times: record.times,
    };
  };
}

/** Codes of the countries of actors, in the order of their values. @param {Facets} facets */
export const countriesOf = ({ actors }) => [...new Set(actors.map(([, country]) => country).filter(Boolean))];

/**
 * @param {Pick<import("../payload.js").PageData, "facets" | "records">} data
 * @param {(country: string) => string} [countryName]
 * @returns {{items: Item[], choices: import("./filter.js").Choices, ids: Record<Group, readonly string[]>}}
 *   `ids`: names of the choices in links
 */
export function readFacets({ facets, records }, countryName = (code) => code) {
  const countries = countriesOf(facets);
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
  // At first use: most readers open no filter, and a browser takes long to compute the names of countries.
  const choices = lazyValues(GROUPS, (group) => choicesOf(group, labels(group), items));
  return { items, choices, ids };
}

/** Groups whose choices have an order of their own, and groups in the order of names; the others begin with the most frequent choice. */
const IN_ORDER = new Set(["status", "verification", "confidence", "since"]);
const BY_NAME = new Set(["region", "grade"]);

/**
 * The choices that any record has, in the order of their group; NONE is last.
 * @param {Group} group @param {readonly string[]} labels @param {Item[]} items @returns {Choice[]}
 */
function choicesOf(group, labels, items) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const item of items) for (const value of item.in[group]) counts.set(value, (counts.get(value) ?? 0) + 1);
  // All three, since what is new is known only when the reader has chosen a day.
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
