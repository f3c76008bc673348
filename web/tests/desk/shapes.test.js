// Coordinates of drawn shapes: each edge means the short way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, lineOf, niceKilometres, ringOf, runOn, verticesOf, withVertices } from "../../src/desk/drawing/shapes.js";
import { turnBetween } from "../fixtures.js";

/** Numbers that only look random. @param {number} seed */
function* numbers(seed) {
  for (let state = seed; ; ) yield (state = (state * 48271) % 2147483647) / 2147483647;
}

/** @param {number} seed @param {number} count @returns {[number, number][]} */
function places(seed, count) {
  const random = numbers(seed);
  const next = () => /** @type {number} */ (random.next().value);
  return Array.from({ length: count }, () => [Math.round((next() * 360 - 180) * 1e4) / 1e4, Math.round((60 + next() * 29) * 1e4) / 1e4]);
}

test("a line keeps its places and takes the short way between them", () => {
  for (let seed = 1; seed < 300; seed++) {
    const set = places(seed, 5);
    const line = runOn(set);
    assert.equal(line.length, set.length);
    line.forEach(([lon, lat], n) => {
      assert.ok(turnBetween(lon, set[n][0]) < 1e-6);
      assert.equal(lat, set[n][1]);
      if (n) assert.ok(Math.abs(lon - line[n - 1][0]) <= 180);
    });
  }
});

test("a line across 180° runs on past it", () => {
  assert.deepEqual(lineOf([[170, 70], [-170, 72]])?.coordinates, [[170, 70], [190, 72]]);
  assert.deepEqual(lineOf([[-170, 70], [170, 72]])?.coordinates, [[-170, 70], [-190, 72]]);
});

test("half a turn leads over the pole, in steps that are none themselves", () => {
  const line = runOn([[10, 85], [-170, 86]]);
  assert.deepEqual(line, [[10, 85], [10, 90], [100, 90], [190, 90], [190, 86]]);
});

test("a ring is closed, and one round the pole holds the pole", () => {
  for (let seed = 1; seed < 300; seed++) {
    const ring = ringOf(places(seed, 6));
    assert.deepEqual(ring[0], ring.at(-1));
  }
  const round = ringOf([[0, 80], [90, 80], [180, 80], [-90, 80]]);
  assert.deepEqual(round.slice(0, 5).map(([lon]) => lon), [0, 90, 180, 270, 360]);
  assert.deepEqual(round.slice(5), [[360, 90], [0, 90], [0, 80]]);
});

test("vertices come back, and a moved one moves alone", () => {
  for (let seed = 1; seed < 300; seed++) {
    const set = places(seed, 5);
    const area = areaOf(set);
    const [vertices] = /** @type {any} */ (verticesOf(area));
    // A ring round the pole repeats its first vertex on the way to the pole.
    const same = vertices.slice(0, set.length);
    same.forEach(([lon, lat], /** @type {number} */ n) => assert.ok(turnBetween(lon, set[n][0]) < 1e-6 && lat === set[n][1]));
    assert.deepEqual(withVertices(area, [same]), area);
  }
});

test("too few places are no shape", () => {
  assert.equal(lineOf([[0, 80]]), null);
  assert.equal(areaOf([[0, 80], [10, 80]]), null);
});

test("a radius by hand has two digits", () => {
  for (const [km, nice] of [[0.04, 0.1], [0.333, 0.3], [7.77, 7.8], [23.4, 23], [1234, 1200]]) assert.equal(niceKilometres(km), nice);
});
