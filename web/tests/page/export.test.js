import assert from "node:assert/strict";
import { test } from "node:test";
import { toCsv, csvCell, SEMICOLONS } from "../../src/page/export/csv.js";
import { tableOf } from "../../src/page/export/table.js";
import { crc32 } from "../../src/page/export/zip.js";
import { asGeoJson, filteredCollection } from "../../src/page/export/record-files.js";

test("no text is a formula, whatever its first letter", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1"]) assert.ok(csvCell(text).replace('"', "").startsWith("'"), text);
  assert.equal(csvCell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  assert.equal(csvCell('=HYPERLINK("a","b")'), '"\'=HYPERLINK(""a"",""b"")"');
  assert.equal(csvCell("a;=1+1"), "a;'=1+1");
  assert.equal(csvCell("a\t@b;\n\n＋1"), "\"a\t'@b;\n\n'＋1\"");
  assert.equal(csvCell("'=1+1"), "''=1+1");
  assert.equal(csvCell(-168.5), "-168.5");
  assert.equal(csvCell("plain - text"), "plain - text");
  for (const nothing of [null, undefined, ""]) assert.equal(csvCell(nothing), "");
  assert.equal(csvCell('a "b",\r\nc'), '"a ""b"",\r\nc"');
});

/** A table as RFC 4180 has it. @param {string} text */
function read(text) {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  /** @type {string[][]} */
  const lines = [[]];
  for (const [, quoted, plain, end] of cells) {
    /** @type {string[]} */ (lines.at(-1)).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

test("a row says what the record says, and a gap is a gap", () => {
  const properties = {
    title: "A, \"b\"\nc",
    start: "2024-06",
    type: "naval/patrol",
    place: { precision: "near", radius_km: 5 },
    confidence: { level: "low" },
    likelihood: { term: "likely", scale: "NATO" },
    tags: ["a", "b"],
    actors: [{ name: "FSB", country: "RU" }, { name: "Somebody" }, { name: "Navy", country: "RU" }],
    sources: [
      { publisher: "P", title: "T", url: "https://example.org/", grade: { reliability: "B", credibility: 2 } },
      { cite: "A letter", claimant: "FSB" },
      { read_at: ["https://example.org/copy"] },
    ],
  };
  const point = { type: "Feature", id: 7, geometry: { type: "Point", coordinates: [-168.5, 65] }, properties };
  const line = { type: "Feature", id: "l", geometry: { type: "LineString", coordinates: [[0, 70], [1, 71]] }, properties: {} };
  const rows = [point, line].map((feature, i) => ({
    feature,
    n: 11 + i,
    date: "sometime in June 2024",
    where: "within 5\u00a0km of 65° N",
    marking: "SECRET",
    time: [{ s0: 19875, e1: 19905 }, { s0: -Infinity, e1: Infinity }][i],
    match: ["possible", ""][i],
  }));
  const columns = ["number", "id", "title", "type", "theme", "kind", "status", "date", "earliest", "latest", "where", "precision", "lon", "lat", "start", "end", "actors", "countries", "tags", "marking", "match"].map((name) => [name, name]);
  const nested = [["place", "place.name"], ["radius_km", "place.radius_km"], ["confidence", "confidence.level"], ["likelihood", "likelihood.term"]];
  const text = toCsv(tableOf(/** @type {[string, string][]} */ ([...columns, ...nested]), rows, { title: "A map", digest: "0123" }));
  assert.equal(text[0], "\ufeff");
  const [head, first, second] = read(text.slice(1));
  const said = Object.fromEntries(head.map((name, i) => [name, first[i]]));
  const bare = Object.fromEntries(head.map((name, i) => [name, second[i]]));
  assert.deepEqual([head.length, head.length], [first.length, second.length]);
  const wanted = {
    number: "11", id: "7", title: 'A, "b"\nc', start: "2024-06", end: "", date: "sometime in June 2024", lon: "-168.5",
    lat: "65", radius_km: "5", theme: "naval", type: "naval/patrol", kind: "event", status: "", confidence: "low",
    where: "within 5 km of 65° N", place: "", precision: "near", actors: "FSB; Somebody; Navy", countries: "RU", tags: "a; b", marking: "SECRET",
    citations: "P · T; https://example.org/ | FSB · A letter | https://example.org/copy",
    earliest: "2024-06-01", latest: "2024-06-30", match: "possible", grades: "B2 | not graded | not graded", likelihood: "likely",
    map_title: "A map", map_marking: "", map_digest: "0123",
  };
  for (const [name, value] of Object.entries(wanted)) assert.equal(said[name], value, name);
  assert.deepEqual([bare.id, bare.lon, bare.lat, bare.title, bare.citations, bare.precision], ["l", "", "", "", "", "unstated"]);
  assert.deepEqual([bare.earliest, bare.latest, bare.match], ["", "", ""]);
});

test("numbers of a table with semicolons have decimal commas, and its texts keep theirs", () => {
  const table = { names: ["lon", "title"], days: [false, false], lines: [[-168.5, "a, b; c"], [65, "=1;2"], [null, "plain, text"]] };
  const expected = '\ufefflon;title\r\n-168,5;"a, b; c"\r\n65;"\'=1;2"\r\n;plain, text\r\n';
  assert.equal(toCsv(table, SEMICOLONS), expected);
});

test("the check of a ZIP entry is CRC-32", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});

test("links lead to what is taken too, and the file on the page stays as it is", () => {
  const feature = (/** @type {any} */ id, /** @type {any} */ properties) => ({ type: "Feature", id, geometry: null, properties });
  const all = {
    type: "FeatureCollection",
    title: "A map",
    features: [feature(1, { related: ["2", "c"], part_of: "c" }), feature("2", { part_of: "1", related: ["c"] }), feature("c", {})],
  };
  const before = JSON.stringify(all);
  const taken = filteredCollection(all, [true, true, false], { numbers: {} });
  assert.deepEqual(taken.features.map((/** @type {any} */ { properties }) => properties), [{ related: ["2"] }, { part_of: "1" }]);
  assert.deepEqual(Object.keys(taken), ["type", "title", "numbers", "features"]);
  assert.equal(JSON.stringify(all), before);
});

test("a place with a position has the names of its regions, which another workspace may not have", () => {
  const feature = (/** @type {any} */ place, /** @type {any} */ geometry = { type: "Point", coordinates: [0, 80] }) => ({ type: "Feature", geometry, properties: { place } });
  const placesOf = (/** @type {any[]} */ ...features) =>
    asGeoJson({ region_names: { box: "Box at 180°", north: "Far North" }, markings: { a: "SECRET" }, features }).features.map((/** @type {any} */ one) => one.properties.place);
  assert.deepEqual(
    placesOf(
      feature({ regions: ["box", "north"], precision: "exact" }),
      feature({ name: "The Far North", regions: ["north"] }),
      feature({ regions: ["north"], excluding: ["land"] }),
      feature({ name: "Vardø", regions: ["unknown"], regions_mode: "each" }),
      feature({ name: "Vardø" }),
      feature({ regions: ["north"] }, null),
      feature(undefined),
    ),
    [
      { precision: "exact", name: "Box at 180°, Far North" },
      { name: "The Far North" },
      { excluding: ["land"], name: "Far North" },
      { name: "Vardø" },
      { name: "Vardø" },
      { regions: ["north"] },
      undefined,
    ],
  );
  assert.deepEqual(Object.keys(asGeoJson({ type: "FeatureCollection", markings: {}, features: [] })), ["type", "features"]);
});
