// Clusters: records whose dots would cover each other are gathered, hexagon by hexagon of a lattice in the map's plane,
// so that the same records stay together while the map is moved.
import { Lattice } from "../../polar/hexagon-lattice.js";

/** Width of a dot, pixels. */
export const DOT = 9;
/** Two dots cover each other where their middles are nearer than this, pixels. */
export const COVER = 7;

/**
 * @typedef {object} Cluster
 * @property {number} key of its hexagon
 * @property {number[]} members indices of its records, in order
 * @property {number} x middle of its disc, pixels @property {number} y
 * @property {number} radius of its disc, pixels
 * @property {number} span how far apart its records are, along the wider side of the box round them, pixels
 *
 * @typedef {object} Hexagon
 * @property {number} key
 * @property {[x: number, y: number]} centre
 * @property {number[]} members records whose dots would cover each other
 * @property {number[]} dots other records
 */

/** Hexagons of a row: more than any map has. */
const ROW = 2 ** 26;
/** A hexagon as one number. @param {[q: number, r: number]} cell */
const keyOf = ([q, r]) => r * ROW + q;

/** Number of the lists in which dots are looked up, a power of two: far dots may share one, which costs a look and no more. */
const LISTS = 2 ** 15;
/** The list of a cell as wide as a dot covers. @param {number} column @param {number} row */
const listOf = (column, row) => (Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b)) & (LISTS - 1);

/**
 * For each of some places another one whose dot would cover it; -1 if there is none.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number[]} shown
 * @returns {(i: number) => number}
 */
function coveringDots(xs, ys, shown) {
  const last = new Int32Array(LISTS).fill(-1);
  /** The place before each in its list. */
  const before = new Int32Array(xs.length);
  for (const i of shown) {
    const list = listOf(Math.floor(xs[i] / COVER), Math.floor(ys[i] / COVER));
    before[i] = last[list];
    last[list] = i;
  }
  return (i) => {
    const [x, y] = [xs[i], ys[i]];
    const [column, row] = [Math.floor(x / COVER), Math.floor(y / COVER)];
    for (let k = 0; k < 9; k++) {
      for (let j = last[listOf(column - 1 + (k % 3), row - 1 + Math.floor(k / 3))]; j >= 0; j = before[j]) {
        if (j !== i && (xs[j] - x) ** 2 + (ys[j] - y) ** 2 < COVER ** 2) return j;
      }
    }
    return -1;
  };
}

/**
 * The greatest number of records in a hexagon.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys pixels from a fixed point of the plane @param {number} across
 */
export function greatestCount(xs, ys, across) {
  const lattice = new Lattice(across);
  /** @type {Map<number, number>} */
  const counts = new Map();
  let most = 1;
  for (let i = 0; i < xs.length; i++) {
    if (Number.isNaN(xs[i])) continue; // a record without a place
    const key = keyOf(lattice.cell(xs[i], ys[i]));
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > most) most = count;
  }
  return most;
}

/**
 * Sorts records into hexagons: those that would cover another one, and dots.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {number[]} shown @param {number} across
 */
function hexagonsOf(xs, ys, shown, across) {
  const lattice = new Lattice(across);
  const covering = coveringDots(xs, ys, shown);
  /** @type {Map<number, Hexagon>} */
  const hexagons = new Map();
  /** @type {Hexagon[]} */
  const hexagonOf = [];
  for (const i of shown) {
    const cell = lattice.cell(xs[i], ys[i]);
    const key = keyOf(cell);
    let hexagon = hexagons.get(key);
    if (!hexagon) hexagons.set(key, (hexagon = { key, centre: lattice.centre(...cell), members: [], dots: [] }));
    (covering(i) < 0 ? hexagon.dots : hexagon.members).push(i);
    hexagonOf[i] = hexagon;
  }
  for (const hexagon of hexagons.values()) {
    if (hexagon.members.length !== 1) continue;
    // It covers one in the next hexagon, and joins that.
    const [i] = hexagon.members;
    hexagonOf[i] = hexagonOf[covering(i)];
    hexagon.members = [];
    hexagonOf[i].members.push(i);
  }
  return [...hexagons.values()].filter(({ members }) => members.length);
}

/**
 * The place and size of a disc: at the mean of its records' places, but far enough inside its hexagon that it covers no
 * disc and no dot of another one.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {Hexagon} hexagon
 * @param {number} across @param {(members: number[]) => number} radiusOf
 */
function discOf(xs, ys, { members, centre: [cx, cy] }, across, radiusOf) {
  const radius = radiusOf(members);
  let [sumX, sumY] = [0, 0];
  for (const i of members) [sumX, sumY] = [sumX + xs[i], sumY + ys[i]];
  const [x, y] = [sumX / members.length - cx, sumY / members.length - cy];
  const share = Math.min(1, Math.max(0, (across - DOT) / 2 - radius) / (Math.hypot(x, y) || 1));
  return { x: cx + x * share, y: cy + y * share, radius };
}

/** @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {Hexagon} hexagon @param {ReturnType<typeof discOf>} disc */
function clusterOf(xs, ys, { key, members }, disc) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const i of members) {
    left = Math.min(left, xs[i]);
    right = Math.max(right, xs[i]);
    top = Math.min(top, ys[i]);
    bottom = Math.max(bottom, ys[i]);
  }
  return { key, members: members.sort((a, b) => a - b), span: Math.max(right - left, bottom - top), ...disc };
}

/**
 * The clusters of records: in each hexagon, those whose dots would cover each other, those that the cluster's disc
 * would cover, and all if most of the hexagon's records gather anyway. The other records stay dots.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys of each record, pixels from a fixed point of the plane
 * @param {(i: number) => boolean} counts whether a record is to be shown
 * @param {number} across width of a hexagon, pixels
 * @param {(members: number[]) => number} radiusOf of a disc, pixels; at most half a hexagon's width less half a dot's
 * @returns {Cluster[]}
 */
export function gather(xs, ys, counts, across, radiusOf) {
  const shown = [];
  for (let i = 0; i < xs.length; i++) if (counts(i)) shown.push(i);
  return hexagonsOf(xs, ys, shown, across).map((hexagon) => {
    if (hexagon.members.length >= hexagon.dots.length) hexagon.members = [...hexagon.members, ...hexagon.dots.splice(0)];
    for (;;) {
      const disc = discOf(xs, ys, hexagon, across, radiusOf);
      const isUnder = (/** @type {number} */ i) => Math.hypot(xs[i] - disc.x, ys[i] - disc.y) < disc.radius + DOT / 2;
      const covered = hexagon.dots.filter(isUnder);
      if (!covered.length) return clusterOf(xs, ys, hexagon, disc);
      hexagon.dots = hexagon.dots.filter((i) => !isUnder(i));
      hexagon.members.push(...covered);
    }
  });
}
