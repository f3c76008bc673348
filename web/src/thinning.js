// A path no finer than a view can show.

/**
 * Add rings to a path.
 * @param {Path2D} path
 * @param {import("./outline.js").Rings} all
 * @param {number} from the number of the first ring @param {number} to that of the one after the last
 * @param {boolean} closed @param {number} least between two points, metres
 */
export function thinned(path, { points, starts }, from, to, closed, least) {
  for (let ring = from; ring < to; ring++) {
    const first = starts[ring];
    const last = starts[ring + 1] - 2;
    let lastX = points[first];
    let lastY = points[first + 1];
    path.moveTo(lastX, lastY);
    for (let i = first + 2; i <= last; i += 2) {
      const x = points[i];
      const y = points[i + 1];
      if (i < last && Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
      path.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    if (closed) path.closePath();
  }
}
