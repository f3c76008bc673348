// Paints many points into the pixels of a picture: counts the points of each pixel, then adds their marks round it.

/** Weight of one point on the pixel of its middle; the sum of weights on a pixel gives its colour. */
export const WHOLE = 16;

/** Weights of a mark by pixel, from its middle. @typedef {{dx: number, dy: number, weight: number}[]} Mark */

/**
 * @param {number} reach pixels @param {(distance: number) => number} share of the weight, by the distance from the middle
 * @returns {Mark}
 */
function mark(reach, share) {
  /** @type {Mark} */
  const pixels = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = Math.round(WHOLE * Math.min(1, Math.max(0, share(Math.hypot(dx, dy)))));
      if (weight) pixels.push({ dx, dy, weight });
    }
  }
  return pixels;
}

// A share is how much of a pixel a shape covers, about: it falls from 1 to 0 within a pixel of its edge.

/** A soft dot. @param {number} radius pixels */
export const dot = (radius) => mark(Math.ceil(radius), (distance) => radius + 0.4 - distance);

/** A ring, for a possible position. @param {number} radius pixels @param {number} thickness */
export const ring = (radius, thickness) =>
  mark(Math.ceil(radius + thickness / 2), (distance) => 0.75 * (thickness / 2 + 0.5 - Math.abs(distance - radius)));

/**
 * A dot with a pale fringe, for a position with a radius larger than a dot.
 * @param {number} radius of the dot, pixels @param {number} fringe its width
 */
export const within = (radius, fringe) =>
  mark(Math.min(MARGIN, Math.ceil(radius + fringe)), (distance) => Math.max(radius + 0.4 - distance, PALE * Math.min(1, radius + fringe + 0.5 - distance)));

/** Share of the weight in a fringe. */
const PALE = 0.2;

/** Width of the margin of the raster round the picture, pixels: no mark reaches further. */
export const MARGIN = 12;

const EMPTY = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };

/** The weight on each pixel, and the class of most of it; kept from one painting to the next. */
export class PointRaster {
  constructor() {
    this.width = 0;
    this.height = 0;
    /** Points of the kind that is being counted, by pixel, and their number. */
    this.counts = new Uint32Array(0);
    this.points = 0;
    /** The pixels that have any of them: the first `touched` elements. */
    this.touchedPixels = new Int32Array(0);
    this.touched = 0;
    /** The sum of weights on each pixel. */
    this.weights = new Uint32Array(0);
    /** The leading class of the points counted on a pixel, and its lead: see `vote`. */
    this.leaders = new Uint8Array(0);
    this.leads = new Uint32Array(0);
    /** The class that gives a pixel its colour. */
    this.owners = new Uint8Array(0);
    /** The box of all points whose marks are added, without the reach of the marks. */
    this.box = EMPTY;
  }

  /**
   * Makes the raster as large as a picture with its margin; it is empty then.
   * @param {number} width @param {number} height @param {boolean} hasClasses @param {number} maxPoints
   */
  clear(width, height, hasClasses, maxPoints) {
    [this.width, this.height] = [width + 2 * MARGIN, height + 2 * MARGIN];
    const pixels = this.width * this.height;
    // Of equal size they are empty already: `stamp` and `write` reset what they read.
    if (this.counts.length !== pixels) {
      this.counts = new Uint32Array(pixels);
      this.weights = new Uint32Array(pixels);
    }
    const maxTouched = Math.min(pixels, maxPoints);
    if (this.touchedPixels.length < maxTouched) this.touchedPixels = new Int32Array(maxTouched);
    const classPixels = hasClasses ? pixels : 0;
    if (this.leaders.length === classPixels) return;
    this.leaders = new Uint8Array(classPixels);
    this.leads = new Uint32Array(classPixels);
    this.owners = new Uint8Array(classPixels);
  }

  /**
   * Counts the points of a kind, with indexes from one on and before another.
   * @param {{xs: ArrayLike<number>, ys: ArrayLike<number>, shown: ArrayLike<number>, kinds: ArrayLike<number> | null,
   *   classIndexes: ArrayLike<number> | null}} points their places, metres; which are shown; their kinds (null: all of
   *   this kind) and classes
   * @param {number} kind
   * @param {{by: number, x: number, y: number}} view pixels for a metre, and the pixel of the pole
   * @param {number} from @param {number} before
   */
  count({ xs, ys, shown, kinds, classIndexes }, kind, { by, x, y }, from, before) {
    // Without calls and without `this` for speed: when a page opens, the browser has not yet compiled this loop.
    const { counts, touchedPixels, width } = this;
    const [right, bottom] = [width - MARGIN, this.height - MARGIN];
    let { touched, points } = this;
    for (let i = from; i < before; i++) {
      if (!shown[i] || (kinds !== null && kinds[i] !== kind)) continue;
      const column = Math.floor(xs[i] * by + x) + MARGIN;
      const row = Math.floor(y - ys[i] * by) + MARGIN;
      if (column < MARGIN || row < MARGIN || column >= right || row >= bottom) continue;
      const pixel = row * width + column;
      if (counts[pixel]++ === 0) touchedPixels[touched++] = pixel;
      points += 1;
      if (classIndexes !== null) this.vote(pixel, classIndexes[i]);
    }
    this.touched = touched;
    this.points = points;
  }

