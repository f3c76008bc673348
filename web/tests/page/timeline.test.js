import assert from "node:assert/strict";
import { test } from "node:test";
import { calendar, dayOf, readPeriod, writePeriod } from "../../src/page/query/periods.js";
import { MIN_WIDTH, shapeOf } from "../../src/page/timeline/bar-shape.js";
import { foldedYears, yearsOf } from "../../src/page/timeline/folds.js";
import { assignLanes, heightWithoutOverlap } from "../../src/page/timeline/lanes.js";
import { firstPeriod, stepUnit, nextPeriod, createPlayer, stepPeriod } from "../../src/page/timeline/player.js";
import { panView, timeScale, snapUnit, ticks, wholeView, zoomView } from "../../src/page/timeline/scale.js";
import { readTimes } from "../../src/page/query/record-times.js";

/** @type {[number, number]} */
const FIVE_YEARS = [dayOf(2021, 6), dayOf(2026)];
/** At the beginning, in the middle, two of them, none. @type {[number, number][][]} */
const FOLDS = [[[dayOf(2021, 6), dayOf(2023)]], [[dayOf(2022), dayOf(2023)]], [[dayOf(2021, 6), dayOf(2022)], [dayOf(2023), dayOf(2025)]], []];

/** A small generator, so that the same numbers come each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

test("a scale with folds runs one way, fills the strip, and leads back to each day", () => {
  const random = numbers(7);
  for (let round = 0; round < 200; round += 1) {
    const days = Array.from({ length: 10 }, () => Math.floor(random() * 20_000)).sort((a, b) => a - b);
    const folds = Array.from({ length: round % 5 }, (_, i) => /** @type {[number, number]} */ ([days[2 * i + 1], days[2 * i + 2]])).filter(([a, b]) => b > a);
    if (days[9] - days[0] < 100 || folds.some(([a, b]) => a <= days[0] && b >= days[9])) continue;
    const width = 60 + random() * 2000;
    const scale = timeScale([days[0], days[9]], width, folds);
    assert.ok(Math.abs(scale.x(days[0])) < 1e-6 && Math.abs(scale.x(days[9]) - width) < 1e-6);
    for (const [first, before] of folds) assert.ok(Math.abs(scale.x(before) - scale.x(first) - scale.foldWidth) < 1e-6);
    let last = -Infinity;
    for (let day = days[0] - 50; day <= days[9] + 50; day += 1 + random() * 400) {
      const x = scale.x(day);
      assert.ok(x > last, `${day} is right of what was before`);
      assert.ok(Math.abs(scale.day(x) - day) < 1e-5, `${day} comes back as ${scale.day(x)}`);
      last = x;
    }
  }
});

test("between folds each day is as wide as any other, and none is marked in a fold", () => {
  const scale = timeScale(FIVE_YEARS, 1000, FOLDS[1]);
  const widths = [dayOf(2021, 7), dayOf(2023), dayOf(2025, 11)].map((day) => scale.x(day + 1) - scale.x(day));
  for (const one of widths) assert.ok(Math.abs(one - scale.perDay) < 1e-9);
  assert.ok(scale.perDay > timeScale(FIVE_YEARS, 1000).perDay);
  const found = ticks(scale);
  assert.ok(found.every(({ day }) => day < dayOf(2022) || day >= dayOf(2023)));
  assert.deepEqual(found.filter(({ unit }) => unit === "year").map(({ day }) => day), [2023, 2024, 2025].map((year) => dayOf(year)));
});

/** Records of single days. @param {[year: number, many: number][]} years */
const daysIn = (...years) =>
  years.flatMap(([year, many]) =>
    Array.from({ length: many }, (_, i) => ({ s0: dayOf(year, 0, 9 + i), s1: dayOf(year, 0, 10 + i), e0: dayOf(year, 0, 9 + i), e1: dayOf(year, 0, 10 + i), choices: [], marked: 0, ongoing: false })),
  );

