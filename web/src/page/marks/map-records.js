// The records on the map, by number, with what other modules add to each symbol and shape when it is made.
import { ScreenPositions } from "../dots/screen-positions.js";

/** @typedef {import("./map-record.js").MapRecord} MapRecord */
/** @typedef {(record: MapRecord, layer: any) => void} Hook */

/** @extends {Map<number, MapRecord>} */
export class MapRecords extends Map {
  /** Those whose symbol or shapes have been made. @type {Set<MapRecord>} */
  made = new Set();
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
