import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_QUERY, filterRecords } from "../../src/page/query/filter.js";
import { dayOf } from "../../src/page/query/periods.js";
import { CERTAIN, isExact, matchTimes, NO, POSSIBLE, readTimes, isCertainlyThere, WITHOUT_DATE } from "../../src/page/query/record-times.js";
import { fixture } from "../fixtures.js";

const { texts, times, periods, answers } = fixture("periods");

/** @param {any[]} records @param {object} [more] */
const read = (records, more = {}) =>
  readTimes({ records, marked: {}, ongoing: [], parts: {}, moving: [], placed: false, ...more });

test("each form of date meets each period as geotrack.dates says", () => {
  const records = readTimes(times);
  assert.ok(records.length > 300 && periods.length > 50);
  for (const [at, period] of periods.entries()) {
    const found = records.map((one) => matchTimes(one, period)).join("");
    if (found === answers[at]) continue;
    const row = [...found].findIndex((code, i) => code !== answers[at][i]);
    assert.fail(`${texts[row]} in ${period}: ${found[row]}, not ${answers[at][row]}`);
  }
});

test("a whole meets a period as well as its parts do", () => {
  const [whole, part, other, late] = read([[0, 1], [40, 41], null, null], { parts: { 0: [1, 2], 3: [1] } });
  assert.equal(matchTimes(whole, [40, 41]), CERTAIN);
  assert.equal(matchTimes(whole, [50, 60]), NO);
  assert.equal(matchTimes(part, [0, 1]), NO);
  assert.equal(matchTimes(other, [0, 1]), WITHOUT_DATE);
  assert.equal(matchTimes(late, [0, 1]), WITHOUT_DATE, "that its part was not then says nothing of it");
  assert.equal(matchTimes(late, [40, 41]), CERTAIN);
});

test("what moves was surely where it was only in a period that holds all of its time", () => {
  const [still, moving] = read([[0, 1, 9, 10], [0, 1, 9, 10]], { moving: [1] });
  assert.equal(isCertainlyThere(still, [4, 5]), true);
  assert.equal(isCertainlyThere(moving, [4, 5]), false);
  assert.equal(isCertainlyThere(moving, [0, 10]), true);
});

test("what is known to the day meets each period surely or not at all", () => {
  const known = read([[5, 6], [5, 6, 8, 9], null, [5, 7], [5, 6], [5, 6, null, null]], { marked: { 4: 1 } });
  assert.deepEqual(known.map(isExact), [true, true, true, false, false, false]);
});

/** Records by a letter each: a certain, b possible, c out of it, d undated, e its whole moved. */
function items() {
  const july = dayOf(2024, 6);
  const days = [[july, july + 1], [july - 30, july + 2], [july + 90, july + 91], null, [july - 9, july - 8, july + 9, july + 10]];
  const told = read(days, { moving: [4], placed: true });
  const group = { theme: [0], type: [0], actor: [0], country: [0], status: [0], verification: [0], confidence: [0], grade: [0], since: [0] };
  return told.map((one, i) => ({
    in: { ...group, status: [i % 2], region: [0] },
    certainRegions: [0],
    possible: false,
    words: "",
    text: "",
    times: one,
  }));
}
/** @type {[number, number]} */
const JULY = [dayOf(2024, 6), dayOf(2024, 7) - 1];
/** @param {Partial<import("../../src/page/query/filter.js").QueryValues>} asked */
const found = (asked) => filterRecords(items(), { ...EMPTY_QUERY, period: JULY, ...asked });
/** @param {Partial<import("../../src/page/query/filter.js").QueryValues>} asked */
const shown = (asked) => found(asked).shown.flatMap((on, i) => (on ? ["abcde"[i]] : [])).join("");

test("a period lets through what possibly meets it, and counts what has no date", () => {
  assert.equal(shown({ period: null }), "abcde");
  assert.equal(shown({}), "abe");
  assert.equal(shown({ undated: true }), "abde");
  assert.equal(shown({ certain: true }), "a", "where e was just then is not known");
  const { count, undated, possibly } = found({});
  assert.deepEqual([count, undated, possibly], [3, 1, 2]);
  assert.equal(found({ undated: true }).count, 4);
  assert.equal(found({ chosen: { status: new Set([0]) } }).undated, 0, "by the other filters");
  assert.equal(found({ period: null }).undated, 0);
});

test("a region is certain in a period only for what was there then", () => {
  const still = items().map((item) => ({ ...item, times: { ...item.times, placed: false } }));
  const asked = { ...EMPTY_QUERY, period: JULY, certain: true };
  const ids = (/** @type {boolean[]} */ on) => on.flatMap((one, i) => (one ? ["abcde"[i]] : [])).join("");
  assert.equal(ids(filterRecords(still, asked).shown), "ae");
  assert.equal(ids(filterRecords(still, { ...asked, chosen: { region: new Set([0]) } }).shown), "a");
});

test("counts are of what the period lets through", () => {
  assert.deepEqual([...found({}).counts.status].sort(), [[0, 2], [1, 1]]);
  assert.deepEqual([...found({ undated: true }).counts.status].sort(), [[0, 2], [1, 2]]);
});

test("a record that nobody dated is undated", () => {
  assert.equal(matchTimes({ own: null, parts: [], moving: false, placed: false }, [0, 1]), WITHOUT_DATE);
  assert.ok(NO < WITHOUT_DATE && WITHOUT_DATE < POSSIBLE && POSSIBLE < CERTAIN);
});
