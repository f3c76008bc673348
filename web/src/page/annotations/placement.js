// Places annotations beside their symbols. None covers a symbol, another annotation or a control, none leaves the frame
// or stands in the outline of another record, and no leader crosses another symbol. One without room is left out.
import { overlap, square } from "../map/boxes.js";

/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {import("../map/boxes.js").Spot} Spot */
/** @typedef {Spot & {radius: number}} Circle */

/**
 * @typedef {object} Request an annotation that is to be placed
 * @property {number} n its record
 * @property {Circle} symbol
 * @property {Spot} size of the text
 * @property {Surroundings} surroundings
 * @property {Surroundings} [widest] with the fewest obstacles, if the text can stand nowhere else
 * @property {boolean} [isPlace] whether it is the name of a place: it has no leader
 * @property {boolean} [cited] whether it is left out only where it can stand nowhere
 *
 * @typedef {object} Surroundings
 * @property {Box} frame in which annotations stand
 * @property {(Box & {n?: number})[]} blocked boxes that neither text nor symbol may lie under, some of them the number of a record
 * @property {Circle[]} symbols of all records
 * @property {Map<number, Spot[][]>} outlines rings round the places of records, by number
 * @property {Spot[][]} lines which neither text nor leader crosses
 * @property {(box: Box) => number} contrastOf the basemap under a text, 0 to 1: see `basemapContrast`
 *
 * @typedef {object} Annotation an annotation with its place
 * @property {number} n
 * @property {Box} box of the text
 * @property {-1 | 0 | 1} side of the symbol on which the text stands: left, in the middle, right
 * @property {Spot[]} leader from the text to the symbol; empty where they are close
 *
 * @typedef {Omit<Annotation, "n"> & {cost: number}} Candidate
 */

/** Free space between the text and anything else, pixels. */
const MARGIN = 3;
/** Distances of near texts from their symbol, pixels; the first has no leader. */
const RINGS = [4, 16, 30];
/** Those of the name of a place. */
const PLACE_RINGS = [3, 12, 21, 30, 40, 50, 60];
/** Number of directions from the symbol in which near texts are tried. */
const DIRECTIONS = 16;
/** A text this near to another named symbol would be read as the text of that, pixels. */
const TOO_NEAR = 24;
/** For a record that the text cites, columns and rows are this many times as close, if need be. */
const FINER = 2;
/** Far texts are aligned in columns and rows: their distances, pixels, and their numbers on each side. */
const COLUMN_WIDTH = 32;
const ROW_HEIGHT = 12;
const [COLUMNS, ROWS] = [9, 14];
/**
 * Costs of a place, in pixels of distance: of a far place; of a coast under the text; per radius of other symbols to which
 * the text may seem to belong, because they are as near; of a text above or below the symbol, or on its left; and of
 * one that is aligned with no other.
 */
const COSTS = { far: 26, contrast: 34, doubt: 2, vertical: 5, left: 2, unaligned: 8 };

/**
 * @param {Request[]} requests the most important first
 * @param {{maxCount?: number, maxLeader?: number}} [limits] number of annotations, and length of a leader, pixels
 * @returns {Annotation[]} in the order in which they were placed
 */
export function placeAnnotations(requests, limits = {}) {
  const [cited, others] = [true, false].map((isCited) => requests.filter((request) => Boolean(request.cited && !request.isPlace) === isCited));
  /** @type {Annotation[]} */
  let best = [];
  // One may stand in the way of another: each of them is placed first until all are placed.
  for (let i = 0; i < cited.length && best.length < cited.length; i++) {
    const placed = placeInOrder([...cited.slice(i), ...cited.slice(0, i)], [], requests, limits);
    if (placed.length > best.length) best = placed;
  }
  return placeInOrder(others, best, requests, limits);
}

/** @param {Request[]} requests @param {Annotation[]} before annotations that are placed @param {Request[]} all @param {{maxCount?: number, maxLeader?: number}} limits */
function placeInOrder(requests, before, all, { maxCount = Infinity, maxLeader = Infinity }) {
  const named = new Set(all.map(({ symbol }) => symbol));
  const placed = [...before];
  for (const request of requests) {
    if (placed.length >= maxCount) break;
    const { symbol, surroundings, cited } = request;
    if (!isWithin(square(symbol, 0), surroundings.frame) || surroundings.blocked.some((box) => overlap(box, square(symbol, 1)))) continue;
    const place = (/** @type {Candidate[]} */ candidates, /** @type {NamedSurroundings} */ around) => bestPlace(candidates, request, around, placed);
    const around = { ...surroundings, named };
    const far = request.isPlace ? [] : farCandidates(request);
    const best =
      place(nearCandidates(request), around) ??
      // Symbols that cover a place leave no way for a line to it.
      (request.isPlace ? place(nearCandidates(request).map((candidate) => ({ ...candidate, leader: [] })), around) : null) ??
      place(far.filter(({ leader }) => lengthOf(leader) <= maxLeader), around) ??
      // At the end of a leader, a text is not read as that of the symbols and outlines around it.
      (cited && !request.isPlace ? placeAtLength(request, surroundings, place) ?? (request.widest ? placeAtLength(request, request.widest, place) : null) : null);
    if (best) placed.push({ n: request.n, box: best.box, side: best.side, leader: best.leader });
  }
  return placed;
}

