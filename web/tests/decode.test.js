import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { decode } from "../src/decode.js";
import { toLetters } from "./letters.test.js";

const R = 6371007.181;

/** @param {number[]} numbers */
function varints(numbers) {
  const bytes = [];
  for (let number of numbers) {
    for (; number > 127; number = Math.floor(number / 128)) bytes.push((number & 127) | 128);
    bytes.push(number);
  }
  return toLetters(deflateRawSync(Uint8Array.from(bytes)));
}
/** @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

test("layers, parts, rings and steps are read as they are packed", () => {
  const packed = varints([250, 2, 1, 1, 3, ...[0, 0, 4000, 0, -4000, -8000].map(zigzag), 0]);
  const [land, lakes] = decode(packed);
  assert.deepEqual(lakes, []);
  const [[ring]] = land;
  assert.equal(ring.length, 6);
  assert.equal(ring[1], 90);
  const lat = 90 - (2 * Math.asin(1e6 / (2 * R)) * 180) / Math.PI;
  assert.ok(Math.abs(ring[2] - 90) < 1e-9 && Math.abs(ring[3] - lat) < 1e-9);
  assert.ok(Math.abs(ring[4]) < 1e-9); // 0 at the bottom
});
