import assert from "node:assert/strict";
import { test } from "node:test";
import { bearing, clickAction, crosses, digits, geodesicLine, measure } from "../../src/polar/measurement.js";

const NOME = [-165.4, 64.5];
const PROVIDENIYA = [-173.2, 64.4];
const UTQIAGVIK = [-156.8, 71.3];

test("a line has legs and a length, and no area", () => {
  const found = measure([NOME, PROVIDENIYA, UTQIAGVIK], false);
  assert.equal(found.legs.length, 2);
  assert.ok(Math.abs(found.metres - found.legs[0].metres - found.legs[1].metres) < 1e-9);
  assert.equal(found.area, null);
});

test("one place and none measure nothing", () => {
  for (const places of [[], [NOME]]) {
    assert.deepEqual(measure(places, false), { legs: [], metres: 0, area: null, crosses: false });
  }
});

test("a closed line has the leg home too, and an area", () => {
  const found = measure([NOME, PROVIDENIYA, UTQIAGVIK], true);
  assert.equal(found.legs.length, 3);
  assert.ok(found.area > 1e11 && found.area < 2e11);
});

test("a ring that crosses itself has no area", () => {
  const bow = [[0, 70], [10, 75], [10, 70], [0, 75]];
  assert.equal(crosses(bow), true);
  assert.equal(measure(bow, true).area, null);
  assert.equal(measure(bow, true).crosses, true);
  assert.equal(crosses([[0, 70], [10, 70], [10, 75], [0, 75]]), false);
  assert.equal(crosses([[0, 80], [90, 80], [180, 80], [-90, 80]]), false, "round the pole");
  assert.equal(crosses([[170, 65], [-170, 65], [-175, 72], [175, 72]]), false, "across 180°");
  assert.equal(crosses([[170, 65], [-170, 72], [-170, 65], [170, 72]]), true, "across 180°");
});

test("a drawn ring ends where it began, and says no place twice", () => {
  const line = geodesicLine([NOME, PROVIDENIYA, UTQIAGVIK], true);
  assert.deepEqual(line.at(-1), line[0]);
  assert.equal(line.slice(1).every((place, i) => place.join() !== line[i].join()), true);
});

test("a click sets, ends at the last place and closes at the first", () => {
  const spots = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }];
  assert.equal(clickAction({ x: 50, y: 50 }, spots, 8), "set");
  assert.equal(clickAction({ x: 97, y: 103 }, spots, 8), "end");
  assert.equal(clickAction({ x: 3, y: 3 }, spots, 8), "close");
  assert.equal(clickAction({ x: 3, y: 3 }, spots.slice(0, 2), 8), "set", "two places enclose nothing");
  assert.equal(clickAction({ x: 0, y: 0 }, [], 8), "set");
});

test("bearings stay below 360, numbers have the decimals that they are worth", () => {
  assert.equal(bearing(359.97), 0);
  assert.equal(bearing(45.26), 45.3);
  assert.deepEqual([1.234, 45.6, 12345].map(digits), [2, 1, 0]);
});

test("a ring round the South Pole is as large as one round the North Pole", () => {
  const ring = [[0, 80], [120, 82], [-130, 79]];
  const north = measure(ring, true).area;
  assert.ok(north > 1e12 && north < 2.4e12);
  assert.equal(measure(ring.map(([lon, lat]) => [lon, -lat]), true).area, north);
});
