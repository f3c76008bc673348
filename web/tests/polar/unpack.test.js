import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { unpackShapes, readSteps } from "../../src/polar/unpack.js";
import { toLetters } from "./base91.test.js";

const R = 6371007.181;

/** @param {string} bits @returns {number[]} */
const bytesOf = (bits) => (bits.match(/.{1,8}/g) ?? []).map((eight) => parseInt(eight.padEnd(8, "0"), 2));

/** @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

/**
 * As packages/folium-polar/src/folium_polar/geometry/packing.py packs; but the widths are given, in turn.
 * @param {number} metres @param {number[]} counts @param {number[]} firsts @param {number[]} further
 * @param {number[]} [widths] of the blocks
 */
function packed(metres, counts, firsts, further, widths = [3]) {
  let [blocks, quotients, rests] = ["", "", ""];
  let block = 0;
  for (const numbers of [counts, firsts.map(zigzag), further.map(zigzag)]) {
    for (let from = 0; from < numbers.length; from += 64) {
      const width = widths[block++ % widths.length];
      blocks += width.toString(2).padStart(4, "0");
      for (const number of numbers.slice(from, from + 64)) {
        quotients += `${"0".repeat(number >> width)}1`;
        if (width) rests += (number & ((1 << width) - 1)).toString(2).padStart(width, "0");
      }
    }
  }
  const sections = [blocks, quotients, rests].map(bytesOf);
  const head = [metres, counts.length, sections[0].length, sections[1].length];
  return toLetters(Uint8Array.from([...head.flatMap((word) => [24, 16, 8, 0].map((by) => (word >>> by) & 255)), ...sections.flat()]));
}

test("layers, parts, rings and steps are read as they are packed", () => {
  const [land, lakes] = [0, 1].map(unpackShapes(packed(250, [2, 1, 1, 3, 0], [0, 0], [4000, 0, -4000, -8000], [0, 4, 9])));
  assert.deepEqual(lakes, []);
  const [[ring]] = land;
  assert.equal(ring.length, 6);
  assert.equal(ring[1], 90);
  const lat = 90 - (2 * Math.asin(1e6 / (2 * R)) * 180) / Math.PI;
  assert.ok(Math.abs(ring[2] - 90) < 1e-9 && Math.abs(ring[3] - lat) < 1e-9);
  assert.ok(Math.abs(ring[4]) < 1e-9); // 0 at the bottom
});

test("the bytes are those that Python writes", () => {
  // As packages/folium-polar/tests/geometry/test_packing.py has them.
  const bytes = [0, 0, 0, 250, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 3, 0x00, 0x60, 0x54, 0x94, 0x90, 0x00, 0x10];
  assert.equal(packed(250, [1, 1, 1, 2], [1, -1], [64, -65], [0, 0, 6]), toLetters(Uint8Array.from(bytes)));
  assert.deepEqual([...readSteps(toLetters(Uint8Array.from(bytes))).points], [1, -1, 65, -66]);
});

test("numbers of any width, parts of several rings, rings of one point", () => {
  const further = [63, -64, 64, -65, 8191, -8192, 8192, -8193, 300_000, -300_001];
  for (const widths of [[15], [2, 12, 14], [0, 15, 13]]) {
    const { metres, points, starts, layers } = readSteps(packed(1, [1, 2, 2, 6, 1, 1, 2], [-1, 1, 1, 0, 3, 3], [...further, 1, 2], widths));
    assert.equal(metres, 1);
    assert.deepEqual(layers, [[0, 2, 3]]);
    assert.deepEqual(starts, [0, 12, 14, 18]);
    const sums = [-1, 1].map((first, axis) => {
      let sum = first;
      return [first, ...further.filter((_, i) => i % 2 === axis).map((step) => (sum += step))];
    });
    assert.deepEqual([...points.subarray(0, 12)], [0, 1, 2, 3, 4, 5].flatMap((i) => [sums[0][i], sums[1][i]]));
    assert.deepEqual([...points.subarray(12)], [0, 1, 3, 4, 4, 6]);
  }
});

test("more numbers than a block has", () => {
  const further = Array.from({ length: 2 * 499 }, (_, i) => ((i * 7919) % 41) - 20);
  const { points } = readSteps(packed(1, [1, 1, 1, 500], [0, 0], further, [0, 1, 2, 3, 4, 5]));
  const [x, y] = [0, 1].map((axis) => further.filter((_, i) => i % 2 === axis).reduce((a, b) => a + b, 0));
  assert.deepEqual([...points.subarray(-2)], [x, y]);
});

test("of the basemap every number is read", () => {
  const file = new URL("../../../packages/folium-polar/src/folium_polar/basemap/natural-earth.b91", import.meta.url);
  const { metres, points, starts, layers } = readSteps(readFileSync(file, "utf8").trim());
  assert.equal(metres, 250);
  assert.deepEqual(layers.map((parts) => parts.length - 1), [1738, 112, 177, 161, 16]);
  assert.deepEqual([starts.length - 1, points.length], [2238, 253_834]);
  // As folium_polar.geometry.packing.unpack reads them.
  const ends = layers.map((parts) => starts[parts.at(-1) ?? 0]);
  assert.deepEqual(ends.map((end, i) => hashOf(points.subarray(ends[i - 1] ?? 0, end))), [-1086395050, -1491267855, 354069420, 1740139603, -908543853]);
});

/** @param {Int32Array} numbers */
function hashOf(numbers) {
  let hash = 0;
  for (const number of numbers) hash = (Math.imul(hash, 31) + number) | 0;
  return hash;
}
