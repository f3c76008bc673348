// Printing: fits the map to the sheet, with the content of the screen; adds a sheet for each scene and the table of records.
import { setExactView } from "../map/home.js";
import { moveTo, viewToFit } from "../map/view-fit.js";
import { markLayout } from "../marks/layout.js";
import { SCENE_KEYS } from "../story/scene-view.js";
import { pauseTracking, readState, setState } from "../url/page-state.js";
import { translateText } from "../i18n.js";
import { drawStill, sceneSheets } from "./scene-sheets.js";

const L = window.L;

/** What the margins of print.css leave of a landscape sheet, both A4 and Letter, CSS pixels. */
const SHEET = { x: 980, y: 733 };
/** Height of markings, foot and borders on the map's sheet, CSS pixels. */
const OTHER_PARTS_HEIGHT = 80;
/**
 * Pixels of a map's canvas for one CSS pixel of the sheet. A printer has more, but Chromium prints finer pictures too
 * small.
 */
const CANVAS_RATIO = 2;
/** Space kept free inside a map's frame, for signs at the corners of symbols, pixels. */
const EDGE = 4;
/** Least height of a map, CSS pixels: a lower one is of no use. */
const LEAST_HEIGHT = 360;

/** @typedef {"scenes" | "map" | "all"} Extent of what is printed: map and scenes, the map alone, or all */
/** What the reader has chosen to print next. @type {Extent | null} */
let requested = null;

/** Opens the browser's dialog. @param {Extent} extent */
export function print(extent) {
  requested = extent;
  window.print();
}

/** Size of the map on its sheet: what masthead and key leave of it, measured at the sheet's width. */
function mapSizeOnSheet() {
  let height = 0;
  for (const part of document.querySelectorAll(".masthead, .key-box")) {
    part.classList.add("on-paper");
    height += part.getBoundingClientRect().height;
    part.classList.remove("on-paper");
  }
  return { x: SHEET.x, y: Math.max(LEAST_HEIGHT, Math.floor(SHEET.y - OTHER_PARTS_HEIGHT - height)) };
}

/**
 * Replaces canvases by copies. What is drawn while a browser prepares to print goes to paper as vector drawings in
 * metres, which not every reader of PDF can show; a copy goes as a picture.
 * @param {HTMLElement} frame
 */
function copyCanvases(frame) {
  return [...frame.querySelectorAll("canvas")].map((canvas) => {
    const copy = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
    if (canvas.width && canvas.height) copy.getContext("2d")?.drawImage(canvas, 0, 0);
    canvas.after(copy);
    // A layer may have hidden its canvas already.
    const { display } = canvas.style;
    canvas.style.display = "none";
    return () => {
      copy.remove();
      canvas.style.display = display;
    };
  });
}

/**
 * What the screen shows of a map, as the target of a view: its frame, and the symbols whose middle is in it.
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords
 */
function screenContent(map, mapRecords) {
  const size = map.getSize();
  const centre = map.getCenter();
  const zoom = map.getZoom();
  const screen = L.bounds([0, 0], size);
  const visible = [...mapRecords.values()].filter(
    ({ shown }) => shown && screen.contains(map.latLngToContainerPoint(shown.getLatLng()).add(shown.offset)),
  );
  return {
    /** The frame in pixels: its corners may be no place on the Earth. @param {number} atZoom a zoom */
    places(atZoom) {
      const middle = map.project(centre, atZoom);
      const half = size.multiplyBy(map.getZoomScale(atZoom, zoom) / 2);
      return [{ left: middle.x - half.x, top: middle.y - half.y, right: middle.x + half.x, bottom: middle.y + half.y }];
    },
    /** @param {number} atZoom a zoom */
    whole: (atZoom) => markLayout(map, mapRecords, atZoom).filter(({ record }) => visible.includes(record)),
    /** @param {number} atZoom a zoom */
    uncut: (atZoom) => markLayout(map, mapRecords, atZoom),
  };
}

