import assert from "node:assert/strict";
import { test } from "node:test";
import { densify, unwrap } from "../../src/polar/densify.js";
import { PROJECTIONS } from "../../src/polar/projections.js";

const { project, unproject, radius } = PROJECTIONS["EPSG:3995"];

test("an edge goes the short way over 180°", () => {
  assert.deepEqual(unwrap([[170, 70], [-170, 70], [170, 71]], false).map(([lon]) => lon), [170, 190, 170]);
});

test("longitudes are as written but for whole turns", () => {
  const lons = unwrap([[170.1, 70], [-170.3, 71], [-30.549999999999997, 60], [99.7, 50]], true).map(([lon]) => lon);
  assert.deepEqual(lons, [170.1, -170.3 + 360, -30.549999999999997 + 360, 99.7 + 360, 170.1 + 360]);
});

test("a longitude within a millionth of a degree of 180 is 180", () => {
  const ring = unwrap([[-179.99999999999994, -80], [0, -70], [180, -80]], true, true);
  assert.deepEqual(ring.map(([lon]) => lon), [-180, 0, 180, 180]);
  assert.deepEqual(unwrap([[179.999999, 70], [-179.9999, 70]], false), [[180, 70], [180.0001, 70]]);
});

test("GeoJSON's edges run as they are written", () => {
  assert.deepEqual(unwrap([[170, 70], [-170, 70], [170, 71]], false, true).map(([lon]) => lon), [170, -170, 170]);
  const box = unwrap([[100, 60], [100, 80], [-100, 80], [-100, 60]], true, true);
  assert.deepEqual(box.map(([lon]) => lon), [100, 100, -100, -100, 100]);
});

test("from one spelling of a meridian to another there is no way", () => {
  for (const written of [false, true]) {
    // The edge that closes a ring right round a pole, and 180° written twice, at one latitude and at two.
    const ring = unwrap([[-180, 80], [-60, 80], [60, 80], [180, 80]], true, written);
    assert.deepEqual(ring.map(([lon]) => lon), [-180, -60, 60, 180, 180]);
    const line = unwrap([[170, 70], [180, 70], [-180, 70], [-170, 70]], false, written);
    assert.deepEqual(line.map(([lon]) => lon), [170, 180, 180, 190]);
    assert.deepEqual(unwrap([[180, 70], [-180, 70], [-170, 70]], false, written).map(([lon]) => lon), [180, 180, 190]);
    assert.deepEqual(unwrap([[180, 70], [-180, 71]], false, written), [[180, 70], [180, 71]]);
  }
});

test("an edge of exactly 360° runs the whole parallel", () => {
  const points = densify(unwrap([[-180, 80], [180, 80]], false), project);
  assert.ok(points.length > 100);
  for (const [x, y] of points) assert.ok(Math.abs(Math.hypot(x, y) - radius(80)) < 1e-3);
  assert.ok(points.some(([x, y]) => x > 1e6 && Math.abs(y) < 1e5));
});

test("a parallel stays one, whatever lies between its ends", () => {
  const points = densify([[0, 66], [120, 66]], project);
  for (let i = 1; i < points.length; i++) {
    const [x, y] = [(points[i][0] + points[i - 1][0]) / 2, (points[i][1] + points[i - 1][1]) / 2];
    assert.ok(radius(66) - Math.hypot(x, y) <= 25.001);
    assert.ok(Math.abs(unproject(points[i][0], points[i][1])[1] - 66) < 1e-9);
  }
});

test("a meridian needs no vertex", () => {
  assert.equal(densify([[30, 60], [30, 89]], project).length, 2);
});

test("a ring round the pole closes on itself", () => {
  const ring = unwrap([[0, 80], [90, 80], [180, 80], [-90, 80]], true);
  assert.deepEqual(ring[ring.length - 1], [360, 80]);
  const points = densify(ring, project);
  const area = points.slice(1).reduce((sum, [x, y], i) => sum + points[i][0] * y - x * points[i][1], 0) / 2;
  assert.ok(Math.abs(Math.abs(area) / (Math.PI * radius(80) ** 2) - 1) < 1e-4);
});

test("nothing is nothing", () => assert.deepEqual(densify([], project), []));
