// Many points into the pixels of a picture: how many fall on each, then a soft dot round each of these.

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
export const dot = (radius) => mark(Math.ceil(radius), (far) => radius + 0.4 - far);

/** A ring, of what is there only possibly. @param {number} radius pixels @param {number} thick */
export const ring = (radius, thick) =>
  mark(Math.ceil(radius + thick / 2), (far) => 0.75 * (thick / 2 + 0.5 - Math.abs(far - radius)));

/**
 * A dot in a pale disc, of what may lie further away than a dot says.
 * @param {number} radius of the dot, pixels @param {number} beyond so much further the disc reaches
 */
export const within = (radius, beyond) =>
  mark(Math.min(RIM, Math.ceil(radius + beyond)), (far) => Math.max(radius + 0.4 - far, PALE * Math.min(1, radius + beyond + 0.5 - far)));

const PALE = 0.2;

/** Round a picture: as far as any mark reaches. */
export const RIM = 12;

/** Pixels and how much lies on each, with the class of what lies most there; kept from one painting to the next. */
export class Field {
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
  }

  /** As large as a picture; all empty. @param {number} width @param {number} height @param {boolean} classed */
  size(width, height, classed) {
    [this.width, this.height] = [width + 2 * RIM, height + 2 * RIM];
    const pixels = this.width * this.height;
    if (this.counts.length !== pixels) {
      this.counts = new Uint32Array(pixels);
      this.laid = new Uint32Array(pixels);
      this.where = new Int32Array(pixels);
    }
    const ofClasses = classed ? pixels : 0;
    if (this.leads.length === ofClasses) return;
    this.leads = new Uint8Array(ofClasses);
    this.by = new Uint32Array(ofClasses);
    this.owners = new Uint8Array(ofClasses);
  }

  /** Counts a point. @param {number} x @param {number} y pixels of the picture @param {number} of its class */
  add(x, y, of) {
    const [column, row] = [Math.floor(x) + RIM, Math.floor(y) + RIM];
    if (column < RIM || row < RIM || column >= this.width - RIM || row >= this.height - RIM) return;
    const at = row * this.width + column;
    if (this.counts[at]++ === 0) this.where[this.touched++] = at;
    this.points += 1;
    if (this.leads.length) this.vote(at, of);
  }

  /** The vote of Boyer and Moore: a class that has more than half of all is the one that leads. @param {number} at @param {number} of */
  vote(at, of) {
    const { leads, by } = this;
    if (by[at] === 0) leads[at] = of;
    if (leads[at] === of) by[at] += 1;
    else by[at] -= 1;
  }

  /** How many points lie on a pixel that has any, which share of all has, and how many points there are. */
  crowd() {
    const { touched, points, width, height } = this;
    return { mean: points / Math.max(1, touched), share: touched / (width * height), points };
  }

  /** Lays a mark on each pixel that was counted, as often as it was. @param {Mark} steps @returns what `most` tells */
  stamp(steps) {
    const { counts, laid, where, width, touched, leads, by, owners } = this;
    const offsets = Int32Array.from(steps, ({ dx, dy }) => dy * width + dx);
    const weights = Int32Array.from(steps, ({ weight }) => weight);
    const classed = leads.length > 0;
    for (let n = 0; n < touched; n++) {
      const at = where[n];
      const many = counts[at];
      counts[at] = 0;
      for (let s = 0; s < offsets.length; s++) {
        const to = at + offsets[s];
        const much = many * weights[s];
        if (classed && much > laid[to]) owners[to] = leads[at];
        laid[to] += much;
      }
      if (classed) by[at] = 0;
    }
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
    for (let over = logs[bits]; bits > 0 && over <= touched / 100; over += logs[bits]) bits -= 1;
    return 2 ** bits / WHOLE;
  }

  /**
   * Writes colours by how much lies on each pixel, and empties them all.
   * @param {Uint32Array} pixels of the picture @param {Uint32Array[]} tones of each class
   */
  write(pixels, tones) {
    const { laid, width, height, owners } = this;
    const most = tones[0].length - 1;
    let to = 0;
    for (let row = RIM; row < height - RIM; row++) {
      for (let at = row * width + RIM; at < row * width + width - RIM; at++, to++) {
        const much = laid[at];
        if (much) pixels[to] = tones[owners.length ? owners[at] : 0][much > most ? most : much];
      }
    }
    laid.fill(0);
  }
}
