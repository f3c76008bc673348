// One level of a density layer: hexagons of one size, with the number of positions of each month.
import { acrossOf, Lattice } from "../../polar/hexagon-lattice.js";
import { valueOf } from "./packed-column.js";

/**
 * @typedef {object} LevelInfo a level's part of the payload; see geotrack_observations/page/packing.py
 * @property {number} km2
 * @property {number} west @property {number} south the least `q` and `r`
 * @property {number} width number of `q` in a row: a cell's number is `(r - south) * width + (q - west)`
 * @property {number[]} classes the least number of each class but the first, positions a month
 *
 * @typedef {[first: number, last: number]} Months from 1, the dataset's first month; both included
 *
 * @typedef {object} Sums
 * @property {Float64Array} certain @property {Float64Array} possible numbers of positions, by hexagon
 * @property {number} months number of months they are of
 *
 * @typedef {object} HexagonCounts numbers of positions in a hexagon
 * @property {number} km2 its area
 * @property {number} certain @property {number} possible @property {number} timeless of those in the months shown
 * @property {number[]} byMonth of all months
 * @property {Months} shown
 */

export class Level {
  /**
   * @param {LevelInfo} about
   * @param {Record<string, ArrayLike<number>>} columns of a hexagon: `cell`, its number, and `months`, its number of rows;
   *   of a row: `month` (0: without a time), `certain` and, if there are any, `possible` positions
   */
  constructor(about, columns) {
    this.about = about;
    this.lattice = new Lattice(acrossOf(about.km2));
    this.columns = columns;
    this.count = columns.cell.length;
    /** The first row of each hexagon, and the end of the last one's. */
    this.starts = new Uint32Array(this.count + 1);
    for (let i = 0; i < this.count; i++) this.starts[i + 1] = this.starts[i] + columns.months[i];
    /** @type {Map<number, number>} */
    this.indexOfCell = new Map();
    for (let i = 0; i < this.count; i++) this.indexOfCell.set(columns.cell[i], i);
  }

  /** The axial coordinates of a hexagon. @param {number} i @returns {[q: number, r: number]} */
  axial(i) {
    const { west, south, width } = this.about;
    const cell = this.columns.cell[i];
    return [west + (cell % width), south + Math.floor(cell / width)];
  }

  /** The index of the hexagon at a point of the plane, −1 if it is empty. @param {number} x @param {number} y metres */
  at(x, y) {
    const { west, south, width } = this.about;
    const [q, r] = this.lattice.cell(x, y);
    // Beyond a row's ends the number would be that of a cell in the next row.
    if (q < west || q >= west + width) return -1;
    return this.indexOfCell.get((r - south) * width + (q - west)) ?? -1;
  }

  /**
   * The number of positions in each hexagon.
   * @param {Months | null} months null for all, with those without a time @param {number} monthCount of the dataset
   * @returns {Sums}
   */
  sums(months, monthCount) {
    const { certain, possible, month } = this.columns;
    const sums = { certain: new Float64Array(this.count), possible: new Float64Array(this.count) };
    const [first, last] = months ?? [0, Infinity];
    for (let i = 0; i < this.count; i++) {
      for (let row = this.starts[i]; row < this.starts[i + 1]; row++) {
        if (month[row] < first || month[row] > last) continue;
        sums.certain[i] += certain[row];
        if (possible) sums.possible[i] += possible[row];
      }
    }
    return { ...sums, months: months ? Math.max(0, last - first + 1) : monthCount };
  }

  /** The number of positions in each month, from the first. @param {number} monthCount of the dataset */
  byMonth(monthCount) {
    const { certain, possible, month } = this.columns;
    const counts = new Float64Array(monthCount);
    for (let row = 0; row < month.length; row++) {
      if (month[row]) counts[month[row] - 1] += certain[row] + (possible ? possible[row] : 0);
    }
    return counts;
  }

