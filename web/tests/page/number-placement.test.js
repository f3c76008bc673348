import assert from "node:assert/strict";
import { test } from "node:test";
import { halfOfNumber, numberBox, placeNumbers } from "../../src/page/marks/number-placement.js";

/** @param {number} x @param {number} y @param {number} [digits] */
const symbol = (x, y, digits = 2) => ({ x, y, size: 1, wide: 0, digits, scale: 1 });

test("a number stands at the right of its symbol, else where nothing is covered", () => {
  assert.deepEqual(placeNumbers([symbol(0, 0)]), [{ place: "right", free: true }]);
  const pair = placeNumbers([symbol(0, 0), symbol(25, 0)]);
  assert.deepEqual(pair.map(({ place }) => place), ["left", "right"]);
  const row = placeNumbers([symbol(0, 0), symbol(25, 0), symbol(50, 0)]);
  assert.deepEqual(row.map(({ place, free }) => [place, free]), [["left", true], ["below", true], ["right", true]]);
  // Quiet symbols have no number, but a number covers none of them.
  assert.equal(placeNumbers([symbol(0, 0), symbol(25, 0, 0), symbol(-25, 0, 0), symbol(0, 25, 0)])[0].place, "above");
});

test("a number that is free nowhere asks for room", () => {
  const [middle] = placeNumbers([symbol(0, 0), symbol(25, 0), symbol(-25, 0), symbol(0, 25), symbol(0, -25)]);
  assert.equal(middle.free, false);
  const { left, right } = numberBox(symbol(0, 0), "right");
  assert.ok(2 * halfOfNumber({ size: 1, digits: 2, scale: 1 }) >= right - left);
  assert.equal(halfOfNumber({ size: 1, digits: 0, scale: 1 }), 0);
});
