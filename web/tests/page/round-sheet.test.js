import assert from "node:assert/strict";
import { test } from "node:test";
import { azimuth, BEZEL, placeAt, turnOf } from "../../src/page/sheet/bezel.js";
import { distanceTo, groupsOf, isOffSheet, nameOf, placeLabels } from "../../src/page/sheet/off-sheet-places.js";

const CIRCLE = { x: 700, y: 400, r: 340 };
const RANGES = /** @type {any} */ ({ left: [440, 620], right: [300, 720] });
/** @param {number} lon @param {number} [lat] */
const record = (lon, lat = 40) => /** @type {any} */ ({ at: [lat, lon], shapes: [] });

test("a figure is never upside down", () => {
  for (let lon = -180; lon < 180; lon += 15) assert.ok(Math.abs(turnOf(azimuth(lon, 180))) <= 90.001);
  assert.equal(Math.round(turnOf(azimuth(180, 180))), 0); // At the foot.
  assert.equal(Math.round(turnOf(azimuth(90, 180))), -90); // At the left.
});

test("a record is off the sheet only with all that stands for it", () => {
  assert.ok(isOffSheet(record(0, 52), 52.5));
  assert.ok(!isOffSheet(record(0, 53), 52.5));
  const disc = { kind: "disc", at: [52, 0], radius: 60_000 };
  assert.ok(!isOffSheet(/** @type {any} */ ({ at: [52, 0], shapes: [disc] }), 52.5));
  assert.ok(isOffSheet(/** @type {any} */ ({ at: [52, 0], shapes: [{ ...disc, radius: 5_000 }] }), 52.5));
  const area = { kind: "area", rings: [[[52, -178], [52.6, 170]]] };
  assert.ok(!isOffSheet(/** @type {any} */ ({ at: [52, -178], shapes: [area] }), 52.5));
});

test("records of one place are one group, under the name that most of them have", () => {
  assert.deepEqual(groupsOf([record(131.87), record(116), record(131.87)]).map(({ records }) => records.length), [2, 1]);
  assert.equal(nameOf(["Peter the Great Gulf", "Vladivostok", "Vladivostok"]), "Vladivostok");
  assert.equal(nameOf(["Sea of Japan and Sea of Okhotsk", "Sea of Japan"]), "Sea of Japan");
});

/** Whether two lines cross. @param {any} a @param {any} b @param {any} c @param {any} d */
function cross(a, b, c, d) {
  const side = (/** @type {any} */ p, /** @type {any} */ q, /** @type {any} */ r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** @param {any[]} points */
const linesOf = (points) => points.slice(1).map((point, i) => [points[i], point]);

for (const lons of [[109, 116.4, 120.2, 122.2, 126.6, 131.9, 134.3], [60, 75, 90, 100, 110, 120, 130, 140, 150], [-60, -75, -90, -120, -130, -140]]) {
  test(`leaders to ${lons} touch neither each other nor the bezel, and labels keep apart`, () => {
    const labels = placeLabels(groupsOf(lons.map((lon) => record(lon))), CIRCLE, 180, RANGES);
    assert.equal(labels.length, lons.length);
    for (const [i, { ends, x, y, direction, leader }] of labels.entries()) {
      assert.deepEqual(placeAt(CIRCLE, direction, CIRCLE.r + 14), ends[1]);
      const lines = linesOf(leader);
      for (const [from, to] of lines) assert.ok(distanceTo(CIRCLE, from, to) > CIRCLE.r + BEZEL - 1);
      for (const other of labels.slice(i + 1)) {
        for (const [a, b] of lines) for (const [c, d] of linesOf(other.leader)) assert.ok(!cross(a, b, c, d));
        assert.ok(x !== other.x || Math.abs(y - other.y) >= 15 - 1e-6);
      }
    }
  });
}
