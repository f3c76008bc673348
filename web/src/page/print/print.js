// Printing: fits the map to the sheet, with the content of the screen; adds a sheet for each scene and the table of records.
import { moveTo, viewToFit } from "../map/view-fit.js";
import { markLayout } from "../marks/layout.js";
import { SCENE_KEYS } from "../story/scene-view.js";
import { pauseTracking, readState, setState } from "../url/page-state.js";
import { translateText } from "../i18n.js";
import { drawStill, sceneSheets } from "./scene-sheets.js";

const L = window.L;

/** What the margins of print.css leave of both A4 and Letter, lying, CSS pixels. */
const SHEET = { x: 980, y: 733 };
/** What stands on the map's sheet besides map, masthead and key: markings, foot, borders. */
const FRAME = 80;
/**
 * Pixels of a map's canvas for one of the sheet's. A printer has more; but Chromium lays finer pictures down
 * too small.
 */
const RATIO = 2;
/** Of a map's frame, for signs at the corners of symbols. */
const EDGE = 4;
/** A map that is lower than this shows nothing. */
const LOWEST = 360;

/** @typedef {"scenes" | "map" | "all"} Extent of what is printed: map and scenes, the map alone, or all */
/** What the reader has chosen to print next. @type {Extent | null} */
let requested = null;

/** Opens the browser's dialog. @param {Extent} extent */
export function print(extent) {
  requested = extent;
  window.print();
}

/** The map's frame: what the masthead leaves it, as high as it is at the sheet's width. */
function frameOf() {
  let height = 0;
  for (const part of document.querySelectorAll(".masthead, .key-box")) {
    part.classList.add("on-paper");
    height += part.getBoundingClientRect().height;
    part.classList.remove("on-paper");
  }
  return { x: SHEET.x, y: Math.max(LOWEST, Math.floor(SHEET.y - FRAME - height)) };
}

/**
 * Canvases drawn while a browser prepares to print go to paper as drawings, in metres, and not every
 * reader of PDF can show these: a copy goes as a picture.
 * @param {HTMLElement} frame
 */
function copyCanvases(frame) {
  return [...frame.querySelectorAll("canvas")].map((canvas) => {
    const copy = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
    if (canvas.width && canvas.height) copy.getContext("2d")?.drawImage(canvas, 0, 0);
    canvas.after(copy);
    // A layer may have hidden its own.
    const { display } = canvas.style;
    canvas.style.display = "none";
    return () => {
      copy.remove();
      canvas.style.display = display;
    };
  });
}

/**
 * What the screen shows of a map, for a view to show: its frame, and the symbols of which the middle is in it.
 * @param {L.Map} map @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords
 */
function screenContent(map, mapRecords) {
  const [size, centre, zoom] = [map.getSize(), map.getCenter(), map.getZoom()];
  const screen = L.bounds([0, 0], size);
  const visible = [...mapRecords.values()].filter(
    ({ shown }) => shown && screen.contains(map.latLngToContainerPoint(shown.getLatLng()).add(shown.offset)),
  );
  return {
    /** Far out its corners are nowhere on the Earth. @param {number} atZoom a zoom */
    places(atZoom) {
      const [middle, halfSize] = [map.project(centre, atZoom), size.multiplyBy(map.getZoomScale(atZoom, zoom) / 2)];
      const [{ x: left, y: top }, { x: right, y: bottom }] = [middle.subtract(halfSize), middle.add(halfSize)];
      return [{ left, top, right, bottom }];
    },
    /** @param {number} atZoom a zoom */
    whole: (atZoom) => markLayout(map, mapRecords, atZoom).filter(({ record }) => visible.includes(record)),
    /** @param {number} atZoom a zoom */
    uncut: (atZoom) => markLayout(map, mapRecords, atZoom),
  };
}

/**
 * The map as it is, whole, in the frame that the sheet has, and no mark cut off by it; off-screen records are listed.
 * @param {L.Map} map @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords
 */
function fitToSheet(map, mapRecords) {
  const target = { ...screenContent(map, mapRecords), room: { left: EDGE, top: EDGE, right: EDGE, bottom: EDGE } };
  // A sheet is filled, whatever zoom that takes.
  Object.assign(map.options, { ratio: RATIO, zoomSnap: 0 });
  // Repeated, because the list of off-screen records under the map depends on its frame.
  for (let sheet = frameOf(), set = Infinity; sheet.y < set; sheet = frameOf()) {
    set = sheet.y;
    Object.assign(map.getContainer().style, { width: `${sheet.x}px`, height: `${sheet.y}px` });
    map.invalidateSize({ animate: false });
    moveTo(map, viewToFit(map, target));
  }
  drawStill(map);
}

/** @typedef {ReturnType<typeof import("../story/story.js").createStory>} Story */

