import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "fflate";
import { decodeBase91 } from "../../src/polar/base91.js";
import { countingLayer, countingLayers, sumOf } from "../../src/observations/ui/counts.js";
import { layerPairs } from "../../src/observations/layer/density-or-points.js";
import { acrossOf, Lattice } from "../../src/polar/hexagon-lattice.js";
import { classOf, cutsMonths, daysOf, Level, monthsOf, nearestLoaded, columnNumbers, levelFor } from "../../src/observations/data/density-level.js";
import { rampColours } from "../../src/observations/paint/colour-ramp.js";
import { decodeColumn } from "../../src/observations/data/packed-column.js";
import { distinctLayers } from "../../src/observations/ui/timeline-bars.js";
import { fixture } from "../fixtures.js";

/** As Python counts: see tests/page/observations/test_layers_density.py. */
const { cells, surface } = fixture("hexagons");

/** @param {number} n */
function level(n) {
  const names = ["cell", "months", "month", "certain", "possible"].filter((name) => surface.about.packed[name + n]);
  const read = (/** @type {string} */ name) => {
    const how = surface.about.packed[name + n];
    return columnNumbers(decodeColumn(inflateSync(decodeBase91(surface.columns[name + n])), how, how.many), how);
  };
  return new Level(surface.about.levels[n], Object.fromEntries(names.map((name) => [name, read(name)])));
}

test("places lie in the hexagons in which Python finds them", () => {
  assert.ok(cells.length > 500);
  for (const [km2, x, y, q, r] of cells) assert.deepEqual(new Lattice(acrossOf(km2)).cell(x, y), [q, r]);
});

test("corners lie round the centre, each as far from it as the next", () => {
  const lattice = new Lattice(acrossOf(6400));
  const [x, y] = lattice.centre(3, -5);
  const corners = lattice.corners(3, -5);
  for (const [i, corner] of corners.entries()) {
    const [next] = [corners[(i + 1) % 6]];
    const far = Math.hypot(corner[0] - x, corner[1] - y);
    assert.ok(Math.abs(far - lattice.across / Math.sqrt(3)) < 1e-6);
    assert.ok(Math.abs(Math.hypot(next[0] - corner[0], next[1] - corner[1]) - far) < 1e-6);
  }
});

test("the sums of any months are those of Python", () => {
  assert.equal(surface.about.levels.length, surface.wanted.length);
  for (const [n, asked] of surface.wanted.entries()) {
    const hexagons = level(n);
    for (const { months, counts } of asked) {
      const sums = hexagons.sums(months, 4);
      assert.equal(sums.months, months ? months[1] - months[0] + 1 : 4);
      const found = Array.from({ length: hexagons.count }, (_, i) => [hexagons.axial(i).join(), [sums.certain[i], sums.possible[i]]]);
      assert.deepEqual(Object.fromEntries(found.filter(([, [c, p]]) => c + p)), counts);
    }
  }
});

test("a hexagon is found at its centre, and none where none is", () => {
  const hexagons = level(surface.about.levels.length - 1);
  for (let i = 0; i < hexagons.count; i++) {
    assert.equal(hexagons.at(...hexagons.lattice.centre(...hexagons.axial(i))), i);
  }
  const { west, south, width } = hexagons.about;
  // The next row would have the number of a hexagon that is there.
  for (const [q, r] of [[west - 1, south], [west + width, south], [west, south - 1]]) {
    assert.equal(hexagons.at(...hexagons.lattice.centre(q, r)), -1);
  }
});

test("what a hexagon holds, by month", () => {
  const hexagons = new Level(
    { km2: 100, west: 0, south: 0, width: 2, classes: [] },
    { cell: [0, 1], months: [3, 1], month: [0, 2, 5, 0], certain: [1, 2, 3, 4], possible: [0, 5, 0, 0] },
  );
  const all = { km2: 100, certain: 6, possible: 5, timeless: 1, byMonth: [0, 7, 0, 0, 3], shown: [1, 5] };
  assert.deepEqual(hexagons.contents(0, null, 5, false), all);
  assert.deepEqual(hexagons.contents(0, [3, 6], 5, true), {
    km2: 100, certain: 3, possible: 0, timeless: 0, byMonth: [0, 2, 0, 0, 3], shown: [3, 6],
  });
  assert.deepEqual([...hexagons.sums([1, 4], 12).certain], [2, 0]);
});

