// The part of the desk that runs in the page: the chosen record, and the draft of a record on the map.
import "./map.css";
import { button } from "../page/dom.js";
import { showTitle } from "../page/list/record-line.js";
import { createDraftLayer } from "./drawing/draft-layer.js";
import { createDraftTime } from "./drawing/draft-time.js";
import { createDrawingTool } from "./drawing/drawing-tool.js";
import { createMatchReason } from "./maps/match-reason.js";
import { readPlaceNames } from "./maps/place-names.js";
import { presentView, shownIds } from "./maps/present-view.js";
import { useVocabulary } from "./vocabulary.js";

/**
 * @typedef {object} DeskMap what the desk's own page uses of the page
 * @property {(listener: (id: string | null) => void) => void} onChoose called with the id of the chosen record
 * @property {(id: string) => void} choose chooses a record
 * @property {boolean} findsNumbers whether `numberOf` does: a page of many has no ids
 * @property {boolean} isEmpty whether the workspace has no records
 * @property {(act: () => void) => void} whenIdle calls a function at once, or when what is drawn or measured has ended
 * @property {(n: number) => string | undefined} idOf returns the id of a record by its number on this page
 * @property {(id?: string) => number | undefined} numberOf returns the number of a record on this page by its id
 * @property {() => string} state returns the state of the page as its links have it: `#…`, or an empty text
 * @property {(shape: import("./drawing/editable-shape.js").Draft | null) => void} showDraft draws the place of the draft
 * @property {ReturnType<typeof createDrawingTool>} drawing draws a shape by clicks or keys
 * @property {(listener: (shape: import("./drawing/drawing-tool.js").Shape) => void) => void} onDrag called when the draft was dragged
 * @property {(places: {lon: number, lat: number, label: string}[], choose: (n: number) => void) => void} showCandidates draws places of one name, to choose one
 * @property {(days: import("./drawing/draft-time.js").Days | null) => void} showDays draws the days of the draft in the timeline
 * @property {(listener: (days: import("./drawing/draft-time.js").Days) => void) => void} onDragDays called when those days were dragged
 * @property {(shown: import("./drawing/described-place.js").DescribedPlace | null) => void} showDescription draws the named places of a described one
 * @property {import("../page/plugin-api.js").Page["drawPanels"]} drawPanels draws the panels of accounts in the form
 * @property {() => void} reveal brings the draft into view
 * @property {(id: string, feature: any) => void} showSaved shows a record that was saved, until the page that has it follows
 * @property {(features: any[]) => void} showDrafts draws the records of a file
 * @property {(listener: () => void) => void} onDragFile called when a file is dragged over the page
 * @property {() => void} close closes the card of the chosen record
 * @property {(label: string) => void} foldList folds the list behind a button while a panel stands beside the map
 * @property {() => import("./maps/present-view.js").PresentView} present
 * @property {() => Promise<string[]>} shownIds
 * @property {(listener: () => void) => void} onState called when the state of the page has changed
 * @property {(lookUp: Parameters<typeof readPlaceNames>[1]) => void} readPlaceNames reads place names in the field of a distance
 * @property {(find: import("./maps/match-reason.js").FindReason) => ReturnType<typeof createMatchReason>} matchReason
 * @property {(tools: HTMLElement[]) => void} addTools puts buttons beside the menu of links and files
 * @property {typeof useVocabulary} useVocabulary
 */

/** The address of the desk, with the state (hash) of the page, which is a frame of the desk. */
function deskLink() {
  const { origin, pathname, search } = window.parent.location;
  return `${origin}${pathname}${search}${location.hash}`;
}

/** Returns what the desk uses of the map, its links and its tools. @param {import("../page/plugin-api.js").Page} page */
function mapTools(page) {
  const present = presentView(page);
  return {
    present,
    shownIds: () => shownIds(page),
    onState: page.address.onChange,
    readPlaceNames: (/** @type {Parameters<typeof readPlaceNames>[1]} */ lookUp) => readPlaceNames(page, lookUp),
    matchReason: (/** @type {import("./maps/match-reason.js").FindReason} */ find) => createMatchReason(present, find),
    foldList: (/** @type {string} */ label) => foldListBesidePanel(page.map, label),
    addTools: (/** @type {HTMLElement[]} */ tools) => void document.querySelector(".masthead .tools")?.prepend(...tools),
  };
}

