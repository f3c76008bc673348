import assert from "node:assert/strict";
import { test } from "node:test";
import { area } from "../../src/polar/geodesic-area.js";
import { along, destination, distance, inverse } from "../../src/polar/geodesic.js";
import { fixture, turnBetween } from "../fixtures.js";

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

test("lengths and directions of the shortest way are those of GeographicLib, nearly opposite or not", () => {
  for (const [lon1, lat1, lon2, lat2, metres, azimuth] of fixture("inverses")) {
    const name = `${lon1} ${lat1} to ${lon2} ${lat2}`;
    const found = inverse(lon1, lat1, lon2, lat2);
    assert.ok(Math.abs(found.metres - metres) < 1e-3, `${name}: ${found.metres} is not ${metres}`);
    // Where every way, or more than one, is as short as another, none is the one.
    const opposite = metres > 19_990_000 && Math.abs(lat1 + lat2) < 1e-9;
    if (metres === 0 || opposite) continue;
    const fine = metres > 19_900_000 ? 1e-3 : 1e-6;
    assert.ok(turnBetween(found.azimuth, azimuth) < fine, `${name}: ${found.azimuth} is not ${azimuth}`);
  }
});

test("a way is drawn through places on it, a step apart", () => {
  const line = along([-168.95, 65.75], [33, 69], 25_000);
  const whole = distance(-168.95, 65.75, 33, 69);
  const steps = line.slice(1).map(([lon, lat], i) => distance(...line[i], lon, lat));
  assert.ok(Math.max(...steps) <= 25_000);
  assert.ok(Math.abs(steps.reduce((a, b) => a + b) - whole) < 1e-2);
  assert.ok(Math.max(...line.map(([, lat]) => lat)) > 85, "over the top of the world");
  assert.deepEqual([line[0], line.at(-1)], [[-168.95, 65.75], [33, 69]]);
});

test("areas are those of GeographicLib: across 180°, round the pole and through it, whichever way round", () => {
  for (const [name, ring, size] of fixture("areas")) {
    const found = area(ring);
    assert.ok(Math.abs(found - size) < 1e-7 * size + 10, `${name}: ${found} is not ${size}`);
  }
});