/** The place of a text at the end of a leader, where it may stand in outlines of others. @param {Request} request @param {Surroundings} surroundings @param {(candidates: Candidate[], around: NamedSurroundings) => Candidate | null} place */
const placeAtLength = (request, surroundings, place) => place(farCandidates(request, FINER), { ...surroundings, named: new Set(), outlines: fixedOutlines(surroundings) });

/** The outlines that are not those of records. @param {Surroundings} surroundings */
const fixedOutlines = ({ outlines }) => new Map([...outlines].filter(([n]) => n < 1));

/** @typedef {Surroundings & {named: Set<Circle>}} NamedSurroundings with the symbols that have annotations */

/** The candidate of the least cost; null if none is possible. @param {Candidate[]} candidates @param {Request} request @param {NamedSurroundings} surroundings @param {Annotation[]} placed */
function bestPlace(candidates, request, surroundings, placed) {
  /** @type {Candidate | null} */
  let best = null;
  for (const candidate of candidates.sort((a, b) => a.cost - b.cost)) {
    // Further costs are only added: no later candidate can be better.
    if (best && candidate.cost >= best.cost) break;
    const cost = costOf(candidate, request, surroundings, placed);
    if (cost < (best?.cost ?? Infinity)) best = { ...candidate, cost };
  }
  return best;
}

/** The whole cost of a candidate; infinite if it is not possible. @param {Candidate} candidate @param {Request} request @param {NamedSurroundings} surroundings @param {Annotation[]} placed */
function costOf({ box, leader, side, cost }, { n, symbol }, { frame, blocked, symbols, named, outlines, lines, contrastOf }, placed) {
  const room = grow(box, MARGIN);
  if (!isWithin(box, frame) || blocked.some((other) => overlap(other, room))) return Infinity;
  const nearGap = gapOf(symbol, box) + MARGIN;
  let doubt = 0;
  for (const other of symbols) {
    const gap = gapOf(other, box);
    if (gap < MARGIN) return Infinity;
    if (isAt(other, symbol)) continue;
    // The leader would be read as that of the other symbol.
    if (distanceTo(leader, other) < other.radius) return Infinity;
    if (gap >= nearGap) continue;
    // The text would be read as that of the other symbol, which has one of its own.
    if (named.has(other) && gap < TOO_NEAR) return Infinity;
    doubt += other.radius;
  }
  for (const other of placed) {
    if (overlap(other.box, room) || crosses(other.leader, room) || crosses(leader, grow(other.box, 1))) return Infinity;
    if (meet(leader, other.leader)) return Infinity;
  }
  if (blocked.some((other) => other.n !== n && crosses(leader, other)) || lines.some((line) => crosses(line, room) || meet(line, leader))) return Infinity;
  for (const [other, rings] of outlines) {
    if (other !== n && rings.some((ring) => crosses([...ring, ring[0]], room) || encloses(ring, room))) return Infinity;
  }
  const aligned = placed.some((other) => other.side === side && edgeOf(other) === edgeOf({ box, side }));
  const alignment = leader.length > 1 && !aligned ? COSTS.unaligned : 0;
  return cost + alignment + doubt * COSTS.doubt + contrastOf(box) * COSTS.contrast;
}

/** The edge of a text at which its leader begins, x. @param {{box: Box, side: number}} text */
const edgeOf = ({ box, side }) => (side < 0 ? box.right : box.left);

/** Places in rings round the symbol. @param {Request} request @returns {Candidate[]} */
function nearCandidates({ symbol, size, isPlace }) {
  return (isPlace ? PLACE_RINGS : RINGS).flatMap((distance, ring) =>
    Array.from({ length: DIRECTIONS }, (_, i) => {
      const angle = (i * 2 * Math.PI) / DIRECTIONS;
      // Rounded, so that opposite directions have equal costs.
      const [across, down] = [Math.cos(angle), Math.sin(angle)].map((part) => Math.round(part * 1e6) / 1e6);
      const side = /** @type {-1 | 0 | 1} */ (Math.abs(across) < 0.3 ? 0 : Math.sign(across));
      const from = { x: symbol.x + across * (symbol.radius + distance), y: symbol.y + down * (symbol.radius + distance) };
      const box = boxAt({ x: from.x + (side * size.x) / 2, y: from.y + (down * size.y) / 2 }, size);
      const leader = ring && !isPlace ? [from, atRim(symbol, from)] : [];
      const cost = distance + (side < 0 ? COSTS.left : 0) + Math.abs(down) * COSTS.vertical;
      return { box, side, leader, cost };
    }),
  );
}

