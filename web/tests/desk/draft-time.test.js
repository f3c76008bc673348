// Days of a record that are moved on the timeline.
import assert from "node:assert/strict";
import { test } from "node:test";
import { movedDays } from "../../src/desk/drawing/draft-time.js";

test("an end stops at the other one, and the whole moves as one", () => {
  assert.deepEqual(movedDays([10, 20], "first", 5), [15, 20]);
  assert.deepEqual(movedDays([10, 20], "first", 15), [20, 20]);
  assert.deepEqual(movedDays([10, 20], "last", -15), [10, 10]);
  assert.deepEqual(movedDays([10, 20], "both", -3), [7, 17]);
  assert.deepEqual(movedDays([10, null], "both", 3), [13, null]);
  assert.deepEqual(movedDays([10, null], "first", 3), [13, null]);
  assert.deepEqual(movedDays([null, 20], "last", -30), [null, -10]);
});
