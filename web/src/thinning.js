// A path no finer than a view can show.

/** @param {Float64Array[]} rings @param {boolean} closed @param {number} least between two points, metres */
export function thinned(rings, closed, least) {
  const path = new Path2D();
  for (const ring of rings) {
    let [lastX, lastY] = ring;
    path.moveTo(lastX, lastY);
    const end = ring.length - 2;
    for (let i = 2; i <= end; i += 2) {
      const [x, y] = [ring[i], ring[i + 1]];
      if (i < end && Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
      path.lineTo(x, y);
      [lastX, lastY] = [x, y];
    }
    if (closed) path.closePath();
  }
  return path;
}
