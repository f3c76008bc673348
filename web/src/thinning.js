// A path no finer than a view can show.

/**
 * @param {Float64Array} points x and y in turn
 * @param {number[]} starts where in them each ring starts, and at last where they end
 * @param {boolean} closed @param {number} least between two points, metres
 */
export function thinned(points, starts, closed, least) {
  const path = new Path2D();
  for (let ring = 1; ring < starts.length; ring++) {
    const first = starts[ring - 1];
    const last = starts[ring] - 2;
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
  return path;
}
