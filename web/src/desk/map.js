// The part of the desk that runs in the page: the chosen record, and the draft of a record on the map.
import "./map.css";
import { handlePointer } from "../page/measure/input.js";
import { createDraftLayer } from "./draft-layer.js";
import { presentView } from "./maps/present-view.js";

/**
 * @typedef {object} DeskMap what the desk's own page uses of the page
 * @property {(listener: (id: string | null) => void) => void} onChoose called with the id of the chosen record
 * @property {(id: string) => void} choose
 * @property {() => string} state the page's state, as its links have it
 * @property {(shape: import("./draft-layer.js").Draft | null) => void} showDraft
 * @property {(kind: import("./draft-layer.js").Kind | null, onChange: (geometry: any) => void) => void} draw draws a geometry by clicks
 * @property {(onRadius: (km: number) => void, onMove: (lonlat: [number, number]) => void) => void} onDrag
 * @property {() => void} reveal brings the draft into view
 * @property {(features: any[]) => void} showDrafts of a file
 * @property {(listener: () => void) => void} onDragFile called when a file is dragged over the page
 * @property {() => void} close the card of the chosen record
 * @property {() => import("./maps/present-view.js").PresentView} present
 * @property {(listener: () => void) => void} onState called when the state of the page has changed
 * @property {(tools: HTMLElement[]) => void} addTools beside the menu of links and files
 */

/** Links are those of the desk, whose address has the state of the page. */
function deskLink() {
  const { origin, pathname, search } = window.parent.location;
  return `${origin}${pathname}${search}${location.hash}`;
}

/** @param {import("../page/plugin-api.js").Page} page */
function answers(page) {
  page.address.setLink(deskLink);
  return {
    present: presentView(page),
    onState: page.address.onChange,
    addTools: (/** @type {HTMLElement[]} */ tools) => void document.querySelector(".masthead .tools")?.prepend(...tools),
  };
}

/** @param {import("../page/plugin-api.js").Page} page */
function startDesk(page) {
  const { map, selection, data } = page;
  const numbers = data.events.map(({ n }) => n);
  const { id: ids } = data.facets.records;
  const layer = createDraftLayer(map);
  const frame = map.getContainer();
  /** @type {(id: string | null) => void} */
  let heard = () => undefined;
  let last = "";
  const tell = () => {
    const n = selection.chosen();
    const id = n === null ? null : ids[numbers.indexOf(n)];
    if (`${id}` !== last) heard(id);
    last = `${id}`;
  };
  selection.onState((/** @type {number} */ _, /** @type {string} */ state) => state === "chosen" && queueMicrotask(tell));

  const now = { stage: "off", byKeys: false, /** @type {any} */ next: null };
  /** @type {[number, number][]} */
  let places = [];
  /** @type {import("./draft-layer.js").Kind | null} */
  let kind = null;
  /** @type {(geometry: any) => void} */
  let changed = () => undefined;
  handlePointer(map, /** @type {any} */ (now), {
    set(at) {
      const { lat, lng } = map.containerPointToLatLng(at);
      const place = /** @type {[number, number]} */ ([round(wrap(lng)), round(lat)]);
      places = kind === "point" ? [place] : [...places, place];
      changed(geometryOf(kind, places));
      if (kind === "point") stop();
    },
    lead: () => undefined,
    undo: () => undefined,
    leave: () => stop(),
    finish: () => stop(),
  });
  frame.addEventListener("dblclick", () => kind && stop(), true);
  document.addEventListener("keydown", ({ key }) => ["Enter", "Escape"].includes(key) && kind && stop(), true);

  function stop() {
    kind = null;
    now.stage = "off";
    frame.classList.remove("measuring");
    map.doubleClickZoom.enable();
  }

  /** @type {DeskMap} */
  const desk = {
    onChoose: (listener) => void (heard = listener),
    choose: (id) => {
      const n = numbers[ids.indexOf(id)];
      if (n !== undefined) selection.choose(n);
    },
    state: () => page.address.hash().replace(/^(?=.)/, "#"),
    showDraft: layer.show,
    draw(wanted, onChange) {
      places = [];
      kind = wanted;
      changed = onChange;
      now.stage = wanted ? "setting" : "off";
      frame.classList.toggle("measuring", wanted !== null);
      map.doubleClickZoom[wanted ? "disable" : "enable"]();
      map.closePopup();
    },
    onDrag: layer.onDrag,
    reveal: layer.reveal,
    showDrafts: layer.showMany,
    onDragFile: (listener) => document.addEventListener("dragenter", listener),
    close: () => selection.letGo(),
    ...answers(page),
  };
  document.documentElement.classList.add("in-desk");
  map.invalidateSize({ animate: false });
  Object.assign(window, { geotrackDesk: desk });
}

/** @param {number} lon */
const wrap = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
/** Of a click: no more digits than a pixel has. @param {number} degrees */
const round = (degrees) => Math.round(degrees * 1e4) / 1e4;

/** @param {import("./draft-layer.js").Kind | null} kind @param {[number, number][]} places */
function geometryOf(kind, places) {
  if (kind === "point") return { type: "Point", coordinates: places[0] };
  if (kind === "line") return places.length > 1 ? { type: "LineString", coordinates: places } : null;
  return places.length > 2 ? { type: "Polygon", coordinates: [[...places, places[0]]] } : null;
}

window.geotrackPage.further(startDesk);
