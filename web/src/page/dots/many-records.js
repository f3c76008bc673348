// Maps of more than 600 records (`_CROWD` in geotrack/page/document.py): a dot for each record, a disc for those that
// would cover each other, and marks where those in view have room.
import { ClusterLayer } from "./cluster-layer.js";
import { DotLayer } from "./dot-layer.js";
import { addToGroup } from "../marks/theme-layer.js";
import { element, onceAFrame } from "../dom.js";
import { dotsAtPoint } from "./dots-at-point.js";
import { onLanguage, translateElement } from "../i18n.js";

/** Number of marks that a view has room for. */
const ROOM = 150;
/** Time for creating marks in one frame, milliseconds. */
const SHARE = 6;

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/** @typedef {Pick<ReturnType<typeof import("../card/selected-record.js").recordSelection>, "choose" | "onState" | "selected">} Selection */

/** The line of the legend on dots and clusters. */
function addNote() {
  const note = translateElement(element("p", { class: "crowd-note" }), { text: ["crowd.note"] });
  document.querySelector(".key-box dl:not(.key-themes)")?.after(note);
  return note;
}

class ManyRecords {
  /** Indices of records that have a symbol in this view. @type {Set<number>} */
  marked = new Set();
  /** Indices of records that are in a cluster. @type {Set<number>} */
  gathered = new Set();
  /** Numbers of records that stand out. @type {Set<number>} */
  highlighted = new Set();
  /** The number of the chosen record. @type {number | null} */
  selected = null;
  /** The number of the record on which the focus is to be when the map has moved. @type {number | null} */
  focused = null;
  /** Whether other records are shown, or stand out, than when they were last arranged. */
  changed = true;
  frame = 0;
  note = addNote();
  soon = onceAFrame(() => this.arrange());

  /**
   * @param {L.Map} map @param {import("../payload.js").PageData} data @param {Map<number, MapRecord>} mapRecords
   * @param {Map<string, any>} groups @param {(map: L.Map) => void} spreadMarks @param {Selection} selection
   */
  constructor(map, data, mapRecords, groups, spreadMarks, selection) {
    this.map = map;
    this.data = data;
    this.mapRecords = mapRecords;
    this.groups = groups;
    this.spreadMarks = spreadMarks;
    this.selection = selection;
    this.records = [...mapRecords.values()].sort((a, b) => a.event.n - b.event.n);
    this.isSelected = selectedMarks(map, mapRecords, selection, (record) => this.marked.has(this.records.indexOf(record)));
    this.dots = new DotLayer(this.records, () => this.arrange());
    this.clusters = new ClusterLayer(map, data, this.records, selection.choose, (n) => {
      // A reader who has clicked has no focus to follow.
      this.focused = document.activeElement?.matches(".record-cluster:focus-visible") ? n : null;
    });
  }

  /** @param {number} i whether a record is shown */
  isOn(i) {
    const { out, event } = this.records[i];
    return !out && this.map.hasLayer(this.groups.get(event.theme));
  }

  /** @param {number} i whether a record has a symbol of its own wherever there are dots and clusters */
  standsOut(i) {
    const { n } = this.records[i].event;
    return n === this.selected || this.highlighted.has(n);
  }

  /** @param {number} i whether a record is a dot: also one that is only hovered, under its symbol */
  isDot(i) {
    const hasSymbol = this.marked.has(i) && this.records[i].shown;
    return !this.gathered.has(i) && !hasSymbol && this.records[i].event.n !== this.selected && this.dots.inView(i) && this.isOn(i);
  }

  /** Shows symbols for the records in view, if they have room; else dots and clusters. */
  arrange() {
    const { records, dots, note } = this;
    if (!dots.planes.crs) return; // Nothing has been drawn yet.
    this.selected = this.selection.selected();
    const visible = records.flatMap((_, i) => (dots.inView(i) && this.isOn(i) ? i : []));
    const hasRoom = visible.length <= ROOM;
    this.marked = new Set(hasRoom ? visible : visible.filter((i) => this.highlighted.has(records[i].event.n)));
    const counts = (/** @type {number} */ i) => !hasRoom && this.isOn(i) && !this.standsOut(i);
    const isNew = this.changed || hasRoom !== note.hidden;
    this.gathered = this.clusters.update(dots.xs, dots.ys, counts, isNew, dots._bounds, this.highlighted.size > 0);
    this.changed = false;
    note.hidden = hasRoom;
    records.forEach((record, i) => {
      if (record.made.length && !this.marked.has(i) && !this.isSelected(record)) removeFromMap(record);
    });
    cancelAnimationFrame(this.frame);
    this.make();
  }

