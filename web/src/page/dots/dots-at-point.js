// Dots at a clicked point.

/** From the middle of a dot, pixels. */
const REACH = 9;

/**
 * The indices of spots within reach of a place, the nearest first.
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys @param {{x: number, y: number}} point
 * @param {(i: number) => boolean} counts @param {number} [reach]
 */
export function dotsAtPoint(xs, ys, point, counts, reach = REACH) {
  /** @type {[far: number, i: number][]} */
  const hits = [];
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [xs[i] - point.x, ys[i] - point.y];
    if (x * x + y * y <= reach * reach && counts(i)) hits.push([Math.hypot(x, y), i]);
  }
  return hits.sort(([a, i], [b, j]) => a - b || i - j).map(([, i]) => i);
}
