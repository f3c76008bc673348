// Dots at a clicked point.

/** From the middle of a dot, pixels. */
const REACH = 9;

/**
 * The indices of spots within reach of a place, the nearest first.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {{x: number, y: number}} at
 * @param {(i: number) => boolean} counts @param {number} [reach]
 */
export function dotsAtPoint(xs, ys, at, counts, reach = REACH) {
  /** @type {[far: number, i: number][]} */
  const found = [];
  for (let i = 0; i < xs.length; i++) {
    const far = Math.hypot(xs[i] - at.x, ys[i] - at.y);
    if (far <= reach && counts(i)) found.push([far, i]);
  }
  return found.sort(([a, i], [b, j]) => a - b || i - j).map(([, i]) => i);
}

/**
 * What the next click on a place chooses: the nearest, and then one after another.
 * @param {number[]} found the nearest first @param {number} last -1 for none
 */
export const nextDot = (found, last) => found[(found.indexOf(last) + 1) % found.length];
