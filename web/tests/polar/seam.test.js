import assert from "node:assert/strict";
import { test } from "node:test";
import { unwrap } from "../../src/polar/densify.js";
import { joinAtSeam } from "../../src/polar/seam.js";

/** @typedef {import("../../src/polar/densify.js").Position} Position */

/** @param {Position[][]} rings */
const joined = (rings) => joinAtSeam(rings.map((ring) => unwrap(ring, true)));
/** @param {Position[]} ring */
const edgesOnSeam = (ring) =>
  ring.slice(1).filter(([lon, lat], i) => Math.abs(lon) % 360 === 180 && lon === ring[i][0] && lat !== ring[i][1]).length;

/** @type {Position[]} */
const west = [[175, 66], [180, 66], [180, 69], [175, 69]];
/** @type {Position[]} */
const east = [[-180, 66], [-172, 66], [-172, 69], [-180, 69]];

test("the halves of a shape cut at 180° become one ring", () => {
  for (const other of [east, [...east].reverse()]) {
    const rings = joined([west, other]);
    assert.equal(rings.length, 1);
    assert.equal(edgesOnSeam(rings[0]), 0);
    const lons = rings[0].map(([lon]) => lon);
    assert.equal(Math.max(...lons) - Math.min(...lons), 13);
  }
});

test("vertices along the cut need not be the same on both sides", () => {
  /** @type {Position[]} */
  const finer = [[-180, 66], [-172, 66], [-172, 69], [-180, 69], [-180, 68], [-180, 67.5]];
  const rings = joined([west, finer]);
  assert.equal(rings.length, 1);
  assert.equal(edgesOnSeam(rings[0]), 0);
});

test("a cap with an edge along 90°N becomes a ring round the pole", () => {
  const rings = joined([[[-180, 84], [0, 84], [180, 84], [180, 90], [-180, 90]]]);
  assert.equal(rings.length, 1);
  assert.ok(rings[0].every(([, lat]) => lat === 84));
  const last = rings[0][rings[0].length - 1];
  assert.equal(Math.abs(last[0] - rings[0][0][0]), 360);
});

test("a band round the pole becomes two rings", () => {
  const rings = joined([[[-180, 65], [0, 65], [180, 65], [180, 70], [0, 70], [-180, 70]]]);
  assert.equal(rings.length, 2);
  assert.deepEqual(rings.map((ring) => new Set(ring.map(([, lat]) => lat)).size), [1, 1]);
});

test("a true side along 180° stays", () => {
  const rings = joined([west]);
  assert.equal(rings.length, 1);
  assert.equal(edgesOnSeam(rings[0]), 1);
});

test("a shape that leaves the cut twice stays whole", () => {
  /** @type {Position[]} */
  const comb = [[175, 60], [180, 60], [180, 62], [178, 63], [180, 64], [180, 66], [175, 66]];
  const rings = joined([comb, [[-180, 60], [-175, 60], [-175, 62], [-180, 62]], [[-180, 64], [-175, 64], [-175, 66], [-180, 66]]]);
  assert.equal(rings.length, 1);
  assert.equal(edgesOnSeam(rings[0]), 0);
});
