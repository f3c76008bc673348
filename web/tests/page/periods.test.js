import assert from "node:assert/strict";
import { test } from "node:test";
import {
  startOfUnit, calendar, dayOf, formatDay, addUnits, lengthOf, roundToUnit, formatPeriod, closePeriod, OPEN, readPeriod, shiftPeriod, writePeriod,
} from "../../src/page/query/periods.js";
import { monthOfFault, parsePeriod } from "../../src/page/query/period-text.js";
import { useTexts } from "../../src/page/i18n.js";
import { fixture, texts } from "../fixtures.js";

/** @param {string} text @returns {[number, number]} */
const period = (text) => readPeriod(text)?.period ?? assert.fail(text);
/** @param {[number, number]} of */
const back = (of) => writePeriod(of, false);

test("days are counted as geotrack counts them", () => {
  assert.equal(dayOf(1970), 0);
  assert.equal(dayOf(2024, 8, 20), 19986);
  assert.deepEqual(calendar(dayOf(1, 0, 1)), { year: 1, month: 0, date: 1 });
  assert.deepEqual(calendar(-1), { year: 1969, month: 11, date: 31 });
});

test("units begin, and follow one another", () => {
  const day = dayOf(2024, 1, 29);
  assert.equal(startOfUnit(day, "month"), dayOf(2024, 1));
  assert.equal(startOfUnit(day, "year"), dayOf(2024));
  assert.equal(addUnits(day, 1, "year"), dayOf(2025, 1, 28));
  assert.equal(addUnits(dayOf(2024, 0, 31), 1, "month"), day);
  assert.equal(addUnits(day, -2, "month"), dayOf(2023, 11, 29));
  assert.equal(roundToUnit(dayOf(2024, 1, 10), "month"), dayOf(2024, 1));
  assert.equal(roundToUnit(dayOf(2024, 1, 20), "month"), dayOf(2024, 2));
});

test("periods are as long as they are, and stay so", () => {
  assert.deepEqual(lengthOf(period("2022..2024")), [3, "year"]);
  assert.deepEqual(lengthOf(period("2024-04..2024-10")), [7, "month"]);
  assert.deepEqual(lengthOf(period("2024-04-02..2024-04-03")), [2, "day"]);
  assert.equal(back(shiftPeriod(period("2024-01..2024-02"), 2, "month")), "2024-03-01..2024-04-30");
  assert.equal(back(shiftPeriod(period("2024-02..2024-02"), -1, "month")), "2024-01-01..2024-01-31");
});

test("a link's period comes back as it was", () => {
  for (const text of ["2024-04-01..2024-10-31", "2024-04-01..2024-10-31,undated", "0001-01-01..9999-12-31", "2024-04-01..", "..2024-04-01,undated"]) {
    const read = readPeriod(text) ?? assert.fail(text);
    assert.equal(writePeriod(read.period, read.undated), text);
  }
  assert.equal(back(period("2024..2024-02")), "2024-01-01..2024-02-29");
  assert.equal(writePeriod(null, true), "");
});

test("an open period is shown as far as the timeline goes", () => {
  /** @type {[number, number]} */
  const whole = [dayOf(2021, 6), dayOf(2026)];
  const closed = (/** @type {string} */ text) => back(closePeriod(period(text), whole));
  assert.deepEqual(["2024..", "..2024", "2031..", "..2001", "2019..2030"].map(closed), [
    "2024-01-01..2025-12-31", "2021-07-01..2024-12-31", "2031-01-01..2031-01-01", "2001-12-31..2001-12-31", "2019-01-01..2030-12-31",
  ]);
  assert.equal(closePeriod(null, whole), null);
});

test("what is no period is none", () => {
  for (const text of [
    "", "..", "..,undated", "2024", "2024-13..", "..2024-00", "2024-13..2025", "2024-00..2025", "2023-02-29..2024", "2024-02-00..2025",
    "2025..2024", "0000..0001", "2024..2025,dated", "x2024..2025", "2024..2025\n", "20244..20255", "2024-1..2024-2",
  ]) {
    assert.equal(readPeriod(text), null, text);
  }
});

test("periods are said as geotrack says dates", () => {
  const { words } = fixture("periods");
  for (const [at, code] of ["en", "nb"].entries()) {
    useTexts(texts(), code);
    for (const [first, last, ...said] of words) assert.equal(formatPeriod(period(`${first}..${last}`)), said[at]);
  }
});

