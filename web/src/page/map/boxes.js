// Points and boxes of the screen.

/** @typedef {{x: number, y: number}} Spot pixels, y downwards */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box pixels */

/** Whether two boxes overlap. @param {Box} a @param {Box} b */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The box round a point. @param {Spot} spot @param {number} by pixels to each side @returns {Box} */
export const square = ({ x, y }, by) => ({ left: x - by, top: y - by, right: x + by, bottom: y + by });

/** The box round some boxes. @param {Box[]} boxes @returns {Box} */
export const unionOf = (boxes) =>
  boxes.reduce((all, box) => ({
    left: Math.min(all.left, box.left),
    top: Math.min(all.top, box.top),
    right: Math.max(all.right, box.right),
    bottom: Math.max(all.bottom, box.bottom),
  }));
