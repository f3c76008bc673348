// Spacing of parallels and meridians, and the positions of their labels at the edge of the view.
import { ENGLISH } from "../map-labels.js";

/** Possible distances of parallels, degrees. */
const PARALLEL_STEPS = [10, 5, 2, 1, 0.5];
/** Possible distances of meridians, degrees. */
const MERIDIAN_STEPS = [30, 15, 10, 5, 2, 1];
/** Least distance between neighbouring lines, pixels. */
const LEAST_DISTANCE = 95;

/**
 * The finest steps whose lines are far enough apart.
 * @param {number} scale pixels a metre
 * @param {number} lat of the middle of the view
 * @returns {{parallels: number, meridians: number}} degrees between lines
 */
export function steps(scale, lat) {
  const degree = 111_000 * scale;
  const meridianDegree = degree * Math.max(Math.cos((Math.min(Math.abs(lat), 75) * Math.PI) / 180), 0.1);
  const finestStep = (/** @type {number[]} */ choices, /** @type {number} */ pixels) =>
    [...choices].reverse().find((step) => step * pixels >= LEAST_DISTANCE) ?? choices[0];
  return {
    parallels: finestStep(PARALLEL_STEPS, degree),
    meridians: finestStep(MERIDIAN_STEPS, meridianDegree),
  };
}

/**
 * Places where a ray from the pole crosses the edge of a rectangle, nearest first.
 * @param {[number, number]} pole @param {[number, number]} direction
 * @param {number} width @param {number} height
 * @returns {[number, number][]}
 */
export function rayOnEdge([x, y], [dx, dy], width, height) {
  const distances = [
    dx && -x / dx,
    dx && (width - x) / dx,
    dy && -y / dy,
    dy && (height - y) / dy,
  ].filter((distance) => distance > 0);
  return distances
    .sort((a, b) => a - b)
    .map((distance) => /** @type {[number, number]} */ ([x + distance * dx, y + distance * dy]))
    .filter(([px, py]) => px > -0.5 && px < width + 0.5 && py > -0.5 && py < height + 0.5);
}

/**
 * Places where a circle round the pole crosses the left or right edge of a rectangle.
 * @param {[number, number]} pole @param {number} radius @param {number} width @param {number} height
 * @returns {[number, number][]}
 */
export function circleOnEdge([x, y], radius, width, height) {
  return [0, width].flatMap((edge) => {
    const reach = radius ** 2 - (edge - x) ** 2;
    if (reach < 0) return [];
    const root = Math.sqrt(reach);
    return [y - root, y + root]
      .filter((py) => py > 0 && py < height)
      .map((py) => /** @type {[number, number]} */ ([edge, py]));
  });
}

/** @param {number} value @param {string} side @param {string} decimal */
function degrees(value, side, decimal) {
  const size = Math.abs(value);
  return `${Number.isInteger(size) ? size : size.toFixed(1).replace(".", decimal)}°${side}`;
}

/** @param {number} lat @param {import("../map-labels.js").MapLabels} [words] */
export const parallelLabel = (lat, words = ENGLISH) => degrees(lat, lat < 0 ? words.south : words.north, words.decimal);

/** @param {number} lon @param {import("../map-labels.js").MapLabels} [words] */
export function meridianLabel(lon, words = ENGLISH) {
  const wrapped = ((lon + 540) % 360) - 180;
  if (wrapped % 180 === 0) return degrees(wrapped, "", words.decimal);
  return degrees(wrapped, wrapped < 0 ? words.west : words.east, words.decimal);
}
