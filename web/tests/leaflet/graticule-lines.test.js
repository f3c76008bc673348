import assert from "node:assert/strict";
import { test } from "node:test";
import { circleOnEdge, meridianLabel, parallelLabel, rayOnEdge, steps } from "../../src/leaflet/layers/graticule-lines.js";
import { ENGLISH } from "../../src/leaflet/map-labels.js";

test("labels carry letters, and 0° and 180° none", () => {
  assert.deepEqual([0, 30, -30, 180, -180, 190].map((lon) => meridianLabel(lon)), ["0°", "30°E", "30°W", "180°", "180°", "170°W"]);
  assert.deepEqual([70, 67.5].map((lat) => parallelLabel(lat)), ["70°N", "67.5°N"]);
});

test("letters and decimal mark are those of the map's language", () => {
  const norwegian = { ...ENGLISH, east: "Ø", west: "V", decimal: "," };
  assert.deepEqual([0, 30, -30, 180].map((lon) => meridianLabel(lon, norwegian)), ["0°", "30°Ø", "30°V", "180°"]);
  assert.equal(parallelLabel(67.5, norwegian), "67,5°N");
});

test("lines stand closer the nearer one looks", () => {
  const far = steps(1 / 10_000, 85);
  const near = steps(1 / 500, 66);
  assert.deepEqual(far, { parallels: 10, meridians: 30 });
  assert.ok(near.parallels < far.parallels && near.meridians < far.meridians);
});

test("a meridian meets the edge of the view where it leaves it", () => {
  assert.deepEqual(rayOnEdge([50, 50], [0, 1], 100, 80), [[50, 80]]);
  assert.deepEqual(rayOnEdge([50, -20], [0, 1], 100, 80), [[50, 0], [50, 80]]);
  assert.deepEqual(rayOnEdge([-50, 50], [-1, 0], 100, 80), []);
});

test("a parallel meets the sides, or none of them", () => {
  assert.deepEqual(circleOnEdge([50, 40], 20, 100, 80), []);
  assert.deepEqual(circleOnEdge([0, 40], 30, 100, 80), [[0, 10], [0, 70]]);
});