/** @param {L.Map} map @param {{x: number, y: number}} size pixels */
function resizeFrame(map, { x, y }) {
  Object.assign(map.getContainer().style, { width: `${x}px`, height: `${y}px` });
  map.invalidateSize({ animate: false });
}

/**
 * Fits the whole content of the screen to the size that the map has on its sheet, with no mark cut off. (Off-screen
 * records are listed below the map.)
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords @param {L.Point} screenSize of the map
 */
function fitToSheet(map, mapRecords, screenSize) {
  // Where the styles of paper are in force already, the frame has no height of its own.
  if (!map.getSize().equals(screenSize)) resizeFrame(map, screenSize);
  const target = { ...screenContent(map, mapRecords), room: { left: EDGE, top: EDGE, right: EDGE, bottom: EDGE } };
  // A sheet is filled, whatever zoom that takes.
  Object.assign(map.options, { ratio: CANVAS_RATIO, zoomSnap: 0 });
  // Repeated, because the list of off-screen records under the map depends on its frame.
  let height = Infinity;
  for (let size = mapSizeOnSheet(); size.y < height; size = mapSizeOnSheet()) {
    height = size.y;
    resizeFrame(map, size);
    moveTo(map, viewToFit(map, target));
  }
  drawStill(map);
}

/** Fits a round sheet to paper, if the map shows it; returns whether it does. @param {L.Map} map @param {import("../sheet/round-sheet.js").Sheet | null} sheet */
function fitRoundSheet(map, sheet) {
  const isShown = sheet?.showOnPaper(() => {
    Object.assign(map.options, { ratio: CANVAS_RATIO, zoomSnap: 0 });
    resizeFrame(map, { x: SHEET.x, y: SHEET.y - OTHER_PARTS_HEIGHT });
  });
  if (isShown) drawStill(map);
  return isShown;
}

/** @typedef {ReturnType<typeof import("../story/story.js").createStory>} Story */

/** The state of the screen, to be restored. @param {L.Map} map @param {Story} story */
const screenOf = (map, story) => ({
  centre: map.getCenter(),
  size: map.getSize(),
  zoom: map.getZoom(),
  minZoom: map.getMinZoom(),
  snap: map.options.zoomSnap,
  scene: story.at(),
  state: readState([...SCENE_KEYS, "v"]),
  presenting: document.body.classList.contains("presenting"),
});

/** Begins or ends the look of a presentation: paper has what that leaves out, in smaller letters. @param {L.Map} map @param {boolean} presenting */
function setPresenting(map, presenting) {
  document.body.classList.toggle("presenting", presenting);
  map.fire("wordschange");
  map.fire("scalechange");
}

/** @param {L.Map} map @param {Story} story @param {ReturnType<typeof screenOf>} screen */
function restoreScreen(map, story, { centre, zoom, minZoom, snap, scene, state }) {
  Object.assign(map.options, { ratio: undefined, zoomSnap: snap });
  Object.assign(map.getContainer().style, { width: "", height: "" });
  map.invalidateSize({ animate: false });
  if (story.total) {
    setState(state, [...SCENE_KEYS, "v"]);
    story.setCurrent(scene);
  }
  setExactView(map, centre, zoom);
  map.setMinZoom(minZoom);
}

/**
 * Sheets of the scenes. Afterwards the map is as on the screen, or shows the overview if the screen has a scene.
 * @param {L.Map} map @param {Story} story @param {ReturnType<typeof screenOf>} screen @param {Parts["lines"]} lines
 */
function scenesForPaper(map, story, screen, lines) {
  if (!story.total) return [];
  Object.assign(map.options, { ratio: CANVAS_RATIO, zoomSnap: 0 });
  const sheets = sceneSheets(map, story, lines);
  restoreScreen(map, story, screen);
  if (screen.scene) story.show(0);
  return sheets;
}

/** @typedef {{choose: (n: number) => void, deselect: () => void, selected: () => number | null}} Selection */

