import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { decode, steps } from "../src/decode.js";
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

test("numbers of several bytes, and parts of several rings", () => {
  const ring = [-1, 1, 63, -64, 64, -65, 8191, -8192, 8192, -8193, 3_000_000, -3_000_001, 100_000_000, -200_000_000];
  const { metres, points, starts, layers } = steps(varints([1, 1, 2, 2, 7, ...ring.map(zigzag), 1, 0, 2, 1, 2, 6, 8, 1, 2]));
  assert.equal(metres, 1);
  assert.deepEqual(layers, [[0, 2, 3]]);
  assert.deepEqual(starts, [0, 14, 16, 20]);
  const sums = [0, 1].flatMap((axis) => {
    let sum = 0;
    return ring.filter((_, i) => i % 2 === axis).map((step) => (sum += step));
  });
  assert.deepEqual([...points.subarray(0, 14)], ring.map((_, i) => sums[(i % 2) * 7 + (i >> 1)]));
  assert.deepEqual([...points.subarray(14)], [0, 1, 3, 4, 2, 5]);
});

test("of the basemap every number is read", () => {
  const file = new URL("../../geotrack/basemap/natural-earth.b85", import.meta.url);
  const { metres, points, starts, layers } = steps(readFileSync(file, "utf8").trim());
  assert.equal(metres, 250);
  assert.deepEqual(layers.map((parts) => parts.length - 1), [1738, 112, 177, 161, 16]);
  assert.deepEqual([starts.length - 1, points.length], [2238, 253_834]);
  // As geotrack.polar.packing.unpack reads them.
  const ends = layers.map((parts) => starts[parts.at(-1) ?? 0]);
  assert.deepEqual(ends.map((end, i) => hashOf(points.subarray(ends[i - 1] ?? 0, end))), [-1086395050, -1491267855, 354069420, 1740139603, -908543853]);
});

/** @param {Int32Array} numbers */
function hashOf(numbers) {
  let hash = 0;
  for (const number of numbers) hash = (Math.imul(hash, 31) + number) | 0;
  return hash;
}
