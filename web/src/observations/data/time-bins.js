// Number of observations by day, week, month or year, for the bars of the timeline.

/**
 * How many of each day, from a first one on.
 * @typedef {object} Days
 * @property {number} first since 1970-01-01
 * @property {Uint32Array | Float64Array} many
 * @property {"month"} [least] of a surface, which knows months alone: its days are as if each month were even
 *
 * @typedef {"day" | "week" | "month" | "year"} Unit
 *
 * @typedef {object} Bins
 * @property {Unit} unit
 * @property {number[]} begins the first day of each, and the day after the last
 * @property {number[]} many
 */

const DAY_MS = 86_400_000;
/** The least width of a bar, pixels. */
const LEAST = 3;
/** How many days each unit has, about. @type {[Unit, number][]} */
const UNITS = [["day", 1], ["week", 7], ["month", 30.44], ["year", 365.25]];

/** Of which unit there is a bar. @param {number} perDay pixels @param {Pick<Days, "least">} days @returns {Unit} */
export function unitFor(perDay, { least }) {
  const from = UNITS.findIndex(([unit]) => unit === (least ?? "day"));
  return UNITS.slice(from).find(([, long]) => long * perDay >= LEAST)?.[0] ?? "year";
}

/** The first day of the unit that a day is in; a week begins on Monday. @param {number} day @param {Unit} unit */
function startOfUnit(day, unit) {
  if (unit === "day") return day;
  if (unit === "week") return 7 * Math.floor((day + 3) / 7) - 3;
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0) / DAY_MS;
}

/** The first day after it. @param {number} first of a unit @param {Unit} unit */
function nextStart(first, unit) {
  if (unit === "day" || unit === "week") return first + (unit === "day" ? 1 : 7);
  const date = new Date(first * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (unit === "month" ? Date.UTC(year, month + 1) : Date.UTC(year + 1, 0)) / DAY_MS;
}

/** @param {Days} days @param {Unit} unit @returns {Bins} */
export function binDays({ first, many }, unit) {
  const bins = { unit, begins: [startOfUnit(first, unit)], many: /** @type {number[]} */ ([]) };
  const end = first + many.length;
  for (let from = bins.begins[0]; from < end; ) {
    const before = nextStart(from, unit);
    let sum = 0;
    for (let day = Math.max(from, first); day < Math.min(before, end); day++) sum += many[day - first];
    // The days of an even month are parts of one.
    bins.many.push(Math.round(sum));
    bins.begins.push(before);
    from = before;
  }
  return bins;
}

/** Which one a day is in, −1 where it is in none. @param {Bins} bins @param {number} day any number */
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

/** The first of the most in a stretch of time, −1 where there is none. @param {Bins} bins @param {number} from @param {number} before days */
export function highestBin({ begins, many }, from, before) {
  let best = -1;
  for (let i = 0; i < many.length; i++) {
    if (begins[i + 1] > from && begins[i] < before && many[i] > (many[best] ?? 0)) best = i;
  }
  return best;
}
