// Coordinates of drawn shapes: each edge means the short way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, isDrawable, lineOf, middleOf, movedVertex, niceKilometres, ringOf, runOn, verticesOf, withVertices } from "../../src/desk/drawing/shapes.js";
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

test("vertices come back, and the same vertices give the same shape", () => {
  for (let seed = 1; seed < 300; seed++) {
    const set = places(seed, 5);
    const area = areaOf(set);
    const [vertices] = /** @type {any} */ (verticesOf(area));
    assert.equal(vertices.length, set.length);
    vertices.forEach(([lon, lat], /** @type {number} */ n) => assert.ok(turnBetween(lon, set[n][0]) < 1e-6 && lat === set[n][1]));
    assert.deepEqual(withVertices(area, [vertices]), area);
  }
});

test("a box round the pole is its parallel, and a wedge keeps its vertex at the pole", () => {
  const box = { type: "Polygon", coordinates: [[[-180, 66], [180, 66], [180, 90], [-180, 90], [-180, 66]]] };
  assert.deepEqual(verticesOf(box), [[[-180, 66], [-90, 66], [0, 66], [90, 66]]]);
  const half = verticesOf({ type: "Polygon", coordinates: [[[0, 66], [180, 66], [180, 90], [0, 90], [0, 66]]] });
  assert.deepEqual(half, [[[0, 66], [90, 66], [-180, 66], [-180, 90]]]);
  for (const wedge of [
    [[0, 80], [90, 80], [90, 90], [0, 90], [0, 80]],
    [[0, 80], [90, 80], [45, 90], [0, 80]],
  ]) {
    const vertices = verticesOf({ type: "Polygon", coordinates: [wedge] });
    assert.deepEqual(vertices?.[0].slice(0, 2), [[0, 80], [90, 80]]);
    assert.equal(vertices?.[0][2][1], 90);
    assert.deepEqual(ringOf(vertices[0]), [[0, 80], [90, 80], [90, 90], [0, 90], [0, 80]]);
  }
  // Three quarters of a cap: the way back along 90° N is as long as the parallel.
  assert.deepEqual(ringOf([[0, 80], [120, 80], [-120, 80], [0, 90]]), [[0, 80], [120, 80], [240, 80], [240, 90], [120, 90], [0, 90], [0, 80]]);
});

test("a line through the pole has one vertex there, along whose meridians it runs", () => {
  const line = lineOf([[10, 85], [-170, 86]]);
  assert.deepEqual(verticesOf(line), [[[10, 85], [10, 90], [-170, 86]]]);
  assert.deepEqual(withVertices(line, /** @type {any} */ (verticesOf(line))), line);
  assert.deepEqual(runOn([[50, 90], [20, 85]]), [[20, 90], [20, 85]]);
  assert.deepEqual(runOn([[20, 85], [50, 90]]), [[20, 85], [20, 90]]);
});

test("a vertex in the middle of an edge leaves the shape as it is", () => {
  for (let seed = 1; seed < 300; seed++) {
    const set = places(seed, 5);
    for (const [n, place] of set.entries()) {
      const next = set[(n + 1) % set.length];
      const middle = middleOf(place, next);
      assert.ok(Math.abs(middle[1] - (place[1] + next[1]) / 2) <= 1e-4);
      const [[from], [at], [to]] = runOn([place, middle, next]);
      assert.ok(Math.abs(at - (from + to) / 2) <= 2e-4);
    }
  }
  assert.deepEqual(middleOf([170, 70], [-160, 70]), [-175, 70]);
  assert.deepEqual(middleOf([10, 80], [-170, 80]), [10, 90]);
  assert.deepEqual(middleOf([10, 80], [99, 90]), [10, 85]);
});

test("too few places are no shape", () => {
  assert.equal(lineOf([[0, 80]]), null);
  assert.equal(areaOf([[0, 80], [10, 80]]), null);
});

test("a radius by hand has two digits", () => {
  for (const [km, nice] of [[0.04, 0.1], [0.333, 0.3], [7.77, 7.8], [23.4, 23], [1234, 1200]]) assert.equal(niceKilometres(km), nice);
});

test("what is no shape is not drawn and has no vertices", () => {
  const broken = [
    null, undefined, "x", [1, 2], {}, { type: "Blob", coordinates: [1, 70] }, { type: "Point" }, { type: "Point", coordinates: null },
    { type: "Point", coordinates: [] }, { type: "Point", coordinates: ["1", "70"] }, { type: "Point", coordinates: [0, 98] }, { type: "Point", coordinates: [NaN, 70] },
    { type: "LineString", coordinates: [[[1, 70]]] }, { type: "Polygon", coordinates: [[1, 70]] }, { type: "Polygon", coordinates: {} },
    { type: "GeometryCollection", geometries: [{ type: "Point" }] }, { type: "GeometryCollection" }, { type: "__proto__", coordinates: [] },
  ];
  for (const one of broken) {
    assert.equal(isDrawable(one), false, JSON.stringify(one));
    assert.equal(verticesOf(one), null);
  }
  const sound = [
    { type: "Point", coordinates: [-180, 90, 100] }, { type: "Polygon", coordinates: [] }, { type: "Polygon", coordinates: [[]] }, { type: "MultiPoint", coordinates: [] },
    { type: "GeometryCollection", geometries: [] }, { type: "MultiPolygon", coordinates: [[[[1, 70], [2, 70], [2, 71], [1, 70]]]] },
  ];
  for (const one of sound) assert.equal(isDrawable(one), true, JSON.stringify(one));
});

test("an area that is cut at 180° keeps its two parts, whose common vertices move together", () => {
  const halves = {
    type: "MultiPolygon",
    coordinates: [[[[170, 70], [180, 70], [180, 72], [170, 72], [170, 70]]], [[[-180, 70], [-170, 70], [-170, 72], [-180, 72], [-180, 70]]]],
  };
  const vertices = /** @type {any} */ (verticesOf(halves));
  assert.deepEqual(withVertices(halves, vertices), halves);
  const moved = withVertices(halves, movedVertex(vertices, [-180, 70], [179, 69]));
  assert.deepEqual(moved.coordinates, [[[[170, 70], [179, 69], [180, 72], [170, 72], [170, 70]]], [[[-181, 69], [-170, 70], [-170, 72], [-180, 72], [-181, 69]]]]);
  const lines = { type: "MultiLineString", coordinates: [[[170, 70], [180, 71]], [[-180, 71], [-170, 72], [-160, 72]]] };
  assert.deepEqual(withVertices(lines, /** @type {any} */ (verticesOf(lines))), lines);
});
