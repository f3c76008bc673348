// The records of a page: one accessor of what the payload, the list and the cards have of each. A record is its place in
// the columns of the payload; words that the document has are not in the payload again, but read from the list.
import { cardTexts } from "./card/packed-cards.js";
import { lineDate, lineText, noteChange, recordLine } from "./list/record-line.js";
import { featureCollection } from "./payload.js";
import { readTimes } from "./query/record-times.js";

/** @typedef {import("./payload.js").Payload} Payload */
/** @typedef {Payload["events"][number]} EventData */

/** A record; its texts are in the page's language. */
export class PageRecord {
  /** Its number on this map. */
  n = 0;
  /** Id of its theme. */
  theme = "";
  /** How its symbol is drawn. @type {EventData["drawn"]} */
  drawn = "unplaced";
  /** Where its symbol stands; null where it is unplaced. @type {EventData["at"]} */
  at = null;
  /** All the places that it allows. @type {EventData["shapes"]} */
  shapes = [];
  /** Id of its APP-6 symbol, else nothing. */
  symbol = "";
  /** Ids of the signs at its symbol: in doubt, new, changed. @type {string[]} */
  signs = [];
  /** Areas of its accounts, in the order of their letters. @type {NonNullable<EventData["accounts"]>} */
  accounts = [];
  /** Its short name, else nothing. */
  label = "";

  /** @param {Payload} payload @param {number} i its place in the columns @param {import("./query/record-times.js").Times} times */
  constructor(payload, i, times) {
    Object.assign(this, payload.events[i]);
    this.payload = payload;
    this.i = i;
    this.times = times;
  }

  /** Its line in the list. */
  get line() {
    return recordLine(this.n);
  }

  get title() {
    return lineText(this.line, "title");
  }

  /** The date in words. */
  get date() {
    return lineDate(this.line).date;
  }

  /** The date, and what is noted beside it: that it is a draft, new or changed. @returns {string[]} */
  get dateParts() {
    const { date, notes } = lineDate(this.line);
    return [date, ...notes];
  }

  /** The place in few words; the card has it in full. */
  get place() {
    return lineText(this.line, "place");
  }

  /** What it is beside a plain event: planned, claimed, …. */
  get standing() {
    return lineText(this.line, "standing");
  }

  /** That it corrects an earlier value, and which. */
  get correction() {
    return lineText(this.line, "correction");
  }

  /** Texts of its card: the summary and the place. */
  get cardTexts() {
    const [summary, place] = cardTexts(this.line, [".summary", ".where"]);
    return { summary, place: place.trim() };
  }

  get id() {
    return this.facet("id");
  }

  /** Its type: place of the theme, label, id. */
  get type() {
    return this.payload.facets.types[this.facet("type")];
  }

  /** Names of its actors with their countries. */
  get actors() {
    return this.facet("actors").map((i) => this.payload.facets.actors[i]);
  }

  get status() {
    return this.wordOf("status", this.payload.facets.statuses);
  }

  get verification() {
    return this.wordOf("verification", this.payload.facets.verifications);
  }

  get confidence() {
    return this.wordOf("confidence", this.payload.facets.confidences);
  }

  /** Whether it meets the map's query only possibly. */
  get isOnlyPossible() {
    return this.facet("onlyPossible") === 1;
  }

  /** Days of its entry and revisions, where the page has them. */
  get entryDays() {
    return this.payload.entered?.days[this.i] ?? [""];
  }

  /** The record as GeoJSON; all are unpacked at the first. @returns {any} */
  get feature() {
    return featureCollection().features[this.i];
  }

  /**
   * Its value in a column of the facets; undefined where the page has no such column.
   * @template {keyof import("./payload-types").FacetColumns} K
   * @param {K} column @returns {NonNullable<import("./payload-types").FacetColumns[K]>[number]}
   */
  facet(column) {
    const values = /** @type {any} */ (this.payload.facets.records[column]);
    return values?.[this.i];
  }

  /** Its word of a table; empty where it states none. @param {"status" | "verification" | "confidence"} column @param {string[]} table */
  wordOf(column, table) {
    return table[this.facet(column)] ?? "";
  }

  /** Notes beside the date that it is new or changed. @param {string} kind @param {string} word none: it is as before */
  noteChange(kind, word) {
    noteChange(this.line, kind, word);
  }
}

/** @param {Payload} payload */
export function readRecords(payload) {
  const times = readTimes(payload.times);
  return payload.events.map((_, i) => new PageRecord(payload, i, times[i]));
}

/** The records of a page, in the order of the payload. */
export class Records {
  /** @param {PageRecord[]} all */
  constructor(all) {
    this.all = all;
    this.byNumber = new Map(all.map((record) => [record.n, record]));
  }

  /** @param {number | null} n its number on this map */
  get(n) {
    return n === null ? undefined : this.byNumber.get(n);
  }
}
