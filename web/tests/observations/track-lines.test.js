import assert from "node:assert/strict";
import { test } from "node:test";
import { drawLegs, endsOf, isAlone, nearestLeg, Pen, shownPart, trackOf } from "../../src/observations/paint/track-lines.js";

// A leg, a gap with a place on its way, one alone, and a leg from one that is there only possibly.
const TRACK = {
  xs: [0, 10, 20, 30, 0, 0, 10],
  ys: [0, 0, 0, 0, 50, 90, 90],
  time: [0, 100, 300, 500, 40, 0, 100],
  link: [0, 1, 4, 2, 0, 0, 1],
  possible: [0, 0, 0, 0, 0, 1, 0],
};
const ALL = { span: null, certain: false };
const VIEW = { by: 1, x: 0, y: 100, width: 100, height: 100 };

/** @param {any} asked @param {any} [view] */
function drawn(asked, view = VIEW, least = 0.75) {
  /** @type {string[]} */
  const said = [];
  const path = (/** @type {string} */ name) => ({
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => void said.push(`${name} from ${x},${y}`),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => void said.push(`${name} to ${x},${y}`),
  });
  const pens = {
    leg: new Pen(path("leg"), least),
    gap: new Pen(path("gap"), least),
    faint: new Pen(path("faint"), least),
    alone: (/** @type {number} */ x, /** @type {number} */ y) => void said.push(`alone ${x},${y}`),
  };
  drawLegs(TRACK, 0, TRACK.link.length, asked, view, pens);
  for (const pen of [pens.leg, pens.gap, pens.faint]) pen.lift();
  return said;
}

test("legs, gaps and fixes alone are drawn each in its way", () => {
  assert.deepEqual(drawn(ALL), [
    "leg from 0,100", "leg to 10,100",
    "gap from 10,100", "gap to 20,100", "gap to 30,100",
    "alone 0,50",
    "faint from 0,10", "faint to 10,10",
  ]);
});

test("a period cuts legs, but gaps are shown whole or not at all", () => {
  assert.deepEqual(drawn({ span: [25, 50], certain: false }), [
    "leg from 2.5,100", "leg to 5,100", "alone 0,50", "faint from 2.5,10", "faint to 5,10",
  ]);
  assert.deepEqual(drawn({ span: [400, 450], certain: false }), ["gap from 10,100", "gap to 20,100", "gap to 30,100"]);
  assert.deepEqual(drawn({ span: [501, 900], certain: false }), []);
});

test("where only what is certain is asked, nothing leads from what is not", () => {
  assert.deepEqual(drawn({ span: null, certain: true }).filter((line) => line.startsWith("faint")), []);
});

test("what is beyond a side of the view is not drawn", () => {
  assert.deepEqual(drawn(ALL, { ...VIEW, x: -40 }), []);
  assert.deepEqual(drawn(ALL, { ...VIEW, x: -15 }).slice(0, 2), ["gap from -5,100", "gap to 5,100"]);
});

test("what is too small to be seen is left out, but for the end of a line", () => {
  /** @type {number[]} */
  const ends = [];
  const pen = new Pen({ moveTo: () => {}, lineTo: (x) => void ends.push(x) }, 1);
  for (let i = 1; i < 100; i++) pen.draw(i, (i - 1) * 0.3, 0, i * 0.3, 0);
  pen.lift();
  assert.ok(ends.length < 30, `${ends.length}`);
  assert.ok(Math.abs((ends.at(-1) ?? 0) - 29.7) < 1e-9);
  for (const [n, x] of ends.entries()) if (n) assert.ok(x - ends[n - 1] < 1.4);
  pen.draw(200, 50, 0, 50.1, 0);
  pen.lift();
  assert.ok(Math.abs((ends.at(-1) ?? 0) - 50.1) < 1e-9);
});

test("a track goes as far as ways do", () => {
  assert.deepEqual([0, 2, 3, 4, 5, 6].map((i) => trackOf(TRACK, i).join()), ["0,4", "0,4", "0,4", "4,5", "5,7", "5,7"]);
});

test("the ends of a way are fixes", () => {
  assert.deepEqual(endsOf(TRACK, 2), [1, 3]);
  assert.deepEqual(endsOf(TRACK, 3), [1, 3]);
  assert.deepEqual(endsOf(TRACK, 1), [0, 1]);
  assert.deepEqual([0, 4, 5, 6].map((i) => isAlone(TRACK, i)), [false, true, false, false]);
});

/** @param {number} x @param {number} y @param {any} asked @param {number} [reach] */
function nearest(x, y, asked = ALL, reach = 30) {
  const best = { i: -1, share: 1, far: reach };
  nearestLeg(TRACK, 0, TRACK.link.length, asked, { x, y }, best);
  return [best.i, best.share, best.far];
}

test("the nearest way is told, with where on it", () => {
  assert.deepEqual(nearest(4, 3), [1, 0.4, 3]);
  assert.deepEqual(nearest(25, -2), [3, 0.5, 2]);
  assert.deepEqual(nearest(1, 50), [4, 1, 1]);
  assert.deepEqual(nearest(60, 50), [-1, 1, 30]);
  assert.deepEqual(nearest(9, 1, { span: [0, 50], certain: false }), [1, 0.5, Math.hypot(4, 1)]);
  assert.deepEqual(nearest(5, 89, { span: null, certain: true }), [-1, 1, 30]);
  assert.equal(nearest(60, 50, ALL, Infinity)[0], 3);
});

test("a way of no time is shown whole", () => {
  const track = { ...TRACK, time: TRACK.time.map(() => 7) };
  const part = [0, 1];
  assert.ok(shownPart(track, 1, { span: [7, 8], certain: false }, part));
  assert.deepEqual(part, [0, 1]);
  assert.ok(!shownPart(track, 1, { span: [8, 9], certain: false }, part));
});
