import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn, poseAt, sightOf } from "../../src/page/flight/camera.js";
import { bezier, DURATION, flightAt } from "../../src/page/flight/clock.js";

/** @typedef {import("../../src/page/flight/camera.js").Pose} Pose */

/** @type {[Pose, Pose][]} */
const FLIGHTS = [
  [{ x: 0, y: -100, scale: 1e-4, turn: 90 }, { x: 30, y: -900, scale: 4e-4, turn: -170 }],
  [{ x: -200, y: 50, scale: 3e-4, turn: 0 }, { x: 10, y: -60, scale: 1e-4, turn: 180 }],
];
const SIZE = { x: 1440, y: 700 };

/** Times of frames, the second of a machine on which most of them are dropped. */
const FRAMES = [Array.from({ length: 109 }, (_, i) => (i * DURATION) / 108), [0, 130, 610, 905, 1210, 1480, DURATION]];

test("the curve of the camera is that of CSS", () => {
  const ease = bezier(0.45, 0, 0.2, 1);
  assert.deepEqual([ease(-1), ease(0), ease(1), ease(2)], [0, 0, 1, 1]);
  assert.ok(Math.abs(ease(0.5) - 0.762) < 0.002, `${ease(0.5)}`);
  assert.ok(Math.abs(bezier(0, 0, 1, 1)(0.3) - 0.3) < 1e-3);
});

test("each part of a flight has its time", () => {
  const at = (/** @type {number} */ t) => flightAt(t, 3);
  assert.deepEqual([at(0).captionOut, at(250).captionOut, at(1400).captionIn, at(1700).captionIn], [1, 0, 0, 1]);
  assert.deepEqual([at(500).told, at(200).marker, at(1200).marker, at(1400).camera, at(1300).labels, at(1550).labels], [1, 0, 1, 1, 0, 1]);
  assert.deepEqual(at(700).records.map(({ way }) => way), [0, 0, 0]);
  assert.deepEqual(at(1450).records.map(({ way }) => way), [1, 1, 1]);
  assert.deepEqual(at(700 + 120).records.map(({ way }) => way > 0), [true, true, false]);
  assert.deepEqual([at(1799).isOver, at(DURATION).isOver], [false, true]);
});

test("however many frames are dropped, records leave and land in the order of their dates, and all things end", () => {
  for (const times of FRAMES) {
    for (const count of [1, 5, 40]) {
      const ways = times.map((t) => flightAt(t, count).records.map(({ way }) => way));
      for (const frame of ways) assert.deepEqual(frame, [...frame].sort((a, b) => b - a));
      for (let i = 1; i < ways.length; i++) assert.ok(ways[i].every((way, record) => way >= ways[i - 1][record]));
      const last = flightAt(/** @type {number} */ (times.at(-1)), count);
      assert.deepEqual(last.records, Array(count).fill({ way: 1, thread: 0 }));
      assert.deepEqual([last.captionOut, last.told, last.camera, last.marker, last.labels, last.captionIn, last.isOver], [0, 1, 1, 1, 1, 1, true]);
    }
  }
});

test("a flight begins and ends as the map stands, turns the shorter way, and is widest half-way", () => {
  for (const [from, to] of FLIGHTS) {
    for (const [share, pose] of /** @type {const} */ ([[0, from], [1, to]])) {
      const reached = poseAt(from, to, share);
      for (const key of /** @type {const} */ (["x", "y", "scale"])) assert.ok(Math.abs(reached[key] - pose[key]) < 1e-9);
      assert.equal((reached.turn - pose.turn) % 360, 0);
    }
    const scales = Array.from({ length: 101 }, (_, i) => poseAt(from, to, i / 100).scale);
    assert.equal(scales.indexOf(Math.min(...scales)), 50);
    assert.ok(Math.abs(Math.min(from.scale, to.scale) / scales[50] - 1.2) < 1e-9);
    assert.ok(Math.abs(poseAt(from, to, 1).turn - from.turn) <= 180);
  }
});

test("what a flight sees lies in the box that is drawn for it", () => {
  for (const [from, to] of FLIGHTS) {
    const { left, top, right, bottom } = sightOf(from, to, SIZE, 1);
    for (let step = 0; step <= 16; step++) {
      const share = step / 16;
      const corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(([x, y]) => placeIn(poseAt(from, to, share), { x, y }, to.turn, 1));
      // The frame is on the inner side of each edge of the box, which goes round to the right.
      corners.forEach((corner, i) => {
        const next = corners[(i + 1) % 4];
        for (const [x, y] of [[-720, -350], [720, -350], [720, 350], [-720, 350]]) {
          const side = (next.x - corner.x) * (y - corner.y) - (next.y - corner.y) * (x - corner.x);
          assert.ok(side > -1e-3, `${share}`);
        }
      });
    }
  }
});
