// One level of a density layer: hexagons of one size, with the number of positions of each month.
import { Lattice } from "./hexagon-lattice.js";
import { valueOf } from "./packed-column.js";

/**
 * @typedef {object} LevelInfo a level's part of the payload; see geotrack_observations/page/packing.py
 * @property {number} km2
 * @property {number} west @property {number} south the least `q` and `r`
 * @property {number} width how many numbers a row has
 * @property {number[]} classes the least number of each class but the first, positions a month
 *
 * @typedef {[first: number, last: number]} Months counted from 1, both in it
 *
 * @typedef {object} Sums
 * @property {Float64Array} certain @property {Float64Array} possible of each hexagon
 * @property {number} months how many are counted
 *
 * @typedef {object} HexagonCounts what a hexagon holds
 * @property {number} km2
 * @property {number} certain @property {number} possible @property {number} timeless of those in the months shown
 * @property {number[]} byMonth of all months
 * @property {Months} shown
 */

export class Level {
  /**
   * @param {LevelInfo} about @param {Record<string, ArrayLike<number>>} columns `cell`, `months`, `month`, `certain` and
   *   maybe `possible`, as numbers
   */
  constructor(about, columns) {
    this.about = about;
    this.lattice = new Lattice(about.km2);
    this.columns = columns;
    this.many = columns.cell.length;
    /** Where the counts of each hexagon begin. */
    this.starts = new Uint32Array(this.many + 1);
    for (let i = 0; i < this.many; i++) this.starts[i + 1] = this.starts[i] + columns.months[i];
    /** @type {Map<number, number>} */
    this.places = new Map();
    for (let i = 0; i < this.many; i++) this.places.set(columns.cell[i], i);
  }

  /** @param {number} i @returns {[q: number, r: number]} */
  name(i) {
    const { west, south, width } = this.about;
    const cell = this.columns.cell[i];
    return [west + (cell % width), south + Math.floor(cell / width)];
  }

  /** The hexagon at a place of the plane, −1 where it is empty. @param {number} x @param {number} y metres */
  at(x, y) {
    const { west, south, width } = this.about;
    const [q, r] = this.lattice.cell(x, y);
    if (q < west || q >= west + width) return -1;
    return this.places.get((r - south) * width + (q - west)) ?? -1;
  }

  /**
   * How many positions each hexagon holds in some months, or in all and in none.
   * @param {Months | null} months @param {number} monthCount how many there are @returns {Sums}
   */
  sums(months, monthCount) {
    const { certain, possible, month } = this.columns;
    const sums = { certain: new Float64Array(this.many), possible: new Float64Array(this.many) };
    const [first, last] = months ?? [0, Infinity];
    for (let i = 0; i < this.many; i++) {
      for (let row = this.starts[i]; row < this.starts[i + 1]; row++) {
        if (month[row] < first || month[row] > last) continue;
        sums.certain[i] += certain[row];
        if (possible) sums.possible[i] += possible[row];
      }
    }
    return { ...sums, months: months ? Math.max(0, last - first + 1) : monthCount };
  }

  /** How many positions there are in each month, from the first. @param {number} monthCount how many months there are */
  byMonth(monthCount) {
    const { certain, possible, month } = this.columns;
    const counts = new Float64Array(monthCount);
    for (let row = 0; row < month.length; row++) {
      if (month[row]) counts[month[row] - 1] += certain[row] + (possible ? possible[row] : 0);
    }
    return counts;
  }

  /**
   * What a hexagon holds.
   * @param {number} i @param {Months | null} months those shown, null for all @param {number} monthCount how many there are
   * @param {boolean} certainOnly only what is certain
   * @returns {HexagonCounts}
   */
  contents(i, months, monthCount, certainOnly) {
    const { certain, month, possible } = this.columns;
    const [first, last] = months ?? [0, Infinity];
    const contents = { km2: this.about.km2, certain: 0, possible: 0, timeless: 0 };
    const byMonth = new Array(monthCount).fill(0);
    for (let row = this.starts[i]; row < this.starts[i + 1]; row++) {
      const maybe = possible && !certainOnly ? possible[row] : 0;
      if (month[row]) byMonth[month[row] - 1] = certain[row] + maybe;
      if (month[row] < first || month[row] > last) continue;
      contents.certain += certain[row];
      contents.possible += maybe;
      if (!month[row]) contents.timeless = certain[row] + maybe;
    }
    return { ...contents, byMonth, shown: months ?? [1, monthCount] };
  }
}

