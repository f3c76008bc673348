// Points and boxes of the screen.

/** @typedef {{x: number, y: number}} Spot pixels, y downwards */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box pixels */

/** Whether two boxes overlap. @param {Box} a @param {Box} b */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The box round a point. @param {Spot} spot @param {number} margin pixels to each side @returns {Box} */
export const square = ({ x, y }, margin) => ({ left: x - margin, top: y - margin, right: x + margin, bottom: y + margin });

/** The box round some boxes. @param {Box[]} boxes @returns {Box} */
export const unionOf = (boxes) =>
  boxes.reduce((union, box) => ({
    left: Math.min(union.left, box.left),
    top: Math.min(union.top, box.top),
    right: Math.max(union.right, box.right),
    bottom: Math.max(union.bottom, box.bottom),
  }));
