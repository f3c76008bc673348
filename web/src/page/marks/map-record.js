// The records on the map, by number. A record's mark and its shapes are created at first use: most of thousands of records are never
// visible as symbols.
import { ScreenPositions } from "../dots/screen-positions.js";

export class MapRecord {
  /**
   * @param {import("../payload.js").PageRecord} event
   * @param {MapRecords} all of the page
   * @param {{mark: (event: import("../payload.js").PageRecord) => any, shapes: (event: import("../payload.js").PageRecord) => any[]}} make
   */
  constructor(event, all, make) {
    this.event = event;
    this.all = all;
    this.make = make;
    /** Whether a filter keeps it off the map. */
    this.out = false;
    /** Whether it matches the query only possibly. */
    this.weak = false;
    /** Whether its symbol is small and has no number. */
    this.quiet = false;
    /** Whether it was told before: pale, without a number, and on the map also where a filter hides it. */
    this.ghost = false;
    /** The symbol of the stack in which it is gathered now. @type {any} */
    this.stack = null;
    /** The disc of the cluster in which it is counted now, if that is on the map. @type {any} */
    this.cluster = null;
    /** The group in which its symbol and shapes are, if they are in one. @type {any} */
    this.group = null;
    /** Its symbol, once it is made. @type {any} */
    this.madeMark = null;
    /** Its shapes, once they are made. @type {any[] | null} */
    this.madeShapes = null;
  }

  /** Its symbol. @returns {any} */
  get mark() {
    if (!this.madeMark) {
      this.madeMark = this.make.mark(this.event);
      this.all.made.add(this);
      this.madeMark.on("add", () => this.setGhost(this.ghost));
      for (const hook of [...this.all.markHooks, ...this.all.layerHooks]) hook(this, this.madeMark);
    }
    return this.madeMark;
  }

  /** The shapes of its footprint; none while they are on their way. @returns {any[]} */
  get shapes() {
    if (!this.madeShapes && this.event.isPending) return [];
    if (!this.madeShapes) {
      this.madeShapes = this.make.shapes(this.event);
      this.all.made.add(this);
      for (const shape of this.madeShapes) for (const hook of this.all.layerHooks) hook(this, shape);
    }
    return this.madeShapes;
  }

  /** @param {boolean} ghost */
  setGhost(ghost) {
    this.ghost = ghost;
    this.madeMark?._icon?.classList.toggle("ghost", ghost);
  }

  /** Its symbol and shapes as far as they have been made. @returns {any[]} */
  get made() {
    return [...(this.madeMark ? [this.madeMark] : []), ...(this.madeShapes ?? [])];
  }

  /** Its symbol while it is on the map. @returns {any} */
  get shown() {
    return this.madeMark?._map ? this.madeMark : null;
  }

  /** Its symbol on the map: its own, or that of its stack; null if neither is there. @returns {any} */
  get symbol() {
    return this.shown && (this.stack ?? this.shown);
  }

  /** What stands for it on the map: the disc of its cluster, or its symbol; null if neither is there. @returns {any} */
  get face() {
    return this.cluster ?? this.symbol;
  }
}

/** @typedef {(record: MapRecord, layer: any) => void} Hook */

/** The records on the map, by number, with what other modules add to each symbol and shape when it is made. @extends {Map<number, MapRecord>} */
export class MapRecords extends Map {
  /** Those whose symbol or shapes have been made. @type {Set<MapRecord>} */
  made = new Set();
  /** Numbers of records of the scenes before, and of the periods that were played before. @type {Record<"told" | "played", ReadonlySet<number>>} */
  ghosts = { told: new Set(), played: new Set() };
  /** The discs of clusters that are on the map. @type {any[]} */
  discs = [];
  /** @type {Hook[]} */
  markHooks = [];
  /** @type {Hook[]} */
  layerHooks = [];

  /** @param {import("../records.js").Records} records of the page */
  constructor(records) {
    super();
    /** In the order of the page's records; undefined where one has no place. */
    this.inOrder = records.lazily((all) => all.map(({ n }) => this.get(n)));
    /** Where all records of the page are. */
    this.positions = records.lazily((all) => new ScreenPositions(all));
  }

  /** Makes these ghosts; those of the other kind stay. @param {"told" | "played"} kind @param {ReadonlySet<number>} numbers */
  setGhosts(kind, numbers) {
    this.ghosts[kind] = numbers;
    const { told, played } = this.ghosts;
    for (const record of this.made) record.setGhost(told.has(record.event.n) || played.has(record.event.n));
  }

  /** Those whose symbol is on the map and not hidden by a filter. */
  get shown() {
    return [...this.made].filter((record) => record.shown && !record.out);
  }

  /** Those for which an element of the map stands: a symbol, a stack or the disc of a cluster. @param {Element} icon @returns {MapRecord[]} */
  at(icon) {
    const disc = this.discs.find(({ _icon }) => _icon === icon);
    return disc ? [...disc.members] : [...this.made].filter(({ face }) => face?._icon === icon);
  }

  /** @param {Hook} hook called with each symbol, once it is made */
  whenMarked(hook) {
    this.markHooks.push(hook);
    for (const record of this.made) if (record.madeMark) hook(record, record.madeMark);
  }

  /** @param {Hook} hook called with each symbol and each shape, once it is made */
  whenMade(hook) {
    this.layerHooks.push(hook);
    for (const record of this.made) for (const layer of record.made) hook(record, layer);
  }
}