/** The class of a number of positions a month, from 0. @param {number[]} classes @param {number} value */
export function classOf(classes, value) {
  let nearest = 0;
  while (nearest < classes.length && value >= classes[nearest]) nearest += 1;
  return nearest;
}

/** The month since January 1970 in which a day lies. @param {number} day since 1970 */
function monthOf(day) {
  const date = new Date(day * 86_400_000);
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth();
}

/** The first day of a day's month. @param {number} day since 1970 */
const monthStart = (day) => Date.UTC(1970, monthOf(day)) / 86_400_000;

/** The last day of a day's month. @param {number} day since 1970 */
const monthEnd = (day) => Date.UTC(1970, monthOf(day) + 1) / 86_400_000 - 1;

/**
 * How many positions there are of each day, as if each day of a month had as many: more is not known.
 * @param {number} first month since January 1970 @param {ArrayLike<number>} count of each month
 * @returns {import("./time-bins.js").Days}
 */
export function daysOf(first, count) {
  const begins = Array.from({ length: count.length + 1 }, (_, n) => Date.UTC(1970, first + n) / 86_400_000);
  const days = new Float64Array(begins[count.length] - begins[0]);
  for (let n = 0; n < count.length; n++) {
    days.fill(count[n] / (begins[n + 1] - begins[n]), begins[n] - begins[0], begins[n + 1] - begins[0]);
  }
  return { first: begins[0], many: days, least: "month" };
}

/**
 * The months of a period, whole, as they are counted on a map.
 * @param {[first: number, last: number] | null} period days since 1970, both in it
 * @param {[first: number, last: number] | null} monthCount months since January 1970
 * @returns {Months | null} null for all; the last before the first where there are none
 */
export function monthsOf(period, monthCount) {
  if (!period) return null;
  if (!monthCount) return [1, 0];
  const [first, last] = [Math.max(monthCount[0], monthOf(period[0])), Math.min(monthCount[1], monthOf(period[1]))];
  return [first - monthCount[0] + 1, last - monthCount[0] + 1];
}

/**
 * Whether a period begins or ends within a month in which there may be positions on both sides: counts of whole
 * months then are of more than the period.
 * @param {[first: number, last: number] | null} period days since 1970, both in it
 * @param {[first: number, last: number] | undefined} days of the first and the last position
 */
export function cutsMonths(period, days) {
  if (!period || !days || period[0] > monthEnd(days[1]) || period[1] < monthStart(days[0])) return false;
  const [first, last] = period;
  return (first > days[0] && first > monthStart(first)) || (last < days[1] && last < monthEnd(last));
}

/** @param {ArrayLike<number>} column as counted @param {import("./packed-column.js").Packing} how */
export const columnNumbers = (column, how) => Float64Array.from(column, (count) => Number(valueOf(how, count)));

/**
 * The level to show: that of the smallest hexagons of at least so many pixels, else the largest.
 * @param {LevelInfo[]} sizes from the largest down @param {number} metres that a pixel is @param {number} least pixels
 */
export function sizeFor(sizes, metres, least) {
  const fits = sizes.filter(({ km2 }) => new Lattice(km2).across >= least * metres).length;
  return Math.max(0, fits - 1);
}

/**
 * The level to show until the wanted one is loaded: the nearest to it, of
 * two the larger one; −1 for none.
 * @param {number} size @param {unknown[]} sizes from the largest down, those that are there
 */
export function nearestLoaded(size, sizes) {
  let nearest = -1;
  for (let n = 0; n < sizes.length; n++) {
    if (sizes[n] && (nearest < 0 || Math.abs(n - size) < Math.abs(nearest - size))) nearest = n;
  }
  return nearest;
}
