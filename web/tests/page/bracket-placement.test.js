import assert from "node:assert/strict";
import { test } from "node:test";
import { leastCovered } from "../../src/page/story/caption-corner.js";
import { placeBrackets } from "../../src/page/story/bracket-placement.js";

/** @param {number} n @param {number} left @param {number} right @param {number} [name] */
const span = (n, left, right, name = 100) => ({ n, left, right, name, number: 8 });

test("names stand in their brackets, short scenes take the second row, and no text lies over another", () => {
  const spans = [span(1, 0, 200), span(2, 200, 600), span(3, 320, 350), span(4, 390, 410), span(5, 450, 600)];
  const placed = placeBrackets(spans, 600);
  const of = (/** @type {number} */ n) => placed.find((bracket) => bracket.n === n);
  assert.deepEqual([1, 2, 3, 4, 5].map((n) => of(n)?.row), [0, 0, 1, 1, 1]);
  assert.deepEqual([1, 2, 3, 4, 5].map((n) => of(n)?.named), [true, true, true, false, true]);
  assert.ok(/** @type {number} */ (of(3)?.x) < 320);
  for (const row of [0, 1]) {
    const texts = placed.filter((bracket) => bracket.row === row).map(({ x, text }) => [x - text / 2, x + text / 2]).sort((a, b) => a[0] - b[0]);
    for (let i = 1; i < texts.length; i++) assert.ok(texts[i][0] >= texts[i - 1][1]);
  }
});

test("the caption stands in the corner with the fewest symbols, those of the scene before all", () => {
  const box = (/** @type {number} */ x, /** @type {number} */ y) => ({ left: x - 10, top: y - 10, right: x + 10, bottom: y + 10 });
  const [origin, size, caption] = [{ x: 0, y: 0 }, { x: 1000, y: 600 }, { x: 400, y: 200 }];
  const corner = (/** @type {any[]} */ main, /** @type {any[]} */ others, left = false) => leastCovered(origin, size, caption, { main, all: [...main, ...others] }, left);
  assert.deepEqual([corner([], []).corner, corner([], []).covered], ["bottom left", false]);
  assert.equal(corner([], [box(100, 500)]).corner, "bottom right");
  assert.equal(corner([box(100, 500)], [box(900, 500), box(900, 100)]).corner, "top left");
  assert.equal(corner([], [box(100, 500)], true).corner, "top left");
  assert.equal(corner([box(100, 500), box(900, 500), box(100, 100), box(900, 100)], []).covered, true);
});
