// The records of a page: one accessor of what the payload, the list and the cards have of each. A record is its place in
// the columns of the payload; words that the document has are not in the payload again, but read from the list.
import { cardOf, cardTexts } from "./card/record-card.js";
import { lineDate, lineText, noteChange, notePossible, recordLine } from "./list/record-line.js";
import { language, translate, translateText } from "./i18n.js";
import { featureCollection } from "./payload.js";
import { readTimes } from "./query/record-times.js";

/** @typedef {import("./payload.js").Payload} Payload */
/** @typedef {Payload["events"][number]} EventData */

/** A record; its texts are in the page's language. */
export class PageRecord {
  /** Signs at its symbol that the reader has chosen to see, in place of those of the map. @type {string[] | null} */
  ownSigns = null;
  /** Its values for the filter, once they are read. @type {import("./query/filter.js").Item | null} */
  item = null;

  /** @param {Payload} payload @param {number} i its place in the columns */
  constructor(payload, i) {
    this.payload = payload;
    this.i = i;
  }

  /** Its number on this map. */
  get n() {
    return this.payload.events[this.i].n;
  }

  /** Id of its theme. */
  get theme() {
    return this.payload.events[this.i].theme;
  }

  /** How its symbol is drawn. @returns {EventData["drawn"]} */
  get drawn() {
    return this.payload.events[this.i].drawn;
  }

  /** Where its symbol stands; null where it is unplaced. @returns {EventData["at"]} */
  get at() {
    return this.payload.events[this.i].at;
  }

  /** Id of its APP-6 symbol, else nothing. */
  get symbol() {
    return this.payload.events[this.i].symbol ?? "";
  }

  /** Ids of the signs at its symbol: in doubt, new, changed. @returns {string[]} */
  get signs() {
    return this.ownSigns ?? this.statedSigns;
  }

  set signs(signs) {
    this.ownSigns = signs;
  }

  /** Those that the map has. @returns {string[]} */
  get statedSigns() {
    return this.payload.events[this.i].signs ?? [];
  }

  /** Who acts, on a map with sides. @returns {EventData["side"]} */
  get side() {
    return this.payload.events[this.i].side;
  }

  /** Its days and those of its parts. */
  get times() {
    return timesOf(this.payload)[this.i];
  }

  /** The class of its colour: that of who acts, else of its theme. */
  get colourClass() {
    return this.side ? `side-${this.side}` : `t-${this.theme}`;
  }

  /** Its colour in the style of the page, by day and at night. */
  get paint() {
    return this.side ? `var(--${this.side})` : this.colour;
  }

  /** The colour of its lines and areas, by day. */
  get colour() {
    const { sides, themes } = this.payload;
    return (this.side ? sides?.[this.side] : themes[this.theme])?.colour ?? "";
  }

  /** Who acts, in words; empty on a map without sides. */
  get who() {
    const names = (this.side === "both" ? ["left", "right"] : [this.side ?? ""]).map((side) => this.payload.sides?.[side]?.name ?? "");
    return names.filter(Boolean).map((name) => translateText(name)).join(translate("finder.and"));
  }

  /** What the page has of it beside the columns. @returns {Pick<EventData, "shapes" | "accounts" | "overlaps" | "label" | "labels">} */
  get details() {
    return this.payload.events[this.i];
  }

  /** Whether its texts and shapes are on their way; see many/. */
  get isPending() {
    return false;
  }

  /** All the places that it allows. */
  get shapes() {
    return this.details.shapes;
  }

  /** Areas of its accounts, in the order of their letters. */
  get accounts() {
    return this.details.accounts ?? [];
  }

  /** Positions in these areas, with how many accounts name that place. */
  get overlaps() {
    return this.details.overlaps ?? [];
  }

  /** Its short name, else nothing. */
  get label() {
    const { label = "", labels } = this.details;
    return labels?.[language()] ?? label;
  }

  /** Its line in the list. */
  get line() {
    return recordLine(this.n);
  }

  /** Its line, if it has one already. @returns {HTMLElement | null} */
  get listed() {
    return this.line;
  }

  /** Its card. @returns {Element | null} */
  get card() {
    return cardOf(this.line);
  }

  /** Gives its line a state, as a class, or takes it away. @param {string} state @param {boolean} on */
  mark(state, on) {
    this.line?.classList.toggle(state, on);
  }

  /** Sets the note that it matches only possibly. @param {string} text its key, empty for no note */
  notePossible(text) {
    notePossible(this.line, text);
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
    return { summary, place };
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

/** Days of the records of a payload, read at first use. @type {WeakMap<Payload, import("./query/record-times.js").Times[]>} */
const timesByPayload = new WeakMap();

/** @param {Payload} payload */
function timesOf(payload) {
  const times = timesByPayload.get(payload) ?? readTimes(payload.times);
  timesByPayload.set(payload, times);
  return times;
}

/** @param {Payload} payload */
export const readRecords = (payload) => payload.events.map((_, i) => new PageRecord(payload, i));

/** The records of a page, in the order of the payload. */
export class Records {
  /** @type {(() => void)[]} */
  listeners = [];
  /** @type {((dropped: ReadonlySet<PageRecord>) => void)[]} */
  dropListeners = [];
  /** How often they have been replaced. */
  version = 0;

  /** @param {readonly PageRecord[]} all @param {import("./many/source.js").RemoteSource} [remote] the server that has them, at the desk */
  constructor(all, remote) {
    this.all = all;
    this.remote = remote;
    this.byNumber = this.lazily((records) => new Map(records.map((record) => [record.n, record])));
  }

  /** @param {number | null} n its number on this map */
  get(n) {
    return n === null ? undefined : this.byNumber().get(n);
  }

  /**
   * A function that computes something of all records at first use, and again when they have been replaced.
   * @template T
   * @param {(all: readonly PageRecord[]) => T} compute @returns {() => T}
   */
  lazily(compute) {
    /** @type {T | undefined} */
    let value;
    let version = -1;
    return () => {
      if (version !== this.version) value = compute(this.all);
      version = this.version;
      return /** @type {T} */ (value);
    };
  }

  /**
   * Puts others in their place, as when one was saved at the desk. A record that is as before is the same object.
   * @param {ReadonlySet<PageRecord>} dropped those that go, or that others take the place of
   * @param {() => readonly PageRecord[]} takeOver changes what records read, and returns the new ones
   */
  replace(dropped, takeOver) {
    for (const listener of this.dropListeners) listener(dropped);
    this.all = takeOver();
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  /** Adds a function to be called before some records go. @param {(dropped: ReadonlySet<PageRecord>) => void} listener */
  onDrop(listener) {
    this.dropListeners.push(listener);
  }

  /** Adds a function to be called when they have been replaced. @param {() => void} listener */
  onReplace(listener) {
    this.listeners.push(listener);
  }
}
