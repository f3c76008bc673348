// The shape of web/src: folders of a few files, and imports that run one way.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import ts from "typescript";

const SOURCES = new URL("../src/", import.meta.url);
const MOST_FILES = 16;
/** Which folders a module may import from at run time, besides its own; each bundle holds all of what it imports. */
const BELOW = /** @type {Record<string, string[]>} */ ({
  "canvas.js": [],
  polar: [],
  leaflet: ["polar"],
  pins: [],
  page: ["canvas.js", "polar"],
  rasters: ["polar"],
  since: [],
  tiles: ["polar"],
  observations: ["canvas.js", "polar"],
  questions: ["polar"],
  desk: ["page", "questions"],
});
/** The same for the folders of observations/. */
const OBSERVATIONS = /** @type {Record<string, string[]>} */ ({
  data: [],
  paint: ["data"],
  ui: ["paint", "data"],
  layer: ["ui", "paint", "data"],
  "index.js": ["layer", "ui"],
});

const files = readdirSync(SOURCES, { recursive: true })
  .map((name) => `${name}`.replaceAll("\\", "/"))
  .filter((name) => /\.\w+$/.test(name));

/** What each script imports at run time: of types nothing is left in a bundle. @type {Map<string, string[]>} */
const imports = new Map(
  files
    .filter((name) => name.endsWith(".js"))
    .map((name) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(new URL(name, SOURCES), "utf8"), true, true);
      const own = importedFiles.map(({ fileName }) => fileName).filter((spec) => spec.startsWith(".") && spec.endsWith(".js"));
      return [name, own.map((spec) => posix.join(posix.dirname(name), spec))];
    }),
);

/** @param {Record<string, string[]>} below @param {string} under a folder, ending in "/", or nothing */
function against(below, under) {
  const roomOf = (/** @type {string} */ name) => (name.startsWith(under) ? name.slice(under.length).split("/")[0] : "");
  return [...imports].flatMap(([name, targets]) =>
    targets
      .map((target) => [roomOf(name), roomOf(target), `${name} imports ${target}`])
      .filter(([from, to]) => from && to && from !== to && !below[from]?.includes(to))
      .map(([, , said]) => said),
  );
}

test("every import leads to a script that is there", () => {
  const missing = [...imports].flatMap(([name, targets]) => targets.filter((one) => !imports.has(one)).map((one) => `${name}: ${one}`));
  assert.deepEqual(missing, []);
  assert.ok(imports.get("page/index.js")?.includes("page/records.js"), "imports are found");
});

test("imports run one way", () => {
  assert.deepEqual(against(BELOW, ""), []);
  assert.deepEqual(against(OBSERVATIONS, "observations/"), []);
});

test("no import runs in a circle", () => {
  const done = new Set();
  /** @param {string} name @param {string[]} way @returns {string[]} */
  const circle = (name, way) => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return [];
    const found = (imports.get(name) ?? []).map((target) => circle(target, [...way, name])).find(({ length }) => length);
    done.add(name);
    return found ?? [];
  };
  assert.deepEqual([...imports.keys()].flatMap((name) => circle(name, [])), []);
});

test("no folder has more files than one looks through", () => {
  /** @type {Map<string, number>} */
  const many = new Map();
  for (const name of files) many.set(posix.dirname(name), (many.get(posix.dirname(name)) ?? 0) + 1);
  assert.deepEqual([...many].filter(([, count]) => count > MOST_FILES), []);
});
