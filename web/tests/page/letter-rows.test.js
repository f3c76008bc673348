import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherLetters } from "../../src/page/card/letter-rows.js";

/** @param {[x: number, y: number, account: number][]} letters */
const rows = (...letters) =>
  gatherLetters(letters.map(([x, y, account], place) => ({ place, at: { x, y }, account })), 12).map(({ place, accounts }) => [place, accounts]);

test("letters that would hide each other stand side by side", () => {
  assert.deepEqual(rows([0, 0, 0], [0, 0, 1], [20, 10, 2]), [[0, [0, 1, 2]]]);
  assert.deepEqual(rows([0, 0, 0], [0, 0, 0]), [[0, [0]]], "an account has one letter there");
});

test("letters that are apart stay at their places", () => {
  assert.deepEqual(rows([0, 0, 0], [30, 0, 1], [0, 30, 2]), [[0, [0]], [1, [1]], [2, [2]]]);
});