test("years of few records are folded, and none that would win no room or hide many", () => {
  /** @param {ReturnType<typeof daysIn>} times @param {number} from @param {number} before @param {[number, number]} [observed] */
  const folded = (times, from, before, observed) => foldedYears(times, [dayOf(from), dayOf(before)], observed).map(yearsOf);
  const sample = daysIn([2021, 1], [2022, 1], [2023, 6], [2024, 46], [2025, 26]);
  assert.deepEqual(folded(sample, 2021, 2026), ["2021–22"]);
  assert.deepEqual(folded(sample, 2021, 2026, [dayOf(2020), dayOf(2030)]), [], "observations are in these years");
  assert.deepEqual(folded(daysIn([1850, 1], [2023, 20], [2024, 20]), 1850, 2025), ["1850–2022"]);
  assert.deepEqual(folded(daysIn([1999, 3], [2024, 3]), 1999, 2025), ["2000–23"]);
  assert.deepEqual(folded(daysIn([2023, 1], [2024, 8]), 2023, 2025), [], "of nine records one is no few");
  const even = daysIn(...Array.from({ length: 100 }, (_, i) => /** @type {[number, number]} */ ([1925 + i, 1])));
  assert.deepEqual(folded(even, 1925, 2025), [], "one a year is what there is");
  const lasting = [{ ...daysIn([2010, 1])[0], e0: dayOf(2024, 5), e1: dayOf(2024, 6) }, ...daysIn([2010, 3], [2024, 3])];
  assert.deepEqual(folded(lasting, 2010, 2025), ["2011–23"], "what only lasts through is seen on both sides");
});

test("ticks stand on the first days of what they name", () => {
  const at = timeScale(FIVE_YEARS, 1000);
  const found = ticks(at);
  const years = found.filter(({ unit }) => unit === "year");
  assert.deepEqual(years.map(({ day }) => day), [2022, 2023, 2024, 2025].map((year) => dayOf(year)));
  assert.ok(years.every(({ labelled }) => labelled));
  for (const { day, unit } of found) {
    const { date, month } = calendar(day);
    assert.equal(date, 1);
    if (unit === "year") assert.equal(month, 0);
  }
  const [first, second] = years.map(({ day }) => at.x(day));
  assert.ok(Math.abs(second - first - (1000 * 365) / (FIVE_YEARS[1] - FIVE_YEARS[0])) < 1e-9, "a year of 365 days");
});

test("there are as many ticks as there is room for, at any scale", () => {
  for (const width of [60, 300, 1100, 4000]) {
    for (const long of [1, 14, 60, 400, 2000, 40_000, 800_000]) {
      const found = ticks(timeScale([20_000 - long, 20_000], width));
      assert.ok(found.length <= width / 5, `${found.length} on ${width} pixels for ${long} days`);
      assert.deepEqual(found, [...found].sort((a, b) => a.day - b.day));
    }
  }
  const close = ticks(timeScale([dayOf(2024, 3, 20), dayOf(2024, 4, 10)], 1000));
  assert.equal(close.length, 20);
  assert.deepEqual(close.find(({ unit }) => unit === "month"), { day: dayOf(2024, 4), unit: "month", labelled: true });
});

test("the whole is shown in whole units", () => {
  assert.deepEqual(wholeView(dayOf(2021, 7, 29), dayOf(2025, 11, 10)), FIVE_YEARS);
  assert.deepEqual(wholeView(dayOf(2021), dayOf(2026)), [dayOf(2021), dayOf(2026)]);
  assert.deepEqual(wholeView(dayOf(2024, 3, 5), dayOf(2024, 8, 2)), [dayOf(2024, 3), dayOf(2024, 9)]);
  assert.deepEqual(wholeView(100, 101), [98, 103]);
});

test("a zoom keeps the day that it is about where it is, and stays inside", () => {
  for (const folds of FOLDS) {
    const whole = timeScale(FIVE_YEARS, 1000, folds);
    const near = timeScale(zoomView(whole, 4, dayOf(2024), FIVE_YEARS), 1000, folds);
    assert.ok(Math.abs(near.x(dayOf(2024)) - whole.x(dayOf(2024))) < 1e-6);
    assert.ok(Math.abs(near.perDay - 4 * whole.perDay) < 1e-9);
    assert.deepEqual(zoomView(near, 0.001, dayOf(2024), FIVE_YEARS), FIVE_YEARS);
    const closest = timeScale(zoomView(whole, 1e9, FIVE_YEARS[1], FIVE_YEARS), 1000, folds);
    assert.ok(Math.abs(closest.before - closest.from - 14) < 1e-6 && Math.abs(closest.before - FIVE_YEARS[1]) < 1e-6);
    const moved = panView(near, 30, FIVE_YEARS);
    assert.ok(Math.abs(near.x(moved[0]) - 30) < 1e-6 && Math.abs(near.x(moved[1]) - 1030) < 1e-6);
    assert.equal(panView(near, -1e5, FIVE_YEARS)[0], FIVE_YEARS[0]);
    assert.equal(panView(near, 1e5, FIVE_YEARS)[1], FIVE_YEARS[1]);
  }
});

