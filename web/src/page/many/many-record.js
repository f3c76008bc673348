// A record of a page of many: its values are in columns, its texts in a row that is unpacked when it is needed, and its
// line in the list is made when it comes near the view.
import { parsedCard, setCardSource } from "../card/record-card.js";
import { noteChange, notePossible } from "../list/record-line.js";
import { readTranslations, translateText } from "../i18n.js";
import { PageRecord } from "../records.js";
import { readTimes } from "../query/record-times.js";
import { fileSource, readColumns } from "./source.js";
import { createLine, textOf } from "./line.js";

/** The same in geotrack/page/columns.py. */
const STYLES = /** @type {const} */ (["reported", "assumed", "unstated", "unplaced"]);
const SIGNS = ["doubt", "new", "changed"];
const SIDES = /** @type {const} */ (["left", "right", "both", "none"]);

/**
 * @typedef {object} Beside what the records of a page share
 * @property {import("./columns.js").Columns} columns
 * @property {import("./source.js").RecordSource} source
 * @property {(record: ManyRecord) => void} list adds the line of a record to the list, with those of its group
 */

export class ManyRecord extends PageRecord {
  /**
   * @param {import("../payload.js").Payload} payload @param {number} i @param {import("../query/record-times.js").Times} times
   * @param {Beside} beside
   */
  constructor(payload, i, times, beside) {
    const { columns } = beside;
    const [signs, symbol] = [columns.get("signs")[i], columns.get("symbol")[i]];
    const { facets } = payload;
    super(payload, i, times, {
      n: columns.get("n")[i],
      theme: facets.themes[facets.types[columns.get("type")[i]][0]][0],
      drawn: STYLES[columns.get("drawn")[i]],
      at: columns.place(i),
      symbol: symbol ? payload.symbols?.[symbol - 1] : "",
      side: payload.sides && SIDES[columns.get("side")[i]],
      signs: signs ? SIGNS.filter((_, bit) => signs & (1 << bit)) : [],
    });
    this.beside = beside;
    /** Its line, once it is made. @type {HTMLElement | null} */
    this.madeLine = null;
    /** Classes that its line has, or gets when it is made. @type {Set<string> | null} */
    this.states = null;
    /** Key of the note that it matches only possibly. */
    this.possible = "";
    /** The note that it is new or changed. @type {[kind: string, word: string]} */
    this.change = ["", ""];
  }

  /** What its block has of it. */
  get row() {
    const row = this.beside.source.row(this.i);
    if (row.labels) readTranslations(this.feature.properties);
    return row;
  }

  /** @override what a small page has of it in the payload */
  get details() {
    return /** @type {any} */ (this.row);
  }

  /** @override */
  get line() {
    if (!this.madeLine) this.beside.list(this);
    return /** @type {HTMLElement} */ (this.madeLine);
  }

  /** @override */
  get listed() {
    return this.madeLine;
  }

  /** Makes its line, in the state in which it is. @param {import("../payload.js").Theme} theme */
  makeLine(theme) {
    this.madeLine = createLine(this, this.row, theme);
    if (this.states) this.madeLine.classList.add(...this.states);
    notePossible(this.madeLine, this.possible);
    noteChange(this.madeLine, ...this.change);
    return this.madeLine;
  }

  /** @override @param {string} state @param {boolean} on */
  mark(state, on) {
    this.states ??= new Set();
    if (on) this.states.add(state);
    else this.states.delete(state);
    this.madeLine?.classList.toggle(state, on);
  }

  /** @override @param {string} text */
  notePossible(text) {
    this.possible = text;
    notePossible(this.madeLine, text);
  }

  /** @override @param {string} kind @param {string} word */
  noteChange(kind, word) {
    this.change = [kind, word];
    noteChange(this.madeLine, kind, word);
  }

  /** @override */
  get title() {
    return translateText(this.row.title);
  }

  /** @override */
  get date() {
    return textOf(this.row.date);
  }

  /** @override */
  get dateParts() {
    const notes = [...(this.row.notes ?? []).map(([text]) => textOf(text)), this.change[1]];
    return [this.date, ...notes.filter(Boolean)];
  }

  /** @override */
  get place() {
    return textOf(this.row.place);
  }

  /** @override */
  get standing() {
    return textOf(this.row.standing ?? "");
  }

  /** @override */
  get correction() {
    return textOf(this.row.corrected ?? "");
  }

  /** @override */
  get cardTexts() {
    return { summary: translateText(this.feature.properties.summary ?? ""), place: textOf(this.row.where) };
  }

  /** @override */
  get card() {
    return this.madeLine?.querySelector(".card") ?? parsedCard(this.n);
  }

  /** @override */
  get id() {
    return this.row.id;
  }

  /** @override */
  get feature() {
    return this.beside.source.feature(this.i);
  }

  /** @override @param {keyof import("../payload-types").FacetColumns} column @returns {any} */
  facet(column) {
    return this.beside.columns.value(column, this.i);
  }
}

/** The records of a page of many, in the order of the columns. @param {import("../payload.js").Payload} payload */
export function readManyRecords(payload) {
  const columns = readColumns();
  const { choices = {} } = payload.times;
  const days = Array.from({ length: columns.n }, (_, i) => choices[i] ?? columns.days(i));
  const times = readTimes({ ...payload.times, records: days });
  /** @type {Beside} */
  const beside = { columns, source: fileSource(), list: () => undefined };
  setCardSource((n) => beside.source.card(columns.get("n").indexOf(n)));
  return times.map((time, i) => new ManyRecord(payload, i, time, beside));
}
