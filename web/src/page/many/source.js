// Where the records of a page of many come from: columns of all, and rows, cards and GeoJSON in blocks, each when it is
// needed. The file of the page has them packed; at the desk they come from its server, later. This is all that the page
// asks for them.
import { Columns } from "./columns.js";

/** Records of a block; see geotrack/page/many_records.py. */
export const BLOCK = 50;
/** Blocks of rows that stay unpacked. */
const KEPT = 200;

/** @typedef {import("../payload-types").RowData} RowData */
/** @typedef {"row" | "card" | "feature"} Kind */

/**
 * @typedef {object} RecordSource null: it is on its way
 * @property {(i: number) => RowData | null} row of a record, by its place in the columns
 * @property {(i: number) => string | null} card as HTML
 * @property {(i: number) => any} feature as GeoJSON
 * @property {RemoteSource} [remote] what a server does that the page of a file does by itself
 *
 * @typedef {object} RemoteSource
 * @property {(listener: (kind: Kind, first: number, last: number) => void) => void} onArrival adds a function to be called when something of these records has come; then the same call returns it
 * @property {(kind: Kind, places: readonly number[]) => Promise<void>} load waits until something of these records has come
 * @property {(language: string) => void} speak asks for everything again in another language
 * @property {(id: string) => Promise<number>} placeOf the place of a record; -1 if there is none of this id
 * @property {(id: string) => number} listedPlace the same, of the records whose rows have come
 * @property {(words: string) => Promise<number[]>} search the places of the records that have all words
 * @property {(area: {at: [number, number], metres: number} | {outline: [number, number][]}) => Promise<import("../../questions/answer.js").Verdicts>} judge
 * @property {(version: string, columns: Columns, replace: (columns: Columns) => boolean) => void} start called by the page with the version of its records, their columns, and a function that puts others in their place; it returns whether it could
 */

/** The columns of the page's records. */
export function readColumns() {
  const polar = window.geotrackPolar;
  return new Columns(polar.inflate(polar.bytes(document.getElementById("geotrack-columns")?.textContent ?? "")));
}

/**
 * A function that reads what an element has of a record, and unpacks the record's block if need be.
 * @param {string} id of the element @param {number} kept how many of the blocks that were unpacked last stay so
 * @returns {(i: number) => any}
 */
function blocksOf(id, kept) {
  /** @type {string[] | undefined} */
  let packed;
  /** @type {Map<number, any[]>} */
  const unpacked = new Map();
  return (i) => {
    const n = Math.floor(i / BLOCK);
    let block = unpacked.get(n);
    if (!block) {
      packed ??= /** @type {string[]} */ (JSON.parse(document.getElementById(id)?.textContent ?? "[]"));
      block = /** @type {any[]} */ (window.geotrackPolar.unpacked(packed[n]));
      if (unpacked.size >= kept) unpacked.delete(/** @type {number} */ (unpacked.keys().next().value));
      unpacked.set(n, block);
    }
    return block[i % BLOCK];
  };
}

/** The records of the page's file. @returns {RecordSource} */
const fileSource = () => ({
  row: blocksOf("geotrack-rows", KEPT),
  card: blocksOf("geotrack-cards", 1),
  feature: blocksOf("geotrack-features", 1),
});

/** The source that the desk has given the frame of the page, else the page's file. @returns {RecordSource} */
export const recordSource = () => /** @type {any} */ (window.frameElement)?.geotrackSource ?? fileSource();
