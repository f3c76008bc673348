import assert from "node:assert/strict";
import { test } from "node:test";
import { foldText } from "../../src/page/query/text-folding.js";
import { fixture } from "../fixtures.js";

test("text is folded as geotrack/i18n/folding.py folds it", () => {
  // tests/i18n/test_folding.py holds Python to the same pairs.
  for (const [text, expected] of fixture("folding")) {
    assert.equal(foldText(text), expected, JSON.stringify(text));
    assert.equal(foldText(expected), expected, "what is folded stays");
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
    assert.equal(foldText(a), foldText(b));
  }
});

test("signs that are letters of their own stay", () => {
  assert.notEqual(foldText("हि"), foldText("ह"));
});
