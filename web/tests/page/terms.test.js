import assert from "node:assert/strict";
import { test } from "node:test";
import { termSplitter } from "../../src/page/terms/pieces.js";

const TERMS = [["sortie", "tokt"], ["H-6", "H-6K"], ["NORAD"], ["sea floor"], ["sea"], [".*"], ["økonomisk sone"]];
const split = termSplitter(TERMS);
/** @param {string} text @param {Set<number>} [met] */
const found = (text, met = new Set()) => split(text, met).filter(({ term }) => term !== undefined).map(({ text: word }) => word);

test("the first mention of each term is found, as a word of its own", () => {
  assert.deepEqual(found("Sorties, a sortie: consortie"), ["Sorties"]);
  assert.deepEqual(found("Tokt over havet, toktet"), ["Tokt"], "a small first letter may be a capital");
  assert.deepEqual(found("norad NORADx NORAD"), ["NORAD"]);
  assert.deepEqual(found("H-6K, then H-6"), ["H-6K"], "forms of one term");
  assert.deepEqual(found("The sea floor is no sea"), ["sea floor", "sea"], "the longer one first");
  assert.deepEqual(found("Økonomisk sone; any sign, and .* itself"), ["Økonomisk sone", ".*"]);
  assert.deepEqual(found("NORAD", new Set([2])), []);
  assert.deepEqual(termSplitter([])("NORAD", new Set()), [{ text: "NORAD" }]);
});

test("the pieces of a text are the text", () => {
  const parts = [...TERMS.flat(), " ", ", ", "s", "<b>", "&amp;", "\u{1F6A2}", "é", "\n", "Ø", "-"];
  for (let seed = 0; seed < 500; seed++) {
    const text = Array.from({ length: 9 }, (_, i) => parts[(seed * 7919 + i * i * 31 + seed * i) % parts.length]).join("");
    const pieces = split(text, new Set());
    assert.equal(pieces.map((piece) => piece.text).join(""), text);
    const terms = pieces.flatMap(({ term }) => term ?? []);
    assert.equal(new Set(terms).size, terms.length, "each term once");
  }
});
