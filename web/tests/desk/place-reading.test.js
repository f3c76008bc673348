// The text of a place: what a record keeps of the text before, and what is said of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leftBehind, PlaceReading, RecordPlace } from "../../src/desk/form/place/record-place.js";

const point = (/** @type {number[]} */ ...coordinates) => ({ type: "Point", coordinates });
const KALININGRAD = { geometry: point(20.511, 54.7064), place: { name: "Kaliningrad", precision: "near", radius_km: 10, note: "Position: GeoNames" } };

/** @param {any} geometry @param {any} [place] */
function form(geometry, place) {
  const feature = { geometry, properties: place ? { place: structuredClone(place) } : /** @type {any} */ ({}) };
  const record = new RecordPlace(() => feature, () => undefined);
  return { feature, reading: new PlaceReading(record), stored: () => ({ geometry: feature.geometry, place: feature.properties.place }) };
}

test("a text that is changed leaves no position, region or precision of the one before", () => {
  const { reading, stored } = form(KALININGRAD.geometry, KALININGRAD.place);
  reading.change("Перевальск");
  assert.deepEqual(stored(), { geometry: null, place: { name: "Перевальск" } });
  assert.ok(reading.isOpen);
  const region = form(null, { name: "Barentshavet", regions: ["barents-sea"], excluding: ["land"] });
  region.reading.change("near Murmansk");
  assert.deepEqual(region.stored().place, { name: "near Murmansk", excluding: ["land"] });
});

test("the text as it was gives all back; the words alone, and the position under another name, are chosen", () => {
  const { reading, stored } = form(KALININGRAD.geometry, KALININGRAD.place);
  reading.change("Kaliningra");
  reading.change("Kaliningrad");
  assert.deepEqual(stored(), KALININGRAD);
  assert.ok(!reading.isOpen);
  reading.change("Königsberg");
  reading.settle(true);
  assert.deepEqual(stored(), { geometry: KALININGRAD.geometry, place: { name: "Königsberg", precision: "near", radius_km: 10 } });
  reading.change("somewhere");
  reading.settle(false);
  assert.deepEqual(stored(), { geometry: null, place: { name: "somewhere" } });
  assert.ok(!reading.isOpen);
});

test("a new text takes the place of the one before", () => {
  const { reading, stored } = form(KALININGRAD.geometry, KALININGRAD.place);
  reading.change("40 nm NW of Vardø");
  reading.setAnswer("40 nm NW of Vardø", { geometry: point(30, 71), place: { described: "40 nm NW of Vardø", precision: "near", radius_km: 38 } });
  assert.deepEqual(stored(), { geometry: point(30, 71), place: { name: "40 nm NW of Vardø", described: "40 nm NW of Vardø", precision: "near", radius_km: 38 } });
});

test("what was stated beside the text before is named, and can be stated again", () => {
  const before = { geometry: null, place: { name: "ukjent", precision: "near", radius_km: 10 } };
  const position = { geometry: point(20, 85), place: {} };
  const left = leftBehind(before, {}, position);
  assert.deepEqual(left, { precision: "near", radius_km: 10, name: "ukjent" });
  const { reading, stored } = form(null, before.place);
  reading.change("85N 20E");
  reading.setAnswer("85N 20E", position);
  reading.restore(left);
  assert.deepEqual(stored(), { geometry: point(20, 85), place: before.place });
  // What the text itself gave goes with it.
  const kola = { geometry: point(33.23, 69.04), place: { name: "Kola Bay", precision: "near", radius_km: 30 } };
  assert.deepEqual(leftBehind(KALININGRAD, KALININGRAD, kola), {});
  assert.deepEqual(leftBehind({ ...KALININGRAD, place: { ...KALININGRAD.place, radius_km: 2 } }, KALININGRAD, kola), { radius_km: 2 });
  // A position that was drawn is not replaced by that of a name without a word.
  assert.deepEqual(leftBehind({ geometry: point(1, 70), place: undefined }, {}, kola), { geometry: point(1, 70) });
  // A text that was read goes with what it gave; beside other coordinates it is a name.
  assert.deepEqual(leftBehind(KALININGRAD, KALININGRAD, position), {});
  assert.deepEqual(leftBehind({ ...KALININGRAD, geometry: point(20, 55) }, KALININGRAD, position), { name: "Kaliningrad" });
  // A position that corrects another one.
  assert.deepEqual(leftBehind({ geometry: point(1, 70), place: { name: "70N 1E" } }, { geometry: point(1, 70), place: {} }, position), {});
});
