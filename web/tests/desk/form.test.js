// The form's pure parts: JSON patches, and objects inside a part of a list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { draggedTime } from "../../src/desk/form/date-field.js";
import { applyPatch } from "../../src/desk/form/json-patch.js";
import { withValue } from "../../src/desk/form/list-field.js";
import { withRadius } from "../../src/desk/form/place/place-precision.js";

test("a radius that is typed without a precision means near; a stated precision stays", () => {
  assert.deepEqual(withRadius({}, "radius_km", 30), { radius_km: 30, precision: "near" });
  assert.deepEqual(withRadius({ precision: "line" }, "radius_km", 30), { radius_km: 30 });
  assert.deepEqual(withRadius({ precision: "near" }, "radius_km", undefined), { radius_km: undefined });
  assert.deepEqual(withRadius({}, "radius_km", undefined), { radius_km: undefined });
});

test("a patch replaces, adds and removes", () => {
  const feature = { geometry: { coordinates: [[[0, 80], [1, 80]]] }, properties: { "a/b": 1, tags: ["x", "y"] } };
  applyPatch(feature, [
    { op: "replace", path: "/properties/a~1b", value: 2 },
    { op: "add", path: "/geometry/coordinates/0/-", value: [0, 80] },
    { op: "remove", path: "/properties/tags/0" },
    { op: "add", path: "/properties/title", value: "T" },
  ]);
  assert.deepEqual(feature, { geometry: { coordinates: [[[0, 80], [1, 80], [0, 80]]] }, properties: { "a/b": 2, tags: ["y"], title: "T" } });
  applyPatch(feature, [{ op: "remove", path: "/properties/title" }]);
  assert.ok(!("title" in feature.properties));
});

test("a value in an object of a part; empty objects go, others and their order stay", () => {
  const part = { url: "u", grade: { reliability: "B" }, own: 1 };
  const graded = withValue(part, ["grade", "credibility"], 2);
  assert.deepEqual(graded.grade, { reliability: "B", credibility: 2 });
  assert.deepEqual(Object.keys(graded), ["url", "grade", "own"]);
  const ungraded = withValue(withValue(graded, ["grade", "credibility"], undefined), ["grade", "reliability"], undefined);
  assert.deepEqual(ungraded, { url: "u", own: 1 });
  assert.deepEqual(part.grade, { reliability: "B" });
});

test("dragged days keep what the time is: a moment, what lasts, and what is open", () => {
  assert.deepEqual(draggedTime({}, ["2024-10-01", "2024-10-10"]), ["[2024-10-01..2024-10-10]", undefined]);
  assert.deepEqual(draggedTime({}, ["2024-10-03", "2024-10-03"]), ["2024-10-03", undefined]);
  assert.deepEqual(draggedTime({}, ["2024-02-01", "2024-02-29"]), ["2024-02", undefined]);
  assert.deepEqual(draggedTime({}, ["2023-02-01", "2023-02-27"]), ["[2023-02-01..2023-02-27]", undefined]);
  assert.deepEqual(draggedTime({}, ["2024-01-01", "2024-12-31"]), ["2024", undefined]);
  assert.deepEqual(draggedTime({}, [null, "2024-09-30"]), ["[..2024-09-30]", undefined]);
  assert.deepEqual(draggedTime({ end: "2024-10-05" }, ["2024-10-01", "2024-10-31"]), ["2024-10-01", "2024-10-31"]);
  assert.deepEqual(draggedTime({ end: ".." }, ["2024-10-01", null]), ["2024-10-01", ".."]);
  assert.deepEqual(draggedTime({ start: "unknown", end: "2024" }, [null, "2024-03-31"]), ["unknown", "2024-03-31"]);
});
