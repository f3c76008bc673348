import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { toLayers, readSteps } from "../../src/polar/unpack.js";
import { reproject } from "../../src/polar/reproject.js";
import { PROJECTIONS, projectionOf } from "../../src/polar/projections.js";

/** @param {string} name */
const read = (name) =>
  readSteps(readFileSync(new URL(`../../../packages/folium-polar/src/folium_polar/basemap/${name}.b91`, import.meta.url), "utf8").trim());
const [arctic, antarctic] = ["natural-earth", "antarctica"].map(read);

for (const code of [...Object.keys(PROJECTIONS), "EPSG:3995@90", "EPSG:3571@-20.5", "EPSG:3031@-60"]) {
  test(`${code}: the basemap is laid where its longitudes and latitudes project to`, () => {
    const polar = projectionOf(code);
    const basemap = polar.hemisphere > 0 ? arctic : antarctic;
    const points = reproject(basemap, polar, 34);
    assert.equal(points.length, basemap.points.length);
    let furthest = 0;
    for (const [i, ring] of toLayers(basemap).flat(2).entries()) {
      for (let k = 0, at = basemap.starts[i]; k < ring.length; k += 2) {
        const [x, y] = polar.project(ring[k], polar.hemisphere * ring[k + 1]);
        furthest = Math.max(furthest, Math.hypot(points[at + k] - x, points[at + k + 1] - y));
      }
    }
    assert.ok(furthest < 0.5, `${furthest} m`);
  });
}

test("the pole is the pole", () => {
  for (const polar of Object.values(PROJECTIONS)) {
    assert.deepEqual([...reproject({ ...arctic, points: Int32Array.of(0, 0) }, polar, 34)], polar.pole);
  }
});
