// Records as a table: the columns of the CSV and XLSX files.

/** @typedef {string | number | null | undefined} Cell */
/**
 * @typedef {object} Row a record with its texts on the page
 * @property {any} feature
 * @property {number} n
 * @property {string} date in words
 * @property {string} place in words
 * @property {{s0: number, e1: number} | null} time days, the second after its last
 * @property {string} match certain, possible or undated
 */

/** @param {any} [listed] @returns {any[]} */
const list = (listed) => (listed === undefined || listed === null ? [] : [listed].flat());
/** @param {any[]} texts */
const joined = (texts) => texts.filter(Boolean).join("; ");
/** @param {any} geometry @param {0 | 1} axis */
const ofPoint = (geometry, axis) => (geometry?.type === "Point" ? geometry.coordinates[axis] : null);
/** @param {any} grade */
const graded = (grade) => (grade ? `${grade.reliability}${grade.credibility}` : "not graded");
/** @param {any} source */
const cited = ({ claimant, publisher, title, cite, url, read_at: copies }) =>
  joined([[...new Set([claimant, publisher, title, cite])].filter(Boolean).join(" · "), url, ...list(copies)]);
/** Without an end on one side there is no such day. @param {number} [day] counted from 1970-01-01 */
const iso = (day = NaN) => {
  const date = new Date(day * 864e5);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString().slice(0, 10) : "";
};

/** Columns: name, and its cell. @type {[string, (row: Row, said: any) => Cell][]} */
const COLUMNS = [
  ["number", ({ n }) => n],
  ["id", ({ feature }) => `${feature.id}`],
  ["title", (_, properties) => properties.title],
  ["label", (_, properties) => properties.label],
  ["start", (_, properties) => properties.start],
  ["end", (_, properties) => properties.end],
  ["earliest", ({ time }) => iso(time?.s0)],
  ["latest", ({ time }) => iso(time ? time.e1 - 1 : NaN)],
  ["date", ({ date }) => date],
  ["place", ({ place }) => place],
  // Of a line, an area or a region no single place was stated.
  ["lon", ({ feature }) => ofPoint(feature.geometry, 0)],
  ["lat", ({ feature }) => ofPoint(feature.geometry, 1)],
  ["precision", (_, properties) => properties.place?.precision],
  ["radius_km", (_, properties) => properties.place?.radius_km],
  ["inner_radius_km", (_, properties) => properties.place?.inner_radius_km],
  ["theme", (_, properties) => `${properties.type ?? ""}`.split("/")[0]],
  ["type", (_, properties) => `${properties.type ?? ""}`.split("/")[1]],
  ["kind", (_, properties) => properties.kind],
  ["status", (_, properties) => properties.status],
  ["verification", (_, properties) => properties.verification?.level],
  ["confidence", (_, properties) => properties.confidence?.level],
  ["likelihood", (_, properties) => joined([properties.likelihood?.term, properties.likelihood?.scale])],
  ["actors", (_, properties) => joined(list(properties.actors).map(({ name, country }) => (country ? `${name} (${country})` : name)))],
  ["sources", (_, properties) => list(properties.sources).map(cited).join(" | ")],
  ["grades", (_, properties) => list(properties.sources).map(({ grade }) => graded(grade)).join(" | ")],
  ["tags", (_, properties) => joined(list(properties.tags))],
  ["review", (_, properties) => properties.review],
  ["marking", (_, properties) => properties.marking],
  ["summary", (_, properties) => properties.summary],
  ["match", ({ match }) => match],
];
/** Columns with days. */
const DAYS = new Set(["earliest", "latest"]);
/** Columns of the map, repeated in each row: a row may be copied alone. */
const OF_MAP = ["title", "marking", "as_of", "digest"];

/** Where a spreadsheet takes a text for a formula. */
export const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/**
 * @typedef {object} Table
 * @property {string[]} names of its columns
 * @property {boolean[]} days whether a column has days, as `2024-06-01`
 * @property {Cell[][]} lines
 */

/**
 * @param {Row[]} rows @param {Record<string, any>} members of the collection
 * @returns {Table}
 */
export function tableOf(rows, members) {
  const ofMap = members.asked ? [...OF_MAP, "asked"] : OF_MAP;
  const names = [...COLUMNS.map(([name]) => name), ...ofMap.map((name) => `map_${name}`)];
  const lines = rows.map((row) => [
    ...COLUMNS.map(([, cell]) => cell(row, row.feature.properties)),
    ...ofMap.map((name) => joined([members[name]].flat())),
  ]);
  return { names, days: names.map((name) => DAYS.has(name)), lines };
}
