// Paints many points into the pixels of a picture: counts the points of each pixel, then adds a soft dot round it.

/** What one point lays on the pixel that it falls on. */
export const WHOLE = 16;

/** A mark as steps from its middle, and how much it lays on each. @typedef {{dx: number, dy: number, weight: number}[]} Mark */

/**
 * @param {number} reach pixels @param {(far: number) => number} share of the whole, by the distance from the middle
 * @returns {Mark}
 */
function mark(reach, share) {
  /** @type {Mark} */
  const steps = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = Math.round(WHOLE * Math.min(1, Math.max(0, share(Math.hypot(dx, dy)))));
      if (weight) steps.push({ dx, dy, weight });
    }
  }
  return steps;
}

/** A soft dot. @param {number} radius pixels */
export const dot = (radius) => mark(Math.ceil(radius), (distance) => radius + 0.4 - distance);

/** A ring, of what is there only possibly. @param {number} radius pixels @param {number} thick */
export const ring = (radius, thick) =>
  mark(Math.ceil(radius + thick / 2), (distance) => 0.75 * (thick / 2 + 0.5 - Math.abs(distance - radius)));

/**
 * A dot in a pale disc, for a position with a radius larger than a dot.
 * @param {number} radius of the dot, pixels @param {number} fringe so much further the disc reaches
 */
export const within = (radius, fringe) =>
  mark(Math.min(RIM, Math.ceil(radius + fringe)), (distance) => Math.max(radius + 0.4 - distance, PALE * Math.min(1, radius + fringe + 0.5 - distance)));

const PALE = 0.2;

/** Round a picture: as far as any mark reaches. */
export const RIM = 12;

const EMPTY = { left: Infinity, top: Infinity, right: -Infinity, foot: -Infinity };

/** Pixels and how much lies on each, with the class of what lies most there; kept from one painting to the next. */
export class PointRaster {
  constructor() {
    this.width = 0;
    this.height = 0;
    /** How many pixels `where` lists: those on which a point fell; and how many points did. */
    this.touched = 0;
    this.points = 0;
    this.counts = new Uint32Array(0);
    this.laid = new Uint32Array(0);
    this.where = new Int32Array(0);
    /** The class of most of what fell on a pixel, and by how many it leads. */
    this.leads = new Uint8Array(0);
    this.by = new Uint32Array(0);
    /** The class of what lies most on a pixel. */
    this.owners = new Uint8Array(0);
    /** What points fell on, of all that is laid. */
    this.box = EMPTY;
  }

  /**
   * As large as a picture; all empty.
   * @param {number} width @param {number} height @param {boolean} classed @param {number} count points at most
   */
  size(width, height, classed, count) {
    [this.width, this.height] = [width + 2 * RIM, height + 2 * RIM];
    const pixels = this.width * this.height;
    if (this.counts.length !== pixels) {
      this.counts = new Uint32Array(pixels);
      this.laid = new Uint32Array(pixels);
    }
    const most = Math.min(pixels, count);
    if (this.where.length < most) this.where = new Int32Array(most);
    const ofClasses = classed ? pixels : 0;
    if (this.leads.length === ofClasses) return;
    this.leads = new Uint8Array(ofClasses);
    this.by = new Uint32Array(ofClasses);
    this.owners = new Uint8Array(ofClasses);
  }

  /**
   * Counts points, those from one on and before another.
   * @param {{xs: ArrayLike<number>, ys: ArrayLike<number>, shown: ArrayLike<number>, kinds: ArrayLike<number> | null,
   *   classes: ArrayLike<number> | null}} points where they are, metres; which are shown; what each is drawn as; its class
   * @param {number} kind those of this one, where there are kinds
   * @param {{by: number, x: number, y: number}} view pixels for a metre, and the pixel of the pole
   * @param {number} from @param {number} before
   */
  count({ xs, ys, shown, kinds, classes }, kind, { by, x, y }, from, before) {
    // Without calls and without `this`: all of it runs on a page that opens.
    const { counts, where, width } = this;
    const [right, foot] = [width - RIM, this.height - RIM];
    let { touched, points } = this;
    for (let i = from; i < before; i++) {
      if (!shown[i] || (kinds !== null && kinds[i] !== kind)) continue;
      const column = Math.floor(xs[i] * by + x) + RIM;
      const row = Math.floor(y - ys[i] * by) + RIM;
      if (column < RIM || row < RIM || column >= right || row >= foot) continue;
      const pixel = row * width + column;
      if (counts[pixel]++ === 0) where[touched++] = pixel;
      points += 1;
      if (classes !== null) this.vote(pixel, classes[i]);
    }
    this.touched = touched;
    this.points = points;
  }

