// Columns of a layer of observations, unpacked at first use: whole, or the part that holds one observation.
import { decodeColumn } from "./packed-column.js";

/** @typedef {import("./packed-column.js").Packing} Packing */
/** @typedef {import("./packed-column.js").Counted} Counted */

/**
 * @typedef {object} LayerInfo a layer's part of the payload; see geotrack_observations/page/packing.py
 * @property {string} kind
 * @property {string} title
 * @property {string} source
 * @property {number} many
 * @property {number} of the same for layers that draw the same positions
 * @property {number} metres to which positions are rounded, and of which `x` and `y` are counted
 * @property {string[]} columns
 * @property {string[]} colours of each class, #rrggbb by day; else the one of all
 * @property {{column: string, values: (string | number)[]}} [by] which column has the classes, and the value of
 *   each; the last colour is that of all other values
 * @property {number} timeless how many have no time
 * @property {[first: number, last: number]} [days] from 1970-01-01, UTC, of the first and the last
 * @property {Record<string, Packing>} packed
 */

/** The browser's own reader; null where it has none, or none of raw DEFLATE. */
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

/** One column: its parts, each a line of text until it is read. */
class Column {
  /** @param {string} block id of its element @param {Packing} how @param {number} count */
  constructor(block, how, count) {
    this.how = how;
    this.many = count;
    this.long = how.part ?? Math.max(1, count);
    this.lines = (document.getElementById(block)?.textContent ?? "").split("\n");
    /** @type {Promise<Counted>[]} */
    this.parts = [];
    /** @type {Promise<Counted> | null} */
    this.all = null;
  }

  /** @param {number} n */
  part(n) {
    this.parts[n] ??= inflateBytes(window.geotrackPolar.bytes(this.lines[n])).then((bytes) =>
      decodeColumn(bytes, this.how, Math.min(this.long, this.many - n * this.long)),
    );
    return this.parts[n];
  }

  whole() {
    this.all ??= Promise.all(this.lines.map((_, n) => this.part(n))).then((parts) => {
      if (parts.length === 1) return parts[0];
      const values = this.how.step === undefined ? new Float64Array(this.many) : new Int32Array(this.many);
      parts.forEach((part, n) => values.set(part, n * this.long));
      // It holds the same as its parts.
      this.parts = [];
      return values;
    });
    return this.all;
  }

  /** @param {number} i */
  async at(i) {
    if (this.all) return (await this.all)[i];
    return (await this.part(Math.floor(i / this.long)))[i % this.long];
  }
}

export class Columns {
  /** @param {string} id of the layer @param {LayerInfo} about */
  constructor(id, about) {
    this.id = id;
    this.about = about;
    /** @type {Map<string, Column>} */
    this.known = new Map();
  }

  /** @param {string} name */
  of(name) {
    const how = this.about.packed[name];
    const column = this.known.get(name) ?? new Column(`${this.id}-${name}`, how, how.many ?? this.about.many);
    this.known.set(name, column);
    return column;
  }

  /** The numbers of a column, in steps from its base. @param {string} name */
  column(name) {
    return this.of(name).whole();
  }

  /** That of one observation. @param {string} name @param {number} i */
  at(name, i) {
    return this.of(name).at(i);
  }
}
