import assert from "node:assert/strict";
import { test } from "node:test";
import { number, say, use, wordOf } from "../../src/page/i18n.js";
import { texts } from "../fixtures.js";

test("numbers are written as the language writes them", () => {
  use(texts(), "en");
  assert.deepEqual([2024, 12_500, 12.5, -0.25].map((value) => number(value)), ["2024", "12\u202f500", "12.5", "−0.25"]);
  use(texts(), "nb");
  assert.deepEqual([12_500.25, 3].map((value) => number(value, 1)), ["12\u202f500,3", "3"]);
});

test("a text has a form for one and one for more, and places for values", () => {
  use(texts(), "en");
  assert.equal(say("finder.someOf", { some: 1, n: 1 }), "1 of 1 record");
  assert.equal(say("finder.someOf", { some: 0, n: 12_345 }), "0 of 12\u202f345 records");
  assert.throws(() => say("finder.nosuch"), /no text finder.nosuch in en/);
});

test("a word of a record's that the language does not have stays as it is", () => {
  use(texts(), "nb");
  assert.deepEqual([wordOf("occurred"), wordOf("constructor"), wordOf("sunk")], ["har funnet sted", "constructor", "sunk"]);
});
