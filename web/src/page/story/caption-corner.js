// The corner of the map in which the caption of a scene covers the fewest symbols.
import { overlap } from "../map/boxes.js";

/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {import("../map/boxes.js").Spot} Spot */

/** The corners, the best first: what is said stands below what is seen. */
const CORNERS = /** @type {const} */ ([["bottom", "left"], ["bottom", "right"], ["top", "right"], ["top", "left"]]);
/** How much more a symbol of the scene counts than another. */
const MAIN = 100;

/**
 * @param {Spot} origin of the map's frame, pixels of the map at its zoom @param {Spot} size of the frame
 * @param {Spot} caption its size, with its distance from the edge
 * @param {{main: Box[], all: Box[]}} symbols those that the scene is about, and all, pixels of the map
 * @param {boolean} leftOnly whether something else stands at the right
 * @returns {{corner: string, side: "left" | "right", end: "top" | "bottom", covered: boolean}} covered: whether it covers a symbol of the scene there
 */
export function leastCovered(origin, size, caption, { main, all }, leftOnly) {
  const places = CORNERS.filter(([, side]) => side === "left" || !leftOnly).map(([end, side]) => {
    const left = origin.x + (side === "left" ? 0 : size.x - caption.x);
    const top = origin.y + (end === "top" ? 0 : size.y - caption.y);
    const box = { left, top, right: left + caption.x, bottom: top + caption.y };
    const covers = (/** @type {Box} */ symbol) => overlap(symbol, box);
    const mains = main.filter(covers).length;
    return { corner: `${end} ${side}`, side, end, covered: mains > 0, count: MAIN * mains + all.filter(covers).length };
  });
  return places.reduce((best, place) => (place.count < best.count ? place : best));
}
