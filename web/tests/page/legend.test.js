import assert from "node:assert/strict";
import { test } from "node:test";
import { signsOf } from "../../src/page/map/legend.js";

/** @param {number} n @param {string} drawn @param {string[]} [signs] */
const event = (n, drawn, signs = []) => /** @type {any} */ ({ n, drawn, signs });

test("the legend has the signs of the records on the map alone", () => {
  const two = [event(1, "reported"), event(2, "assumed", ["doubt"])];
  assert.deepEqual([...signsOf(two, [[1, 2]], false)], ["reported", "assumed", "doubt", "next"]);
  assert.deepEqual([...signsOf(two.slice(0, 1), [[1, 2]], true)], ["reported", "hatched"]);
});
