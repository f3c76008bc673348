// Reads the facets of the payload: the values that the filters offer, and those of each record.
import { GROUPS, NONE } from "./filter.js";
import { language } from "../i18n.js";

/** @typedef {import("../payload.js").Facets} Facets */
/** @typedef {import("./filter.js").Group} Group */
/** @typedef {import("./filter.js").Item} Item */
/** @typedef {import("./filter.js").Choice} Choice */

/**
 * An object whose values are computed at first use, and again when the records have been replaced.
 * @template {string} K, V
 * @param {readonly K[]} keys @param {import("../records.js").Records} records @param {(key: K) => V} make @returns {Record<K, V>}
 */
function lazyValues(keys, records, make) {
  const lazy = /** @type {Record<K, V>} */ ({});
  for (const key of keys) Object.defineProperty(lazy, key, { enumerable: true, get: records.lazily(() => make(key)) });
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
function valuesOrNone(values) {
  if (values.length < 2) return listOf(values[0] ?? NONE);
  return values.length === 2 && values[0] !== values[1] ? values : [...new Set(values)];
}

/**
 * What the values of records refer to.
 * @typedef {object} Tables
 * @property {Facets} facets
 * @property {string[]} countries codes
 * @property {(number | undefined)[]} countryOf the country of each entry of the actors, as its place in `countries`
 * @property {number[]} nameOf the name of each, as its place among the names
 * @property {(country: string) => string} countryName
 */

/** A record for the filter, which reads its values when they are needed: of thousands, most filters ask for few. @implements {Item} */
class RecordItem {
  text = "";
  /** What the reader's comparison makes of it. @type {number[] | null} */
  ownSince = null;

  /** @param {import("../payload.js").PageRecord} record @param {() => Tables} tables */
  constructor(record, tables) {
    this.record = record;
    this.tables = tables;
  }

  /** Its values in each group. */
  get in() {
    return this;
  }

  get theme() {
    return listOf(this.record.type[0]);
  }

  get type() {
    return listOf(this.record.facet("type"));
  }

  get actor() {
    const { nameOf } = this.tables();
    return valuesOrNone(this.record.facet("actors").map((i) => nameOf[i]));
  }

  get country() {
    const { countryOf } = this.tables();
    return valuesOrNone(this.record.facet("actors").flatMap((i) => countryOf[i] ?? []));
  }

  get status() {
    return listOf(this.record.facet("status"));
  }

  get verification() {
    return listOf(this.record.facet("verification"));
  }

  get confidence() {
    return listOf(this.record.facet("confidence"));
  }

  get grade() {
    return valuesOrNone(this.record.facet("grades"));
  }

  get region() {
    const [certainly, possibly] = [this.record.facet("certainly"), this.record.facet("possibly")];
    return valuesOrNone(possibly.length ? [...certainly, ...possibly] : certainly);
  }

  get since() {
    return this.ownSince ?? listOf(this.record.facet("since") ?? NONE);
  }

  set since(values) {
    this.ownSince = values;
  }

  get certainRegions() {
    return this.record.facet("certainly");
  }

  get possible() {
    return this.record.isOnlyPossible;
  }

  get times() {
    return this.record.times;
  }

  get words() {
    const { facets, countries, countryName } = this.tables();
    const country = this.country.map((i) => (i === NONE ? "" : countryName(countries[i])));
    const [assets, tags] = [this.record.facet("assets").map((i) => facets.assets[i]), this.record.facet("tags").map((i) => facets.tags[i])];
    return [this.record.id, ...this.record.actors.map(([name]) => name), ...country, ...assets, ...tags].join(" ");
  }
}

/** Codes of the countries of actors, in the order of their values. @param {Facets} facets */
export const countriesOf = ({ actors }) => [...new Set(actors.map(([, country]) => country).filter(Boolean))];

/**
 * @param {Pick<import("../payload.js").PageData, "facets" | "records">} data
 * @param {(country: string) => string} [countryName]
 * @returns {{items: Item[], choices: import("./filter.js").Choices, ids: Record<Group, readonly string[]>}}
 *   `ids`: names of the choices in links
 */
export function readFacets(data, countryName = (code) => code) {
  const tables = data.records.lazily(() => tablesOf(data.facets, countryName));
  /** @type {Item[]} */
  const items = [];
  function readItems() {
    items.length = 0;
    for (const record of data.records.all) items.push((record.item ??= new RecordItem(record, tables)));
  }
  readItems();
  data.records.onReplace(readItems);
  const labelsOf = (/** @type {Group} */ group) => (group === "country" ? tables().countries.map(countryName) : tables().labels[group]);
  // At first use: most readers open no filter, and a browser takes long to compute the names of countries.
  const choices = lazyValues(GROUPS, data.records, (group) => choicesOf(group, labelsOf(group), items));
  return { items, choices, ids: lazyValues(GROUPS, data.records, (group) => tables().ids[group]) };
}

/** @param {Facets} facets @param {(country: string) => string} countryName */
function tablesOf(facets, countryName) {
  const countries = countriesOf(facets);
  // Two entries of one name, with a country and without, are one actor.
  const names = [...new Set(facets.actors.map(([name]) => name))];
  const [countryIndex, nameIndex] = [indexByName(countries), indexByName(names)];
  const labels = {
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
    ...labels,
    theme: facets.themes.map(([id]) => id),
    type: facets.types.map(([, , id]) => id),
    region: facets.regions.map(([id]) => id),
    since: facets.since ? ["new", "changed", "before"] : [],
  };
  const countryOf = facets.actors.map(([, country]) => countryIndex.get(country));
  const nameOf = facets.actors.map(([name]) => /** @type {number} */ (nameIndex.get(name)));
  return { facets, countries, countryOf, nameOf, countryName, labels, ids };
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
