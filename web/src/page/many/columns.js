// Reads the columns of the records of a page of many: typed arrays in one packed text, which geotrack/page/columns.py writes.

/** By the names that numpy has for them. */
const TYPES = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array };
/** At a multiple of so many bytes each array begins. */
const WHOLE = 8;

/** @typedef {Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array} Column */

/** No day or coordinate; the length of a period that is open. */
const [NONE, OPEN] = [-(2 ** 31), 2 ** 31 - 1];
const DEGREE = 10_000;

export class Columns {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const { buffer } = bytes.slice(4);
    const { n, arrays, data } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 0, headerLength)));
    /** Number of records. @type {number} */
    this.n = n;
    /** What stands beside the arrays, where a server sends them. @type {import("../payload.js").Payload | undefined} */
    this.data = data;
    /** @type {Map<string, Column>} */
    this.byName = new Map();
    let offset = headerLength;
    for (const [name, type, length] of arrays) {
      const column = new TYPES[/** @type {keyof typeof TYPES} */ (type)](buffer, offset, length);
      this.byName.set(name, column);
      offset += Math.ceil(column.byteLength / WHOLE) * WHOLE;
    }
    /** Functions that return a record's value in a column, by the name of that. @type {Map<string, (i: number) => any>} */
    this.readers = new Map();
    for (const name of this.byName.keys()) this.readers.set(name, this.readerOf(name));
    const [lat, lon] = [this.get("lat"), this.get("lon")];
    /** Whether a record has a place. @type {(i: number) => boolean} */
    this.isPlaced = (i) => lat[i] !== NONE;
    /** Where the symbol of a record stands. @type {(i: number) => import("../payload.js").Place | null} */
    this.place = (i) => (lat[i] === NONE ? null : [lat[i] / DEGREE, lon[i] / DEGREE]);
  }

  /** A function that returns the value of a record: a number, or a list of numbers. @param {string} name @returns {(i: number) => any} */
  readerOf(name) {
    const column = this.get(name);
    const ends = this.byName.get(`${name}.ends`);
    if (!ends) return (i) => column[i];
    return (i) => {
      const [from, end] = [i ? ends[i - 1] : 0, ends[i]];
      return from < end ? Array.from(column.subarray(from, end)) : [];
    };
  }

  /** @param {string} name @returns {Column} */
  get(name) {
    return /** @type {Column} */ (this.byName.get(name));
  }

  /** The value of a record, undefined without such a column. @param {string} name @param {number} i place of the record @returns {any} */
  value(name, i) {
    return this.readers.get(name)?.(i);
  }

  /** Its days, as in the payload of a small page. @param {number} i @returns {import("../payload.js").Days} */
  days(i) {
    const kind = this.get("dated")[i];
    if (!kind) return null;
    const start = this.get("start")[i];
    const first = start === NONE ? 0 : start;
    const after = (/** @type {string} */ name) => {
      const days = this.get(name)[i];
      return Math.abs(days) === OPEN ? null : first + days;
    };
    const moment = [start === NONE ? null : start, after("startDays")];
    return kind === 1 ? moment : [...moment, after("endAfter"), after("endDays")];
  }
}
