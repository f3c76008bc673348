import assert from "node:assert/strict";
import { test } from "node:test";
import { addThinnedRings } from "../../src/leaflet/layers/basemap-outline.js";

/** What a browser gives. */
class Path {
  /** @type {[number, number][]} */
  points = [];
  closed = 0;
  moveTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.points.push([x, y]);
  }
  lineTo(/** @type {number} */ x, /** @type {number} */ y) {
    this.points.push([x, y]);
  }
  closePath() {
    this.closed += 1;
  }
}
const coast = Float64Array.from({ length: 2000 }, (_, i) => {
  const at = Math.floor(i / 2);
  return i % 2 ? 900 * Math.sin(at / 7) : at * 100;
});

test("a path is as fine as its scale shows and no finer", () => {
  let before = Infinity;
  for (const least of [1, 500, 2_000, 10_000]) {
    const path = new Path();
    const lines = addThinnedRings(/** @type {any} */ (path), { points: coast, starts: [0, coast.length] }, 0, 1, true, least);
    const { points, closed } = path;
    assert.equal(lines, points.length - 1);
    assert.ok(points.length <= before);
    before = points.length;
    assert.equal(closed, 1);
    assert.deepEqual(points[0], [coast[0], coast[1]]);
    assert.deepEqual(points.at(-1), [coast.at(-2), coast.at(-1)], "its end stays");
    // No point of the coast is further from one that is drawn than what is left out.
    for (let i = 0; i < coast.length; i += 2) {
      const near = points.some(([x, y]) => Math.abs(x - coast[i]) < least && Math.abs(y - coast[i + 1]) < least);
      assert.ok(near, `${least} m: point ${i / 2}`);
    }
  }
  assert.ok(before < 40, "coarse is coarse");
});
