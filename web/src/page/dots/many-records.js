// Maps of more than 600 records (`_CROWD` in geotrack/page/document.py): a dot for each record, and
// marks where those in view have room.
import { DotLayer } from "./dot-layer.js";
import { addToGroup } from "../marks/theme-layer.js";
import { element, onceAFrame } from "../dom.js";
import { dotsAtPoint, nextDot } from "./dots-at-point.js";
import { translateElement } from "../i18n.js";

/** Number of marks that a view has room for. */
const ROOM = 150;
/** Time for creating marks in one frame, milliseconds. */
const SHARE = 6;

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {Map<number, MapRecord>} mapRecords
 * @param {Map<string, any>} groups of the themes
 * @param {(map: L.Map) => void} spreadMarks
 * @param {Pick<ReturnType<typeof import("../card/selected-record.js").recordSelection>, "choose" | "onState">} selection
 * @returns {{arrange: () => void, begin: () => void}}updates the map after a filter; adds the dots to the map
 */
export function createDots(map, data, mapRecords, groups, spreadMarks, selection) {
  const records = [...mapRecords.values()].sort((a, b) => a.event.n - b.event.n);
  const note = translateElement(element("p", { class: "crowd-note" }), { text: ["crowd.note"] });
  document.querySelector(".key-box dl:not(.key-themes)")?.after(note);
  /** @type {Set<number>} places of records that have a symbol in this view */
  let marked = new Set();
  /** @type {Set<number>} numbers of records that stand out */
  let highlighted = new Set();
  let frame = 0;
  const isSelected = selectedMarks(map, mapRecords, selection, (record) => marked.has(records.indexOf(record)));
  const isOn = (/** @type {number} */ i) => !records[i].out && map.hasLayer(groups.get(records[i].event.theme));
  const seeable = (/** @type {number} */ i) => dots.inView(i) && isOn(i);
  // A record that is only selected or hovered keeps its dot under its mark.
  const dotted = (/** @type {number} */ i) => !(marked.has(i) && records[i].shown) && seeable(i);
  const dots = new DotLayer(records, arrange);
  const paint = () => dots.paint(dotted, data.themes, highlighted.size > 0);

  /** Shows marks for the records in view, if they have room; creates a few in each frame. */
  function arrange() {
    const visible = records.flatMap((_, i) => (seeable(i) ? i : []));
    const room = visible.length <= ROOM;
    marked = new Set(room ? visible : visible.filter((i) => highlighted.has(records[i].event.n)));
    note.hidden = room;
    map.getContainer().classList.toggle("dotted", !room);
    records.forEach((record, i) => {
      if (record.made.length && !marked.has(i) && !isSelected(record)) removeFromMap(record);
    });
    paint();
    cancelAnimationFrame(frame);
    if ([...marked].some((i) => !records[i].group)) frame = requestAnimationFrame(make);
    else if (marked.size) spreadMarks(map);
  }

  function make() {
    const isComplete = addMarks([...marked].map((i) => records[i]), groups);
    if (!isComplete) return void (frame = requestAnimationFrame(make));
    spreadMarks(map);
    paint();
  }

  const dotsUnder = (/** @type {L.Point} */ point) => (note.hidden ? [] : dotsAtPoint(dots.xs, dots.ys, point, seeable));
  listenToDots(map, dotsUnder, (i) => selection.choose(records[i].event.n));
  const soon = onceAFrame(arrange);
  map.on("overlayadd overlayremove", soon);
  map.on("lit", (/** @type {any} */ { numbers }) => {
    highlighted = new Set(numbers);
    soon();
  });
  return { arrange: soon, begin: () => void dots.addTo(map) };
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
 * Handles clicks on dots. Marks have their own; the mark of a selected dot lets clicks through to the dots under it.
 * @param {L.Map} map @param {(at: L.Point) => number[]} dotsUnder the places of the dots that are there
 * @param {(i: number) => void} choose the next of them with each click
 */
function listenToDots(map, dotsUnder, choose) {
  let last = -1;
  map.on("click", (/** @type {any} */ { layerPoint }) => {
    const hits = dotsUnder(layerPoint);
    if (!hits.length) return;
    last = nextDot(hits, last);
    choose(last);
  });
  /** @type {L.Point | null} */
  let pointer = null;
  const point = onceAFrame(() => map.getContainer().classList.toggle("on-dot", pointer !== null && dotsUnder(pointer).length > 0));
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
