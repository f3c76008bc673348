import assert from "node:assert/strict";
import { test } from "node:test";
import { folded } from "../../src/page/query/text-folding.js";
import { fixture } from "../fixtures.js";

test("text is folded as geotrack/i18n/folding.py folds it", () => {
  // tests/test_folding.py holds Python to the same pairs.
  for (const [text, expected] of fixture("folding")) {
    assert.equal(folded(text), expected, JSON.stringify(text));
    assert.equal(folded(expected), expected, "what is folded stays");
  }
});

test("case and accents make no difference in any script", () => {
  for (const [a, b] of [
    ["Берёзовый", "БЕРЕЗОВЫИ"],
    ["ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"],
    ["Straße", "STRASSE"],
    ["VARDØ", "vardo"],
    ["Anadyr’", "anadyr'"],
  ]) {
    assert.equal(folded(a), folded(b));
  }
});

test("signs that are letters of their own stay", () => {
  assert.notEqual(folded("हि"), folded("ह"));
});
