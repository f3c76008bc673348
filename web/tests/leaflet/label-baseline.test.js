import assert from "node:assert/strict";
import { test } from "node:test";
import { baseline, direction } from "../../src/leaflet/layers/label-baseline.js";

const pole = { x: 0, y: 0 };
const name = { length: 100, size: 10 };

/** @param {string} path */
const numbers = (path) => path.match(/-?[\d.]+/g)?.map(Number) ?? [];

test("no name is upside down", () => {
  for (let lon = -180; lon <= 180; lon += 7) {
    const angle = direction(lon, 0, -45);
    assert.ok(angle >= -90 && angle < 90);
  }
  assert.equal(direction(0, 0, 0), 0);
  assert.equal(direction(180, 0, 0), 0);
  assert.equal(direction(30, 0, 0), -30);
  assert.equal(direction(77, null, 0), 0);
  assert.equal(direction(30, 0, 0, -1), 30, "in the southern hemisphere meridians run clockwise");
});

test("a name below the pole bends round it with its tops to the pole, one above with its feet", () => {
  for (const [y, drop] of [[300, 3.3], [-300, -3.3]]) {
    const { path, spots } = baseline({ x: 0, y }, pole, { ...name, angle: 0, bent: true });
    const [x0, y0, radius, , , , , x1, y1] = numbers(path);
    assert.ok(x0 < 0 && x1 > 0, "read from left to right");
    assert.ok(Math.abs(radius - (300 + drop)) < 0.11);
    for (const [x, v] of [[x0, y0], [x1, y1]]) assert.ok(Math.abs(Math.hypot(x, v) - radius) < 0.2);
    assert.equal(spots.length, 10);
    for (const spot of spots) assert.ok(Math.abs(Math.hypot(spot.x, spot.y) - 300) < 1e-6);
  }
});

test("a name beside the pole is straight where its circle is too small", () => {
  const { path } = baseline({ x: 0, y: 20 }, pole, { ...name, angle: 0, bent: true });
  assert.match(path, /^M.*L/);
});

test("a turned name is straight and as long as its letters", () => {
  const { path, spots } = baseline({ x: 50, y: 50 }, pole, { ...name, angle: 30, bent: false });
  const [x0, y0, x1, y1] = numbers(path);
  assert.ok(Math.abs(Math.atan2(y1 - y0, x1 - x0) - Math.PI / 6) < 2e-3);
  assert.ok(Math.abs(Math.hypot(x1 - x0, y1 - y0) - 110) < 0.2);
  const [first, last] = [spots[0], spots[9]];
  assert.ok(Math.abs((first.x + last.x) / 2 - 50) < 1e-9);
});
