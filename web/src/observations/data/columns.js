// Columns of a layer of observations, decoded at first use: whole, or only the part with the wanted observation.
import { decodeColumn } from "./packed-column.js";

/** @typedef {import("./packed-column.js").Packing} Packing */
/** @typedef {import("./packed-column.js").RawNumbers} RawNumbers */

/**
 * @typedef {object} LayerInfo a layer's part of the payload; see geotrack_observations/page/packing.py
 * @property {string} kind
 * @property {string} title
 * @property {string} source
 * @property {number} many number of positions
 * @property {number} of number of the query, the same for layers of the same positions
 * @property {number} metres to which positions are rounded: the unit of `x` and `y`
 * @property {string[]} columns names of the columns in the tooltip
 * @property {string[]} colours of each class, #rrggbb by day; without classes the one colour of the layer
 * @property {{column: string, values: (string | number)[]}} [by] the column with the classes, and the value of each
 *   class; the last colour is that of all other values
 * @property {number} timeless number of positions without a time
 * @property {[first: number, last: number]} [days] of the first and the last position, since 1970-01-01 UTC
 * @property {Record<string, Packing>} packed
 */

/** The browser's own decompressor; null where it has none, or none of raw DEFLATE. */
function inflater() {
  try {
    return new DecompressionStream("deflate-raw");
  } catch {
    return null;
  }
}

/** @param {Uint8Array} bytes raw DEFLATE @returns {Promise<Uint8Array>} */
async function inflateBytes(bytes) {
  const inflate = inflater();
  if (!inflate) return window.geotrackPolar.inflate(bytes);
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(inflate);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** One column. Each line of its element is a part, which is decoded at first use. */
class Column {
  /** @param {string} block id of its element @param {Packing} packing @param {number} count of its numbers */
  constructor(block, packing, count) {
    this.packing = packing;
    this.count = count;
    this.partLength = packing.part ?? Math.max(1, count);
    this.lines = (document.getElementById(block)?.textContent ?? "").split("\n");
    /** @type {Promise<RawNumbers>[]} */
    this.parts = [];
    /** @type {Promise<RawNumbers> | null} */
    this.allParts = null;
  }

  /** @param {number} n */
  part(n) {
    this.parts[n] ??= inflateBytes(window.geotrackPolar.bytes(this.lines[n])).then((bytes) =>
      decodeColumn(bytes, this.packing, Math.min(this.partLength, this.count - n * this.partLength)),
    );
    return this.parts[n];
  }

  whole() {
    this.allParts ??= Promise.all(this.lines.map((_, n) => this.part(n))).then((parts) => {
      if (parts.length === 1) return parts[0];
      const numbers = this.packing.step === undefined ? new Float64Array(this.count) : new Int32Array(this.count);
      parts.forEach((part, n) => numbers.set(part, n * this.partLength));
      // Frees memory: the parts are copied.
      this.parts = [];
      return numbers;
    });
    return this.allParts;
  }

  /** @param {number} i */
  async at(i) {
    if (this.allParts) return (await this.allParts)[i];
    return (await this.part(Math.floor(i / this.partLength)))[i % this.partLength];
  }
}

export class Columns {
  /** @param {string} id of the layer @param {LayerInfo} about */
  constructor(id, about) {
    this.id = id;
    this.about = about;
    /** @type {Map<string, Column>} */
    this.byName = new Map();
  }

  /** @param {string} name */
  _named(name) {
    const packing = this.about.packed[name];
    const column = this.byName.get(name) ?? new Column(`${this.id}-${name}`, packing, packing.many ?? this.about.many);
    this.byName.set(name, column);
    return column;
  }

  /** The raw numbers of a column; `valueOf` gives their values. @param {string} name */
  column(name) {
    return this._named(name).whole();
  }

  /** The raw number of one observation. @param {string} name @param {number} i */
  at(name, i) {
    return this._named(name).at(i);
  }
}
