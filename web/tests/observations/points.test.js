import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PROJECTIONS, projectionOf } from "../../src/polar/projections.js";
import { Positions } from "../../src/observations/data/positions.js";
import { dotGrowth, MOST_DOTS } from "../../src/observations/paint/few-points.js";
import { dot, PointRaster, MARGIN as EDGE, ring, within, WHOLE } from "../../src/observations/paint/many-points.js";
import { toneTable } from "../../src/observations/paint/point-colours.js";
import { timeScale } from "../../src/page/timeline/scale.js";

globalThis.window = /** @type {any} */ ({ geotrackPolar: { projectionOf } });
const KNOWN = JSON.parse(readFileSync(new URL("../fixtures/projections.json", import.meta.url), "utf8"));

/** @param {[lon: number, lat: number][]} spots */
function placesOf(spots) {
  const plane = projectionOf("EPSG:3571@0");
  const [x, y] = [0, 1].map((axis) => spots.map(([lon, lat]) => plane.project(lon, lat)[axis]));
  return new Positions(x, y, {}, {}, 1);
}

// Observations are on briefing pages, which are maps of the north.
for (const code of Object.keys(KNOWN).filter((one) => projectionOf(one).hemisphere > 0)) {
  test(`places are where PROJ has them in ${code}`, () => {
    const rows = KNOWN[code];
    const polar = projectionOf(code);
    const places = placesOf(rows.map((/** @type {number[]} */ [lon, lat]) => [lon, lat]));
    places.turn(polar);
    for (const [i, [lon, lat, x, y]] of rows.entries()) {
      const off = Math.hypot(places.xs[i] + polar.pole[0] - x, places.ys[i] + polar.pole[1] - y);
      // A hundredth of a pixel where the map is closest, for what the map has of land; further south more.
      assert.ok(off < (lat > 30 ? 1.5 : 20), `${lon} ${lat}: ${off} m`);
    }
  });
}

test("the nearest is what looking at each finds, among those that are shown", () => {
  let seed = 1;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const spots = Array.from({ length: 6000 }, () => /** @type {[number, number]} */ ([chance() * 360 - 180, 55 + chance() * 35]));
  const places = placesOf(spots);
  places.turn(PROJECTIONS["EPSG:3995"]);
  const shown = Uint8Array.from(spots, () => Number(chance() < 0.7));
  for (let n = 0; n < 200; n++) {
    const [x, y] = [(chance() - 0.5) * 6e6, (chance() - 0.5) * 6e6];
    const reach = chance() * 2e5;
    const far = spots.map((_, i) => (shown[i] ? Math.hypot(places.xs[i] - x, places.ys[i] - y) : Infinity));
    const best = far.indexOf(Math.min(...far));
    assert.equal(places.nearest(x, y, reach, shown), far[best] <= reach ? best : -1);
    assert.equal(places.around(x, y, reach, shown), far.filter((one) => one <= reach).length);
  }
});

/**
 * Points in pixels of a picture, all of them shown.
 * @param {PointRaster} field @param {[x: number, y: number][]} spots @param {number[] | null} [classes]
 */
function countAll(field, spots, classes = null) {
  const [xs, ys] = [0, 1].map((axis) => spots.map((spot) => spot[axis]));
  const points = { xs, ys: ys.map((y) => -y), shown: spots.map(() => 1), kinds: null, classIndexes: classes };
  field.count(points, 0, { by: 1, x: 0, y: 0 }, 0, spots.length);
}

test("what is laid on a picture is what its points lay, and none is left for the next", () => {
  const field = new PointRaster();
  field.clear(30, 20, false, 5);
  countAll(field, [[5.5, 5.5], [5.1, 5.9], [29.9, 19.9], [-0.1, 3], [30, 3]]);
  assert.equal(field.touched, 2);
  assert.deepEqual(field.crowd(), { mean: 1.5, share: 2 / (54 * 44), points: 3 });
  const mark = dot(1.2);
  field.stamp(mark);
  const sum = mark.reduce((all, { weight }) => all + weight, 0);
  assert.equal(field.weights.reduce((all, one) => all + one, 0), 3 * sum);
  // Of 12 round what was laid, what is in the picture.
  assert.deepEqual(field.part(), { left: 0, top: 0, width: 30, height: 20 });
  const pixels = new Uint32Array(600);
  field.write(pixels, [Uint32Array.from({ length: 100 }, (_, n) => n)]);
  assert.equal(pixels[5 * 30 + 5], 2 * WHOLE);
  assert.equal(pixels[19 * 30 + 29], WHOLE);
  assert.ok(field.weights.every((one) => one === 0) && field.counts.every((one) => one === 0));
});

