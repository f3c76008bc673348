// Records as a table: the CSV and XLSX files. A column that `geotrack export` has too means the same there.

/** @typedef {string | number | null | undefined} Cell */
/**
 * @typedef {object} Row a record with its texts on the page
 * @property {any} feature
 * @property {number} n
 * @property {string} date in words
 * @property {string} where its place, in words
 * @property {{s0: number, e1: number} | null} time days, the second after its last
 * @property {string} match certain, possible or undated
 * @property {string | undefined} marking the highest of the record and the reports that it cites
 */

/** A value, several or none, as a list. @param {any} [values] @returns {any[]} */
const list = (values) => (values === undefined || values === null ? [] : [values].flat());
/** @param {any[]} texts */
const joinTexts = (texts) => texts.filter(Boolean).join("; ");
/** A coordinate of a point; none of another geometry. @param {any} geometry @param {0 | 1} axis */
const coordinateOf = (geometry, axis) => (geometry?.type === "Point" ? geometry.coordinates[axis] : null);
/** As `Event.precision` of geotrack/model/event.py. @param {any} feature */
function precisionOf({ geometry, properties: { place } }) {
  if (place?.precision === "line" && ["Point", "MultiPoint"].includes(geometry?.type)) return "near";
  return place?.precision ?? (!geometry && list(place?.regions).length ? "region" : "unstated");
}
/** @param {any} grade */
const gradeText = (grade) => (grade ? `${grade.reliability}${grade.credibility}` : "not graded");
/** @param {any} source */
const citationText = ({ claimant, publisher, title, cite, url, read_at: copies }) =>
  joinTexts([[...new Set([claimant, publisher, title, cite])].filter(Boolean).join(" · "), url, ...list(copies)]);
/** A day as ISO 8601; empty if there is none, as for an open period, whose days are infinite. @param {number} [day] counted from 1970-01-01 */
const isoDay = (day = NaN) => {
  const date = new Date(day * 86_400_000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString().slice(0, 10) : "";
};

/** Cells of columns that no record states, by name. @type {Record<string, (row: Row, properties: any) => Cell>} */
const COMPUTED = {
  id: ({ feature }) => `${feature.id}`,
  number: ({ n }) => n,
  theme: (_, properties) => `${properties.type ?? ""}`.split("/")[0],
  kind: (_, properties) => properties.kind ?? "event",
  date: ({ date }) => date,
  earliest: ({ time }) => isoDay(time?.s0),
  latest: ({ time }) => isoDay(time ? time.e1 - 1 : NaN),
  // Without the spaces that keep a number and its unit on one line.
  where: ({ where }) => where.replaceAll("\u00a0", " "),
  precision: ({ feature }) => precisionOf(feature),
  lon: ({ feature }) => coordinateOf(feature.geometry, 0),
  lat: ({ feature }) => coordinateOf(feature.geometry, 1),
  actors: (_, properties) => joinTexts(list(properties.actors).map(({ name }) => name)),
  countries: (_, properties) => joinTexts([...new Set(list(properties.actors).map(({ country }) => country))]),
  marking: ({ marking }) => marking,
  match: ({ match }) => match,
  citations: (_, properties) => list(properties.sources).map(citationText).join(" | "),
  grades: (_, properties) => list(properties.sources).map(({ grade }) => gradeText(grade)).join(" | "),
};
/** Columns that `geotrack export` does not have. */
const PAGE_COLUMNS = ["citations", "grades"];
/** Columns with days. */
const DAY_COLUMNS = new Set(["earliest", "latest"]);
/** Columns about the map, with `map_` before their name, repeated in each row: a row may be copied alone. */
const MAP_COLUMNS = ["title", "marking", "as_of", "digest"];

/** A text that a spreadsheet would take for a formula. */
export const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/**
 * @typedef {object} Table
 * @property {string[]} names of its columns
 * @property {boolean[]} days whether a column has days, as `2024-06-01`
 * @property {Cell[][]} lines
 */

/** The reader of a column's cells. @param {string} name @param {string} path @returns {(row: Row) => Cell} */
function cellOf(name, path) {
  const keys = path.split(".");
  return (row) => {
    const { properties } = row.feature;
    if (name in COMPUTED) return COMPUTED[name](row, properties);
    const value = keys.reduce((part, key) => part?.[key], properties);
    return Array.isArray(value) ? joinTexts(value) : value;
  };
}

/**
 * @param {[name: string, path: string][]} columns the properties of which each record has a value at a path
 * @param {Row[]} rows @param {Record<string, any>} members of the collection
 * @returns {Table}
 */
export function tableOf(columns, rows, members) {
  const mapColumns = members.asked ? [...MAP_COLUMNS, "asked"] : MAP_COLUMNS;
  const all = [...columns, ...PAGE_COLUMNS.map((name) => [name, name])];
  const names = [...all.map(([name]) => name), ...mapColumns.map((name) => `map_${name}`)];
  const cells = all.map(([name, path]) => cellOf(name, path));
  const mapCells = mapColumns.map((name) => joinTexts([members[name]].flat()));
  const lines = rows.map((row) => [...cells.map((cell) => cell(row)), ...mapCells]);
  return { names, days: names.map((name) => DAY_COLUMNS.has(name)), lines };
}
