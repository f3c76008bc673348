import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeColumn, valueOf } from "../../src/observations/data/packed-column.js";

/** @param {number[]} numbers @param {number} planes */
const inPlanes = (numbers, planes) =>
  Uint8Array.from({ length: planes * numbers.length }, (_, at) => {
    const plane = Math.floor(at / numbers.length);
    return (numbers[at % numbers.length] >>> (8 * plane)) & 255;
  });
/** @param {number} step */
const zigzag = (step) => ((step << 1) ^ (step >> 31)) >>> 0;
/** @param {number[]} numbers */
const steps = (numbers) => numbers.map((number, i) => (number - (i ? numbers[i - 1] : 0)) | 0);

const NUMBERS = [0, 5, 2_147_483_646, 3, 3, 70_000, 1_000_000_000];

for (const differences of [0, 1, 2]) {
  test(`planes of ${differences} differences are put together`, () => {
    let numbers = NUMBERS;
    for (let n = 0; n < differences; n++) numbers = steps(numbers);
    const bytes = inPlanes(differences ? numbers.map(zigzag) : numbers, 4);
    assert.deepEqual([...decodeColumn(bytes, { planes: 4, step: 1, differences }, NUMBERS.length)], NUMBERS);
  });
}

test("floating point numbers are their eight bytes", () => {
  const numbers = [0.1, -2e300, NaN, Infinity];
  const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
  const planes = Uint8Array.from(bytes, (_, at) => bytes[8 * (at % 4) + Math.floor(at / 4)]);
  assert.deepEqual([...decodeColumn(planes, { planes: 8 }, 4)], numbers);
});

test("a count stands for a number, a text or nothing", () => {
  assert.equal(valueOf({ planes: 1, base: -25, step: 5, decimals: 1 }, 3), -1);
  assert.equal(valueOf({ planes: 1, base: 3, step: 4, gaps: true }, 0), null);
  assert.equal(valueOf({ planes: 1, base: 3, step: 4, gaps: true }, 2), 7);
  assert.equal(valueOf({ planes: 1, base: 0, step: 1, gaps: true, texts: ["a", "b"] }, 2), "b");
  assert.equal(valueOf({ planes: 8 }, NaN), null);
});
