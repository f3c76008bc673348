import assert from "node:assert/strict";
import { test } from "node:test";
import { densify, unwrap } from "../src/densify.js";
import { PROJECTIONS } from "../src/projections.js";

const { project, unproject, radius } = PROJECTIONS["EPSG:3995"];

test("an edge goes the short way over 180°", () => {
  assert.deepEqual(unwrap([[170, 70], [-170, 70], [170, 71]], false).map(([lon]) => lon), [170, 190, 170]);
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