test("edges snap to what can be aimed at", () => {
  assert.equal(snapUnit(timeScale(FIVE_YEARS, 1000), dayOf(2024)), "month");
  assert.equal(snapUnit(timeScale([dayOf(2024, 3), dayOf(2024, 8)], 1000), dayOf(2024, 4)), "day");
  assert.equal(snapUnit(timeScale([dayOf(1850), dayOf(2025)], 1000), dayOf(1900)), "year");
  const folded = timeScale([dayOf(1990), dayOf(2025)], 1000, [[dayOf(1991), dayOf(2023)]]);
  assert.deepEqual([dayOf(2000), dayOf(2024)].map((day) => snapUnit(folded, day)), ["year", "month"]);
});

/** @param {any} days @param {object} [more] */
const shape = (days, more = {}) => {
  const told = { records: [days], marked: {}, ongoing: [], parts: {}, moving: [], placed: false, ...more };
  const [{ own }] = readTimes(told);
  return shapeOf(/** @type {NonNullable<typeof own>} */ (own), timeScale([0, 100], 1000));
};
/** @param {ReturnType<typeof shape>} of */
const strengths = ({ parts }) => parts.map((stops) => stops.map(({ strength }) => strength));

test("a bar is solid where it surely was and fades where it is not known", () => {
  const day = shape([10, 11]);
  assert.deepEqual([day.left, day.right, strengths(day)], [100, 110, [[1, 1]]]);
  const lasted = shape([10, 20, 40, 60]);
  assert.deepEqual(lasted.parts[0].map(({ x }) => x), [100, 200, 400, 600]);
  const [[first, from, to, last]] = strengths(lasted);
  assert.deepEqual([from, to], [1, 1]);
  assert.ok(first < 0.3 && last < 0.3);
  const either = strengths(shape([10, 50, 20, 60]))[0];
  assert.ok(Math.max(...either) < 1, "no day of it is sure");
  assert.equal(shape([[10, 12], [30, 32]]).parts.length, 2);
});

test("a day can be seen however far away it is", () => {
  const [{ own }] = readTimes({ records: [[50, 51]], marked: {}, ongoing: [], parts: {}, moving: [], placed: false });
  const far = shapeOf(/** @type {NonNullable<typeof own>} */ (own), timeScale([0, 10_000], 1000));
  assert.ok(Math.abs(far.right - far.left - MIN_WIDTH) < 1e-9);
  assert.ok(Math.abs((far.left + far.right) / 2 - 5.05) < 1e-9, "where it was");
});

test("an approximate end fades beyond, and what goes on or has no date to one side runs out of the picture", () => {
  const about = shape([10, 20, 40, 60], { marked: { 0: 2 } });
  assert.ok(about.right > 600 && about.left === 100);
  assert.equal(about.parts[0].at(-1)?.strength, 0);
  const moment = shape([10, 20], { marked: { 0: 1 } });
  assert.ok(moment.left < 100 && moment.right > 200);
  const still = shape([10, 11, 50, null], { ongoing: [0] });
  assert.ok(still.open && still.right > 1000);
  assert.ok(shape([null, 20]).left < 0);
});

/** @param {[number, number, number?][]} said */
const bars = (...said) => said.map(([left, right, group = 0]) => ({ left, right, group }));

test("no bar hides another where there is room", () => {
  const made = bars([0, 10], [5, 20], [11, 30], [40, 50], [0, 50, 1], [0, 50, 1], [3, 9, 2]);
  assert.equal(assignLanes(made, 4, heightWithoutOverlap(made, 4)).crowded, false);
  const found = assignLanes(made, 4, 100);
  assert.ok(found.lanes.every(({ thickness }) => thickness === 6));
  made.forEach((bar, i) =>
    made.slice(i + 1).forEach((other, j) => {
      const [a, b] = [found.lanes[i], found.lanes[i + 1 + j]];
      const apart = bar.right <= other.left || other.right <= bar.left;
      assert.ok(apart || a.top + a.thickness <= b.top || b.top + b.thickness <= a.top, `${i} and ${i + 1 + j}`);
    }),
  );
  assert.equal(found.lanes[0].top, found.lanes[3].top, "a lane is used again");
  assert.equal(found.bands[3].height, 0);
  assert.ok(found.bands[0].top + found.bands[0].height < found.bands[1].top);
});

