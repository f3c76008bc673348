// Short arrow at the mark of a sighting, towards the next sighting.

/** @typedef {{x: number, y: number}} Spot pixels */

/** Distance from the middle of a symbol to the arrow, pixels. */
const CLEARANCE = 15;
/** Greatest length of an arrow, pixels. */
const LONGEST = 20;
/** Least length of an arrow, pixels. */
const SHORTEST = 6;
/** Length of an arrow's head, pixels. */
const HEAD_LENGTH = 5;

/**
 * @param {Spot & {size?: number}} from middle of the symbol, and its size as a factor
 * @param {Spot & {size?: number}} to the next one
 * @param {Spot} direction in which the geodesic sets out
 * @returns {string} an SVG path; empty where the symbols are too near each other for an arrow
 */
export function sequenceArrow(from, to, direction) {
  const { size = 1 } = from;
  const start = CLEARANCE * size;
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const length = Math.min(LONGEST * size, distance - start - CLEARANCE * (to.size ?? 1));
  const reach = Math.hypot(direction.x, direction.y);
  if (length < SHORTEST * size || !reach) return "";
  const ux = direction.x / reach;
  const uy = direction.y / reach;
  const pointAt = (/** @type {number} */ along, /** @type {number} */ aside) =>
    `${(from.x + along * ux - aside * uy).toFixed(1)} ${(from.y + along * uy + aside * ux).toFixed(1)}`;
  const end = start + length;
  const head = HEAD_LENGTH * size;
  const tip = pointAt(end, 0);
  return `M${pointAt(start, 0)}L${tip}M${pointAt(end - head, -head * 0.7)}L${tip}L${pointAt(end - head, head * 0.7)}`;
}
