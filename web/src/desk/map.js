// The part of the desk that runs in the page: the chosen record, and the draft of a record on the map.
import "./map.css";
import { createDraftLayer } from "./drawing/draft-layer.js";
import { createDraftTime } from "./drawing/draft-time.js";
import { createDrawingTool } from "./drawing/drawing-tool.js";
import { createMatchReason } from "./maps/match-reason.js";
import { readPlaceNames } from "./maps/place-names.js";
import { presentView } from "./maps/present-view.js";
import { useVocabulary } from "./vocabulary.js";

/**
 * @typedef {object} DeskMap what the desk's own page uses of the page
 * @property {(listener: (id: string | null) => void) => void} onChoose called with the id of the chosen record
 * @property {(id: string) => void} choose
 * @property {boolean} isEmpty whether the workspace has no records
 * @property {(act: () => void) => void} whenIdle calls a function at once, or when what is drawn or measured has ended
 * @property {(n: number) => string | undefined} idOf of a record by its number on this page
 * @property {(id?: string) => number | undefined} numberOf
 * @property {() => string} state the page's state, as its links have it
 * @property {(shape: import("./drawing/editable-shape.js").Draft | null) => void} showDraft
 * @property {ReturnType<typeof createDrawingTool>} drawing draws a shape by clicks or keys
 * @property {(listener: (shape: import("./drawing/drawing-tool.js").Shape) => void) => void} onDrag
 * @property {(places: {lon: number, lat: number, label: string}[], choose: (n: number) => void) => void} showCandidates
 * @property {(days: import("./drawing/draft-time.js").Days | null) => void} showDays
 * @property {(listener: (days: import("./drawing/draft-time.js").Days) => void) => void} onDragDays
 * @property {(shown: import("./drawing/described-place.js").DescribedPlace | null) => void} showDescription
 * @property {() => void} reveal brings the draft into view
 * @property {(features: any[]) => void} showDrafts of a file
 * @property {(listener: () => void) => void} onDragFile called when a file is dragged over the page
 * @property {() => void} close the card of the chosen record
 * @property {() => import("./maps/present-view.js").PresentView} present
 * @property {(listener: () => void) => void} onState called when the state of the page has changed
 * @property {(lookUp: Parameters<typeof readPlaceNames>[1]) => void} readPlaceNames in the field of a distance
 * @property {(find: import("./maps/match-reason.js").FindReason) => ReturnType<typeof createMatchReason>} matchReason
 * @property {(tools: HTMLElement[]) => void} addTools beside the menu of links and files
 * @property {typeof useVocabulary} useVocabulary
 */

/** Links are those of the desk, whose address has the state of the page. */
function deskLink() {
  const { origin, pathname, search } = window.parent.location;
  return `${origin}${pathname}${search}${location.hash}`;
}

/** @param {import("../page/plugin-api.js").Page} page */
function answers(page) {
  page.address.setLink(deskLink);
  const present = presentView(page);
  return {
    present,
    onState: page.address.onChange,
    readPlaceNames: (/** @type {Parameters<typeof readPlaceNames>[1]} */ lookUp) => readPlaceNames(page, lookUp),
    matchReason: (/** @type {import("./maps/match-reason.js").FindReason} */ find) => createMatchReason(present, find),
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

/** @param {import("../page/plugin-api.js").Page} page */
function startDesk(page) {
  const { map, selection, data } = page;
  const { records } = data;
  const idOf = (/** @type {number} */ n) => records.get(n)?.id;
  const numberOf = (id = "") => records.all.find((record) => record.id === id)?.n;
  const layer = createDraftLayer(map);
  /** @type {(id: string | null) => void} */
  let onSelect = () => undefined;
  let last = "";
  const notify = () => {
    const n = selection.selected();
    const id = n === null ? null : (idOf(n) ?? null);
    if (`${id}` !== last) onSelect(id);
    last = `${id}`;
  };
  selection.onState((/** @type {number} */ _, /** @type {string} */ state) => state === "chosen" && queueMicrotask(notify));
  const drawing = createDrawingTool(map, layer.preview);
  const time = createDraftTime(page);

  /** @type {DeskMap} */
  const desk = {
    isEmpty: !records.all.length,
    whenIdle: (act) => whenIdle(map.getContainer(), act),
    idOf,
    numberOf,
    onChoose: (listener) => void (onSelect = listener),
    choose: (id) => {
      const n = numberOf(id);
      if (n !== undefined) selection.choose(n);
    },
    state: () => page.address.hash().replace(/^(?=.)/, "#"),
    showDraft: layer.show,
    drawing,
    showCandidates: layer.showCandidates,
    onDrag: layer.onDrag,
    showDays: time.show,
    onDragDays: time.onDrag,
    showDescription: layer.showDescription,
    reveal: layer.reveal,
    showDrafts: layer.showMany,
    onDragFile: (listener) => document.addEventListener("dragenter", listener),
    close: () => selection.deselect(),
    useVocabulary,
    ...answers(page),
  };
  document.documentElement.classList.add("in-desk");
  map.invalidateSize({ animate: false });
  Object.assign(window, { geotrackDesk: desk });
}

window.geotrackPage.registerPlugin(startDesk);
