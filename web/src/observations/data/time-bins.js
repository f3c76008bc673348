// Number of observations by day, week, month or year, for the bars of the timeline.

/**
 * The number of observations of each day, from a first one on.
 * @typedef {object} Days
 * @property {number} first since 1970-01-01
 * @property {Uint32Array | Float64Array} counts of this day and the next ones
 * @property {"month"} [shortestUnit] of a density layer, which knows months alone: each day has an equal share of its month
 *
 * @typedef {"day" | "week" | "month" | "year"} Unit
 *
 * @typedef {object} Bins
 * @property {Unit} unit
 * @property {number[]} begins the first day of each bin, and the day after the last bin
 * @property {number[]} counts
 */

const DAY_MS = 86_400_000;
/** The least width of a bar, pixels. */
const MIN_WIDTH = 3;
/** Mean number of days of each unit. @type {[Unit, number][]} */
const UNITS = [["day", 1], ["week", 7], ["month", 30.44], ["year", 365.25]];

/** The shortest unit whose bars are wide enough. @param {number} perDay pixels @param {Pick<Days, "shortestUnit">} days @returns {Unit} */
export function unitFor(perDay, { shortestUnit }) {
  const from = UNITS.findIndex(([unit]) => unit === (shortestUnit ?? "day"));
  return UNITS.slice(from).find(([, length]) => length * perDay >= MIN_WIDTH)?.[0] ?? "year";
}

/** The first day of the unit that a day is in; a week begins on Monday. @param {number} day @param {Unit} unit */
function startOfUnit(day, unit) {
  if (unit === "day") return day;
  // 1970-01-01, day 0, was a Thursday.
  if (unit === "week") return 7 * Math.floor((day + 3) / 7) - 3;
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0) / DAY_MS;
}

/** The first day of the next unit. @param {number} first of a unit @param {Unit} unit */
function nextStart(first, unit) {
  if (unit === "day" || unit === "week") return first + (unit === "day" ? 1 : 7);
  const date = new Date(first * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (unit === "month" ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0)) / DAY_MS;
}

/** @param {Days} days @param {Unit} unit @returns {Bins} */
export function binDays({ first, counts }, unit) {
  const bins = { unit, begins: [startOfUnit(first, unit)], counts: /** @type {number[]} */ ([]) };
  const end = first + counts.length;
  for (let from = bins.begins[0]; from < end; ) {
    const before = nextStart(from, unit);
    let sum = 0;
    for (let day = Math.max(from, first); day < Math.min(before, end); day++) sum += counts[day - first];
    // The days of a density layer have fractions, which sum to whole numbers but for their rounding errors.
    bins.counts.push(Math.round(sum));
    bins.begins.push(before);
    from = before;
  }
  return bins;
}

/** The index of the bin of a day, −1 for none (binary search). @param {Bins} bins @param {number} day maybe with a fraction */
export function binAt({ begins }, day) {
  let [low, high] = [0, begins.length - 1];
  if (day < begins[0] || day >= begins[high]) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (begins[middle] <= day) low = middle;
    else high = middle;
  }
  return low;
}

/** The index of the highest bin in a stretch of time, the first of several; −1 if all are empty. @param {Bins} bins @param {number} from @param {number} before days */
export function highestBin({ begins, counts }, from, before) {
  let highest = -1;
  for (let i = 0; i < counts.length; i++) {
    if (begins[i + 1] > from && begins[i] < before && counts[i] > (counts[highest] ?? 0)) highest = i;
  }
  return highest;
}
