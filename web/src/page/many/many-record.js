// A record of a page of many: its values are in columns, its texts in a row that is unpacked when it is needed, and its
// line in the list is made when it comes near the view.
import { parsedCard, setCardSource } from "../card/record-card.js";
import { noteChange, notePossible } from "../list/record-line.js";
import { PageRecord, Records } from "../records.js";
import { timesReader } from "../query/record-times.js";
import { NONE } from "./columns.js";
import { readColumns, recordSource } from "./source.js";
import { language, onLanguage, readTranslations, translateText } from "../i18n.js";
import { createLine, fillLine, textOf } from "./line.js";

/** The same in geotrack/page/columns.py. */
const STYLES = /** @type {const} */ (["reported", "assumed", "unstated", "unplaced"]);
const SIGNS = ["doubt", "new", "changed"];
const SIDES = /** @type {const} */ (["left", "right", "both", "none"]);
const DAY_MS = 86_400_000;
/** Of most records. @type {string[]} */
const NO_SIGNS = [];

/** The row of a record whose own one is on its way. @type {import("../payload-types").RowData} */
const PENDING = { id: "", title: "", date: "", place: "", where: "", shapes: [] };

/**
 * What the page reads of all records.
 * @param {import("../payload.js").Payload} payload @param {import("./columns.js").Columns} columns
 */
function readState({ facets, times, sides }, columns) {
  const themes = facets.types.map(([theme]) => facets.themes[theme][0]);
  const types = columns.get("type");
  return {
    columns,
    numbers: columns.get("n"),
    /** The theme of a record. @param {number} i */
    themeOf: (i) => themes[types[i]],
    /** Who acts. @type {(i: number) => typeof SIDES[number] | undefined} */
    sideOf: sides ? (i) => SIDES[columns.get("side")[i]] : () => undefined,
    timesOf: timesReader(times, (i) => times.choices?.[i] ?? columns.days(i)),
  };
}

/**
 * @typedef {object} Beside what the records of a page share
 * @property {import("../payload.js").Payload} payload
 * @property {ReturnType<typeof readState>} state
 * @property {import("./source.js").RecordSource} source
 * @property {(record: ManyRecord) => void} list adds the line of a record to the list, with those of its group
 */

export class ManyRecord extends PageRecord {
  /** @param {Beside} beside @param {number} i */
  constructor(beside, i) {
    super(beside.payload, i);
    this.beside = beside;
    /** Its line, once it is made. @type {HTMLElement | null} */
    this.madeLine = null;
    /** Classes that its line has, or gets when it is made. @type {Set<string> | null} */
    this.states = null;
    /** Whether a filter leaves it out. */
    this.isLeftOut = false;
    /** Key of the note that it matches only possibly. */
    this.possible = "";
    /** The note that it is new or changed. @type {[kind: string, word: string] | null} */
    this.change = null;
  }

  /** @override */
  get n() {
    return this.beside.state.numbers[this.i];
  }

  /** @override */
  get theme() {
    return this.beside.state.themeOf(this.i);
  }

  /** @override */
  get side() {
    return this.beside.state.sideOf(this.i);
  }

  /** @override */
  get drawn() {
    return STYLES[this.beside.state.columns.get("drawn")[this.i]];
  }

  /** @override */
  get at() {
    return this.beside.state.columns.place(this.i);
  }

  /** @override */
  get symbol() {
    const place = this.beside.state.columns.get("symbol")[this.i];
    return place ? (this.payload.symbols?.[place - 1] ?? "") : "";
  }

  /** @override */
  get statedSigns() {
    const bits = this.beside.state.columns.get("signs")[this.i];
    return bits ? SIGNS.filter((_, bit) => bits & (1 << bit)) : NO_SIGNS;
  }

  /** @override */
  get times() {
    return this.beside.state.timesOf(this.i);
  }

  /** What its block has of it. */
  get row() {
    const row = this.beside.source.row(this.i) ?? PENDING;
    if (row.labels) readTranslations(this.feature?.properties ?? {});
    return row;
  }

