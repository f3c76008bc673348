import assert from "node:assert/strict";
import { test } from "node:test";

/** @param {Record<string, string>} texts by their selectors */
const lineOf = (texts) => ({
  querySelector: (/** @type {string} */ selector) => (selector in texts ? { textContent: texts[selector], childNodes: [{ textContent: texts[selector] }] } : null),
});

// The accessor asks the document for a line when a word of it is needed.
Object.assign(globalThis, {
  Element: class {},
  document: {
    documentElement: { lang: "en" },
    getElementById: (/** @type {string} */ id) =>
      id === "record-7" ? lineOf({ ".pick-title": " A patrol ", ".pick-date": "May 2024", ".pick-place": "Bering Strait" }) : null,
  },
});
const { readRecords, Records } = await import("../../src/page/records.js");

const event = (/** @type {number} */ n) => ({ n, theme: "naval", drawn: "reported", at: [70, 20], shapes: [] });
const payload = /** @type {any} */ ({
  events: [event(3), { ...event(7), label: "Patrol", signs: ["doubt"] }],
  facets: {
    statuses: ["occurred"],
    verifications: ["claimed"],
    confidences: ["low"],
    records: { id: ["a", "b"], status: [0, 0], verification: [-1, 0], confidence: [0, -1], onlyPossible: [0, 1] },
  },
  times: { records: [null, [19844, 19875]], marked: {}, ongoing: [], parts: {}, moving: [], placed: false },
  entered: { days: [["2025-01-01"], [""]], words: ["new", "changed"] },
});
const records = new Records(readRecords(payload));

test("a record is reached by its place and by its number", () => {
  assert.deepEqual(records.all.map(({ i, n, id }) => [i, n, id]), [[0, 3, "a"], [1, 7, "b"]]);
  assert.equal(records.get(7), records.all[1]);
  assert.equal(records.get(4), undefined);
  assert.equal(records.get(null), undefined);
});

test("a record has what the columns state of it, and nothing where they state nothing", () => {
  const [first, second] = records.all;
  assert.deepEqual([first.status, first.verification, first.confidence], ["occurred", "", "low"]);
  assert.deepEqual([second.status, second.verification, second.confidence], ["occurred", "claimed", ""]);
  assert.deepEqual([first.label, first.signs, first.symbol, first.accounts], ["", [], "", []]);
  assert.deepEqual([second.label, second.signs], ["Patrol", ["doubt"]]);
  assert.deepEqual([first.isOnlyPossible, second.isOnlyPossible], [false, true]);
  assert.deepEqual([first.times.own, second.times.own?.s0], [null, 19844]);
  assert.deepEqual([first.entryDays, second.entryDays], [["2025-01-01"], [""]]);
});

test("words of a record are those of its line", () => {
  const [first, second] = records.all;
  assert.deepEqual([second.title, second.date, second.dateParts, second.place], ["A patrol", "May 2024", ["May 2024"], "Bering Strait"]);
  assert.deepEqual([second.standing, second.correction], ["", ""]);
  assert.deepEqual([first.title, first.date], ["", ""]);
});
