// Where insets stand, and the tangents that lead to them.
import { overlap } from "../map/boxes.js";

/** Height of a caption, space round an inset, and from it to symbols, pixels. */
export const [CAPTION, SPACE, TO_SYMBOLS] = [24, 10, 24];
/** How many boxes stand for a circle. */
const STRIPS = 12;

/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {import("../map/boxes.js").Spot} Spot */

/**
 * The outer tangents of two circles, each from the first to the second.
 * @param {Circle} a @param {Circle} b @returns {[[number, number], [number, number]][]}
 */
export function tangents(a, b) {
  const distance = Math.hypot(b.x - a.x, b.y - a.y);
  const [x, y, cos] = [(b.x - a.x) / distance, (b.y - a.y) / distance, (a.r - b.r) / distance];
  const sin = Math.sqrt(1 - cos * cos);
  return [-1, 1].map((side) => {
    const [right, down] = [x * cos - side * y * sin, y * cos + side * x * sin];
    return /** @type {[[number, number], [number, number]]} */ ([a, b].map((circle) => [circle.x + circle.r * right, circle.y + circle.r * down]));
  });
}

/** The boxes of an inset: its circle in strips, and its caption. @param {Circle} circle @returns {import("../map/boxes.js").Box[]} */
export function boxesOfInset({ x, y, r }) {
  const strips = Array.from({ length: STRIPS }, (_, i) => {
    const [top, bottom] = [i, i + 1].map((n) => (2 * n) / STRIPS - 1);
    const half = Math.sqrt(1 - Math.min(top * top, bottom * bottom, top * bottom < 0 ? 0 : 1)) * r;
    return { left: x - half, top: y + top * r, right: x + half, bottom: y + bottom * r };
  });
  return [...strips, { left: x - r, top: y + r, right: x + r, bottom: y + r + CAPTION }];
}

/**
 * Where an inset stands: beside a round sheet, else in a corner without a symbol.
 * @param {Circle} source @param {number} factor @param {Spot} size of the map @param {{sheet: Circle | null, spots: Spot[], taken: Box[]}} covered
 *   the circle of the sheet with its figures, or null; symbols that are not in the inset; what else it may not cover
 * @returns {Circle | undefined}
 */
export function placeInset(source, factor, { x: width, y: height }, { sheet, spots, taken }) {
  const r = factor * source.r;
  const [right, bottom] = [width - r - SPACE, height - r - SPACE - CAPTION];
  const corners = [[right, bottom], [r + SPACE, bottom], [right, r + SPACE], [r + SPACE, r + SPACE]];
  return corners.map(([x, y]) => ({ x, y, r })).find((circle) => {
    const away = (/** @type {Spot} */ spot) => Math.hypot(spot.x - circle.x, spot.y - circle.y) - r;
    if (boxesOfInset(circle).some((own) => taken.some((box) => overlap(box, own)))) return false;
    if (sheet) return away(sheet) > sheet.r;
    return away(source) > source.r + SPACE && spots.every((spot) => away(spot) > TO_SYMBOLS);
  });
}