/** What the screen has of a map, to be put back. @param {L.Map} map @param {Story} story */
const screenOf = (map, story) => ({
  centre: map.getCenter(),
  zoom: map.getZoom(),
  least: map.getMinZoom(),
  snap: map.options.zoomSnap,
  scene: story.at(),
  state: readState([...SCENE_KEYS, "v"]),
  presenting: document.body.classList.contains("presenting"),
});

/** Paper has what a presentation leaves out, in smaller letters. @param {L.Map} map @param {boolean} on */
function setPresenting(map, on) {
  document.body.classList.toggle("presenting", on);
  map.fire("wordschange");
  map.fire("scalechange");
}

/** @param {L.Map} map @param {Story} story @param {ReturnType<typeof screenOf>} screen */
function restoreScreen(map, story, { centre, zoom, least, snap, scene, state }) {
  Object.assign(map.options, { ratio: undefined, zoomSnap: snap });
  Object.assign(map.getContainer().style, { width: "", height: "" });
  map.invalidateSize({ animate: false });
  if (story.total) {
    setState(state, [...SCENE_KEYS, "v"]);
    story.setCurrent(scene);
  }
  // By less than a pixel, too.
  map.setView(centre, zoom, /** @type {L.ZoomPanOptions} */ ({ animate: false, ...{ reset: true } }));
  map.setMinZoom(least);
}

/**
 * Sheets of the scenes; the map is afterwards as on the screen, or the overview where the screen has a scene.
 * @param {L.Map} map @param {Story} story @param {ReturnType<typeof screenOf>} screen @param {Parts["lines"]} lines
 */
function scenesForPaper(map, story, screen, lines) {
  if (!story.total) return [];
  Object.assign(map.options, { ratio: RATIO, zoomSnap: 0 });
  const sheets = sceneSheets(map, story, lines);
  restoreScreen(map, story, screen);
  if (screen.scene) story.show(0);
  return sheets;
}

/** @typedef {{table: () => () => void, list: () => HTMLElement[], lines: (numbers: readonly number[]) => Node[]}} Parts of the records on paper */

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords
 * @param {import("../query/query.js").PageQuery} query
 * @param {{choose: (n: number) => void, deselect: () => void, selected: () => number | null}} selection
 * @param {Story} story @param {Parts} parts
 */
export function fitToPaper(map, data, mapRecords, query, selection, story, parts) {
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
    const scenes = extent === "map" ? [] : scenesForPaper(map, story, screen, parts.lines);
    // The table of all has the numbers of the map, too.
    const sheets = [...(extent === "scenes" ? parts.list() : []), ...scenes];
    fitToSheet(map, mapRecords);
    limitDefinitions(data, extent === "scenes" ? citedInScenes(data) : query.result().shown, extent === "all");
    restore = [...copyCanvases(frame), extent === "all" ? parts.table() : () => {}, () => sheets.forEach((sheet) => sheet.remove())];
    document.querySelector(".plate")?.after(...sheets);
  }

  function toScreen() {
    if (!screen) return;
    for (const undo of restore) undo();
    const { centre, zoom, chosen, focus } = screen;
    if (screen.presenting) setPresenting(map, true);
    restoreScreen(map, story, screen);
    if (chosen !== null) {
      selection.choose(chosen);
      // A reader may have moved the map away from it.
      if (!map.getCenter().equals(centre)) map.setView(centre, zoom, { animate: false });
      if (focus instanceof HTMLElement && focus !== document.body) focus.focus({ preventScroll: true });
    }
    screen = requested = null;
    delete document.body.dataset.prints;
    pauseTracking(false);
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  // Where the screen's own style comes back later than that.
  window.matchMedia("print").addEventListener("change", ({ matches }) => {
    if (!matches) map.invalidateSize({ animate: false });
  });
}

/** Which records the scenes tell of, in the order of the data. @param {import("../payload.js").PageData} data */
function citedInScenes({ records, scenes = [] }) {
  const numbers = new Set(scenes.flatMap(({ highlight, cited }) => highlight ?? cited ?? []));
  return records.all.map(({ n }) => numbers.has(n));
}

/**
 * On paper only those regions are defined that a printed record names or the map shows.
 * @param {import("../payload.js").PageData} data @param {boolean[]} shown which records are, in the order of the data
 * @param {boolean} lines whether routes and boundaries are defined that the map does not show
 */
function limitDefinitions(data, shown, lines) {
  const printedRecords = data.records.all.filter((_, i) => shown[i]);
  const names = new Set(printedRecords.flatMap(({ shapes }) => shapes.map((/** @type {any} */ shape) => shape.id)));
  for (const input of document.querySelectorAll(".leaflet-control-layers-selector:checked")) {
    names.add(input.parentElement?.textContent?.trim());
  }
  for (const { id, name } of data.regions) if (names.has(id)) names.add(translateText(name));
  for (const term of document.querySelectorAll(".definitions dt[data-w]")) {
    term.classList.toggle("off-paper", !names.has(term.textContent ?? "") && !(lines && term.matches(".line")));
  }
}
