// Shapes of the analysis plane: edges that come near each other, and points inside.

/**
 * @typedef {Float64Array} Ring x and y in turn, metres; its last point is joined to its first
 * @typedef {object} PlaneShape a position is inside if an odd number of rings goes round it
 * @property {Ring[]} rings
 * @property {number} off error of its edges, metres
 * @property {Box} box
 * @typedef {[west: number, south: number, east: number, north: number]} Box
 */

/** @param {Ring[]} rings @param {number} off @returns {PlaneShape} */
export function planeShape(rings, off) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) for (let i = 0; i < ring.length; i += 2) widen(box, ring[i], ring[i + 1]);
  return { rings, off, box };
}

/** @param {Box} box @param {number} x @param {number} y */
function widen(box, x, y) {
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}

/** @param {Box} a @param {Box} b @param {number} reach */
export const boxesMeet = (a, b, reach) =>
  a[0] - reach <= b[2] && b[0] - reach <= a[2] && a[1] - reach <= b[3] && b[1] - reach <= a[3];

/** @param {PlaneShape} shape @param {number} x @param {number} y */
export function contains({ rings }, x, y) {
  let inside = false;
  for (const ring of rings) {
    let [x1, y1] = [ring[ring.length - 2], ring[ring.length - 1]];
    for (let i = 0; i < ring.length; i += 2) {
      const [x2, y2] = [ring[i], ring[i + 1]];
      // An edge that a ray from the point to the east crosses.
      if ((y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      [x1, y1] = [x2, y2];
    }
  }
  return inside;
}

/** The edges that come near a box, four numbers each. @param {PlaneShape} shape @param {Box} box @param {number} reach */
function edgesNear({ rings }, box, reach) {
  const [west, south, east, north] = [box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach];
  /** @type {number[]} */
  const edges = [];
  for (const ring of rings) {
    let [x1, y1] = [ring[ring.length - 2], ring[ring.length - 1]];
    for (let i = 0; i < ring.length; i += 2) {
      const [x2, y2] = [ring[i], ring[i + 1]];
      const beside = Math.min(x1, x2) > east || Math.max(x1, x2) < west || Math.min(y1, y2) > north || Math.max(y1, y2) < south;
      if (!beside) edges.push(x1, y1, x2, y2);
      [x1, y1] = [x2, y2];
    }
  }
  return edges;
}

/** Square of the distance of a point from an edge. @param {number} x @param {number} y @param {number[]} edges @param {number} index */
function squaredDistance(x, y, edges, index) {
  const [x1, y1, dx, dy] = [edges[index], edges[index + 1], edges[index + 2] - edges[index], edges[index + 3] - edges[index + 1]];
  const square = dx * dx + dy * dy;
  const share = square ? Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / square)) : 0;
  return (x - x1 - share * dx) ** 2 + (y - y1 - share * dy) ** 2;
}

/** Whether the line of edge i of `a` separates the ends of edge j of `b`. @param {number[]} a @param {number} i @param {number[]} b @param {number} j */
function separates(a, i, b, j) {
  const [dx, dy] = [a[i + 2] - a[i], a[i + 3] - a[i + 1]];
  const side = (/** @type {number} */ k) => dx * (b[k + 1] - a[i + 1]) - dy * (b[k] - a[i]);
  return (side(j) > 0) !== (side(j + 2) > 0);
}

/** Whether edges of two shapes come within a distance of each other; not so if one shape lies deep inside the other. @param {PlaneShape} first @param {PlaneShape} second @param {number} reach metres */
export function edgesMeet(first, second, reach) {
  const a = edgesNear(first, second.box, reach);
  const b = edgesNear(second, first.box, reach);
  const squaredReach = reach ** 2;
  for (let i = 0; i < a.length; i += 4) {
    const [west, east] = a[i] < a[i + 2] ? [a[i] - reach, a[i + 2] + reach] : [a[i + 2] - reach, a[i] + reach];
    const [south, north] = a[i + 1] < a[i + 3] ? [a[i + 1] - reach, a[i + 3] + reach] : [a[i + 3] - reach, a[i + 1] + reach];
    for (let j = 0; j < b.length; j += 4) {
      // Edges beside the box of edge i, widened by the reach, are too far from it.
      if ((b[j] > east && b[j + 2] > east) || (b[j] < west && b[j + 2] < west)) continue;
      if ((b[j + 1] > north && b[j + 3] > north) || (b[j + 1] < south && b[j + 3] < south)) continue;
      if (separates(a, i, b, j) && separates(b, j, a, i)) return true;
      if (squaredDistance(a[i], a[i + 1], b, j) <= squaredReach || squaredDistance(a[i + 2], a[i + 3], b, j) <= squaredReach) return true;
      if (squaredDistance(b[j], b[j + 1], a, i) <= squaredReach || squaredDistance(b[j + 2], b[j + 3], a, i) <= squaredReach) return true;
    }
  }
  return false;
}

/** Whether a point is within a distance of a shape's edges. @param {PlaneShape} shape @param {number} x @param {number} y @param {number} reach */
export function edgeWithin(shape, x, y, reach) {
  // The reach of a disc that is smaller than the error of the edges.
  if (reach <= 0) return false;
  const edges = edgesNear(shape, [x, y, x, y], reach);
  for (let i = 0; i < edges.length; i += 4) if (squaredDistance(x, y, edges, i) <= reach ** 2) return true;
  return false;
}
