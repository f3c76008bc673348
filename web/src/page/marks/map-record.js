// A record on the map. Its mark and its shapes are created at first use: most of thousands of records are never
// visible as symbols.

export class MapRecord {
  /**
   * @param {import("../payload.js").PageRecord} event
   * @param {import("./map-records.js").MapRecords} all of the page
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
