import assert from "node:assert/strict";
import { test } from "node:test";
import { binAt, binDays, highestBin, unitFor } from "../../src/observations/data/time-bins.js";

/** @param {string} text */
const day = (text) => Date.parse(text) / 86_400_000;
/** @param {number} at */
const written = (at) => new Date(at * 86_400_000).toISOString().slice(0, 10);
const UNITS = /** @type {const} */ (["day", "week", "month", "year"]);

test("no bar is narrower than can be seen, and a surface has none of less than a month", () => {
  assert.deepEqual([10, 3, 2.9, 0.43, 0.42, 0.099, 0.09, 0.0001].map((perDay) => unitFor(perDay, {})), [
    "day", "day", "week", "week", "month", "month", "year", "year",
  ]);
  assert.deepEqual([10, 0.5, 0.09].map((perDay) => unitFor(perDay, { shortestUnit: "month" })), ["month", "month", "year"]);
});

test("bars are of whole days, weeks from Monday, months and years, and none is lost", () => {
  // 29 February 2024 is a Thursday.
  const first = day("2024-02-29");
  const counts = Uint32Array.from({ length: 400 }, (_, i) => (i * 7) % 11);
  const sum = counts.reduce((a, b) => a + b, 0);
  const begins = { day: "2024-02-29", week: "2024-02-26", month: "2024-02-01", year: "2024-01-01" };
  for (const unit of UNITS) {
    const bins = binDays({ first, counts }, unit);
    assert.equal(written(bins.begins[0]), begins[unit]);
    assert.equal(bins.counts.reduce((a, b) => a + b, 0), sum);
    assert.equal(bins.begins.length, bins.counts.length + 1);
  }
  const months = binDays({ first, counts }, "month");
  assert.deepEqual(months.begins.slice(0, 4).map(written), ["2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01"]);
  assert.equal(months.counts[1], counts.slice(1, 32).reduce((a, b) => a + b, 0));
  assert.deepEqual(binDays({ first: day("1969-12-31"), counts: Uint32Array.from([1, 2]) }, "week").begins.map(written), ["1969-12-29", "1970-01-05"]);
});

test("the days of a surface make its months again", () => {
  const counts = Float64Array.from({ length: 60 }, (_, i) => (i < 31 ? 1000 / 31 : 7 / 29));
  assert.deepEqual(binDays({ first: day("2024-01-01"), counts, shortestUnit: "month" }, "month").counts, [1000, 7]);
});

test("a day is in one bar, and in none beyond them", () => {
  for (const unit of UNITS) {
    const bins = binDays({ first: day("2024-02-29"), counts: new Uint32Array(400).fill(1) }, unit);
    for (let at = bins.begins[0] - 2; at < bins.begins[bins.counts.length] + 2; at += 0.5) {
      const found = bins.begins.findIndex((from, i) => from <= at && at < bins.begins[i + 1]);
      assert.equal(binAt(bins, at), found);
    }
  }
});

test("the highest is one of those in view", () => {
  const bins = binDays({ first: 0, counts: Uint32Array.from([3, 9, 0, 9, 1]) }, "day");
  assert.deepEqual([[0, 5], [2, 5], [1.5, 2], [2, 3], [7, 9]].map(([from, before]) => highestBin(bins, from, before)), [1, 3, 1, -1, -1]);
});
