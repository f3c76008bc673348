// Many points into the pixels of a picture: how many fall on each, then a soft dot round each of these.

/** What one point lays on the pixel that it falls on. */
export const WHOLE = 16;

/**
 * A soft dot as steps from its middle, and how much it lays on each.
 * @param {number} radius pixels
 */
export function dot(radius) {
  const reach = Math.ceil(radius);
  /** @type {{dx: number, dy: number, weight: number}[]} */
  const steps = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = Math.round(WHOLE * Math.min(1, Math.max(0, radius + 0.35 - Math.hypot(dx, dy))));
      if (weight) steps.push({ dx, dy, weight });
    }
  }
  return { reach, steps };
}

/** A ring, of what is there only possibly. @param {number} radius pixels @param {number} thick */
export function ring(radius, thick) {
  const reach = Math.ceil(radius + thick / 2);
  /** @type {{dx: number, dy: number, weight: number}[]} */
  const steps = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const off = Math.abs(Math.hypot(dx, dy) - radius);
      const weight = Math.round(WHOLE * Math.min(1, Math.max(0, thick / 2 + 0.5 - off)));
      if (weight) steps.push({ dx, dy, weight });
    }
  }
  return { reach, steps };
}

/** Pixels, and how much lies on each; kept from one painting to the next. */
export class Field {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.rim = 0;
    /** How many pixels `where` lists: those that were counted. */
    this.touched = 0;
    this.counts = new Uint32Array(0);
    this.laid = new Uint32Array(0);
    this.where = new Int32Array(0);
  }

  /** As large as a picture and a rim round it; all empty. @param {number} width @param {number} height @param {number} rim */
  size(width, height, rim) {
    Object.assign(this, { rim, width: width + 2 * rim, height: height + 2 * rim, touched: 0 });
    const pixels = this.width * this.height;
    if (this.counts.length === pixels) return;
    this.counts = new Uint32Array(pixels);
    this.laid = new Uint32Array(pixels);
    this.where = new Int32Array(pixels);
  }

  /** Counts a point. @param {number} x @param {number} y pixels of the picture */
  add(x, y) {
    const [column, row] = [Math.floor(x) + this.rim, Math.floor(y) + this.rim];
    const { rim, width, height } = this;
    if (column < rim || row < rim || column >= width - rim || row >= height - rim) return;
    const at = row * width + column;
    if (this.counts[at]++ === 0) this.where[this.touched++] = at;
  }

  /** Lays a mark on each pixel that was counted, as often as it was. @param {ReturnType<typeof dot>} mark */
  stamp({ steps }) {
    const { counts, laid, where, width, touched } = this;
    const offsets = Int32Array.from(steps, ({ dx, dy }) => dy * width + dx);
    const weights = Int32Array.from(steps, ({ weight }) => weight);
    for (let n = 0; n < touched; n++) {
      const at = where[n];
      const many = counts[at];
      counts[at] = 0;
      for (let s = 0; s < offsets.length; s++) laid[at + offsets[s]] += many * weights[s];
    }
    this.touched = 0;
  }

  /**
   * Writes colours by how much lies on each pixel, and empties them.
   * @param {Uint32Array} pixels of the picture @param {Uint32Array} colours the last for all that is more
   */
  write(pixels, colours) {
    const { laid, rim, width, height } = this;
    const most = colours.length - 1;
    let to = 0;
    for (let row = rim; row < height - rim; row++) {
      for (let at = row * width + rim; at < row * width + width - rim; at++) {
        const much = laid[at];
        if (much) pixels[to] = colours[much > most ? most : much];
        to += 1;
      }
    }
    laid.fill(0);
  }
}
