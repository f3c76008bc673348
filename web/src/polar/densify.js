// Densifies edges: an edge of GeoJSON is straight in lon/lat (RFC 7946, 3.1.1), so it is a curve on the map.

/** @typedef {[lon: number, lat: number]} Position degrees; a longitude may pass ±180 */

/** Greatest distance between a drawn edge and the true one, metres of the map. */
const TOLERANCE_M = 25;
/** Greatest span of a piece that is not halved yet, degrees of longitude: the ends of a whole parallel are one point of the map. */
const WIDEST_PIECE = 30;
/** How often a piece is halved at most. */
const DEPTH_LIMIT = 16;

/** How near to 180° a longitude counts as 180°, degrees (0.11 m at most): files that avoid 180° write 179.999999. */
const SNAP_DEGREES = 1e-6;

/** @param {number} lon @returns {number} the nearest of …, −180, 180, 540, … if it is that, else `lon` */
function snapToSeam(lon) {
  const seam = 180 + 360 * Math.round((lon - 180) / 360);
  return Math.abs(lon - seam) <= SNAP_DEGREES ? seam : lon;
}

/** @param {number} step degrees between two longitudes */
const isFullTurn = (step) => Math.abs(step) === 360;

/**
 * Longitudes made continuous. An edge of exactly 360° runs the whole parallel, unless it only steps from one
 * spelling of a meridian to another: its latitudes differ, or the edges beside it run against it.
 * @param {Position[]} positions
 * @param {boolean} closed whether an edge leads from the last back to the first
 * @param {boolean} [asWritten] whether an edge longer than 180° runs as written (RFC 7946, 3.1.1), else the short way
 * @returns {Position[]} with the first repeated at the end if closed (perhaps 360° further on)
 */
export function unwrap(positions, closed, asWritten = false) {
  if (!positions.length) return [];
  const closedPositions = (closed ? [...positions, positions[0]] : positions).map(([lon, lat]) => [snapToSeam(lon), lat]);
  const steps = closedPositions.slice(1).map(([lon], i) => lon - closedPositions[i][0]);
  // Degrees that a step needs to run the short way.
  const turns = steps.map((step) =>
    asWritten || Math.abs(step) <= 180 || isFullTurn(step) ? 0 : -360 * Math.round(step / 360),
  );
  // How far each edge runs; 0 where that is not known yet.
  const runs = steps.map((step, i) => (isFullTurn(step) ? 0 : step + turns[i]));
  const count = steps.length;
  const run = (/** @type {number} */ i) => (closed ? runs[(i + count) % count] : (runs[i] ?? 0));
  // Longitudes are as written but for whole turns, so that no sum rounds them.
  let turned = 0;
  return closedPositions.map(([lon, lat], i) => {
    if (!i) return [lon, lat];
    const step = steps[i - 1];
    const changesSpelling = isFullTurn(step) && (lat !== closedPositions[i - 1][1] || runsOpposite(step, run(i - 2), run(i)));
    turned += changesSpelling ? -step : turns[i - 1];
    return [lon + turned, lat];
  });
}

/** Whether at least one of the neighbouring edges runs against a step, and none runs with it. @param {number} step @param {number[]} neighbours */
function runsOpposite(step, ...neighbours) {
  const along = neighbours.map((direction) => direction * Math.sign(step));
  return Math.min(...along) < 0 && Math.max(...along) <= 0;
}

/**
 * @param {Position[]} positions with continuous longitudes
 * @param {(lon: number, lat: number) => [number, number]} project
 * @returns {[number, number][]} points of the map, metres
 */
export function densify(positions, project) {
  if (!positions.length) return [];
  /** @type {[number, number][]} */
  const points = [project(...positions[0])];
  for (let index = 1; index < positions.length; index++) {
    const from = positions[index - 1];
    const to = positions[index];
    const count = Math.max(1, Math.ceil(Math.abs(to[0] - from[0]) / WIDEST_PIECE));
    let start = from;
    for (let k = 1; k <= count; k++) {
      /** @type {Position} */
      const end = k === count ? to : between(from, to, k / count);
      subdivide(start, points[points.length - 1], end, project(...end), project, points, DEPTH_LIMIT);
      start = end;
    }
  }
  return points;
}

/** @param {Position} from @param {Position} to @param {number} share @returns {Position} */
const between = (from, to, share) => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
];

/**
 * Halve an edge until it is straight on the map, and append the ends of its pieces.
 * @param {Position} from @param {[number, number]} a `from` on the map
 * @param {Position} to @param {[number, number]} b `to` on the map
 * @param {(lon: number, lat: number) => [number, number]} project
 * @param {[number, number][]} points to which they are appended
 * @param {number} depth how often it may still be halved
 */
function subdivide(from, a, to, b, project, points, depth) {
  const middle = between(from, to, 0.5);
  const m = project(...middle);
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const chord = Math.hypot(dx, dy);
  const deviation = chord
    ? Math.abs(dx * (m[1] - a[1]) - dy * (m[0] - a[0])) / chord
    : Math.hypot(m[0] - a[0], m[1] - a[1]);
  if (depth && deviation > TOLERANCE_M) {
    subdivide(from, a, middle, m, project, points, depth - 1);
    subdivide(middle, m, to, b, project, points, depth - 1);
  } else {
    points.push(b);
  }
}
