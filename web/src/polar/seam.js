// Joins shapes across 180°. GeoJSON cuts shapes there (RFC 7946, 3.1.9) and leads caps along the meridian to the pole;
// on a polar map the edges along the cut are removed.

/** @typedef {import("./densify.js").Position} Position */

/** Whether an edge runs along 180°. @param {Position} a @param {Position} b */
const onSeam = (a, b) => a[0] === b[0] && Math.abs(a[0]) % 360 === 180 && a[1] !== b[1];

/**
 * Join the rings of a shape across 180°.
 * @param {Position[][]} rings closed, each with its first position repeated at the end
 * @returns {Position[][]} closed rings with the same inside and no edge along a cut
 */
export function joinAtSeam(rings) {
  const cuts = new Set();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      if (onSeam(ring[i - 1], ring[i])) cuts.add(ring[i - 1][1]).add(ring[i][1]);
    }
  }
  if (!cuts.size) return rings;
  const lats = [...cuts].sort((a, b) => a - b);
  const split = rings.map((ring) => splitAt(ring, lats));

  // An edge along the meridian that occurs twice has the shape on both sides of it.
  /** @type {Map<string, number>} */
  const edgeCounts = new Map();
  const edgeKey = (/** @type {Position} */ a, /** @type {Position} */ b) =>
    [a[1], b[1]].sort((p, q) => p - q).join();
  for (const ring of split) {
    for (let i = 1; i < ring.length; i++) {
      if (onSeam(ring[i - 1], ring[i])) {
        const edge = edgeKey(ring[i - 1], ring[i]);
        edgeCounts.set(edge, (edgeCounts.get(edge) ?? 0) + 1);
      }
    }
  }
  const isSeam = (/** @type {Position} */ a, /** @type {Position} */ b) =>
    onSeam(a, b) && (edgeCounts.get(edgeKey(a, b)) ?? 0) % 2 === 0;
  return joinChains(split.flatMap((ring) => chains(ring, isSeam)));
}

/**
 * Give the edges along the seam a vertex at each of the latitudes.
 * @param {Position[]} ring @param {number[]} lats ascending
 * @returns {Position[]}
 */
function splitAt(ring, lats) {
  const result = [ring[0]];
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]];
    if (onSeam(a, b)) {
      const inside = lats.filter((lat) => lat > Math.min(a[1], b[1]) && lat < Math.max(a[1], b[1]));
      if (a[1] > b[1]) inside.reverse();
      for (const lat of inside) result.push([a[0], lat]);
    }
    result.push(b);
  }
  return result;
}

/**
 * The pieces of a ring without its edges along the cut.
 * @param {Position[]} ring @param {(a: Position, b: Position) => boolean} isSeam
 * @returns {Position[][]} the ring itself where no edge lies on the seam
 */
function chains(ring, isSeam) {
  const first = ring.findIndex((position, i) => i > 0 && isSeam(ring[i - 1], position));
  if (first < 0) return [ring];
  const turn = ring[ring.length - 1][0] - ring[0][0];
  /** @type {Position[]} */
  const around = [
    ...ring.slice(first),
    ...ring.slice(1, first + 1).map(([lon, lat]) => /** @type {Position} */ ([lon + turn, lat])),
  ];
  /** @type {Position[][]} */
  const result = [];
  let chain = [around[0]];
  for (let i = 1; i < around.length; i++) {
    if (isSeam(around[i - 1], around[i])) {
      result.push(chain);
      chain = [around[i]];
    } else {
      chain.push(around[i]);
    }
  }
  result.push(chain);
  // A single position, or a chain along the latitude of a pole, has no length on the map.
  return result.filter((chain) => chain.length > 1 && chain.some(([, lat]) => Math.abs(lat) < 90));
}

/** @param {Position[]} chain */
const isClosed = (chain) => {
  const [first, last] = [chain[0], chain[chain.length - 1]];
  return first[1] === last[1] && (last[0] - first[0]) % 360 === 0;
};

/**
 * Chains that begin and end on the seam, joined end to end.
 * @param {Position[][]} chains @returns {Position[][]}
 */
function joinChains(chains) {
  const rings = chains.filter(isClosed);
  const open = new Set(chains.filter((chain) => !isClosed(chain)));
  for (const start of open) {
    open.delete(start);
    let ring = start;
    for (let next = start; !isClosed(ring) && next; ) {
      const [lon, lat] = ring[ring.length - 1];
      const following = [...open].find((chain) => chain[0][1] === lat || chain[chain.length - 1][1] === lat);
      if (!following) break; // The two sides do not match: filling the ring closes it along the seam.
      open.delete(following);
      next = following[0][1] === lat ? following : [...following].reverse();
      const shift = lon - next[0][0];
      ring = [...ring, ...next.slice(1).map(([x, y]) => /** @type {Position} */ ([x + shift, y]))];
    }
    rings.push(ring);
  }
  return rings;
}
