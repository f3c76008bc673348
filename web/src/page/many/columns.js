// Reads the columns of the records of a page of many, typed arrays in one packed text, and what changes in them; geotrack/page/columns.py writes both.

/** By the names that numpy has for them. */
const TYPES = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array };
/** At a multiple of so many bytes each array begins. */
const WHOLE = 8;

/** @typedef {Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array} Column */

/** No day or coordinate; and the length of a period that is open. */
export const NONE = -(2 ** 31);
const OPEN = 2 ** 31 - 1;
const DEGREE = 10_000;

/** @param {Uint8Array} bytes */
function readArrays(bytes) {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const { buffer } = bytes.slice(4);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 0, headerLength)));
  /** @type {Map<string, Column>} */
  const byName = new Map();
  let offset = headerLength;
  for (const [name, type, length] of header.arrays) {
    const column = new TYPES[/** @type {keyof typeof TYPES} */ (type)](buffer, offset, length);
    byName.set(name, column);
    offset += Math.ceil(column.byteLength / WHOLE) * WHOLE;
  }
  return { header, byName };
}

/** @typedef {{isNew: boolean, at: number, from: number, to: number}} Piece records that follow one another: those from a place among the new ones, or among the earlier ones; and their places now */

/** @param {number} n number of records @param {Column} added @param {Column} removed @returns {Piece[]} in order */
function piecesOf(n, added, removed) {
  /** @type {Piece[]} */
  const pieces = [];
  for (let [from, a, r, before] = [0, 0, 0, 0]; from < n; ) {
    const to = Math.min(added[a] ?? n, from + (removed[r] ?? Infinity) - before);
    if (to > from) {
      pieces.push({ isNew: false, at: before, from, to });
      [from, before] = [to, before + to - from];
    } else if (added[a] === from) pieces.push({ isNew: true, at: a++, from, to: ++from });
    else [r, before] = [r + 1, before + 1];
  }
  return pieces;
}

/** An empty column of the same type. @param {Column} column @param {number} length @returns {Column} */
const another = (column, length) => new /** @type {any} */ (column.constructor)(length);

/** A column of all records. @param {Column} sent of the new ones @param {Column} earlier @param {Piece[]} pieces */
function joined(sent, earlier, pieces) {
  const column = another(sent, pieces.at(-1)?.to ?? 0);
  for (const { isNew, at, from, to } of pieces) column.set((isNew ? sent : earlier).subarray(at, at + to - from), from);
  return column;
}

/** Such a column of lists, and its ends. @param {Column[]} sent @param {Column[]} earlier @param {Piece[]} pieces @returns {[Column, Column]} */
function joinedLists(sent, earlier, pieces) {
  const ends = another(sent[1], pieces.at(-1)?.to ?? 0);
  /** @type {Piece[]} */
  const ofValues = [];
  let offset = 0;
  for (const { isNew, at, from, to } of pieces) {
    const [, own] = isNew ? sent : earlier;
    const start = at ? own[at - 1] : 0;
    for (let i = from; i < to; i++) ends[i] = own[at + i - from] - start + offset;
    ofValues.push({ isNew, at: start, from: offset, to: ends[to - 1] });
    offset = ends[to - 1];
  }
  return [joined(sent[0], earlier[0], ofValues), ends];
}

/**
 * Completes columns of which only the values of new and changed records were sent.
 * @param {Map<string, Column>} sent @param {string[]} whole those of which all values were sent @param {Columns} earlier @param {Piece[]} pieces
 */
function complete(sent, whole, earlier, pieces) {
  for (const [name, own] of sent) {
    const [ends, then] = [`${name}.ends`, earlier.byName.get(name)];
    if (!then || name.endsWith(".ends") || whole.includes(name)) continue;
    const ownEnds = sent.get(ends);
    if (!ownEnds) sent.set(name, joined(own, then, pieces));
    else {
      const [values, allEnds] = joinedLists([own, ownEnds], [then, earlier.get(ends)], pieces);
      sent.set(name, values).set(ends, allEnds);
    }
  }
}

export class Columns {
  /** @param {Uint8Array} bytes @param {Columns} [earlier] those of which these have the changes */
  constructor(bytes, earlier) {
    const { header, byName } = readArrays(bytes);
    /** Number of records. @type {number} */
    this.n = header.n;
    /** What stands beside the arrays, where a server sends them. @type {import("../payload.js").Payload | undefined} */
    this.data = header.data;
    this.byName = byName;
    /** How the records follow from the earlier ones; null if all may be others. @type {Piece[] | null} */
    this.pieces = null;
    if (header.whole && earlier) {
      this.pieces = piecesOf(this.n, this.get("added"), this.get("removed"));
      complete(byName, header.whole, earlier, this.pieces);
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