  /** Creates symbols, a few in each frame. */
  make() {
    const isComplete = addMarks([...this.marked].map((i) => this.records[i]), this.groups);
    this.dots.paint((/** @type {number} */ i) => this.isDot(i), this.highlighted.size > 0);
    if (!isComplete) return void (this.frame = requestAnimationFrame(() => this.make()));
    this.spreadMarks(this.map);
    if (this.focused === null) return;
    const icon = this.mapRecords.get(this.focused)?.face?._icon ?? this.map.getContainer();
    this.focused = null;
    icon.focus({ preventScroll: true });
  }

  /** @param {L.Point} point @returns {number | undefined} the number of the record whose dot is there */
  dotAt(point) {
    if (this.note.hidden) return undefined;
    const [i] = dotsAtPoint(this.dots.xs, this.dots.ys, point, (index) => this.isDot(index));
    return this.records[i]?.event.n;
  }
}

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {Map<number, MapRecord>} mapRecords
 * @param {Map<string, any>} groups of the themes
 * @param {(map: L.Map) => void} spreadMarks
 * @param {Selection} selection
 * @returns {{arrange: () => void, begin: () => void}} updates the map after a filter; adds the dots to the map
 */
export function createDots(map, data, mapRecords, groups, spreadMarks, selection) {
  const many = new ManyRecords(map, data, mapRecords, groups, spreadMarks, selection);
  const arrange = () => {
    many.changed = true;
    many.soon();
  };
  listenToDots(map, (point) => many.dotAt(point), selection.choose);
  selection.onState((_, state, on) => {
    if (state !== "chosen") return;
    arrange();
    // At once, so that the card opens beside the symbol as it then stands.
    if (on) many.arrange();
  });
  onLanguage(arrange);
  map.on("overlayadd overlayremove", arrange);
  map.on("lit", (/** @type {any} */ { numbers }) => {
    many.highlighted = new Set(numbers);
    arrange();
  });
  return { arrange, begin: () => void many.dots.addTo(map) };
}

/**
 * Adds marks until the time for one frame is used up.
 * @param {MapRecord[]} marked @param {Map<string, any>} groups of the themes
 * @returns whether there was time for them all
 */
function addMarks(marked, groups) {
  const start = performance.now();
  for (const record of marked) {
    if (!record.group) addToGroup(record, groups.get(record.event.theme));
    if (performance.now() - start >= SHARE) return false;
  }
  return true;
}

/**
 * Handles clicks on dots; symbols and discs handle their own.
 * @param {L.Map} map @param {(at: L.Point) => number | undefined} dotAt the number of the record whose dot is at a place
 * @param {(n: number) => void} choose
 */
function listenToDots(map, dotAt, choose) {
  map.on("click", (/** @type {any} */ { layerPoint }) => {
    const n = dotAt(layerPoint);
    if (n !== undefined) choose(n);
  });
  /** @type {L.Point | null} */
  let pointer = null;
  const point = onceAFrame(() => map.getContainer().classList.toggle("on-dot", pointer !== null && dotAt(pointer) !== undefined));
  map.on("mousemove", (/** @type {any} */ { layerPoint }) => {
    pointer = layerPoint;
    point();
  });
}

/** Removes the mark and shapes of a record from the map. @param {MapRecord} record */
function removeFromMap(record) {
  for (const layer of record.made) {
    record.group?.removeLayer(layer);
    layer.remove();
  }
  record.group = null;
}

/**
 * Adds the mark of a record while it is selected or hovered.
 * @param {L.Map} map @param {Map<number, MapRecord>} mapRecords
 * @param {Pick<ReturnType<typeof import("../card/selected-record.js").recordSelection>, "onState">} selection
 * @param {(record: MapRecord) => boolean} stays whether it has one anyway
 * @returns {(record: MapRecord) => boolean} whether it is
 */
function selectedMarks(map, mapRecords, selection, stays) {
  /** @type {Map<number, Set<string>>} */
  const statesOf = new Map();
  /** @type {Set<number>} */
  const loose = new Set();
  const isSelected = (/** @type {MapRecord} */ { event }) => Boolean(statesOf.get(event.n)?.size);
  const tidy = onceAFrame(() => {
    for (const n of loose) {
      const record = mapRecords.get(n);
      if (record && !isSelected(record) && !stays(record)) removeFromMap(record);
    }
    loose.clear();
  });
  selection.onState((n, state, on) => {
    const record = mapRecords.get(n);
    if (!record) return;
    const states = statesOf.get(n) ?? new Set();
    statesOf.set(n, states);
    if (on) states.add(state);
    else states.delete(state);
    if (on && !record.out) record.mark.addTo(map)._icon.classList.add(state);
    loose.add(n);
    if (!on) tidy();
  });
  return isSelected;
}
