import assert from "node:assert/strict";
import { test } from "node:test";
import { COVER, DOT, gather, greatestCount } from "../../src/page/dots/clusters.js";
import { Lattice } from "../../src/polar/hexagon-lattice.js";

const HEXAGON = 56;
/** A disc that grows with the number of its records, to the most that a hexagon holds. @param {number[]} members */
const radiusOf = (members) => Math.min((HEXAGON - DOT) / 2, 11 + Math.sqrt(members.length));
const all = () => true;

/** A small generator, so that the same places come each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Places in groups and alone, some of them the very same. @param {() => number} random @param {number} count @param {number} width pixels */
function places(random, count, width) {
  /** @type {[number, number][]} */
  const spots = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = spots[Math.floor(random() * i)] ?? [0, 0];
    const reach = random() < 0.3 ? width : random() < 0.2 ? 0 : width / 20;
    spots.push([x + reach * (random() - 0.5), y + reach * (random() - 0.5)]);
  }
  return { xs: spots.map(([x]) => x), ys: spots.map(([, y]) => y) };
}

/** @param {ReturnType<typeof places>} at @param {number} by */
const zoomed = ({ xs, ys }, by) => ({ xs: xs.map((x) => x * by), ys: ys.map((y) => y * by) });

/** What a view shows. @param {ReturnType<typeof places>} at @param {(i: number) => boolean} counts */
function shown({ xs, ys }, counts) {
  const clusters = gather(xs, ys, counts, HEXAGON, radiusOf);
  const gathered = new Set(clusters.flatMap(({ members }) => members));
  const dots = xs.flatMap((_, i) => (counts(i) && !gathered.has(i) ? [i] : []));
  return { clusters, gathered, dots };
}

test("clusters and dots add up to the records that are shown, at any zoom and under any filter", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = numbers(seed);
    const at = places(random, 300, 1500);
    const isPossible = at.xs.map(() => random() < 0.3);
    for (const by of [0.25, 1, 5, 300]) {
      const kept = at.xs.map(() => random() < seed / 20);
      const { clusters, gathered, dots } = shown(zoomed(at, by), (i) => kept[i]);
      assert.equal(clusters.reduce((sum, { members }) => sum + members.length, 0), gathered.size, "no record is in two clusters");
      assert.ok(clusters.every(({ members }) => members.length > 1 && members.every((i) => kept[i])));
      assert.equal(gathered.size + dots.length, kept.filter(Boolean).length);
      const possible = (/** @type {number[]} */ members) => members.filter((i) => isPossible[i]).length;
      const sum = clusters.reduce((before, { members }) => before + possible(members), possible(dots));
      assert.equal(sum, possible(at.xs.flatMap((_, i) => (kept[i] ? [i] : []))));
    }
  }
});

test("no dot covers another one, and no disc a dot or a disc", () => {
  for (let seed = 1; seed <= 15; seed++) {
    const random = numbers(seed);
    const { xs, ys } = zoomed(places(random, 250, 1500), 0.3 + 2 * random());
    const { clusters, dots } = shown({ xs, ys }, all);
    const discs = clusters.map(({ x, y, radius }) => ({ x, y, radius }));
    for (const [k, i] of dots.entries()) {
      for (const j of dots.slice(0, k)) assert.ok(Math.hypot(xs[i] - xs[j], ys[i] - ys[j]) >= COVER);
      for (const { x, y, radius } of discs) assert.ok(Math.hypot(xs[i] - x, ys[i] - y) >= radius + DOT / 2 - 1e-6);
    }
    for (const [k, { x, y, radius }] of discs.entries()) {
      for (const other of discs.slice(0, k)) assert.ok(Math.hypot(x - other.x, y - other.y) >= radius + other.radius);
    }
  }
});

test("records far from each other stay dots, those at one place are one cluster", () => {
  assert.deepEqual(shown({ xs: [0, 30, 300], ys: [0, 0, 0] }, all).clusters, []);
  const [cluster, ...others] = shown({ xs: [5, 5, 5, 400], ys: [5, 5, 5, 5] }, all).clusters;
  assert.deepEqual([cluster.members, cluster.span, cluster.x, cluster.y], [[0, 1, 2], 0, 5, 5]);
  assert.deepEqual(others, []);
  assert.equal(greatestCount([5, 5, 5, 400], [5, 5, 5, 5], HEXAGON), 3);
});

test("two records at the edge of two hexagons are one cluster", () => {
  const lattice = new Lattice(HEXAGON);
  const [x, y] = lattice.centre(3, 2);
  const at = { xs: [x + HEXAGON / 2 - 1, x + HEXAGON / 2 + 1], ys: [y, y] };
  assert.notDeepEqual(lattice.cell(at.xs[0], y), lattice.cell(at.xs[1], y));
  assert.deepEqual(shown(at, all).clusters.map(({ members }) => members), [[0, 1]]);
});

test("clusters belong to the plane: what stands elsewhere gathers in the same way", () => {
  const { xs, ys } = places(numbers(9), 200, 900);
  const before = shown({ xs, ys }, all).clusters;
  const after = shown({ xs: xs.map((x) => x + 10 * HEXAGON), ys }, all).clusters;
  assert.deepEqual(after.map(({ members }) => members), before.map(({ members }) => members));
  assert.ok(before.length > 3);
  for (const [k, { x, y }] of before.entries()) {
    assert.ok(Math.hypot(after[k].x - 10 * HEXAGON - x, after[k].y - y) < 1e-6);
  }
});
