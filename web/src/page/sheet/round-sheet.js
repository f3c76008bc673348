// The round sheet: while a map whose definition asks for it is at its home view, it is a circle about the Pole in a bezel
// of degrees, on paper, with a tick for each place off it; any other view is the whole map.
import { button, svg } from "../dom.js";
import { onLanguage, translateElement } from "../i18n.js";
import { isHome, showHome } from "../map/home.js";
import { panTo } from "../map/view-fit.js";
import { narrow } from "../screen-size.js";
import { pauseTracking } from "../url/page-state.js";
import { sheetDrawing } from "./drawing.js";
import { fitSheet, roundFrame } from "./frame.js";
import { addList } from "./off-sheet-list.js";
import { hasRoom, isSmall, isTold, roomy, setLayout, showList } from "./page-layout.js";
import { isOffSheet } from "./off-sheet-places.js";

const L = window.L;

/**
 * @typedef {object} SheetParts
 * @property {import("../payload.js").PageData} data
 * @property {import("../marks/map-record.js").MapRecords} mapRecords
 * @property {import("../query/query.js").PageQuery} query
 * @property {{onState: (listener: (n: number, state: "chosen" | "hovered", on: boolean) => void) => undefined | void, choose: (n: number) => void}} selection
 * @property {(compact: boolean) => void} [compact] makes the timeline low
 */

/** A button beside those of the zoom, that shows the home view. @param {any} map */
function addHomeButton(map) {
  const home = translateElement(button("home-button", "", () => showHome(map)), { title: ["sheet.home"], "aria-label": ["sheet.home"] });
  home.append(svg("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, [svg("circle", { r: 6 }), svg("circle", { r: 1 })]));
  map.zoomControl?.getContainer().append(home);
}

/** The sheet of a map: shown at the home view, and not at any other. */
class RoundSheet {
  /** Whether the sheet itself moves the map. */
  busy = false;
  /** Whether the reader has left the sheet at the home view. */
  left = false;
  /** Whether the page is on paper. */
  printing = false;

  /** @param {any} map @param {number} south @param {SheetParts} parts */
  constructor(map, south, { compact = () => {} }) {
    this.map = map;
    this.south = south;
    this.compact = compact;
    this.drawing = sheetDrawing(map, south).element;
  }

  get isShown() {
    return roundFrame(this.map) !== null;
  }

  /** Moves the map, which no reader does. @param {() => void} move */
  move(move) {
    this.busy = true;
    pauseTracking(true);
    move();
    pauseTracking(false);
    this.busy = false;
    this.drawing.classList.remove("leaving");
    this.map.fire("sheetchange");
  }

  /** Fits the sheet to the map's frame. */
  fit() {
    this.move(() => {
      this.map.invalidateSize({ animate: false });
      fitSheet(this.map, this.south);
    });
  }

  show() {
    setLayout(hasRoom(), true);
    this.compact(hasRoom());
    this.fit();
  }

  /** Takes the sheet away in a scene and while presenting, which have layouts and views of their own. */
  drop() {
    setLayout(false, false);
    showList(false);
    this.map.options.circle = null;
    this.map.fire("sheetchange");
  }

  /** Gives the map the room that the layout of the page leaves, with each place where it is on the screen. */
  giveRoom() {
    const before = this.map.getContainer().getBoundingClientRect();
    setLayout(hasRoom(), false);
    showList(false);
    this.compact(false);
    const after = this.map.getContainer().getBoundingClientRect();
    this.map.options.circle = null;
    this.move(() => {
      this.map._rawPanBy(L.point(after.left - before.left, after.top - before.top));
      this.map.invalidateSize({ animate: false, pan: false });
    });
  }

  /** Shows the whole map where it is. */
  leave() {
    this.left = true;
    this.settle();
  }

  /** Leaves the map to what is drawn of it for paper. */
  beginPaper() {
    this.printing = true;
    this.drop();
  }

  /** Shows the sheet on paper, with the title on it, if the map is at its home view; returns whether it is. @param {() => void} resize gives the map its size there */
  showOnPaper(resize) {
    if (!isHome(this.map)) return false;
    document.body.classList.add("paper-sheet");
    document.querySelector(".plate")?.prepend(...document.querySelectorAll(".masthead"));
    resize();
    this.fit();
    return true;
  }

  /** Lays it out for the screen again, before the map has its size there. */
  endPaper() {
    this.printing = false;
    document.body.classList.remove("paper-sheet");
    document.querySelector("main")?.before(...document.querySelectorAll(".masthead"));
    this.drop();
  }

  /** Shows or hides the sheet, by the view and the room. */
  settle() {
    if (this.busy || this.printing) return;
    const home = isHome(this.map);
    if (!home) this.left = false;
    const shows = home && (hasRoom() || isSmall()) && !this.left;
    if (shows && !this.isShown) this.show();
    else if (this.isShown && isTold()) this.drop();
    else if (this.isShown && !shows) this.giveRoom();
    else {
      this.drawing.classList.remove("leaving");
      document.body.classList.toggle("atlas", hasRoom());
    }
  }
}

/** Keeps a sheet with the view and the page. @param {any} map @param {RoundSheet} sheet */
function follow(map, sheet) {
  const settle = () => sheet.settle();
  map.on("movestart zoomstart", () => !sheet.busy && sheet.drawing.classList.add("leaving"));
  map.on("moveend zoomend", settle);
  map.on("resize projectionchange", () => !sheet.busy && !sheet.printing && sheet.isShown && sheet.fit());
  map.on("homewanted", () => void (sheet.left = false));
  onLanguage(() => map.fire("sheetchange"));
  for (const query of [roomy, narrow]) query.addEventListener("change", () => (sheet.isShown && (hasRoom() || isSmall()) ? sheet.show() : settle()));
  new MutationObserver(settle).observe(document.body, { attributeFilter: ["class"] });
}

/** The sheet gives way to a record off it that is chosen, and to a question about a place. @param {any} map @param {RoundSheet} sheet @param {SheetParts} parts */
function giveWay(map, sheet, { mapRecords, query, selection }) {
  selection.onState((n, state, on) => {
    const record = mapRecords.get(n);
    if (!on || state !== "chosen" || !record || !sheet.isShown || !isOffSheet(record.event, sheet.south)) return;
    // When its card is open.
    queueMicrotask(() => {
      sheet.leave();
      panTo(map, record.mark, [], map.getContainer().querySelector(".docked")?.clientWidth ?? 0);
    });
  });
  query.onChange(() => query.conditions().area && sheet.isShown && sheet.leave());
}

/**
 * The sheet, for the rest of the page.
 * @typedef {object} Sheet
 * @property {() => boolean} fit sets the first view, and returns whether that is a sheet
 * @property {() => void} beginPaper
 * @property {(resize: () => void) => boolean} showOnPaper
 * @property {() => void} endPaper
 */

/**
 * Shows the sheet at the home view, if the map has one.
 * @param {any} map @param {SheetParts} parts
 * @returns {Sheet | null} none on a map without one
 */
export function createSheet(map, parts) {
  const south = parts.data.roundSouth;
  if (south === undefined) return null;
  addList(south, parts);
  addHomeButton(map);
  const sheet = new RoundSheet(map, south, parts);
  follow(map, sheet);
  giveWay(map, sheet, parts);
  return {
    fit() {
      if (!hasRoom() && !isSmall()) return false;
      sheet.show();
      return true;
    },
    beginPaper: () => sheet.beginPaper(),
    showOnPaper: (resize) => sheet.showOnPaper(resize),
    endPaper: () => sheet.endPaper(),
  };
}
