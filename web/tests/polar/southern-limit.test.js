import assert from "node:assert/strict";
import { test } from "node:test";
import { densify, unwrap } from "../../src/polar/densify.js";
import { SOUTHERN_LIMIT, cutLine, cutRings } from "../../src/polar/southern-limit.js";
import { PROJECTIONS } from "../../src/polar/projections.js";
import { joinAtSeam } from "../../src/polar/seam.js";

/** @typedef {import("../../src/polar/densify.js").Position} Position */

const POLAR = [PROJECTIONS["EPSG:3995"], PROJECTIONS["EPSG:3571"]];
const LATS = [85.3, 45.2, -1.1, -50.2, -59.1];
const LONS = [-171.37, -47.13, 3.29, 118.31];
/** @type {Position[]} */
const PLACES = LATS.flatMap((lat) => LONS.map((lon) => /** @type {Position} */ ([lon, lat])));

/** Whether an odd number of rings encloses a point. @param {[number, number][][]} rings @param {[number, number]} point */
function inside(rings, [x, y]) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[ax, ay], [bx, by]] = [ring[j], ring[i]];
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) odd = !odd;
    }
  }
  return odd;
}

/** The rings of a polygon as they are drawn. @param {Position[][]} rings @param {import("../../src/polar/projections.js").Projection} polar */
const drawn = (rings, { project }) =>
  joinAtSeam(cutRings(rings.map((ring) => unwrap(ring, true, true)))).map((ring) => densify(ring, project));

/** @param {Position[][]} rings @param {(place: Position) => boolean} expected @param {typeof POLAR} on */
function holds(rings, expected, on = POLAR) {
  for (const polar of on) {
    const shape = drawn(rings, polar);
    for (const place of PLACES) {
      assert.equal(inside(shape, polar.project(...place)), expected(place), `${polar.code}: ${place}`);
    }
  }
}

/** Whole numbers, the same each time. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 48271) % 0x7fffffff;
    return state % below;
  };
}

test("a place is inside on the map where it is in longitude and latitude, whatever reaches the South Pole", () => {
  const next = random(14);
  for (let trial = 0; trial < 40; trial++) {
    // Between a coast from west to east and another below it, or the pole.
    const lons = [-180, ...Array.from({ length: 1 + next(6) }, () => next(359) - 179).sort((a, b) => a - b), 180];
    const ends = 30 - next(115);
    const coast = lons.map((lon) => /** @type {Position} */ ([lon, Math.abs(lon) === 180 ? ends : 75 - next(160)]));
    const floor = next(3) ? -90 : -86 - next(3);
    /** @type {Position[]} */
    const ring = [...coast, [180, floor], [-180, floor]];
    // Every third is cut off before 180°.
    const west = next(3) ? 180 : 179 - next(120);
    const cut = west === 180 ? ring : ring.map(([lon, lat]) => /** @type {Position} */ ([(lon * west) / 180, lat]));
    holds([cut], (place) => inside([cut], place), [POLAR[trial % 2]]);
  }
});

test("a ring round the South Pole has it inside without an edge along 90°S", () => {
  /** @type {Position[]} */
  const coast = [[-180, -30], [-90, -20], [0, -45], [90, -20], [180, -30]];
  for (const ring of [coast, [...coast].reverse()]) holds([ring], (place) => inside([[...coast, [180, -90], [-180, -90]]], place));
});

test("of what lies in the far south nothing is drawn", () => {
  /** @type {Position[]} */
  const coast = [[-180, -84.7], [-60, -64], [0, -70], [100, -66], [180, -84.5]];
  for (const ring of [coast, [...coast].reverse(), [...coast, [180, -90], [-180, -90]], [[0, -70], [30, -70], [15, -61]]]) {
    assert.deepEqual(drawn([/** @type {Position[]} */ (ring)], POLAR[0]), []);
  }
});

test("a ring round the axis that reaches the north has the North Pole inside", () => {
  holds([[[-180, 10], [-60, -40], [60, -10], [180, 10]]], ([lon, lat]) =>
    inside([[[-180, 10], [-60, -40], [60, -10], [180, 10], [180, 90], [-180, 90]]], [lon, lat]));
});

test("two rings round the axis have the band between them inside", () => {
  for (const lats of [[60, -50], [-10, -50], [80, 20]]) {
    const rings = lats.map((lat) => /** @type {Position[]} */ ([-180, -60, 60, 180].map((lon) => [lon, lat])));
    holds(rings, ([, lat]) => lat < lats[0] && lat > lats[1]);
  }
});

test("a circle knows that it holds the South Pole, or that it does not", () => {
  /** @type {Position[]} */
  const ring = unwrap([[0, -70], [90, -70], [180, -70], [-90, -70]], true);
  assert.deepEqual(cutRings([ring], true), []);
  assert.equal(cutRings([ring], false).length, 1);
});

test("a line ends at the limit, and goes on behind it", () => {
  assert.deepEqual(cutLine([[0, 0], [30, -90]]), [[[0, 0], [20, SOUTHERN_LIMIT]]]);
  assert.deepEqual(cutLine([[0, -40], [10, -80], [20, -40]]), [
    [[0, -40], [5, SOUTHERN_LIMIT]],
    [[15, SOUTHERN_LIMIT], [20, -40]],
  ]);
  assert.deepEqual(cutLine([[0, -70], [10, -80]]), []);
  /** @type {Position[]} */
  const north = [[0, 80], [10, SOUTHERN_LIMIT]];
  assert.equal(cutLine(north)[0], north);
});