test("thousands of bars stay in the height", () => {
  const made = Array.from({ length: 5000 }, (_, i) => ({ left: i / 5, right: i / 5 + 40, group: i % 7 }));
  const found = assignLanes(made, 7, 100);
  assert.ok(found.height <= 100);
  for (const { top, thickness } of found.lanes) assert.ok(top >= 0 && top + thickness <= 100);
  assert.ok(found.crowded && found.bands.every(({ height }) => height > 0), "each theme has a lane");
  assert.ok(found.lanes.every(({ thickness }) => thickness >= 4), "and is seen");
});

/** @param {string} text @returns {[number, number]} */
const period = (text) => readPeriod(text)?.period ?? assert.fail(text);
/** @param {[number, number] | null} of */
const said = (of) => writePeriod(of, false);

test("a step is as long as the period, and none leads out of time", () => {
  assert.equal(said(stepPeriod(period("2024-04..2024-06"), 1, FIVE_YEARS)), "2024-07-01..2024-09-30");
  assert.equal(said(stepPeriod(period("2024-04..2024-06"), -1, FIVE_YEARS)), "2024-01-01..2024-03-31");
  assert.equal(stepPeriod(period("2025-12..2025-12"), 1, FIVE_YEARS), null);
  assert.equal(said(stepPeriod(null, 1, FIVE_YEARS)), "2021-07-01..2021-07-31");
  assert.equal(said(stepPeriod(null, -1, FIVE_YEARS)), "2025-12-01..2025-12-31");
  assert.deepEqual(["day", "month", "year"], [40, 1000, 40_000].map((long) => stepUnit([0, long])));
});

test("what plays moves by months as long as it was, and ends with time", () => {
  let [now, steps] = [nextPeriod(null, FIVE_YEARS), 1];
  for (let next = now; next; next = nextPeriod(next, FIVE_YEARS), steps += 1) now = next;
  assert.equal(said(now), "2025-12-01..2025-12-31");
  assert.equal(steps, 55);
  assert.equal(said(nextPeriod(period("2024-04..2024-10"), FIVE_YEARS)), "2024-05-01..2024-11-30");
  assert.equal(said(nextPeriod(period("2024-04-01..2024-04-07"), FIVE_YEARS)), "2024-04-08..2024-04-14");
  assert.equal(said(firstPeriod(period("2025-06..2025-12"), FIVE_YEARS)), "2021-07-01..2022-01-31");
});

test("playing ends where what it shows stops it, and stays ended", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.window = /** @type {any} */ (globalThis);
  context.after(() => Reflect.deleteProperty(globalThis, "window"));
  /** @type {boolean[]} */
  const told = [];
  let shown = 0;
  const playing = createPlayer({
    period: () => null,
    range: () => [0, 1],
    show() {
      shown += 1;
      playing.stop(); // as the timeline does where the period is the whole
      return 1;
    },
    update: (on) => told.push(on),
  });
  playing.toggle();
  context.mock.timers.tick(5000);
  assert.deepEqual([told, shown], [[true, false], 1]);
});

test("with sides, bars stand above and below the line of their theme, and no two overlap", () => {
  /** @param {number} group @param {number} left */
  const bar = (group, left) => ({ group, left, right: left + 10 });
  // Two themes of three rows: the first side, both or none, the second.
  const bars = [bar(0, 0), bar(0, 5), bar(1, 0), bar(2, 0), bar(4, 0)];
  const { lanes, bands, crowded } = assignLanes(bars, 6, 120, 3);
  assert.equal(crowded, false);
  const tops = lanes.map(({ top }) => top);
  assert.ok(tops[1] < tops[0] && tops[0] < tops[2] && tops[2] < tops[3], "outwards from the line");
  assert.ok(bands[4].top - (bands[2].top + bands[2].height) >= 3);
  // A theme of one lane is as high as its word.
  const few = assignLanes([bar(1, 0), bar(4, 0)], 6, 120, 3);
  assert.ok(few.bands[4].top - few.bands[1].top >= 13);
  assert.equal(heightWithoutOverlap(bars, 6, 3), 5 * 5 + 2 * 3 + 6);
});