test("the months of a surface, and its days as if each month were even", () => {
  const of = level(0);
  const many = of.byMonth(Math.max(...Array.from(of.columns.month)));
  for (const [n, one] of many.entries()) {
    const { certain, possible } = of.sums([n + 1, n + 1], many.length);
    assert.equal(one, [...certain, ...possible].reduce((a, b) => a + b, 0));
  }
  // January and February 1972.
  const days = daysOf(24, [62, 58]);
  assert.deepEqual([days.first, days.counts.length], [730, 60]);
  assert.deepEqual([...new Set(days.counts)], [2]);
});

test("a dataset that is drawn in several ways has its days once, single ones rather than months", () => {
  const layer = (/** @type {number} */ of, /** @type {string} */ kind) => ({ about: { of, kind } });
  const [surface, points, tracks, other] = [
    layer(1, "density"),
    layer(1, "points"),
    layer(1, "tracks"),
    layer(2, "density"),
  ];
  assert.deepEqual(distinctLayers([surface, points, tracks, other]), [points, other]);
});

test("positions are counted once, by the layer that leaves none out and knows when they were", () => {
  const layer = (/** @type {string} */ kind, many = 9, of = 1) => ({ about: { of, many, kind } });
  const [surface, points, tracks, fewer] = [layer("density"), layer("points"), layer("tracks"), layer("tracks", 8)];
  const other = layer("density", 5, 2);
  assert.deepEqual(countingLayers([surface, points, fewer, other]), [points, other]);
  assert.deepEqual(countingLayers([fewer, tracks, surface]), [tracks]);
  // Those that tracks leave out are in none of their counts.
  assert.deepEqual(countingLayers([fewer, surface]), [surface]);
  assert.deepEqual([surface, points, fewer].map((one) => countingLayer(one, [fewer, surface, points])), [points, points, fewer]);
});

test("of entries that ask differently of one dataset the greatest counts, and is the least that there are", () => {
  const layer = (/** @type {number} */ of, /** @type {number} */ many, more = {}) => ({ about: { of, dataset: 1, many, kind: "points", timeless: of, ...more } });
  const every = layer(1, 9, { all: true });
  const [some, others] = [layer(2, 5), layer(3, 7)];
  const elsewhere = layer(4, 100, { dataset: 4 });
  const shown = new Map([[every, 6], [some, 4], [others, 3]]);
  const plain = { whole: false, least: false };
  assert.deepEqual(sumOf([some, every], new Map()), { ...plain, shown: 9, all: 9, timeless: 1 });
  assert.deepEqual(sumOf([some, every, others], shown), { ...plain, shown: 6, all: 9, timeless: 1 });
  assert.deepEqual(sumOf([some, others], new Map()), { ...plain, shown: 7, all: 7, timeless: 3, least: true });
  // In a period another one may have most.
  assert.deepEqual(sumOf([some, others], shown), { ...plain, shown: 4, all: 7, timeless: 2, least: true });
  assert.deepEqual(sumOf([others, elsewhere, every], shown), { ...plain, shown: 106, all: 109, timeless: 5 });
  assert.deepEqual(sumOf([others, elsewhere, some], shown), { ...plain, shown: 104, all: 107, timeless: 6, least: true });
  assert.equal(sumOf([Object.assign(some, { cutsMonth: true }), others], shown).whole, true);
  assert.equal(sumOf([some, others], new Map([[others, 6]])).whole, false);
});

test("a period is one of whole months", () => {
  const day = (/** @type {string} */ text) => Date.parse(text) / 86_400_000;
  const all = /** @type {[number, number]} */ ([12 * 54 + 2, 12 * 55]);
  assert.equal(monthsOf(null, all), null);
  assert.deepEqual(monthsOf([day("2024-05-31"), day("2024-06-01")], all), [3, 4]);
  assert.deepEqual(monthsOf([day("2020-01-01"), day("2030-01-01")], all), [1, 11]);
  const [first, last] = monthsOf([day("2024-01-01"), day("2024-02-29")], all) ?? [];
  assert.ok(last < first);
  assert.deepEqual(monthsOf([day("1969-12-31"), day("1969-12-31")], [-1, 5]), [1, 1]);
  // Where nothing has a time, nothing is in a period.
  assert.deepEqual(monthsOf([day("2024-01-01"), day("2024-02-29")], null), [1, 0]);
});

