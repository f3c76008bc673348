import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber, translate, useTexts, valueLabel } from "../../src/page/i18n.js";
import { texts } from "../fixtures.js";

test("numbers are written as the language writes them", () => {
  useTexts(texts(), "en");
  assert.deepEqual([2024, 12_500, 12.5, -0.25].map((value) => formatNumber(value)), ["2024", "12\u202f500", "12.5", "−0.25"]);
  useTexts(texts(), "nb");
  assert.deepEqual([12_500.25, 3].map((value) => formatNumber(value, 1)), ["12\u202f500,3", "3"]);
});

test("a text has a form for one and one for more, and places for values", () => {
  useTexts(texts(), "en");
  assert.equal(translate("finder.someOf", { some: 1, n: 1 }), "1 of 1 record");
  assert.equal(translate("finder.someOf", { some: 0, n: 12_345 }), "0 of 12\u202f345 records");
  assert.throws(() => translate("finder.nosuch"), /no text finder.nosuch in en/);
});

test("no line breaks between a number and its unit", () => {
  for (const language of ["en", "nb"]) {
    useTexts(texts(), language);
    assert.match(translate("measure.area", { km2: 300 }), / 300\u00a0km²$/);
  }
});

test("a word of a record's that the language does not have stays as it is", () => {
  useTexts(texts(), "nb");
  assert.deepEqual([valueLabel("occurred"), valueLabel("constructor"), valueLabel("sunk")], ["har funnet sted", "constructor", "sunk"]);
});