  /** The vote of Boyer and Moore: a class that has more than half of all is the one that leads. @param {number} pixel @param {number} value */
  vote(pixel, value) {
    const { leads, by } = this;
    if (by[pixel] === 0) leads[pixel] = value;
    if (leads[pixel] === value) by[pixel] += 1;
    else by[pixel] -= 1;
  }

  /** How many points lie on a pixel that has any, which share of all has, and how many points there are. */
  crowd() {
    const { touched, points, width, height } = this;
    return { mean: points / Math.max(1, touched), share: touched / (width * height), points };
  }

  /** Adds a mark for each counted point. @param {Mark} steps @returns the result of `most` */
  stamp(steps) {
    const { counts, laid, where, width, touched, leads, by, owners } = this;
    const offsets = Int32Array.from(steps, ({ dx, dy }) => dy * width + dx);
    const weights = Int32Array.from(steps, ({ weight }) => weight);
    const classed = leads.length > 0;
    let { left, top, right, foot } = this.box;
    for (let n = 0; n < touched; n++) {
      const pixel = where[n];
      const count = counts[pixel];
      counts[pixel] = 0;
      const [column, row] = [pixel % width, (pixel / width) | 0];
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > foot) foot = row;
      for (let s = 0; s < offsets.length; s++) {
        const target = pixel + offsets[s];
        const much = count * weights[s];
        if (classed && much > laid[target]) owners[target] = leads[pixel];
        laid[target] += much;
      }
      if (classed) by[pixel] = 0;
    }
    if (touched) this.box = { left, top, right, foot };
    const most = this.most();
    [this.touched, this.points] = [0, 0];
    return most;
  }

  /** So many points lie on a pixel that one of a hundred has more; to the next power of two. */
  most() {
    const { laid, where, touched } = this;
    const logs = new Uint32Array(33);
    for (let n = 0; n < touched; n++) logs[32 - Math.clz32(laid[where[n]])] += 1;
    let bits = 32;
    for (let rest = logs[bits]; bits > 0 && rest <= touched / 100; rest += logs[bits]) bits -= 1;
    return 2 ** bits / WHOLE;
  }

  /**
   * The part of the picture that anything may lie on, its right and lower edge not in it.
   * @returns {{left: number, top: number, width: number, height: number}} pixels
   */
  part() {
    const { left, top, right, foot } = this.box;
    if (this.box === EMPTY) return { left: 0, top: 0, width: 0, height: 0 };
    const clampedStart = (/** @type {number} */ position, /** @type {number} */ side) => Math.min(Math.max(position - RIM, 0), side - 2 * RIM);
    // A mark reaches no further than RIM, which the picture has round it too.
    const [west, north] = [clampedStart(left - RIM, this.width), clampedStart(top - RIM, this.height)];
    const [east, south] = [clampedStart(right + RIM + 1, this.width), clampedStart(foot + RIM + 1, this.height)];
    return { left: west, top: north, width: Math.max(0, east - west), height: Math.max(0, south - north) };
  }

  /**
   * Writes colours by how much lies on each pixel, and empties them all.
   * @param {Uint32Array} pixels of `part()` @param {Uint32Array[]} tones of each class
   */
  write(pixels, tones) {
    const { laid, width, owners } = this;
    const part = this.part();
    const [first, classed] = [tones[0], owners.length > 0];
    const most = first.length - 1;
    let target = 0;
    for (let row = part.top + RIM; row < part.top + part.height + RIM; row++) {
      const from = row * width + part.left + RIM;
      for (let source = from; source < from + part.width; source++, target++) {
        const much = laid[source];
        if (much) pixels[target] = (classed ? tones[owners[source]] : first)[much > most ? most : much];
      }
    }
    // Round the picture something lies too.
    const { top, foot } = this.box;
    if (top <= foot) laid.fill(0, (top - RIM) * width, (foot + RIM + 1) * width);
    this.box = EMPTY;
  }
}