/** Places in columns on both sides of the symbol. @param {Request} request @param {number} [finer] how many times as many columns and rows there are @returns {Candidate[]} */
function farCandidates({ symbol, size }, finer = 1) {
  const [step, high] = [COLUMN_WIDTH / finer, ROW_HEIGHT / finer];
  /** @type {Candidate[]} */
  const candidates = [];
  for (const side of /** @type {const} */ ([1, -1])) {
    const first = Math.ceil((side * symbol.x + symbol.radius + step) / step);
    for (let column = first; column < first + COLUMNS * finer; column++) {
      const x = side * column * step;
      for (let row = -ROWS * finer; row <= ROWS * finer; row++) {
        const y = symbol.y + row * high;
        const start = { x: x - side * MARGIN, y };
        const cost = COSTS.far + Math.hypot(x - symbol.x, y - symbol.y) / 2 + (side < 0 ? COSTS.left : 0);
        const box = boxAt({ x: x + (side * size.x) / 2, y }, size);
        for (const bend of bendsOf(start, symbol)) {
          candidates.push({ box, side, leader: [start, ...bend, atRim(symbol, bend[0] ?? start)], cost });
        }
      }
    }
  }
  return candidates;
}

/** The bends that a leader may have: it is horizontal at its text and diagonal at its symbol, or the reverse; empty for a straight one. @param {Spot} from @param {Spot} to @returns {Spot[][]} */
function bendsOf(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (!dy || Math.abs(dx) <= Math.abs(dy)) return [[]];
  const diagonal = Math.sign(dx) * Math.abs(dy);
  return [[{ x: to.x - diagonal, y: from.y }], [{ x: from.x + diagonal, y: to.y }]];
}

/** The end of a leader: a pixel outside the symbol's rim. @param {Circle} symbol @param {Spot} from @returns {Spot} */
function atRim({ x, y, radius }, from) {
  const distance = Math.hypot(from.x - x, from.y - y) || 1;
  const share = Math.min(1, (radius + 1) / distance);
  return { x: x + (from.x - x) * share, y: y + (from.y - y) * share };
}

/** @param {Spot} middle @param {Spot} size @returns {Box} */
const boxAt = ({ x, y }, size) => ({ left: x - size.x / 2, top: y - size.y / 2, right: x + size.x / 2, bottom: y + size.y / 2 });

/** @param {Box} box @param {number} margin @returns {Box} */
const grow = ({ left, top, right, bottom }, margin) => ({ left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin });

/** @param {Box} box @param {Box} frame */
const isWithin = (box, frame) => box.left >= frame.left && box.top >= frame.top && box.right <= frame.right && box.bottom <= frame.bottom;

/** The distance between the rim of a symbol and a box, pixels; negative if they overlap. @param {Circle} symbol @param {Box} box */
const gapOf = ({ x, y, radius }, { left, top, right, bottom }) =>
  Math.hypot(x - Math.max(left, Math.min(x, right)), y - Math.max(top, Math.min(y, bottom))) - radius;

/** @param {Spot[]} line points of a polyline */
const lengthOf = (line) => line.slice(1).reduce((sum, { x, y }, i) => sum + Math.hypot(x - line[i].x, y - line[i].y), 0);

/** @param {Spot} a @param {Spot} b */
const isAt = (a, b) => a.x === b.x && a.y === b.y;

/** Whether a polyline runs through a box (Liang-Barsky clipping of each segment). @param {Spot[]} line @param {Box} box */
function crosses(line, { left, top, right, bottom }) {
  return line.slice(1).some((to, i) => {
    const from = line[i];
    let [first, last] = [0, 1];
    for (const [origin, extent, low, high] of [[from.x, to.x - from.x, left, right], [from.y, to.y - from.y, top, bottom]]) {
      if (!extent && (origin < low || origin > high)) return false;
      const [enter, leave] = extent ? [(low - origin) / extent, (high - origin) / extent] : [0, 1];
      first = Math.max(first, Math.min(enter, leave));
      last = Math.min(last, Math.max(enter, leave));
    }
    return first < last;
  });
}

/** Whether a ring contains the upper left corner of a box (even-odd rule). @param {Spot[]} ring @param {Box} box */
const encloses = (ring, { left, top }) =>
  ring.reduce((inside, a, i) => {
    const b = ring.at(i - 1) ?? a;
    return inside !== (a.y > top !== b.y > top && left < a.x + ((b.x - a.x) * (top - a.y)) / (b.y - a.y));
  }, false);

/** The distance of a spot from a polyline, pixels. @param {Spot[]} line @param {Spot} spot */
const distanceTo = (line, { x, y }) =>
  Math.min(
    ...line.slice(1).map((to, i) => {
      const from = line[i];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const share = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
      const clamped = Math.max(0, Math.min(1, share));
      return Math.hypot(from.x + dx * clamped - x, from.y + dy * clamped - y);
    }),
  );

/** The side of the line from a to b on which c lies: -1, 0 (on it) or 1. @param {Spot} a @param {Spot} b @param {Spot} c */
const turnOf = (a, b, c) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/** Whether two polylines cross. @param {Spot[]} first @param {Spot[]} second */
const meet = (first, second) =>
  first.slice(1).some((b, i) =>
    second.slice(1).some((d, j) => {
      const [a, c] = [first[i], second[j]];
      return turnOf(a, b, c) !== turnOf(a, b, d) && turnOf(c, d, a) !== turnOf(c, d, b);
    }),
  );
