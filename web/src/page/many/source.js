// Where the records of a page of many come from: columns of all, and rows, cards and GeoJSON in blocks, each when it is
// needed. The file of the page has them packed; a script before the page's may set another source, as a server.
import { Columns } from "./columns.js";

/** Records of a block; see geotrack/page/many_records.py. */
export const BLOCK = 50;
/** Blocks of rows that stay unpacked. */
const KEPT = 200;

/** @typedef {import("../payload-types").RowData} RowData */

/**
 * @typedef {object} RecordSource its functions return null for what is on its way, and call the listeners once it is there
 * @property {(block: number) => RowData[] | null} rows of a block: of BLOCK records, in the order of the columns
 * @property {(i: number) => string | null} card of a record, as HTML
 * @property {(block: number) => any[] | null} features as GeoJSON
 * @property {((listener: (kind: "rows" | "card" | "features", which: number) => void) => void)} onArrival adds a listener
 * @property {((text: string) => Promise<number[]>) | null} search finds the places of the records that have all words of
 *   a text; null where the page searches by itself
 */

/** The columns of the page's records. */
export function readColumns() {
  const polar = window.geotrackPolar;
  return new Columns(polar.inflate(polar.bytes(document.getElementById("geotrack-columns")?.textContent ?? "")));
}

/**
 * A function that unpacks a block of an element.
 * @param {string} id of the element @param {number} kept how many of the blocks that were unpacked last stay so
 * @returns {(block: number) => any[]}
 */
function blocksOf(id, kept) {
  /** @type {string[] | undefined} */
  let packed;
  /** @type {Map<number, any[]>} */
  const unpacked = new Map();
  return (block) => {
    let values = unpacked.get(block);
    if (values) return values;
    packed ??= /** @type {string[]} */ (JSON.parse(document.getElementById(id)?.textContent ?? "[]"));
    values = /** @type {any[]} */ (window.geotrackPolar.unpacked(packed[block]));
    if (unpacked.size >= kept) unpacked.delete(/** @type {number} */ (unpacked.keys().next().value));
    unpacked.set(block, values);
    return values;
  };
}

/** The source of a page that has all in its file. @returns {RecordSource} */
function fileSource() {
  const cards = blocksOf("geotrack-cards", 1);
  return {
    rows: blocksOf("geotrack-rows", KEPT),
    card: (i) => cards(Math.floor(i / BLOCK))[i % BLOCK],
    features: blocksOf("geotrack-features", 1),
    onArrival: () => undefined,
    search: null,
  };
}

/** The source of this page. @returns {RecordSource} */
export const recordSource = () => window.geotrackSource ?? fileSource();
