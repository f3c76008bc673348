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
 * @param {Spot} way direction in which the geodesic sets out
 * @returns {string} an SVG path; empty where the symbols are too near each other for an arrow
 */
export function sequenceArrow(from, to, way) {
  const { size = 1 } = from;
  const clear = CLEAR * size;
  const apart = Math.hypot(to.x - from.x, to.y - from.y);
  const length = Math.min(LONGEST * size, apart - clear - CLEAR * (to.size ?? 1));
  const reach = Math.hypot(way.x, way.y);
  if (length < SHORTEST * size || !reach) return "";
  const [ux, uy] = [way.x / reach, way.y / reach];
  const at = (/** @type {number} */ along, /** @type {number} */ aside) =>
    `${(from.x + along * ux - aside * uy).toFixed(1)} ${(from.y + along * uy + aside * ux).toFixed(1)}`;
  const [tip, head] = [clear + length, HEAD * size];
  return `M${at(clear, 0)}L${at(tip, 0)}M${at(tip - head, -head * 0.7)}L${at(tip, 0)}L${at(tip - head, head * 0.7)}`;
}
