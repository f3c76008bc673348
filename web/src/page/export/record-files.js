// GeoJSON, XLSX and CSV files of the records that the filter shows.
import { SEMICOLONS, toCsv } from "./csv.js";
import { tableOf } from "./table.js";
import { toXlsx } from "./xlsx.js";
import { featureCollection } from "../payload.js";
import { slug } from "../query/text-folding.js";
import { writeHash } from "../url/permalink.js";
import { readState } from "../url/page-state.js";

/** Properties with ids of other records; ids outside the file are dropped. */
const LINKS = ["part_of", "related"];

/**
 * The shown records of a collection, with its members and further ones.
 * @param {any} collection @param {boolean[]} shown in its order @param {Record<string, any>} further members
 */
export function filteredCollection({ features, ...members }, shown, further) {
  const selected = features.filter((/** @type {any} */ _, /** @type {number} */ i) => shown[i]);
  const ids = new Set(selected.map((/** @type {any} */ { id }) => `${id}`));
  return { ...members, ...further, features: selected.map((/** @type {any} */ feature) => withKeptLinks(feature, ids)) };
}

/** A feature with only those links that lead to some ids. @param {any} feature @param {Set<string>} ids */
function withKeptLinks(feature, ids) {
  const entries = Object.entries(feature.properties).flatMap(([key, value]) => {
    if (!LINKS.includes(key)) return [[key, value]];
    const targets = [value].flat().filter((id) => ids.has(`${id}`));
    return targets.length ? [[key, Array.isArray(value) ? targets : targets[0]]] : [];
  });
  return { ...feature, properties: Object.fromEntries(entries) };
}

/**
 * A feature with a position whose place has its regions by name, in the place's name, instead of by id: another
 * workspace may have no such regions.
 * @param {any} feature @param {Record<string, string>} names of regions
 */
function withRegionNames(feature, names) {
  const { regions, regions_mode: _, ...place } = feature.properties.place ?? {};
  if (!feature.geometry || !regions) return feature;
  const placeName = place.name ?? "";
  const regionNames = [regions].flat().map((/** @type {string} */ id) => names[id]);
  const name = [placeName, ...regionNames.filter((region) => region && !placeName.includes(region))].filter(Boolean).join(", ");
  return { ...feature, properties: { ...feature.properties, place: { ...place, ...(name && { name }) } } };
}

/**
 * A collection as GeoJSON that another workspace reads.
 * @param {any} collection
 */
export const asGeoJson = ({ region_names: names = {}, markings: _, features, ...members }) => ({
  ...members,
  features: features.map((/** @type {any} */ feature) => withRegionNames(feature, names)),
});

/** Why a record is only possible, or that it is certain. @param {import("../query/query.js").PageQuery} query @param {number} i */
const matchOf = (query, i) => query.result().unsure[i] || "certain";

/**
 * @param {import("../payload.js").PageData} data
 * @param {import("../query/query.js").PageQuery} query
 */
export function recordFiles({ columns, records }, query) {
  /** The collection as it is shown now, with the number of each record on this map. */
  async function collection() {
    const whole = featureCollection();
    const { shown } = query.result();
    const places = records.all.flatMap(({ i }) => (shown[i] ? i : []));
    await records.remote?.load("feature", places);
    const numbers = places.map((i) => [`${records.all[i].feature.id}`, records.all[i].n]);
    const conditions = query.active().map((condition) => query.describe(condition, "printed"));
    const hash = writeHash(readState());
    const isUnsure = query.unsure();
    const features = records.all.map((record, i) => (shown[i] ? (isUnsure ? withMatch(record.feature, i) : record.feature) : null));
    return filteredCollection({ ...whole, features }, shown, {
      ...(conditions.length && { asked: conditions }),
      ...(hash && { link: `#${hash}` }),
      numbers: Object.fromEntries(numbers),
    });
  }
  /** A feature that states its match. @param {any} feature @param {number} i */
  function withMatch(feature, i) {
    const name = "match" in feature.properties ? "geotrack_match" : "match";
    return { ...feature, properties: { ...feature.properties, [name]: matchOf(query, i) } };
  }
  /** The records that are shown now, with their texts on the page. */
  async function table() {
    const { features, markings = {}, ...members } = await collection();
    const shown = records.all.filter(({ i }) => query.result().shown[i]);
    await records.remote?.load("row", shown.map(({ i }) => i));
    const rows = shown.map(({ i, n, date, cardTexts, times }, row) => ({
      n,
      date,
      where: cardTexts.place,
      time: times.own,
      match: query.unsure() ? matchOf(query, i) : "",
      feature: features[row],
      marking: markings[features[row].id] ?? features[row].properties.marking,
    }));
    return tableOf(columns, rows, members);
  }
  return {
    geojson: async () => `${JSON.stringify(asGeoJson(await collection()), null, 1)}\n`,
    xlsx: async () => toXlsx(await table(), "Records"),
    csv: async () => toCsv(await table()),
    semicolons: async () => toCsv(await table(), SEMICOLONS),
    name(/** @type {string} */ ending) {
      const { title, as_of: day } = featureCollection();
      return `${slug([title, day].filter(Boolean).join(" ")).slice(0, 80) || "records"}.${ending}`;
    },
  };
}
