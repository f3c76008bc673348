// Cuts lines and rings at 180°, as GeoJSON has them (RFC 7946, 3.1.9).

/** @typedef {import("./densify.js").Position} Position */
/** @typedef {{band: number, line: Position[]}} Piece band 0 is -180 to 180, band 1 the next 360° */

/** @param {Position} a @param {Position} b */
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

/** The parts of an edge between meridians of 180°. @param {Position} from @param {Position} to @returns {Piece[]} */
function cutEdge([west, south], [east, north]) {
  const [low, high] = [Math.min(west, east), Math.max(west, east)];
  const lons = [west, east];
  for (let seam = 360 * Math.ceil((low - 180) / 360) + 180; seam < high; seam += 360) if (seam > low) lons.push(seam);
  lons.sort((a, b) => (east < west ? b - a : a - b));
  const crossingAt = (/** @type {number} */ lon) =>
    /** @type {Position} */ ([lon, lon === east ? north : lon === west ? south : south + ((north - south) * (lon - west)) / (east - west)]);
  return lons.slice(1).map((lon, i) => {
    const line = west === east ? [/** @type {Position} */ ([west, south]), /** @type {Position} */ ([east, north])] : [crossingAt(lons[i]), crossingAt(lon)];
    return { band: Math.round((lons[i] + lon) / 720), line };
  });
}

/**
 * @param {Position[]} line with continuous longitudes
 * @param {boolean} closed whether it is a ring: its edges along 180° are those that a cut adds
 * @returns {Piece[]} joined where they are of one band
 */
function cut(line, closed) {
  /** @type {Piece[]} */
  const parts = [];
  for (let i = 1; i < line.length; i++) {
    if (closed && line[i][0] === line[i - 1][0] && Math.abs(line[i][0] % 360) === 180) continue;
    for (const { band, line: edge } of cutEdge(line[i - 1], line[i])) {
      const last = parts[parts.length - 1];
      if (last?.band === band && same(last.line[last.line.length - 1], edge[0])) last.line.push(edge[1]);
      else parts.push({ band, line: edge });
    }
  }
  return parts;
}

/** A piece between -180 and 180. @param {Piece} piece @returns {Position[]} */
const shifted = ({ band, line }) => line.map(([lon, lat]) => [lon - 360 * band, lat]);

/**
 * A line cut at 180°.
 * @param {Position[]} line with continuous longitudes
 * @returns {Position[][]}
 */
export const cutLineAt180 = (line) => cut(line, false).map(shifted);

/**
 * A ring cut at 180°; one round a pole gets an edge along its latitude.
 * @param {Position[]} ring with continuous longitudes, the first repeated at its end
 * @returns {Position[][]} closed rings, counter-clockwise
 */
export function cutRingAt180(ring) {
  const closedRing = ring[0][0] === ring[ring.length - 1][0] ? ring : withPole(ring);
  const parts = cut(closedRing, true);
  const [start, last] = [parts[0], parts[parts.length - 1]];
  if (parts.length > 1 && start.band === last.band && same(start.line[0], last.line[last.line.length - 1])) {
    parts.pop();
    start.line = [...last.line, ...start.line.slice(1)];
  }
  return join(parts).map(anticlockwise);
}

/**
 * A ring round the pole from 180° to 180°, and back along the pole.
 * @param {Position[]} ring its last longitude is 360° from its first @returns {Position[]}
 */
function withPole(ring) {
  const turn = ring[ring.length - 1][0] - ring[0][0];
  const [head, ...rest] = cut(ring, true).map(({ line }) => line);
  const line = [...rest.flat(), ...head.map(([lon, lat]) => /** @type {Position} */ ([lon + turn, lat]))];
  const [first, last] = [line[0], line[line.length - 1]];
  const pole = ring.every(([, lat]) => lat < 0) ? -90 : 90;
  return [...line, [last[0], pole], [first[0], pole], first];
}

/**
 * Rings of pieces: along a meridian of 180° its crossings, in order of latitude, are joined by twos.
 * @param {Piece[]} parts @returns {Position[][]}
 */
function join(parts) {
  /** @typedef {{piece: Piece, place: Position, starts: boolean}} End */
  /** @type {Map<string, End[]>} */
  const seams = new Map();
  for (const part of parts) {
    const line = shifted(part);
    for (const [place, starts] of /** @type {[Position, boolean][]} */ ([[line[0], true], [line[line.length - 1], false]])) {
      const seam = `${part.band} ${place[0]}`;
      seams.set(seam, [...(seams.get(seam) ?? []), { piece: part, place, starts }]);
    }
  }
  /** @type {Map<Piece, Piece>} */
  const next = new Map();
  for (const ends of seams.values()) {
    ends.sort((a, b) => a.place[1] - b.place[1]);
    for (let i = 1; i < ends.length; i += 2) {
      const [first, second] = ends[i].starts ? [ends[i - 1], ends[i]] : [ends[i], ends[i - 1]];
      next.set(first.piece, second.piece);
    }
  }
  /** @type {Position[][]} */
  const rings = [];
  const left = new Set(parts);
  for (const start of left) {
    /** @type {Position[]} */
    const ring = [];
    for (let part = start; left.delete(part); part = next.get(part) ?? start) ring.push(...shifted(part));
    rings.push(same(ring[0], ring[ring.length - 1]) ? ring : [...ring, ring[0]]);
  }
  return rings;
}

/** @param {Position[]} ring closed */
function anticlockwise(ring) {
  const twice = ring.slice(1).reduce((sum, [lon, lat], i) => sum + (ring[i][0] - lon) * (ring[i][1] + lat), 0);
  return twice < 0 ? ring.reverse() : ring;
}
