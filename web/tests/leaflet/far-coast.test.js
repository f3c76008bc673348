import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutOutlines } from "../../src/leaflet/layers/basemap-outline.js";
import { PROJECTIONS } from "../../src/polar/projections.js";
import { reproject } from "../../src/polar/reproject.js";
import { readSteps, toLayers } from "../../src/polar/unpack.js";
import { RingPath } from "../fixtures.js";

Object.assign(globalThis, { Path2D: RingPath });

const file = new URL("../../../packages/folium-polar/src/folium_polar/basemap/far-coast.b91", import.meta.url);
const far = readSteps(readFileSync(file, "utf8").trim());
const [land] = far.layers;

for (const code of ["EPSG:3995", "EPSG:3576"]) {
  test(`${code}: the far coast is laid where its longitudes and latitudes project to`, () => {
    const polar = PROJECTIONS[code];
    const points = reproject(far, polar, -21);
    let furthest = 0;
    for (const [i, ring] of toLayers(far).flat(2).entries()) {
      for (let k = 0, at = far.starts[i]; k < ring.length; k += 2) {
        const [x, y] = polar.project(ring[k], ring[k + 1]);
        furthest = Math.max(furthest, Math.hypot(points[at + k] - x, points[at + k + 1] - y));
      }
    }
    assert.ok(furthest < 30, `${furthest} m`);
  });
}

test("its coasts are all of its edges but those on the parallel at which it was cut", () => {
  const polar = PROJECTIONS["EPSG:3576"];
  const all = { points: reproject(far, polar, -21), starts: far.starts };
  const begins = polar.radius(35.4) + 600;
  const reach = (/** @type {number[]} */ [x, y]) => Math.hypot(x, y);
  const { fills, lines } = cutOutlines(all, land, (i) => reach([all.points[i], all.points[i + 1]]) < begins);
  const edges = (/** @type {typeof fills} */ some, /** @type {boolean} */ closed) => {
    /** @type {string[]} */
    const found = [];
    for (const one of some) {
      // So near that no point is left out.
      for (const drawn of /** @type {any} */ (one.line(1e9)).rings) {
        const ring = closed || one.closed ? [...drawn, drawn[0], drawn[1]] : drawn;
        for (let i = 2; i < ring.length; i += 2) {
          const ends = [ring.slice(i - 2, i), ring.slice(i, i + 2)];
          if (ends.some((end) => reach(end) >= begins)) found.push(`${ends}`);
          else assert.ok(closed, "no coast on the cut");
        }
      }
    }
    return found.sort();
  };
  const coasts = edges(lines, false);
  assert.ok(coasts.length > 10_000);
  assert.deepEqual(coasts, edges(fills, true));
});
