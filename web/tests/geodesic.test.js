import assert from "node:assert/strict";
import { test } from "node:test";
import { destination, distance } from "../src/geodesic.js";
import { fixture, turnBetween } from "./fixtures.js";

test("destinations and distances are those of GeographicLib", () => {
  for (const [lon, lat, azimuth, metres, toLon, toLat] of fixture("geodesics")) {
    const [x, y] = destination(lon, lat, azimuth, metres);
    const narrow = Math.cos((toLat * Math.PI) / 180);
    assert.ok(Math.abs(y - toLat) < 1e-8, `${y} is not ${toLat}`);
    assert.ok(turnBetween(x, toLon) * narrow < 1e-8, `${x} is not ${toLon}`);
    assert.ok(Math.abs(distance(lon, lat, toLon, toLat) - metres) < 2e-3);
  }
});

test("no way is no distance", () => {
  assert.equal(distance(10, 90, 200, 90) < 1e-6, true);
  assert.equal(distance(30, 70, 30, 70), 0);
});
