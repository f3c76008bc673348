import assert from "node:assert/strict";
import { test } from "node:test";
import { outlines } from "../../src/leaflet/layers/basemap-outline.js";
import { RingPath } from "../fixtures.js";

Object.assign(globalThis, { Path2D: RingPath });

/** Numbers from 0 to 1, the same each time. */
let seed = 7;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

/** Islands and two continents of two rings, in metres. */
const sizes = [5000, 3000, ...Array.from({ length: 400 }, () => 3 + Math.floor(20 * random()))];
const [points, starts, parts] = [/** @type {number[]} */ ([]), [0], [0]];
for (const [part, size] of sizes.entries()) {
  const [x, y] = [1e7 * (random() - 0.5), 1e7 * (random() - 0.5)];
  for (let ring = 0; ring < (part < 2 ? 2 : 1); ring++) {
    for (let i = 0; i < size; i++) points.push(x + size * 100 * random(), y + size * 100 * random());
    starts.push(points.length);
  }
  parts.push(starts.length - 1);
}
const all = { points: Float64Array.from(points), starts };
const made = outlines(all, parts, true);
/** @param {any} path @returns {number[][]} */
const rings = (path) => path.rings;
const told = (/** @type {number[][]} */ some) => some.map((ring) => ring.join()).sort();
const whole = starts.slice(1).map((end, i) => points.slice(starts[i], end));
const fine = 1e6;

test("every ring is drawn once, in few paths, and its rim by its part", () => {
  assert.ok(made.length < 150, `${made.length}`);
  assert.deepEqual(told(made.flatMap((one) => rings(one.line(fine)))), told(whole));
  const rims = made.flatMap((one) => one.rims(fine));
  assert.equal(rims.length, sizes.length);
  assert.deepEqual(told(rims.flatMap(rings)), told(whole));
});

test("what is large is drawn by itself", () => {
  const large = made.filter((one) => rings(one.line(fine)).some((ring) => ring.length > 4000));
  assert.deepEqual(large.map((one) => one.rims(fine).length), [1, 1]);
});

test("whatever lies in a view is drawn, and little else near by", () => {
  for (let i = 0; i < 50; i++) {
    const [x, y, reach] = [1e7 * (random() - 0.5), 1e7 * (random() - 0.5), 10 ** (4 + 3 * random())];
    const view = /** @type {any} */ ({ min: { x, y }, max: { x: x + reach, y: y + reach } });
    const inside = ([px, py] = [0, 0]) => px >= x && px <= x + reach && py >= y && py <= y + reach;
    for (const one of made) {
      const lies = rings(one.line(fine)).some((ring) => ring.some((_, k) => k % 2 === 0 && inside([ring[k], ring[k + 1]])));
      if (lies) assert.ok(one.meets(view));
    }
    if (reach < 1e5) assert.ok(made.filter((one) => one.meets(view)).length < 8);
  }
});

test("a path is made once for all scales that it suits", () => {
  const [one] = made;
  assert.equal(one.line(0.0101), one.line(0.0109));
  assert.notEqual(one.line(0.01), one.line(0.02));
});

test("a speck has no rim, and is drawn all the same", () => {
  const speck = { points: Float64Array.from([0, 0, 40, 0, 40, 30, 500_000, 0, 900_000, 0, 700_000, 300_000]), starts: [0, 6, 12] };
  const [both] = outlines(speck, [0, 1, 2], true);
  const coarse = 1 / 5000;
  assert.equal(rings(both.line(coarse)).length, 2);
  assert.deepEqual(both.rims(coarse).map((rim) => rings(rim)[0].slice(0, 2)), [[500_000, 0]]);
  assert.equal(both.rims(fine).length, 2, "close by it has one");
});
