// Cuts shapes at a parallel in the far south. The South Pole has no place on a map of the North Pole: a ring round it
// would be filled on its wrong side. On a map of the South Pole it is the same with all latitudes negated.

/** @typedef {import("./densify.js").Position} Position */

/** No shape is drawn south of this parallel. */
export const SOUTHERN_LIMIT = -60;

/** @type {Position[]} */
const PARALLEL = [-180, -60, 60, 180].map((lon) => [lon, SOUTHERN_LIMIT]);

/** @param {Position} position */
export const isSouth = ([, lat]) => lat < SOUTHERN_LIMIT;

/** @param {Position[]} ring degrees of longitude from its first position to its last */
const longitudeSpan = (ring) => ring[ring.length - 1][0] - ring[0][0];

/**
 * A line or ring with a vertex wherever it meets the limit.
 * @param {Position[]} positions @returns {Position[]}
 */
function addCrossings(positions) {
  return positions.flatMap((to, i) => {
    const from = positions[i - 1];
    if (!from || isSouth(from) === isSouth(to)) return [to];
    const share = (SOUTHERN_LIMIT - from[1]) / (to[1] - from[1]);
    return [/** @type {Position} */ ([from[0] + (to[0] - from[0]) * share, SOUTHERN_LIMIT]), to];
  });
}

/**
 * The pieces of a line north of the limit.
 * @param {Position[]} line with continuous longitudes
 * @returns {Position[][]}
 */
export function cutLine(line) {
  if (!line.some(isSouth)) return [line];
  const positions = addCrossings(line);
  /** @type {Position[][]} */
  const parts = [];
  for (let i = 1; i < positions.length; i++) {
    const [from, to] = [positions[i - 1], positions[i]];
    if (isSouth(from) || isSouth(to)) continue;
    const last = parts[parts.length - 1];
    if (last?.[last.length - 1] === from) last.push(to);
    else parts.push([from, to]);
  }
  return parts;
}

/**
 * The part of a polygon north of the limit. Parts of a ring south of it are moved onto it.
 * @param {Position[][]} rings closed, with continuous longitudes
 * @param {boolean} [holdsPole] whether the South Pole lies inside
 * @returns {Position[][]} closed rings; a place is inside where an odd number of them encloses it
 */
export function cutRings(rings, holdsPole = enclosesSouthPole(rings)) {
  if (!holdsPole && !rings.some((ring) => ring.some(isSouth))) return rings;
  /** @type {Position[][]} */
  const limited = [];
  // Rings round the axis south of the limit, and the pole, each turn inside and outside over.
  let parallelCount = holdsPole ? 1 : 0;
  for (const ring of rings) {
    if (ring.some(([, lat]) => lat > SOUTHERN_LIMIT)) {
      limited.push(addCrossings(ring).map(([lon, lat]) => [lon, Math.max(lat, SOUTHERN_LIMIT)]));
    } else if (longitudeSpan(ring)) {
      parallelCount += 1;
    }
  }
  return parallelCount % 2 ? [...limited, PARALLEL] : limited;
}

/**
 * Whether a polygon's rings go round the globe's axis, an odd number of them and all in the south.
 * A ring round the axis that reaches the north has the North Pole inside.
 * @param {Position[][]} rings
 */
function enclosesSouthPole(rings) {
  const around = rings.filter(longitudeSpan);
  return around.length % 2 === 1 && around.every((ring) => ring.every(([, lat]) => lat < 0));
}