  /** Boyer-Moore majority vote: a class with more than half of the points of a pixel leads in the end. @param {number} pixel @param {number} classIndex */
  vote(pixel, classIndex) {
    const { leaders, leads } = this;
    if (leads[pixel] === 0) leaders[pixel] = classIndex;
    if (leaders[pixel] === classIndex) leads[pixel] += 1;
    else leads[pixel] -= 1;
  }

  /** How crowded the points are that are counted: see `Crowd` of point-colours.js. */
  crowd() {
    const { touched, points, width, height } = this;
    return { mean: points / Math.max(1, touched), share: touched / (width * height), points };
  }

  /** Adds a mark for each counted point, and resets the counts. @param {Mark} mark @returns the result of `highCount` */
  stamp(mark) {
    const { counts, weights, touchedPixels, width, touched, leaders, leads, owners } = this;
    const offsets = Int32Array.from(mark, ({ dx, dy }) => dy * width + dx);
    const markWeights = Int32Array.from(mark, ({ weight }) => weight);
    const hasClasses = leaders.length > 0;
    let { left, top, right, bottom } = this.box;
    for (let n = 0; n < touched; n++) {
      const pixel = touchedPixels[n];
      const count = counts[pixel];
      counts[pixel] = 0;
      const [column, row] = [pixel % width, (pixel / width) | 0];
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      for (let m = 0; m < offsets.length; m++) {
        const target = pixel + offsets[m];
        const weight = count * markWeights[m];
        // A point that adds more than was there before gives the pixel its class.
        if (hasClasses && weight > weights[target]) owners[target] = leaders[pixel];
        weights[target] += weight;
      }
      if (hasClasses) leads[pixel] = 0;
    }
    if (touched) this.box = { left, top, right, bottom };
    const highCount = this.highCount();
    [this.touched, this.points] = [0, 0];
    return highCount;
  }

  /** A number of points that at most one of a hundred touched pixels exceeds: a power of two. */
  highCount() {
    const { weights, touchedPixels, touched } = this;
    // Number of pixels by the number of bits of their weight.
    const pixelsByBits = new Uint32Array(33);
    for (let n = 0; n < touched; n++) pixelsByBits[32 - Math.clz32(weights[touchedPixels[n]])] += 1;
    let bits = 32;
    for (let exceeding = pixelsByBits[bits]; bits > 0 && exceeding <= touched / 100; exceeding += pixelsByBits[bits]) bits -= 1;
    return 2 ** bits / WHOLE;
  }

  /**
   * The part of the picture on which marks may lie.
   * @returns {{left: number, top: number, width: number, height: number}} pixels
   */
  part() {
    const { left, top, right, bottom } = this.box;
    if (this.box === EMPTY) return { left: 0, top: 0, width: 0, height: 0 };
    // From a column or row of the raster to one of the picture, not beyond it.
    const onPicture = (/** @type {number} */ position, /** @type {number} */ side) => Math.min(Math.max(position - MARGIN, 0), side - 2 * MARGIN);
    // Marks reach no further than MARGIN from their points.
    const [west, north] = [onPicture(left - MARGIN, this.width), onPicture(top - MARGIN, this.height)];
    const [east, south] = [onPicture(right + MARGIN + 1, this.width), onPicture(bottom + MARGIN + 1, this.height)];
    return { left: west, top: north, width: Math.max(0, east - west), height: Math.max(0, south - north) };
  }

  /**
   * Writes the colours of pixels by their weights, and resets the weights.
   * @param {Uint32Array} pixels of `part()` @param {Uint32Array[]} tones by class: colours by weight, see `toneTable`
   */
  write(pixels, tones) {
    const { weights, width, owners } = this;
    const part = this.part();
    const [firstTones, hasClasses] = [tones[0], owners.length > 0];
    const maxWeight = firstTones.length - 1;
    let target = 0;
    for (let row = part.top + MARGIN; row < part.top + part.height + MARGIN; row++) {
      const from = row * width + part.left + MARGIN;
      for (let source = from; source < from + part.width; source++, target++) {
        const weight = weights[source];
        if (weight) pixels[target] = (hasClasses ? tones[owners[source]] : firstTones)[weight > maxWeight ? maxWeight : weight];
      }
    }
    // Whole rows, with the margin beside the picture.
    const { top, bottom } = this.box;
    if (top <= bottom) weights.fill(0, (top - MARGIN) * width, (bottom + MARGIN + 1) * width);
    this.box = EMPTY;
  }
}
