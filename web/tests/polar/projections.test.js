import assert from "node:assert/strict";
import { test } from "node:test";
import { PROJECTIONS, codeOf, projectionOf } from "../../src/polar/projections.js";
import { fixture, turnBetween } from "../fixtures.js";

for (const [code, rows] of Object.entries(fixture("projections"))) {
  test(`${code} projects as PROJ does, there and back`, () => {
    const { project, unproject } = projectionOf(code);
    for (const [lon, lat, x, y] of rows) {
      const [px, py] = project(lon, lat);
      assert.ok(Math.hypot(px - x, py - y) < 0.01, `${lon}, ${lat}: ${px}, ${py} is not ${x}, ${y}`);
      const [blon, blat] = unproject(px, py);
      assert.ok(Math.abs(blat - lat) < 1e-7, `${lat} came back as ${blat}`);
      if (Math.abs(lat) < 90) assert.ok(turnBetween(blon, lon) < 1e-5 / Math.cos((lat * Math.PI) / 180));
    }
  });

  test(`${code}: parallels are circles round the pole, the central meridian points down or up`, () => {
    const { project, radius, pole, centralMeridian, hemisphere } = projectionOf(code);
    for (const lat of [85, 66.56, 40].map((north) => hemisphere * north)) {
      for (const lon of [-170, -20, 0, 77]) {
        const [x, y] = project(lon, lat);
        assert.ok(Math.abs(Math.hypot(x - pole[0], y - pole[1]) - radius(lat)) < 1e-3);
      }
    }
    const [x, y] = project(centralMeridian, 60 * hemisphere);
    assert.ok(Math.abs(x - pole[0]) < 1e-3 && hemisphere * (pole[1] - y) > 0);
  });
}

test("the other pole is finite in a stereographic map", () => {
  assert.ok(PROJECTIONS["EPSG:3995"].project(0, -90).every(Number.isFinite));
  assert.ok(PROJECTIONS["EPSG:3031"].project(0, 90).every(Number.isFinite));
});

test("beyond the rim of a map of areas there is no place but the far pole", () => {
  const { unproject } = PROJECTIONS["EPSG:3571"];
  const rim = 2 * 6_378_137;
  for (const [x, y] of [[rim, 0], [0, -2 * rim], [1e9, 1e9], [-1e9, 0]]) {
    const [lon, lat] = unproject(x, y);
    assert.equal(lat, -90, `${x}, ${y}`);
    assert.ok(Number.isFinite(lon));
  }
  assert.ok(unproject(0.99 * rim, 0)[1] > -90);
});

test("a projection is what it keeps and the meridian that points down, by EPSG's code where there is one", () => {
  assert.equal(codeOf("shapes", 0), "EPSG:3995");
  assert.equal(codeOf("shapes", -45), "EPSG:3413");
  assert.equal(codeOf("areas", 180), "EPSG:3571");
  assert.equal(codeOf("shapes", 90), "EPSG:3995@90");
  assert.equal(codeOf("areas", 25.5), "EPSG:3571@25.5");
});

test("meridians are one where they differ by whole turns", () => {
  assert.equal(codeOf("areas", -180), "EPSG:3571");
  assert.equal(codeOf("areas", 540), "EPSG:3571");
  assert.equal(projectionOf("EPSG:3031@-0"), PROJECTIONS["EPSG:3031"]);
  assert.equal(codeOf("shapes", 270), "EPSG:3995@-90");
  assert.equal(projectionOf("EPSG:3995@450"), projectionOf("EPSG:3995@90"));
  assert.equal(projectionOf("EPSG:3571@370"), PROJECTIONS["EPSG:3575"]);
});

test("nothing else is turned, whatever its name", () => {
  for (const code of ["EPSG:4326", "EPSG:3413@90", "EPSG:3412@90", "EPSG:3995@", "EPSG:3995@east", "toString", ""]) {
    assert.throws(() => projectionOf(code), RangeError);
  }
});

test("a projection with another parallel of true scale is another one", () => {
  assert.equal(projectionOf("EPSG:3571@-150"), PROJECTIONS["EPSG:3572"]);
  assert.equal(projectionOf("EPSG:3995@-45").trueAt, 71);
  assert.deepEqual(projectionOf("EPSG:3995@-150").pole, [0, 0]);
});

test("turned is rotated: the same place at the same distance from the pole", () => {
  const [straight, turned] = ["EPSG:3995", "EPSG:3995@90"].map(projectionOf);
  const [x, y] = straight.project(-168.95, 65.75);
  const [tx, ty] = turned.project(-168.95, 65.75);
  assert.ok(Math.hypot(tx - y, ty + x) < 1e-3);
});
