import assert from "node:assert/strict";
import { test } from "node:test";
import { canPass } from "../../src/questions/judge.js";
import { contains, edgesMeet, edgeWithin, planeShape } from "../../src/questions/plane.js";

/** @param {number} west @param {number} south @param {number} east @param {number} north */
const box = (west, south, east, north) => Float64Array.of(west, south, east, south, east, north, west, north);
/** @param {Float64Array[]} rings */
const shape = (...rings) => planeShape(rings, 0);

test("a point in a hole is outside", () => {
  const holed = shape(box(0, 0, 10, 10), box(4, 4, 6, 6));
  assert.deepEqual([[1, 1], [5, 5], [11, 5], [5, 7]].map(([x, y]) => contains(holed, x, y)), [true, false, false, true]);
});

test("edges that cross or come near meet", () => {
  const one = shape(box(0, 0, 10, 10));
  assert.ok(edgesMeet(one, shape(box(5, 5, 15, 15)), 0), "they cross");
  assert.ok(edgesMeet(one, shape(box(4, -5, 6, 15)), 0), "no corner of either is in the other");
  assert.ok(!edgesMeet(one, shape(box(2, 2, 8, 8)), 1.9), "inside");
  assert.ok(edgesMeet(one, shape(box(2, 2, 8, 8)), 2.1), "near from inside");
  assert.ok(!edgesMeet(one, shape(box(12, 0, 20, 10)), 1.9));
  assert.ok(edgesMeet(one, shape(box(12, 0, 20, 10)), 2.1));
  assert.ok(edgesMeet(one, shape(Float64Array.of(10.5, 5)), 1), "a point");
  assert.ok(edgeWithin(one, 12, 5, 2.1));
  assert.ok(!edgeWithin(one, 12, 5, 1.9));
  assert.ok(!edgeWithin(one, 10, 5, -1), "a radius below nothing reaches nothing");
});

test("a path goes round what does not lie right across its corridor", () => {
  const [corridor, start, end] = [box(0, 0, 100, 16), box(0, 0, 16, 16), box(84, 0, 100, 16)].map((ring) => [shape(ring)]);
  assert.equal(canPass(corridor, start, end, shape(box(40, -5, 60, 21))), false, "right across");
  assert.equal(canPass(corridor, start, end, shape(box(40, -5, 60, 8))), true, "half across");
  assert.equal(canPass(corridor, start, end, shape(box(-50, 30, 150, 60))), true, "beside it");
  assert.equal(canPass(corridor, start, end, shape(box(49.9, -5, 50.1, 21))), true, "too thin for the cells: a way is assumed");
});