  /** @override whether its texts and shapes are on their way */
  get isPending() {
    return this.beside.source.row(this.i) === null;
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
    this.madeLine ??= createLine(this);
    this.fillLine(theme);
    if (this.states) this.madeLine.classList.add(...this.states);
    this.madeLine.classList.toggle("left-out", this.isLeftOut);
    return this.madeLine;
  }

  /** Gives its line the texts of the row, when that has come. @param {import("../payload.js").Theme} theme */
  fillLine(theme) {
    if (!this.madeLine) return;
    fillLine(this.madeLine, this, this.row, theme);
    this.madeLine.classList.toggle("pending", this.isPending);
    notePossible(this.madeLine, this.possible);
    if (this.change) noteChange(this.madeLine, ...this.change);
  }

  /** @override @param {string} state @param {boolean} on */
  mark(state, on) {
    // Of a hundred thousand records a filter leaves most out.
    if (state === "left-out") this.isLeftOut = on;
    else if (on) (this.states ??= new Set()).add(state);
    else this.states?.delete(state);
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
    const notes = [...(this.row.notes ?? []).map(([text]) => textOf(text)), this.change?.[1] ?? ""];
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
  get entryDays() {
    return (this.facet("entered") ?? []).map((/** @type {number} */ day) => (day === NONE ? "" : new Date(day * DAY_MS).toJSON().slice(0, 10)));
  }

  /** @override */
  get feature() {
    return this.beside.source.feature(this.i);
  }

  /** @override @param {keyof import("../payload-types").FacetColumns | "entered"} column @returns {any} */
  facet(column) {
    return this.beside.state.columns.value(column, this.i);
  }
}

/**
 * The records of a page of many, in the order of the columns.
 * @param {import("../payload.js").Payload} payload
 */
export function readManyRecords(payload) {
  const source = recordSource();
  const columns = readColumns();
  /** @type {Beside} */
  const beside = { payload, source, state: readState(payload, columns), list: () => undefined };
  const records = new Records(Array.from({ length: columns.n }, (_, i) => new ManyRecord(beside, i)), source.remote);
  setCardSource((number) => source.card(records.get(number)?.i ?? -1));
  onLanguage(() => source.remote?.speak(language()));
  source.remote?.start(payload.version ?? "", columns, (next) => replaceRecords(beside, records, next));
  return records;
}

/** What stands in the document of a page, which other records may not change. @param {import("../payload.js").Payload} payload */
const fixedParts = ({ themes, regions, symbols, context }) => JSON.stringify([themes, regions.map(({ id }) => id), symbols, context]);

/**
 * The records of other columns. One that is as before is the same object.
 * @param {Beside} beside @param {readonly ManyRecord[]} earlier @param {import("./columns.js").Columns} columns
 */
function followers(beside, earlier, { n, pieces }) {
  /** @type {ManyRecord[]} */
  const records = [];
  for (const { isNew, at, from, to } of pieces ?? [{ isNew: true, at: 0, from: 0, to: n }]) {
    for (let i = from; i < to; i++) {
      const record = isNew ? new ManyRecord(beside, i) : earlier[at + i - from];
      record.i = i;
      records.push(record);
    }
  }
  return records;
}

/**
 * Puts the records of other columns in place of those of the page.
 * @param {Beside} beside @param {Records} records
 * @param {import("./columns.js").Columns} columns
 * @returns whether the page has all that they need
 */
function replaceRecords(beside, records, columns) {
  const { data } = columns;
  if (!data || fixedParts(data) !== fixedParts(beside.payload)) return false;
  const earlier = /** @type {readonly ManyRecord[]} */ (records.all);
  const dropped = columns.pieces ? Array.from(columns.get("removed"), (i) => earlier[i]) : earlier;
  records.replace(new Set(dropped), () => {
    Object.assign(beside.payload, data);
    beside.state = readState(beside.payload, columns);
    return followers(beside, earlier, columns);
  });
  return true;
}
