// The circle of a round sheet in the map's frame.
import { setExactView, setHome } from "../map/home.js";
import { square } from "../map/boxes.js";
import { scaleFactors } from "../screen-size.js";
import { BEZEL } from "./bezel.js";
import { isOnPaper, isSmall } from "./page-layout.js";

/** Width of the column of the title, and from the bezel to the edge of the map, pixels. */
const [COLUMN, EDGE] = [340, 26];
/** On paper: of the map's width, the column of the title, and the circle with its figures at most. */
const [PAPER_COLUMN, PAPER_CIRCLE] = [0.23, 0.605];
/** A page this wide has its tools beside the circle; their height in a narrower one, pixels. */
const [NARROW, TOOLS] = [1260, 56];
/** From the bezel to the edge of the map on a small screen, pixels. */
const SMALL_EDGE = 5;
/** Height of the strips that stand for what lies outside the circle, pixels. */
const STRIP = 24;
/** What the page has beside the circle and above or below labels, pixels. */
const [TOP, FOOT, GAP] = [60, 14, 18];

/** @typedef {import("./bezel.js").Circle} Circle */

/** What stands beside a round sheet. */
export const BESIDE_SHEET = ".plate > .masthead, .key-box > *, .sheet-notes, .off-sheet, .lead, .list-opener";


/** The circle of a map's round sheet, pixels of its frame; null while it is not shown. @param {any} map @returns {(Circle & {spots?: {x: number, y: number, radius: number}[]}) | null} */
export const roundFrame = (map) => map.options.circle ?? null;

/**
 * Boxes over all that lies outside a map's round sheet, in strips, and over its degrees; none while it is not shown.
 * @param {L.Map} map @returns {import("../map/boxes.js").Box[]}
 */
export function boxesBesideSheet(map) {
  const circle = roundFrame(map);
  if (!circle) return [];
  const { x: width, y: height } = map.getSize();
  const shift = map.layerPointToContainerPoint([0, 0]);
  const degrees = (circle.spots ?? []).map(({ x, y, radius }) => square({ x: x + shift.x, y: y + shift.y }, radius));
  const strips = Array.from({ length: Math.ceil(height / STRIP) }, (_, i) => {
    const [top, bottom] = [i * STRIP, (i + 1) * STRIP];
    const down = Math.max(Math.abs(top - circle.y), Math.abs(bottom - circle.y));
    const half = down < circle.r ? Math.sqrt(circle.r ** 2 - down ** 2) : 0;
    return [{ left: 0, top, right: circle.x - half, bottom }, { left: circle.x + half, top, right: width, bottom }];
  });
  return [...strips.flat(), ...degrees];
}

/**
 * The view that shows the sheet as large as the map's frame allows.
 * @param {any} map @param {number} south
 */
export function fitSheet(map, south) {
  const { crs } = map.options;
  const { x: width, y: height } = map.getSize();
  const [scale] = scaleFactors("--scale");
  const onPaper = isOnPaper();
  const [column, margin] = isSmall() ? [0, BEZEL + SMALL_EDGE] : [onPaper ? PAPER_COLUMN * width : COLUMN * scale, BEZEL + EDGE * scale];
  // On a narrow page the tools would lie over the top of the circle.
  const top = width < NARROW && !onPaper ? TOOLS : 0;
  const r = Math.max(1, Math.floor(Math.min(height - top, onPaper ? PAPER_CIRCLE * width : width - column) / 2) - margin);
  const circle = { x: Math.max(width / 2, column + margin + r), y: (height + top) / 2, r };
  const zoom = crs.zoom(r / crs.polar.radius(south));
  const pole = map.project([90 * crs.polar.hemisphere, 0], zoom);
  if (zoom < map.getMinZoom()) map.setMinZoom(zoom);
  setExactView(map, map.unproject(pole.add([width / 2 - circle.x, height / 2 - circle.y]), zoom), zoom);
  map.options.circle = circle;
  // On paper the view is not that of the screen.
  if (!onPaper) setHome(map);
}

/** The heights that the page leaves free for labels at the left and right of the sheet. @param {L.Map} map @param {Circle} circle */
export function freeRanges(map, circle) {
  const frame = map.getContainer().getBoundingClientRect();
  const foot = frame.height - FOOT;
  /** @param {string} selector @returns {DOMRect | undefined} */
  const boxOf = (selector) => [...document.querySelectorAll(selector)].map((found) => found.getBoundingClientRect()).filter(({ width }) => width).pop();
  const column = boxOf(isOnPaper() ? ".masthead" : ".list-opener")?.bottom ?? frame.top;
  const notes = boxOf(".sheet-notes")?.top ?? frame.bottom;
  const legend = boxOf(".key-box > dl")?.bottom ?? frame.top;
  return /** @type {Record<"left" | "right", [number, number]>} */ ({
    left: circle.x - circle.r > 2 * COLUMN - TOP ? [TOP, foot] : [column - frame.top + GAP, Math.min(foot, notes - frame.top - GAP)],
    right: [legend - frame.top + GAP, foot],
  });
}
