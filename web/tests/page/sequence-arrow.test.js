import assert from "node:assert/strict";
import { test } from "node:test";
import { sequenceArrow } from "../../src/page/sequence/sequence-arrow.js";

/** @param {string} d */
const points = (d) => [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("an arrow starts clear of its symbol and follows the geodesic, wherever the next symbol is", () => {
  const [start, tip] = points(sequenceArrow({ x: 100, y: 100 }, { x: 400, y: 100 }, { x: 0, y: -3 }));
  assert.deepEqual(start, [100, 85]);
  assert.deepEqual(tip, [100, 65]);
});

test("between near symbols it is short, and between the nearest there is none", () => {
  const [start, tip] = points(sequenceArrow({ x: 0, y: 0 }, { x: 42, y: 0 }, { x: 1, y: 0 }));
  assert.deepEqual([start, tip], [[15, 0], [27, 0]]);
  assert.equal(sequenceArrow({ x: 0, y: 0 }, { x: 35, y: 0 }, { x: 1, y: 0 }), "");
  assert.equal(sequenceArrow({ x: 0, y: 0 }, { x: 90, y: 0 }, { x: 0, y: 0 }), "");
});

test("a larger symbol has a larger arrow, farther out", () => {
  const [start, tip] = points(sequenceArrow({ x: 0, y: 0, size: 1.6 }, { x: 60, y: 0, size: 1.2 }, { x: 1, y: 0 }));
  assert.deepEqual([start, tip], [[24, 0], [42, 0]]);
  const far = points(sequenceArrow({ x: 0, y: 0, size: 2 }, { x: 900, y: 0, size: 2 }, { x: 1, y: 0 }));
  assert.deepEqual(far, points(sequenceArrow({ x: 0, y: 0 }, { x: 450, y: 0 }, { x: 1, y: 0 })).map((one) => one.map((v) => 2 * v)));
});