test("only the part on which something lies is written, and it is all of it", () => {
  for (const spots of /** @type {[number, number][][]} */ ([[[100, 60]], [[3, 3], [40, 70]], [[199, 99]], []])) {
    const [whole, field] = [new PointRaster(), new PointRaster()];
    for (const one of [whole, field]) {
      one.clear(200, 100, false, spots.length);
      countAll(one, spots);
      one.stamp(ring(5, 2));
    }
    whole.box = { left: EDGE, top: EDGE, right: 199 + EDGE, bottom: 99 + EDGE };
    const tones = [Uint32Array.from({ length: 100 }, (_, n) => n)];
    const all = new Uint32Array(200 * 100);
    whole.write(all, tones);
    const { left, top, width, height } = field.part();
    const some = new Uint32Array(width * height);
    field.write(some, tones);
    const put = new Uint32Array(200 * 100);
    for (let row = 0; row < height; row++) put.set(some.subarray(row * width, (row + 1) * width), (top + row) * 200 + left);
    assert.deepEqual(put, all);
    assert.equal(all.some(Boolean), spots.length > 0);
    assert.ok(field.weights.every((one) => one === 0));
    assert.deepEqual(field.part(), { left: 0, top: 0, width: 0, height: 0 });
  }
});

test("a kind, and what is shown, is counted alone", () => {
  const field = new PointRaster();
  field.clear(9, 9, false, 4);
  const points = { xs: [1, 2, 3, 4], ys: [0, 0, 0, 0], shown: [1, 1, 0, 1], kinds: [0, 1, 1, 1], classIndexes: null };
  field.count(points, 1, { by: 1, x: 0, y: 4 }, 0, 3);
  assert.deepEqual([...field.touchedPixels.slice(0, field.touched)], [(4 + EDGE) * (9 + 2 * EDGE) + 2 + EDGE]);
});

test("a pixel has the colour of the class that most of its points are of", () => {
  const field = new PointRaster();
  field.clear(9, 9, true, 5);
  countAll(field, [[4, 4], [4, 4], [4, 4], [4, 4], [4, 4]], [2, 0, 2, 1, 2]);
  field.stamp([{ dx: 0, dy: 0, weight: WHOLE }]);
  const pixels = new Uint32Array(81);
  field.write(pixels, [7, 8, 9].map((colour) => new Uint32Array(6 * WHOLE).fill(colour)));
  assert.equal(pixels[4 * 9 + 4], 9);
});

test("a ring is hollow, and a dot is not", () => {
  const middle = (/** @type {ReturnType<typeof dot>} */ mark) => mark.find(({ dx, dy }) => dx === 0 && dy === 0);
  assert.equal(middle(dot(0.7))?.weight, WHOLE);
  assert.equal(middle(ring(2.4, 1)), undefined);
});

test("what may lie further away is a dot in a pale disc", () => {
  const mark = within(1.3, 3);
  const at = (/** @type {number} */ x) => mark.find(({ dx, dy }) => dx === x && dy === 0)?.weight ?? 0;
  assert.equal(at(0), WHOLE);
  assert.ok(at(3) > 0 && at(3) < WHOLE / 3);
  assert.equal(at(6), 0);
  assert.ok(within(40, 40).every(({ dx, dy }) => Math.max(Math.abs(dx), Math.abs(dy)) <= EDGE));
});

test("dots are the larger the fewer there are, and none jumps", () => {
  assert.deepEqual([0, 1, 500, MOST_DOTS, 1e6].map(dotGrowth), [1, 1, 1, 0, 0]);
  for (let many = 501; many < MOST_DOTS; many++) {
    const step = dotGrowth(many - 1) - dotGrowth(many);
    assert.ok(step > 0 && step < 0.002);
  }
});

test("more on a pixel is stronger and darker, and one alone is seen", () => {
  const alpha = (/** @type {number} */ colour) => colour >>> 24;
  const light = (/** @type {number} */ colour) => (colour & 255) + ((colour >>> 8) & 255) + ((colour >>> 16) & 255);
  for (const crowd of [{ mean: 1, share: 0, points: 9 }, { mean: 40, share: 0.5, points: 9 }]) {
    const table = toneTable("#b03a74", false, crowd, 32, false);
    for (let n = WHOLE + 1; n < table.length; n++) {
      assert.ok(alpha(table[n]) >= alpha(table[n - 1]) && light(table[n]) <= light(table[n - 1]));
    }
    assert.ok(alpha(table[WHOLE]) > 75);
    assert.ok(alpha(table[table.length - 1]) <= 230);
  }
});
