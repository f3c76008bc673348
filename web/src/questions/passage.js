// Whether a path can go round an area: geotrack/queries/areas.py removes the area from the path's corridor; here
// cells of a grid are passed from its start to its end.
import { contains, edgeWithin } from "./plane.js";

/** @typedef {import("./plane.js").PlaneShape} PlaneShape */

/** Cells across the start of a course. */
const ACROSS = 16;
/** A corridor has fewer cells; beyond that, a way round is assumed. */
const MOST = 50_000;

/**
 * A cell is passed where any place in it may lie in the corridor and outside the area, so that a way round is found
 * rather than missed.
 * @param {PlaneShape[]} corridor @param {PlaneShape[]} start @param {PlaneShape[]} end @param {PlaneShape} area
 */
export function canPass(corridor, start, end, area) {
  const [west, south, east, north] = start[0].box;
  const size = Math.max(east - west, north - south) / ACROSS;
  const reach = size * Math.SQRT1_2;
  const mayBeIn = (/** @type {PlaneShape[]} */ shapes, /** @type {number} */ x, /** @type {number} */ y) =>
    shapes.some((shape) => contains(shape, x, y) || edgeWithin(shape, x, y, reach + shape.off));
  const open = (/** @type {number} */ x, /** @type {number} */ y) =>
    mayBeIn(corridor, x, y) && !(contains(area, x, y) && !edgeWithin(area, x, y, reach + area.off));

  /** @type {[number, number][]} */
  const waiting = [];
  const known = new Set();
  const visit = (/** @type {number} */ column, /** @type {number} */ row) => {
    const name = `${column},${row}`;
    if (known.has(name)) return;
    known.add(name);
    if (open(west + column * size, south + row * size)) waiting.push([column, row]);
  };
  for (let column = -1; column <= ACROSS + 1; column++) {
    for (let row = -1; row <= ACROSS + 1; row++) {
      if (mayBeIn(start, west + column * size, south + row * size)) visit(column, row);
    }
  }
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const [column, row] = at;
    if (known.size > MOST || mayBeIn(end, west + column * size, south + row * size)) return true;
    for (const x of [-1, 0, 1]) for (const y of [-1, 0, 1]) visit(column + x, row + y);
  }
  return false;
}