/** @param {HTMLElement} box of the map, whose class states that something is being set on it @param {() => void} act */
function whenIdle(box, act) {
  if (!box.classList.contains("measuring")) return act();
  const observer = new MutationObserver(() => {
    if (box.classList.contains("measuring")) return;
    observer.disconnect();
    act();
  });
  observer.observe(box, { attributeFilter: ["class"] });
}

/**
 * Returns a function that sets the listener to the id of the chosen record.
 * @param {import("../page/plugin-api.js").Page["selection"]} selection @param {(n: number) => string | undefined} idOf
 * @returns {DeskMap["onChoose"]}
 */
function watchChosen(selection, idOf) {
  /** @type {(id: string | null) => void} */
  let onSelect = () => undefined;
  /** @type {string | null | undefined} */
  let lastId;
  const notify = () => {
    const n = selection.selected();
    const id = n === null ? null : (idOf(n) ?? null);
    if (id !== lastId) onSelect(id);
    lastId = id;
  };
  // Later, so that a change from one record to another, which is two changes of state, calls once.
  selection.onState((/** @type {number} */ _, /** @type {string} */ state) => state === "chosen" && queueMicrotask(notify));
  return (listener) => void (onSelect = listener);
}

/** @param {import("../page/records.js").Records} records @param {string} id */
const numberById = (records, id) => records.all.find((record) => record.id === id)?.n;

/** Chooses a record; on a page of many the server finds it. @param {import("../page/plugin-api.js").Page} page @param {string} id */
async function chooseById({ data: { records }, selection }, id) {
  const { remote } = records;
  const n = remote ? records.all[await remote.placeOf(id).catch(() => -1)]?.n : numberById(records, id);
  if (n !== undefined) selection.choose(n);
}

/**
 * While a panel stands beside the map, the list is folded behind a button, if the page has no room for both.
 * @param {L.Map} map @param {string} label of the button
 */
function foldListBesidePanel(map, label) {
  const root = document.documentElement;
  const opener = button("list-unfold", label, () => opener.setAttribute("aria-expanded", `${root.classList.toggle("list-unfolded")}`));
  opener.setAttribute("aria-expanded", "false");
  document.querySelector(".masthead .tools")?.prepend(opener);
  const desk = window.parent.document.body;
  const update = () => {
    root.classList.toggle("beside-panel", desk.classList.contains("with-panel"));
    map.invalidateSize({ animate: false });
  };
  new MutationObserver(update).observe(desk, { attributeFilter: ["class"] });
  update();
}

/** @param {import("../page/plugin-api.js").Page} page */
function startDesk(page) {
  const { map, selection, data } = page;
  const { records } = data;
  const { remote } = records;
  // On a page of many the id is in the row, which may be on its way.
  const idOf = (/** @type {number} */ n) => records.get(n)?.id || undefined;
  const numberOf = (id = "") => (remote ? undefined : numberById(records, id));
  const layer = createDraftLayer(map);
  const drawing = createDrawingTool(map, layer.preview);
  const time = createDraftTime(page);
  page.address.setLink(deskLink);
  records.onReplace(() => layer.preview(null));

  /** @type {DeskMap} */
  const desk = {
    isEmpty: !records.all.length,
    findsNumbers: !remote,
    whenIdle: (act) => whenIdle(map.getContainer(), act),
    idOf,
    numberOf,
    onChoose: watchChosen(selection, idOf),
    choose: (id) => void chooseById(page, id),
    state: () => {
      const hash = page.address.hash();
      return hash && `#${hash}`;
    },
    showDraft: layer.show,
    drawing,
    showCandidates: layer.showCandidates,
    onDrag: layer.onDrag,
    showDays: time.show,
    onDragDays: time.onDrag,
    showDescription: layer.showDescription,
    drawPanels: page.drawPanels,
    reveal: layer.reveal,
    showSaved(id, feature) {
      layer.showSaved(feature);
      const record = remote ? records.all[remote.listedPlace(id)] : records.get(numberOf(id) ?? null);
      showTitle(record?.line ?? null, feature.properties.title);
    },
    showDrafts: layer.showMany,
    onDragFile: (listener) => document.addEventListener("dragenter", listener),
    close: () => selection.deselect(),
    useVocabulary,
    ...mapTools(page),
  };
  document.documentElement.classList.add("in-desk");
  map.invalidateSize({ animate: false });
  Object.assign(window, { geotrackDesk: desk });
}

window.geotrackPage.registerPlugin(startDesk);
