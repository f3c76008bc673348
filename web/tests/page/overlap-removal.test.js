import assert from "node:assert/strict";
import { test } from "node:test";
import { removeOverlaps } from "../../src/page/marks/overlap-removal.js";

/** @param {{x: number, y: number}[]} places @param {{x: number, y: number}[]} offsets */
const moved = (places, offsets) => places.map(({ x, y }, i) => [x + offsets[i].x, y + offsets[i].y]);

/** @param {number[][]} spots */
const nearest = (spots) =>
  Math.min(
    ...spots.flatMap(([x, y], i) => spots.slice(0, i).map(([a, b]) => Math.hypot(x - a, y - b))),
  );

/** A small generator, so that the same places come each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test("symbols with room stay where they are", () => {
  const places = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 0, y: 100 }];
  assert.deepEqual(removeOverlaps(places, places.map(() => 25)), places.map(() => ({ x: 0, y: 0 })));
});

test("eight symbols at one place are all seen", () => {
  const places = Array.from({ length: 8 }, () => ({ x: 50, y: 50 }));
  assert.ok(nearest(moved(places, removeOverlaps(places, places.map(() => 25)))) > 24);
});

test("a crowd is parted, and nobody is sent far", () => {
  const random = numbers(7);
  const places = Array.from({ length: 120 }, () => ({ x: random() * 400, y: random() * 400 }));
  const offsets = removeOverlaps(places, places.map(() => 25));
  assert.ok(nearest(moved(places, offsets)) > 20);
  assert.ok(Math.max(...offsets.map(({ x, y }) => Math.hypot(x, y))) < 120);
});

test("the same places give the same offsets", () => {
  const places = [{ x: 1, y: 1 }, { x: 1, y: 1 }, { x: 9, y: 3 }];
  assert.deepEqual(removeOverlaps(places, places.map(() => 25)), removeOverlaps(places, places.map(() => 25)));
});

test("symbols of any sizes are parted by what each of a pair takes, and small ones stay near", () => {
  const random = numbers(11);
  for (const many of [2, 5, 20, 65]) {
    const places = Array.from({ length: many }, () => ({ x: 300 + random() * 60, y: 300 + random() * 60 }));
    const gaps = places.map((_, i) => 25 * [1, 1.35, 1.6][i % 3]);
    const spots = moved(places, removeOverlaps(places, gaps));
    spots.forEach(([x, y], i) =>
      spots.slice(0, i).forEach(([a, b], j) => {
        assert.ok(Math.hypot(x - a, y - b) > 0.92 * ((gaps[i] + gaps[j]) / 2), `${many}: ${i} and ${j}`);
      }),
    );
  }
});

test("wide symbols and discs are parted as their outlines are, and a wide one keeps to its place", () => {
  const random = numbers(5);
  for (const many of [2, 6, 24, 60]) {
    const places = Array.from({ length: many }, () => ({ x: 300 + random() * 90, y: 300 + random() * 90 }));
    const gaps = places.map((_, i) => [25, 34][i % 2]);
    const wide = places.map((_, i) => (i % 12 === 0 ? 38 : 0));
    const spots = moved(places, removeOverlaps(places, gaps, wide));
    spots.forEach(([x, y], i) =>
      spots.slice(0, i).forEach(([a, b], j) => {
        // The nearest points of two level lines, tried one after another.
        const tries = Array.from({ length: 153 }, (_, k) => (k - 76) * ((wide[i] + wide[j]) / 76));
        const apart = Math.min(...tries.map((shift) => Math.hypot(x - a + shift, y - b)));
        assert.ok(apart > 0.92 * ((gaps[i] + gaps[j]) / 2), `${many}: ${i} and ${j}`);
      }),
    );
  }
  const alone = [{ x: 0, y: 0 }, { x: 60, y: 0 }, { x: 0, y: 26 }];
  assert.deepEqual(removeOverlaps(alone, [25, 25, 25], [30, 0, 0])[2], { x: 0, y: 0 });
});

test("what is fixed stays, and others are moved off it", () => {
  const places = [{ x: 0, y: 0 }, { x: 60, y: 0 }, { x: 4, y: 2 }, { x: 31, y: 1 }];
  const offsets = removeOverlaps(places, [40, 24, 25, 25], [0, 0, 0, 0], 2);
  assert.deepEqual(offsets.slice(0, 2), [{ x: 0, y: 0 }, { x: 0, y: 0 }]);
  const [disc, other, ...symbols] = moved(places, offsets);
  for (const [x, y] of symbols) {
    assert.ok(Math.hypot(x - disc[0], y - disc[1]) > 32);
    assert.ok(Math.hypot(x - other[0], y - other[1]) > 24);
  }
});
