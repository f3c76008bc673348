// Short arrow at the mark of a sighting, towards the next sighting.

/** @typedef {{x: number, y: number}} Spot pixels */

/** From the middle of a symbol to the arrow, the arrow's length at most and at least, and its head, pixels. */
const CLEAR = 15;
const LONGEST = 20;
const SHORTEST = 6;
const HEAD = 5;

/**
 * @param {Spot & {size?: number}} from middle of the symbol, and how many times as large as at first it is
 * @param {Spot & {size?: number}} to the next one
 * @param {Spot} direction direction in which the geodesic sets out
 * @returns {string} an SVG path; empty where the symbols are too near each other for an arrow
 */
export function sequenceArrow(from, to, direction) {
  const { size = 1 } = from;
  const clear = CLEAR * size;
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const length = Math.min(LONGEST * size, distance - clear - CLEAR * (to.size ?? 1));
  const reach = Math.hypot(direction.x, direction.y);
  if (length < SHORTEST * size || !reach) return "";
  const [ux, uy] = [direction.x / reach, direction.y / reach];
  const pointAt = (/** @type {number} */ along, /** @type {number} */ aside) =>
    `${(from.x + along * ux - aside * uy).toFixed(1)} ${(from.y + along * uy + aside * ux).toFixed(1)}`;
  const [tip, head] = [clear + length, HEAD * size];
  return `M${pointAt(clear, 0)}L${pointAt(tip, 0)}M${pointAt(tip - head, -head * 0.7)}L${pointAt(tip, 0)}L${pointAt(tip - head, head * 0.7)}`;
}
