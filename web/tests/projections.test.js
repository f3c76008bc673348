import assert from "node:assert/strict";
import { test } from "node:test";
import { PROJECTIONS } from "../src/projections.js";
import { fixture, turnBetween } from "./fixtures.js";

for (const [code, rows] of Object.entries(fixture("projections"))) {
  test(`${code} projects as PROJ does, there and back`, () => {
    const { project, unproject } = PROJECTIONS[code];
    for (const [lon, lat, x, y] of rows) {
      const [px, py] = project(lon, lat);
      assert.ok(Math.hypot(px - x, py - y) < 0.01, `${lon}, ${lat}: ${px}, ${py} is not ${x}, ${y}`);
      const [blon, blat] = unproject(px, py);
      assert.ok(Math.abs(blat - lat) < 1e-7, `${lat} came back as ${blat}`);
      if (lat < 90) assert.ok(turnBetween(blon, lon) < 1e-5 / Math.cos((lat * Math.PI) / 180));
    }
  });

  test(`${code}: parallels are circles round the pole, the central meridian points down`, () => {
    const { project, radius, pole, centralMeridian } = PROJECTIONS[code];
    for (const lat of [85, 66.56, 40]) {
      for (const lon of [-170, -20, 0, 77]) {
        const [x, y] = project(lon, lat);
        assert.ok(Math.abs(Math.hypot(x - pole[0], y - pole[1]) - radius(lat)) < 1e-3);
      }
    }
    const [x, y] = project(centralMeridian, 60);
    assert.ok(Math.abs(x - pole[0]) < 1e-3 && y < pole[1]);
  });
}

test("the far south is finite in a stereographic map", () => {
  assert.ok(PROJECTIONS["EPSG:3995"].project(0, -90).every(Number.isFinite));
});
