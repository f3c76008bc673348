// The columns of a layer of observations, each unpacked when it is first asked for.
import { counted } from "./unpacking.js";

/**
 * @typedef {object} About what the page says of a layer; see geotrack/page/observed_points.py
 * @property {string} kind
 * @property {string} title
 * @property {string} source
 * @property {number} many
 * @property {number} metres to which positions are rounded, and of which `x` and `y` are counted
 * @property {string[]} columns
 * @property {string[]} colours of each class, #rrggbb by day; else the one of all
 * @property {{column: string, values: (string | number)[]}} [by] which column has the classes, and the value of
 *   each; the last colour is that of all other values
 * @property {Record<string, import("./unpacking.js").How>} packed
 */

/** @param {Uint8Array} bytes raw DEFLATE @returns {Promise<Uint8Array>} */
async function inflated(bytes) {
  if (typeof DecompressionStream === "undefined") return window.geotrackPolar.inflate(bytes);
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export class Columns {
  /** @param {string} id of the layer @param {About} about */
  constructor(id, about) {
    this.id = id;
    this.about = about;
    /** @type {Map<string, Promise<import("./unpacking.js").Counted>>} */
    this.known = new Map();
  }

  /** The numbers of a column, in steps from its base. @param {string} name */
  column(name) {
    const found = this.known.get(name) ?? this.read(name);
    this.known.set(name, found);
    return found;
  }

  /** @param {string} name */
  async read(name) {
    const block = document.getElementById(`${this.id}-${name}`);
    const bytes = await inflated(window.geotrackPolar.bytes(block?.textContent ?? ""));
    // Its text has been read: the page need not hold it twice.
    block?.remove();
    const how = this.about.packed[name];
    return counted(bytes, how, how.many ?? this.about.many);
  }
}