/** Chooses the record that was chosen. @param {L.Map} map @param {Selection} selection @param {{chosen: number | null, focus: Element | null, centre: L.LatLng, zoom: number}} screen */
function chooseAgain(map, selection, { chosen, focus, centre, zoom }) {
  if (chosen === null) return;
  selection.choose(chosen);
  // The reader may have moved the map away from the record.
  if (!map.getCenter().equals(centre)) map.setView(centre, zoom, { animate: false });
  if (focus instanceof HTMLElement && focus !== document.body) focus.focus({ preventScroll: true });
}

/**
 * Parts of the records on paper.
 * @typedef {object} Parts
 * @property {() => () => void} table adds the table of records, and returns what removes it
 * @property {() => HTMLElement[]} list sheets with the list of the map's records
 * @property {(numbers: readonly number[]) => Node[]} lines some records, for a scene's sheet
 */

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {import("../query/query.js").PageQuery} query
 * @param {Selection} selection
 * @param {Story} story @param {Parts} parts @param {import("../sheet/round-sheet.js").Sheet | null} sheet
 */
export function fitToPaper(map, data, mapRecords, query, selection, story, parts, sheet) {
  const frame = map.getContainer();
  /** @type {(ReturnType<typeof screenOf> & {chosen: number | null, focus: Element | null}) | null} */
  let screen = null;
  /** @type {(() => void)[]} */
  let restore = [];

  function toPaper() {
    if (screen) return;
    const extent = requested ?? (story.total ? "scenes" : "all");
    screen = { ...screenOf(map, story), chosen: selection.selected(), focus: document.activeElement };
    pauseTracking(true);
    selection.deselect();
    document.body.dataset.prints = extent;
    if (screen.presenting) setPresenting(map, false);
    sheet?.beginPaper();
    const scenes = extent === "map" ? [] : scenesForPaper(map, story, screen, parts.lines);
    // With the extent "all" the table has them.
    const sheets = [...(extent === "scenes" ? parts.list() : []), ...scenes];
    if (!fitRoundSheet(map, sheet)) fitToSheet(map, mapRecords, screen.size);
    limitDefinitions(data, extent === "scenes" ? citedInScenes(data) : query.result().shown, extent === "all");
    restore = [...copyCanvases(frame), () => sheets.forEach((sheet) => sheet.remove())];
    if (extent === "all") restore.push(parts.table());
    document.querySelector(".plate")?.after(...sheets);
  }

  function toScreen() {
    if (!screen) return;
    for (const undo of restore) undo();
    if (screen.presenting) setPresenting(map, true);
    delete document.body.dataset.prints;
    sheet?.endPaper();
    restoreScreen(map, story, screen);
    chooseAgain(map, selection, screen);
    screen = null;
    requested = null;
    pauseTracking(false);
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  // In some browsers the style of the screen comes back only after that event.
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (!matches) map.invalidateSize({ animate: false });
  });
}

/** Whether a scene tells of each record, in the order of the data. @param {import("../payload.js").PageData} data */
function citedInScenes({ records, scenes = [] }) {
  const numbers = new Set(scenes.flatMap(({ highlight, cited }) => highlight ?? cited ?? []));
  return records.all.map(({ n }) => numbers.has(n));
}

/**
 * Hides on paper the definitions of regions that no printed record names and the map does not show.
 * @param {import("../payload.js").PageData} data @param {boolean[]} printed whether each record is, in the order of the data
 * @param {boolean} allLines whether to keep the definitions of all routes and boundaries
 */
function limitDefinitions(data, printed, allLines) {
  const printedRecords = data.records.all.filter((_, i) => printed[i]);
  const names = new Set(printedRecords.flatMap(({ shapes }) => shapes.map((/** @type {any} */ shape) => shape.id)));
  for (const input of document.querySelectorAll(".leaflet-control-layers-selector:checked")) {
    names.add(input.parentElement?.textContent?.trim());
  }
  for (const { id, name } of data.regions) if (names.has(id)) names.add(translateText(name));
  for (const term of document.querySelectorAll(".definitions dt[data-w]")) {
    const isKept = names.has(term.textContent ?? "") || (allLines && term.matches(".line"));
    term.classList.toggle("off-paper", !isKept);
  }
}
