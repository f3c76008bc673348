// A record on the map. Its mark and its shapes are created at first use: most of thousands of records are never
// visible as symbols.

export class MapRecord {
  /**
   * @param {import("../payload.js").PageRecord} event
   * @param {{mark: () => any, shapes: () => any[]}} make
   */
  constructor(event, make) {
    this.event = event;
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
    /** @type {((mark: any) => void)[]} */
    this.markHooks = [];
    /** @type {((layer: any) => void)[]} */
    this.layerHooks = [];
  }

  /** Its symbol. @returns {any} */
  get mark() {
    if (!this.madeMark) {
      this.madeMark = this.make.mark();
      for (const hook of [...this.markHooks, ...this.layerHooks]) hook(this.madeMark);
    }
    return this.madeMark;
  }

  /** The shapes of its footprint. @returns {any[]} */
  get shapes() {
    if (!this.madeShapes) {
      this.madeShapes = this.make.shapes();
      for (const shape of this.madeShapes) for (const hook of this.layerHooks) hook(shape);
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

  /** @param {(mark: any) => void} hook called with its symbol, once there is one */
  whenMarked(hook) {
    this.markHooks.push(hook);
    if (this.madeMark) hook(this.madeMark);
  }

  /** @param {(layer: any) => void} hook called with its symbol and each shape, once they are there */
  whenMade(hook) {
    this.layerHooks.push(hook);
    for (const layer of this.made) hook(layer);
  }
}
