// GeoJSON, XLSX and CSV files of the records that the filter shows.
import { cardTexts } from "../card/packed-cards.js";
import { SEMICOLONS, toCsv } from "./csv.js";
import { tableOf } from "./table.js";
import { toXlsx } from "./xlsx.js";
import { featureCollection } from "../payload.js";
import { slug } from "../query/text-folding.js";
import { writeHash } from "../url/permalink.js";
import { readState } from "../url/page-state.js";

/** Links between records; those to records outside the file are dropped. */
const LINKS = ["part_of", "related"];

/**
 * Those records of a collection that are shown.
 * @param {any} collection @param {boolean[]} shown in its order @param {Record<string, any>} members more of them
 */
export function filteredCollection({ features, ...own }, shown, members) {
  const taken = features.filter((/** @type {any} */ _, /** @type {number} */ i) => shown[i]);
  const ids = new Set(taken.map((/** @type {any} */ { id }) => `${id}`));
  return { ...own, ...members, features: taken.map((/** @type {any} */ feature) => withKeptLinks(feature, ids)) };
}

/** @param {any} feature @param {Set<string>} ids */
function withKeptLinks(feature, ids) {
  const kept = Object.entries(feature.properties).flatMap(([key, value]) => {
    if (!LINKS.includes(key)) return [[key, value]];
    const there = [value].flat().filter((id) => ids.has(`${id}`));
    return there.length ? [[key, Array.isArray(value) ? there : there[0]]] : [];
  });
  return { ...feature, properties: Object.fromEntries(kept) };
}

/**
 * Names of regions in place of their ids, in the name of a place with a position: another workspace may have no such regions.
 * @param {any} feature @param {Record<string, string>} names of regions
 */
function withRegionNames(feature, names) {
  const { regions, regions_mode: _, ...place } = feature.properties.place ?? {};
  if (!feature.geometry || !regions) return feature;
  const [name = "", ...others] = [place.name, ...[regions].flat().map((/** @type {string} */ id) => names[id])];
  const said = [name, ...others.filter((one) => one && !name.includes(one))].filter(Boolean).join(", ");
  return { ...feature, properties: { ...feature.properties, place: { ...place, ...(said && { name: said }) } } };
}

/**
 * A collection as GeoJSON that another workspace reads.
 * @param {any} collection
 */
export const asGeoJson = ({ region_names: names = {}, markings: _, features, ...members }) => ({
  ...members,
  features: features.map((/** @type {any} */ feature) => withRegionNames(feature, names)),
});

/** The date of a record in words, without what stands beside it. @param {Element | null} row of the list */
export const dateOf = (row) => row?.querySelector(".pick-date")?.firstChild?.textContent?.trim() ?? "";

/** The match of a record. @param {import("../query/query.js").PageQuery} query @param {number} i */
const matchOf = (query, i) => query.found().unsure[i] || "certain";

/**
 * @param {import("../payload.js").PageData} data
 * @param {import("../query/query.js").PageQuery} query
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function recordFiles(data, query, rows) {
  /** The collection as it is shown now, with the number of each record on this map. */
  function collection() {
    const all = featureCollection();
    const { shown } = query.found();
    const numbers = all.features.flatMap((/** @type {any} */ { id }, /** @type {number} */ i) =>
      shown[i] ? [[`${id}`, data.events[i].n]] : [],
    );
    const asked = query.active().map((one) => query.told(one, "printed"));
    const hash = writeHash(readState());
    const features = query.unsure() ? all.features.map(matched) : all.features;
    return filteredCollection({ ...all, features }, shown, {
      ...(asked.length && { asked }),
      ...(hash && { link: `#${hash}` }),
      numbers: Object.fromEntries(numbers),
    });
  }
  /** @param {any} feature @param {number} i */
  function matched(feature, i) {
    const name = "match" in feature.properties ? "geotrack_match" : "match";
    return { ...feature, properties: { ...feature.properties, [name]: matchOf(query, i) } };
  }
  /** The records that are shown now, with their texts on the page. */
  function table() {
    const { features, markings = {}, ...members } = collection();
    const inWords = data.events.flatMap(({ n }, i) =>
      query.found().shown[i]
        ? [{
            n,
            date: dateOf(rows[i]),
            where: cardTexts(rows[i], [".where"])[0].trim(),
            time: query.items[i].times.own,
            match: query.unsure() ? matchOf(query, i) : "",
          }]
        : [],
    );
    const rowOf = (/** @type {any} */ words, /** @type {any} */ feature) => ({ ...words, feature, marking: markings[feature.id] ?? feature.properties.marking });
    return tableOf(data.columns, inWords.map((words, i) => rowOf(words, features[i])), members);
  }
  return {
    geojson: () => `${JSON.stringify(asGeoJson(collection()), null, 1)}\n`,
    xlsx: () => toXlsx(table(), "Records"),
    csv: () => toCsv(table()),
    semicolons: () => toCsv(table(), SEMICOLONS),
    name(/** @type {string} */ ending) {
      const { title, as_of: day } = featureCollection();
      return `${slug([title, day].filter(Boolean).join(" ")).slice(0, 80) || "records"}.${ending}`;
    },
  };
}