test("dates of records are read as the page writes them", () => {
  for (const [text, written] of Object.entries({
    "between 1 and 10 October 2024": "2024-10-01..2024-10-10",
    "mellom 1. og 10. oktober 2024": "2024-10-01..2024-10-10",
    "24 or 25 July 2024": "2024-07-24..2024-07-25",
    "24. eller 25. juli 2024": "2024-07-24..2024-07-25",
    "20 or 21 September – 10 October 2024": "2024-09-20..2024-10-10",
    "30 September or 1 October 2024": "2024-09-30..2024-10-01",
    "sometime in August 2024": "2024-08-01..2024-08-31",
    "en gang på 1990-tallet": "1990-01-01..1999-12-31",
    "perhaps about 7 February 2024": "2024-02-07..2024-02-07",
    "from 3 May to 4 June 2024": "2024-05-03..2024-06-04",
    "since March 2024, still going on": "2024-03-01..",
    "tidligst i mai 2024": "2024-05-01..",
    "on or before 4 May 2024": "..2024-05-04",
    "before October 2024": "..2024-09-30",
    "etter 2023": "2024-01-01..",
  })) {
    assert.equal(back(parsePeriod(text) ?? assert.fail(text)), written, text);
  }
  for (const text of ["1 or 2024", "between 2024", "24 or 27 July 2024", "or 24 July 2024", "24 July or"]) {
    assert.equal(parsePeriod(text), null, text);
  }
});

test("whole years and months are said as such", () => {
  useTexts(texts(), "en");
  assert.equal(formatPeriod(period("2024..2024")), "2024");
  assert.equal(formatPeriod(period("2024-04..2024-04")), "April 2024");
  assert.equal(formatDay(dayOf(2024, 3, 1)), "1 April 2024");
  useTexts(texts(), "nb");
  assert.equal(formatPeriod(period("2024-04..2024-04")), "april 2024");
  assert.equal(formatDay(dayOf(2024, 3, 1)), "1. april 2024");
});

test("what the page writes of a period is read again, in both languages", () => {
  let state = 11;
  const random = () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
  for (const code of ["en", "nb"]) {
    useTexts(texts(), code);
    for (let round = 0; round < 300; round += 1) {
      const first = Math.floor(random() * 40_000) - 10_000;
      const last = first + Math.floor(random() ** 3 * 4000);
      const whole = startOfUnit(first, round % 2 ? "month" : "year");
      for (const period of /** @type {[number, number][]} */ ([[first, last], [whole, addUnits(startOfUnit(last, "year"), 1, "year") - 1], [whole, addUnits(whole, 1 + (round % 40), "month") - 1], [first, OPEN.last], [whole, OPEN.last], [OPEN.first, last], [OPEN.first, whole - 1]])) {
        assert.deepEqual(parsePeriod(formatPeriod(period)), period, formatPeriod(period));
      }
    }
  }
});

test("a period is read as people type it", () => {
  for (const [text, expected] of [
    ["2024", "2024-01-01..2024-12-31"], ["2024-05", "2024-05-01..2024-05-31"], ["2024-02-29", "2024-02-29..2024-02-29"],
    ["Jan 2024 – Dec 2025", "2024-01-01..2025-12-31"], ["jan. 2024 - des. 2025", "2024-01-01..2025-12-31"], ["Jan-Mar 2024", "2024-01-01..2024-03-31"],
    ["2024-2025", "2024-01-01..2025-12-31"], ["2021–22", "2021-01-01..2022-12-31"], ["1–15 May 2024", "2024-05-01..2024-05-15"],
    ["1.–15. mai 2024", "2024-05-01..2024-05-15"], ["1. mai – 15. juni 2024", "2024-05-01..2024-06-15"], ["May 1, 2024", "2024-05-01..2024-05-01"],
    ["24th July 2024 to 25 July 2024", "2024-07-24..2024-07-25"], ["  1.5.2024  til 3.6.2024 ", "2024-05-01..2024-06-03"], ["2024-05-01/2024-06-30", "2024-05-01..2024-06-30"],
    ["2024-05-01 - 2024-06-30", "2024-05-01..2024-06-30"], ["from 2022 to 2023", "2022-01-01..2023-12-31"], ["May – June 2024", "2024-05-01..2024-06-30"],
    ["since Sept 2024", "2024-09-01.."], ["fra 2024", "2024-01-01.."], ["til mars 2024", "..2024-03-31"], ["until 2023-05-02", "..2023-05-02"], ["til og med 2023", "..2023-12-31"], ["since 2031", "2031-01-01.."],
  ]) {
    const read = parsePeriod(text);
    assert.equal(read && back(read), expected, text);
  }
  for (const text of ["", "soon", "May", "1 May", "24", "summr 2024", "2024 2025", "31 June 2024", "2025 – 2024", "30.2.2024", "2024-13", "marine 2024", "1 2024", "– 2024 –", "since", "5/6/2024"]) {
    assert.equal(parsePeriod(text), null, text);
  }
});

test("parts of months and years are read as Python reads them", () => {
  const texts = fixture("typed-periods");
  assert.ok(texts.length > 100);
  for (const [expected, ...typed] of texts.map((/** @type {any[]} */ one) => [one.at(-1), ...one.slice(0, -1)])) {
    for (const text of typed) {
      const read = parsePeriod(text);
      assert.equal(read && back(read), expected, text);
    }
  }
});

test("a day that its month does not have says so", () => {
  for (const text of ["31.11.2026", "31 November 2026", "2026-11-31"]) assert.deepEqual(monthOfFault(text), { month: 10, year: 2026, days: 30 }, text);
  for (const text of ["", "soon", "summr 2025", "30 November 2026", "31.13.2026"]) assert.equal(monthOfFault(text), null, text);
});