  /**
   * The numbers of positions in a hexagon.
   * @param {number} i @param {Months | null} months shown; null for all @param {number} monthCount of the dataset
   * @param {boolean} certainOnly without the possible ones
   * @returns {HexagonCounts}
   */
  contents(i, months, monthCount, certainOnly) {
    const { certain, month, possible } = this.columns;
    const [first, last] = months ?? [0, Infinity];
    const contents = { km2: this.about.km2, certain: 0, possible: 0, timeless: 0 };
    const byMonth = new Array(monthCount).fill(0);
    for (let row = this.starts[i]; row < this.starts[i + 1]; row++) {
      const possibleCount = possible && !certainOnly ? possible[row] : 0;
      if (month[row]) byMonth[month[row] - 1] = certain[row] + possibleCount;
      if (month[row] < first || month[row] > last) continue;
      contents.certain += certain[row];
      contents.possible += possibleCount;
      if (!month[row]) contents.timeless = certain[row] + possibleCount;
    }
    return { ...contents, byMonth, shown: months ?? [1, monthCount] };
  }
}

/** The class of a number of positions a month, from 0. @param {number[]} classes @param {number} value */
export function classOf(classes, value) {
  let index = 0;
  while (index < classes.length && value >= classes[index]) index += 1;
  return index;
}

/** The month of a day, counted from January 1970. @param {number} day since 1970-01-01 */
function monthOf(day) {
  const date = new Date(day * 86_400_000);
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth();
}

/** The first day of a day's month. @param {number} day since 1970 */
const monthStart = (day) => Date.UTC(1970, monthOf(day)) / 86_400_000;

/** The last day of a day's month. @param {number} day since 1970 */
const monthEnd = (day) => Date.UTC(1970, monthOf(day) + 1) / 86_400_000 - 1;

/**
 * The number of positions of each day. Only months are counted: each day of a month has an equal share.
 * @param {number} first month since January 1970 @param {ArrayLike<number>} counts of the months
 * @returns {import("./time-bins.js").Days}
 */
export function daysOf(first, counts) {
  const starts = Array.from({ length: counts.length + 1 }, (_, n) => Date.UTC(1970, first + n) / 86_400_000);
  const days = new Float64Array(starts[counts.length] - starts[0]);
  for (let n = 0; n < counts.length; n++) {
    days.fill(counts[n] / (starts[n + 1] - starts[n]), starts[n] - starts[0], starts[n + 1] - starts[0]);
  }
  return { first: starts[0], counts: days, shortestUnit: "month" };
}

/**
 * The whole months that a period touches, which are counted on the map.
 * @param {[first: number, last: number] | null} period days since 1970, both included
 * @param {[first: number, last: number] | null} datasetMonths since January 1970; null without times
 * @returns {Months | null} null for all; if there are none, the last is before the first
 */
export function monthsOf(period, datasetMonths) {
  if (!period) return null;
  if (!datasetMonths) return [1, 0];
  const [start, end] = datasetMonths;
  const [first, last] = [Math.max(start, monthOf(period[0])), Math.min(end, monthOf(period[1]))];
  return [first - start + 1, last - start + 1];
}

/**
 * Whether a period begins or ends within a month that may have positions on both sides of the cut. The counts of
 * whole months are then of more than the period.
 * @param {[first: number, last: number] | null} period days since 1970, both included
 * @param {[first: number, last: number] | undefined} days of the first and the last position
 */
export function cutsMonths(period, days) {
  if (!period || !days || period[0] > monthEnd(days[1]) || period[1] < monthStart(days[0])) return false;
  const [first, last] = period;
  return (first > days[0] && first > monthStart(first)) || (last < days[1] && last < monthEnd(last));
}

/** @param {ArrayLike<number>} column raw numbers @param {import("./packed-column.js").Packing} packing */
export const columnNumbers = (column, packing) => Float64Array.from(column, (raw) => Number(valueOf(packing, raw)));

/**
 * The index of the level with the smallest hexagons of at least a width; of the largest hexagons if all are narrower.
 * @param {LevelInfo[]} levels from the largest hexagons down @param {number} metresPerPixel @param {number} minWidth pixels
 */
export function levelFor(levels, metresPerPixel, minWidth) {
  const wideEnough = levels.filter(({ km2 }) => acrossOf(km2) >= minWidth * metresPerPixel).length;
  return Math.max(0, wideEnough - 1);
}

/**
 * The level to show until the wanted one is loaded: the nearest loaded one, of two the one with larger hexagons; −1
 * if none is loaded.
 * @param {number} wanted @param {unknown[]} levels from the largest hexagons down; empty where not loaded
 */
export function nearestLoaded(wanted, levels) {
  let nearest = -1;
  for (let n = 0; n < levels.length; n++) {
    if (levels[n] && (nearest < 0 || Math.abs(n - wanted) < Math.abs(nearest - wanted))) nearest = n;
  }
  return nearest;
}
