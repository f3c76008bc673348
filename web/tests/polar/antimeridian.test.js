import assert from "node:assert/strict";
import { test } from "node:test";
import { cutLineAt180, cutRingAt180 } from "../../src/polar/antimeridian.js";
import { unwrap } from "../../src/polar/densify.js";

/** @typedef {import("../../src/polar/densify.js").Position} Position */

/** @param {Position[]} ring */
const cutRing = (ring) => cutRingAt180(unwrap(ring, true));
/** @param {Position[]} ring closed @returns {number} square degrees, positive if it is counter-clockwise */
const area = (ring) => ring.slice(1).reduce((sum, [lon, lat], i) => sum + ((ring[i][0] - lon) * (ring[i][1] + lat)) / 2, 0);

test("what lies on one side is as it was", () => {
  assert.deepEqual(cutLineAt180([[170, 70], [180, 71]]), [[[170, 70], [180, 71]]]);
  assert.deepEqual(cutRing([[170, 70], [180, 70], [175, 75]]), [[[170, 70], [180, 70], [175, 75], [170, 70]]]);
});

test("a line is cut at each meridian of 180° that it crosses", () => {
  assert.deepEqual(cutLineAt180([[178, 70], [182, 72], [176, 75]]), [
    [[178, 70], [180, 71]],
    [[-180, 71], [-178, 72], [-180, 73]],
    [[180, 73], [176, 75]],
  ]);
  const round = cutLineAt180([[-170, 80], [560, 80]]);
  assert.deepEqual(round.map((part) => [part[0][0], part[part.length - 1][0]]), [[-170, 180], [-180, 180], [-180, -160]]);
});

test("a ring with two teeth over 180° becomes three", () => {
  const cut = cutRing([[170, 60], [-175, 60], [-175, 62], [175, 64], [-175, 66], [-175, 68], [170, 68]]);
  assert.equal(cut.length, 3);
  for (const ring of cut) {
    assert.deepEqual(ring[0], ring[ring.length - 1]);
    assert.ok(area(ring) > 0);
    assert.ok(ring.every(([lon]) => Math.abs(lon) <= 180));
  }
  assert.ok(Math.abs(cut.map(area).reduce((a, b) => a + b, 0) - (15 * 8 - (10 * 4) / 2)) < 1e-9);
});

test("a ring round the pole gets an edge along it", () => {
  for (const lons of [[0, 90, 180, -90], [-90, 180, 90, 0], [10, 130, -110]]) {
    const [ring, ...others] = cutRing(lons.map((lon) => [lon, 85]));
    assert.deepEqual(others, []);
    assert.ok(Math.abs(area(ring) - 360 * 5) < 1e-9);
  }
});
