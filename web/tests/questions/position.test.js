import assert from "node:assert/strict";
import { test } from "node:test";
import { positionText, readCorners, readPosition, roundedPosition } from "../../src/questions/position.js";

const WORDS = {
  en: { number: (/** @type {number} */ value) => `${value}`, compass: { north: "N", east: "E", west: "W" } },
  nb: { number: (/** @type {number} */ value) => `${value}`.replace(".", ","), compass: { north: "N", east: "Ø", west: "V" } },
};

test("a position is read as sources write it", () => {
  for (const [text, lon, lat] of /** @type {const} */ ([
    ["70° N 170° W", -170, 70],
    ["70N170W", -170, 70],
    ["65.7° N, 168.5° W", -168.5, 65.7],
    ["65,7° N 168,5° V", -168.5, 65.7],
    ["70° 30′ N 170° 15' E", 170.25, 70.5],
    ["71°23'20\" n 156°28'45\" w", -156.4792, 71.3889],
    ["78 N 15 Ø", 15, 78],
    ["90 N 0", 0, 90],
    ["75° N 180°", 180, 75],
  ])) {
    assert.deepEqual(readPosition(text), [lon, lat], text);
  }
});

test("what may mean another position is none", () => {
  for (const text of ["", "70, -170", "-170,70", "70 N 170", "70° S 170° W", "91 N 10 E", "70 N 181 E", "170 W 70 N", "70 N 170 W 3"]) {
    assert.equal(readPosition(text), null, text);
  }
});

test("a position is read as it is written", () => {
  for (const words of Object.values(WORDS)) {
    for (const at of /** @type {[number, number][]} */ ([[-170, 70], [168.1234, 65.7], [180, 75], [0, 89.5], [-0.5, 60]])) {
      assert.deepEqual(readPosition(positionText(at, words)), at);
    }
  }
});

test("corners stand on lines of their own", () => {
  assert.deepEqual(readCorners("66 N 170 W\n66 N 168 W; 65 N 169 W\n"), [[-170, 66], [-168, 66], [-169, 65]]);
  assert.equal(readCorners("66 N 170 W\nNome"), null);
  assert.deepEqual(readCorners(""), []);
});

test("a pointer's position is in the north and between the two spellings of 180°", () => {
  assert.deepEqual(roundedPosition([190.126, 70.004]), [-169.87, 70]);
  assert.deepEqual(roundedPosition([10, -3]), [10, 0]);
});
