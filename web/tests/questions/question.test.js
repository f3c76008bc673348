import assert from "node:assert/strict";
import { test } from "node:test";
import { along, distance } from "../../src/polar/geodesic.js";
import { asPointed, commandOf, isSound, lengthOf, outlineOf, polygonOf, readQuestion, writeQuestion } from "../../src/questions/question.js";

/** @typedef {import("../../src/questions/question.js").Question} Question */

/** @type {Question[]} */
const SOME = [
  { kind: "within", at: [-170, 70], length: 300, unit: "km" },
  { kind: "within", at: [179.9999, 65.5], length: 160.5, unit: "nm" },
  { kind: "drawn", corners: [[-170, 66], [-168, 66], [175.25, 64]] },
];

test("a link holds a question", () => {
  assert.deepEqual(SOME.map(writeQuestion), ["300km@70,-170", "160.5nm@65.5,179.9999", "66,-170;66,-168;64,175.25"]);
  for (const one of SOME) assert.deepEqual(readQuestion(writeQuestion(one)), one);
  assert.equal(writeQuestion(null), "");
});

test("what is no question is passed over", () => {
  for (const text of ["", "300km", "300km@70", "0km@70,-170", "6000km@70,-170", "300mi@70,-170", "300km@-70,10", "300km@70,200", "66,-170;66,-168", "300km@70,-170;71,0", "<b>", "66,-170;66,-168;x"]) {
    assert.equal(readQuestion(text), null, text);
  }
  assert.equal(readQuestion(Array.from({ length: 201 }, () => "66,-170").join(";")), null);
});

test("a command asks the same of geotrack", () => {
  const [km, nm] = SOME;
  assert.equal(commandOf(/** @type {any} */ (km)), "geotrack query --within 300km --of=-170,70");
  assert.equal(commandOf(/** @type {any} */ (nm)), "geotrack query --within 160.5nmi --of=179.9999,65.5");
});

test("an outline follows geodesics, whatever joins its places", () => {
  const corners = /** @type {[number, number][]} */ ([[-170, 60], [170, 84], [-100, 80]]);
  const outline = outlineOf(corners, along);
  for (let i = 0; i < outline.length; i++) {
    const [from, to] = [outline[i], outline[(i + 1) % outline.length]];
    const way = along(from, to, distance(...from, ...to) / 1.5);
    const across = ((to[0] - from[0] + 540) % 360) - 180;
    const straight = /** @type {[number, number]} */ ([from[0] + across / 2, (from[1] + to[1]) / 2]);
    assert.ok(distance(...way[1], ...straight) < 25, `${from}`);
  }
  for (const corner of corners) assert.ok(outline.some(([lon, lat]) => lon === corner[0] && lat === corner[1]));
});

test("an outline as GeoJSON is closed, between −180° and 180°", () => {
  const { coordinates: [ring] } = polygonOf(outlineOf([[-179, 66], [179, 66], [180, 64]], along));
  assert.deepEqual(ring[0], ring[ring.length - 1]);
  assert.ok(ring.every(([lon, lat]) => Math.abs(lon) <= 180 && lat > 63));
});

test("a handle sets whole lengths, and never none", () => {
  assert.deepEqual([lengthOf(312_345, "km"), lengthOf(12_345, "km"), lengthOf(10, "km"), lengthOf(18_520, "nm")], [312, 12.3, 1, 10]);
  const pointed = asPointed({ kind: "drawn", corners: [[190.128, 66.123], [0, 70], [10, 70]] });
  assert.deepEqual(pointed, { kind: "drawn", corners: [[-169.87, 66.12], [0, 70], [10, 70]] });
  assert.ok(isSound(pointed));
});