test("a period that cuts a month is counted as more than it is", () => {
  const day = (/** @type {string} */ text) => Date.parse(text) / 86_400_000;
  const all = /** @type {[number, number]} */ ([day("2024-03-05"), day("2024-10-20")]);
  const cuts = (/** @type {string} */ first, /** @type {string} */ last) => cutsMonths([day(first), day(last)], all);
  assert.equal(cuts("2024-04-01", "2024-05-31"), false);
  assert.equal(cuts("2024-04-02", "2024-05-31"), true);
  assert.equal(cuts("2024-04-01", "2024-05-30"), true);
  // Beyond the first and the last position there is nothing to cut.
  assert.equal(cuts("2024-02-10", "2024-11-10"), false);
  assert.equal(cuts("2023-02-10", "2023-11-10"), false);
  assert.equal(cuts("2023-01-10", "2023-11-10"), false);
  assert.equal(cuts("2025-01-10", "2025-11-10"), false);
  assert.equal(cuts("2024-03-05", "2024-10-20"), false);
  assert.equal(cuts("2024-03-06", "2024-10-20"), true);
  assert.equal(cuts("2024-03-05", "2024-10-19"), true);
  // Here none is in the period, and a month of them is counted.
  assert.equal(cuts("2024-02-10", "2024-03-04"), true);
  assert.equal(cuts("2024-10-21", "2024-11-30"), true);
  assert.equal(cutsMonths(null, all), false);
  assert.equal(cutsMonths([0, 1], undefined), false);
});

test("hexagons are from 12 to 24 pixels across, as far as there are sizes", () => {
  const sizes = [102_400, 25_600, 6400, 1600].map((km2) => ({ km2, west: 0, south: 0, width: 1, classes: [] }));
  const across = (/** @type {number} */ metres) => acrossOf(sizes[levelFor(sizes, metres, 12)].km2) / metres;
  for (let metres = 4000; metres < 28_000; metres *= 1.1) {
    assert.ok(across(metres) >= 12 && across(metres) < 24.1, `${metres}: ${across(metres)}`);
  }
  assert.equal(levelFor(sizes, 100_000, 12), 0);
  assert.equal(levelFor(sizes, 10, 12), 3);
});

test("until a size is there, the nearest to it is shown", () => {
  const there = (/** @type {number[]} */ ...sizes) => Array.from({ length: 5 }, (_, n) => sizes.includes(n));
  assert.equal(nearestLoaded(3, there(0, 3)), 3);
  assert.equal(nearestLoaded(2, there(0, 3)), 3);
  assert.equal(nearestLoaded(2, there(0, 1, 3)), 1);
  assert.equal(nearestLoaded(4, there(0)), 0);
  assert.equal(nearestLoaded(2, []), -1);
});

test("a surface goes with the points of its own dataset", () => {
  const layers = [
    ["observed-1-density", "density"], ["observed-1-points", "points"], ["observed-2", "density"], ["observed-3", "points"],
    ["observed-11-points", "points"],
  ].map(([id, kind]) => ({ id, about: { kind } }));
  assert.deepEqual(layerPairs(layers).map((pair) => pair.map(({ id }) => id)), [["observed-1-density", "observed-1-points"]]);
});

test("a class begins with its least number", () => {
  assert.deepEqual([0.5, 1, 4.9, 5, 1e9].map((value) => classOf([1, 5], value)), [0, 1, 1, 2, 2]);
  assert.equal(classOf([], 7), 0);
});

test("of fewer classes the colours are further apart", () => {
  const ramps = { day: ["a", "b", "c", "d", "e", "f"], night: ["6", "5", "4", "3", "2", "1"] };
  assert.deepEqual(rampColours(ramps, 6, false), ramps.day);
  assert.deepEqual(rampColours(ramps, 3, true), ["6", "3", "1"]);
  assert.deepEqual(rampColours(ramps, 2, false), ["a", "f"]);
  assert.deepEqual(rampColours(ramps, 1, false), ["c"]);
});
