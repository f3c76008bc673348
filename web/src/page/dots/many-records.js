// Maps of more than 600 records (`_CROWD` in geotrack/page/document.py): a dot for each record, a disc for those that
// would cover each other, and marks where those in view have room.
import { ClusterLayer } from "./cluster-layer.js";
import { DotLayer } from "./dot-layer.js";
import { addToGroup, removeFromMap } from "../marks/theme-layer.js";
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
  /** Places of records that have a symbol in this view, in the page's order. @type {Set<number>} */
  marked = new Set();
  /** By place, 1 for a record that is in a cluster. */
  gathered = new Uint8Array(0);
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
   * @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords
   * @param {Map<string, any>} groups @param {(map: L.Map) => void} spreadMarks @param {Selection} selection
   */
  constructor(map, data, mapRecords, groups, spreadMarks, selection) {
    this.map = map;
    this.data = data;
    this.mapRecords = mapRecords;
    this.groups = groups;
    this.spreadMarks = spreadMarks;
    this.selection = selection;
    this.isSelected = selectedMarks(map, mapRecords, selection, ({ event }) => this.marked.has(event.i));
    this.dots = new DotLayer(mapRecords, () => this.arrange());
    this.clusters = new ClusterLayer(map, data, mapRecords, selection.choose, (n) => {
      // A reader who has clicked has no focus to follow.
      this.focused = document.activeElement?.matches(".record-cluster:focus-visible") ? n : null;
    });
  }

  /** A function that tells whether a record is shown: it has a place, and neither a filter nor the list of layers hides it. @returns {(i: number) => boolean} */
  shownRecords() {
    const records = this.mapRecords.inOrder();
    const themes = new Set([...this.groups].flatMap(([theme, group]) => (this.map.hasLayer(group) ? theme : [])));
    if (themes.size === this.groups.size) return (i) => records[i]?.out === false;
    return (i) => records[i]?.out === false && themes.has(records[i].event.theme);
  }

  /** Places of the records that have a symbol of their own wherever there are dots and clusters. */
  outstanding() {
    const numbers = [...this.highlighted, ...(this.selected === null ? [] : [this.selected])];
    return new Set(numbers.map((n) => this.data.records.get(n)?.i ?? -1));
  }

  /** A function that tells whether a record is a dot: also one that is only hovered, under its symbol. @returns {(i: number) => boolean} */
  dotted() {
    const [records, isNear, isShown] = [this.mapRecords.inOrder(), this.dots.nearView(), this.shownRecords()];
    const selected = this.data.records.get(this.selected)?.i;
    const hasSymbol = (/** @type {number} */ i) => i === selected || (this.marked.has(i) && records[i]?.shown);
    return (i) => !this.gathered[i] && isNear(i) && isShown(i) && !hasSymbol(i);
  }

  /** Shows symbols for the records in view, if they have room; else dots and clusters. */
  arrange() {
    const { dots, note, mapRecords } = this;
    if (!dots._map || !dots._bounds) return; // Nothing has been drawn yet.
    this.selected = this.selection.selected();
    const [positions, isNear, isShown] = [dots.positions(), dots.nearView(), this.shownRecords()];
    const visible = [];
    for (let i = 0; i < positions.xs.length; i++) if (isNear(i) && isShown(i)) visible.push(i);
    const hasRoom = visible.length <= ROOM;
    const outstanding = this.outstanding();
    this.marked = new Set(hasRoom ? visible : visible.filter((i) => outstanding.has(i) && this.highlighted.has(this.data.records.all[i].n)));
    const counts = (/** @type {number} */ i) => !hasRoom && isShown(i) && !outstanding.has(i);
    const isNew = this.changed || hasRoom !== note.hidden;
    this.gathered = this.clusters.update(positions, counts, isNew, dots._bounds, this.highlighted.size > 0);
    this.changed = false;
    note.hidden = hasRoom;
    for (const record of mapRecords.made) if (!this.marked.has(record.event.i) && !this.isSelected(record)) removeFromMap(record);
    cancelAnimationFrame(this.frame);
    this.make();
  }

  /** Creates symbols, a few in each frame; those whose shapes are on their way come when these have come. */
  make() {
    const records = this.mapRecords.inOrder();
    const there = [...this.marked].flatMap((i) => (records[i]?.event.isPending === false ? records[i] : []));
    const isComplete = addMarks(there, this.groups);
    this.dots.paint(this.dotted(), this.highlighted.size > 0);
    if (!isComplete) return void (this.frame = requestAnimationFrame(() => this.make()));
    this.spreadMarks(this.map);
    if (this.focused === null) return;
    const icon = this.mapRecords.get(this.focused)?.face?._icon ?? this.map.getContainer();
    this.focused = null;
    icon.focus({ preventScroll: true });
  }

  /** @param {L.Point} point @returns {number | undefined} the number of the record whose dot is there */
  dotAt(point) {
    if (this.note.hidden || !this.dots._bounds) return undefined;
    const { xs, ys } = this.dots.positions();
    const [i] = dotsAtPoint(xs, ys, point, this.dotted());
    return this.data.records.all[i]?.n;
  }
}

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
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
  data.records.onReplace(() => many.clusters.forget());
  data.records.remote?.onArrival((kind, first, last) => {
    if (kind !== "row") return;
    for (const { event, madeMark } of mapRecords.made) if (event.i >= first && event.i <= last && madeMark?._icon) madeMark._name();
    mapRecords.discs.find((disc) => disc.isPopupOpen())?.getPopup().update();
    many.soon();
  });
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

/**
 * Adds the mark of a record while it is selected or hovered.
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords
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
