import assert from "node:assert/strict";
import { test } from "node:test";
import { dotsAtPoint } from "../../src/page/dots/dots-at-point.js";

const xs = [0, 5, 5, 40];
const ys = [0, 0, 0, 0];
const all = () => true;

test("what lies under a place is found, the nearest first and one place in the order of the list", () => {
  assert.deepEqual(dotsAtPoint(xs, ys, { x: 4, y: 0 }, all, 9), [1, 2, 0]);
  assert.deepEqual(dotsAtPoint(xs, ys, { x: 0, y: 0 }, all, 9), [0, 1, 2]);
});

test("nothing lies under a place out of reach, or that does not count", () => {
  assert.deepEqual(dotsAtPoint(xs, ys, { x: 20, y: 0 }, all, 9), []);
  assert.deepEqual(dotsAtPoint(xs, ys, { x: 4, y: 0 }, (i) => i !== 1, 9), [2, 0]);
});
