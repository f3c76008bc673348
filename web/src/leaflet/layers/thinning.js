// A path no finer than a view can show.

/**
 * Add rings to a path.
 * @param {Path2D} path
 * @param {import("./basemap-outline.js").Rings} all
 * @param {number} from the number of the first ring @param {number} to that of the one after the last
 * @param {boolean} closed @param {number} least between two points, metres
 * @returns {number} of how many lines
 */
export function thinned(path, { points, starts }, from, to, closed, least) {
  let lines = 0;
  for (let ring = from; ring < to; ring++) {
    lines += thinnedRing(path, points, starts[ring], starts[ring + 1] - 2, least);
    if (closed) path.closePath();
  }
  return lines;
}

/**
 * By itself: a browser compiles a function that is called often, but a loop within another again and again.
 * @param {Path2D} path @param {Float64Array} points @param {number} first @param {number} last @param {number} least
 */
function thinnedRing(path, points, first, last, least) {
  let lastX = points[first];
  let lastY = points[first + 1];
  let lines = 0;
  path.moveTo(lastX, lastY);
  for (let i = first + 2; i <= last; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    if (i < last && Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
    path.lineTo(x, y);
    lines += 1;
    lastX = x;
    lastY = y;
  }
  return lines;
}
