// Cuts lines and rings at 180°, as GeoJSON has them (RFC 7946, 3.1.9).

/** @typedef {import("./densify.js").Position} Position */
/** @typedef {{band: number, line: Position[]}} Piece of a line in one turn of longitudes: band 0 is -180 to 180, band 1 is 180 to 540 */

/** @param {Position} a @param {Position} b */
const isSamePosition = (a, b) => a[0] === b[0] && a[1] === b[1];

/** The parts of an edge between meridians of 180°. @param {Position} from @param {Position} to @returns {Piece[]} */
function cutEdge([west, south], [east, north]) {
  const [low, high] = [Math.min(west, east), Math.max(west, east)];
  const lons = [west, east];
  for (let seam = 360 * Math.ceil((low - 180) / 360) + 180; seam < high; seam += 360) if (seam > low) lons.push(seam);
  lons.sort((a, b) => (east < west ? b - a : a - b));
  /** @param {number} lon @returns {Position} the edge at a longitude; its ends exactly as they are */
  function positionAt(lon) {
    if (lon === east) return [lon, north];
    if (lon === west) return [lon, south];
    return [lon, south + ((north - south) * (lon - west)) / (east - west)];
  }
  return lons.slice(1).map((lon, i) => {
    const band = Math.round((lons[i] + lon) / 720);
    // An edge along a meridian has two positions of one longitude.
    return west === east ? { band, line: [[west, south], [east, north]] } : { band, line: [positionAt(lons[i]), positionAt(lon)] };
  });
}

/**
 * @param {Position[]} line with continuous longitudes
 * @param {boolean} closed whether it is a ring: its edges along 180° are those that a cut adds
 * @returns {Piece[]} neighbours of one band are one piece
 */
function cut(line, closed) {
  /** @type {Piece[]} */
  const parts = [];
  for (let i = 1; i < line.length; i++) {
    if (closed && line[i][0] === line[i - 1][0] && Math.abs(line[i][0] % 360) === 180) continue;
    for (const { band, line: edge } of cutEdge(line[i - 1], line[i])) {
      const last = parts[parts.length - 1];
      if (last?.band === band && isSamePosition(last.line[last.line.length - 1], edge[0])) last.line.push(edge[1]);
      else parts.push({ band, line: edge });
    }
  }
  return parts;
}

/** The positions of a piece, moved into -180 to 180. @param {Piece} piece @returns {Position[]} */
const toFirstBand = ({ band, line }) => line.map(([lon, lat]) => [lon - 360 * band, lat]);

/**
 * A line cut at 180°.
 * @param {Position[]} line with continuous longitudes
 * @returns {Position[][]}
 */
export const cutLineAt180 = (line) => cut(line, false).map(toFirstBand);

/**
 * A ring cut at 180°; one round a pole gets an edge along its latitude.
 * @param {Position[]} ring with continuous longitudes, the first repeated at its end
 * @returns {Position[][]} closed rings, counter-clockwise
 */
export function cutRingAt180(ring) {
  const closedRing = ring[0][0] === ring[ring.length - 1][0] ? ring : withPole(ring);
  const parts = cut(closedRing, true);
  const start = parts[0];
  const last = parts[parts.length - 1];
  // The ring may start inside a piece: its end and its start are then one.
  if (parts.length > 1 && start.band === last.band && isSamePosition(start.line[0], last.line[last.line.length - 1])) {
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
  // The line is begun at 180° instead: what comes before it follows, a turn further on.
  const [head, ...later] = cut(ring, true).map(({ line }) => line);
  const line = [...later.flat(), ...head.map(([lon, lat]) => /** @type {Position} */ ([lon + turn, lat]))];
  const [first, last] = [line[0], line[line.length - 1]];
  const pole = ring.every(([, lat]) => lat < 0) ? -90 : 90;
  return [...line, [last[0], pole], [first[0], pole], first];
}

/**
 * Rings of pieces: along a meridian of 180° its crossings, in order of latitude, are joined by twos.
 * @param {Piece[]} parts @returns {Position[][]}
 */
function join(parts) {
  /** @typedef {{piece: Piece, position: Position, isStart: boolean}} End */
  /** @type {Map<string, End[]>} */
  const seams = new Map();
  for (const part of parts) {
    const line = toFirstBand(part);
    const start = { piece: part, position: line[0], isStart: true };
    const end = { piece: part, position: line[line.length - 1], isStart: false };
    for (const crossing of [start, end]) {
      const seam = `${part.band} ${crossing.position[0]}`;
      seams.set(seam, [...(seams.get(seam) ?? []), crossing]);
    }
  }
  /** @type {Map<Piece, Piece>} */
  const next = new Map();
  for (const ends of seams.values()) {
    ends.sort((a, b) => a.position[1] - b.position[1]);
    for (let i = 1; i < ends.length; i += 2) {
      const [previous, following] = ends[i].isStart ? [ends[i - 1], ends[i]] : [ends[i], ends[i - 1]];
      next.set(previous.piece, following.piece);
    }
  }
  /** @type {Position[][]} */
  const rings = [];
  const unused = new Set(parts);
  for (const start of unused) {
    /** @type {Position[]} */
    const ring = [];
    for (let part = start; unused.delete(part); part = next.get(part) ?? start) ring.push(...toFirstBand(part));
    rings.push(isSamePosition(ring[0], ring[ring.length - 1]) ? ring : [...ring, ring[0]]);
  }
  return rings;
}

/** @param {Position[]} ring closed */
function anticlockwise(ring) {
  const doubleArea = ring.slice(1).reduce((sum, [lon, lat], i) => sum + (ring[i][0] - lon) * (ring[i][1] + lat), 0);
  return doubleArea < 0 ? ring.reverse() : ring;
}
