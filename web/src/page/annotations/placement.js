// Places annotations beside their symbols: none covers a symbol, another annotation or a control, none leaves the frame
// or stands in the outline of another record, and no leader crosses another symbol. What has no room is left out.
import { overlap, square } from "../map/boxes.js";

/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {import("../map/boxes.js").Spot} Spot */
/** @typedef {Spot & {radius: number}} Circle */

/**
 * @typedef {object} Request an annotation that is to be placed
 * @property {number} n its record
 * @property {Circle} symbol
 * @property {Spot} size of the text
 *
 * @typedef {object} Ground
 * @property {Box} frame in which annotations stand
 * @property {Box[]} blocked boxes that neither text nor symbol may lie under
 * @property {Circle[]} symbols all of them
 * @property {Map<number, Spot[][]>} outlines rings round the places of records, by number
 * @property {(box: Box) => number} unrest what a text hides of the map there, 0 to 1
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
/** From the symbol to a text near it, pixels; from the second on with a leader. */
const RINGS = [4, 16, 30];
const DIRECTIONS = 16;
/** So close to a named symbol a text seems to be its text, pixels. */
const NEXT = 24;
/** Texts further off are aligned in columns: from one to the next, and from row to row, pixels; how many on each side. */
const COLUMN = 32;
const ROW = 12;
const [COLUMNS, ROWS] = [9, 14];
/**
 * What makes a place worse, in pixels of distance. A symbol that the text may seem to belong to because it is as close
 * counts by its radius.
 */
const COSTS = { far: 26, unrest: 34, doubt: 2, vertical: 5, left: 2, unaligned: 8 };

/**
 * @param {Request[]} requests the most important first @param {Ground} ground
 * @param {{most?: number, reach?: number}} [limits] how many annotations, and how long a leader is, pixels
 * @returns {Annotation[]} in the order of the requests
 */
export function placeAnnotations(requests, ground, { most = Infinity, reach = Infinity } = {}) {
  const annotated = new Set(requests.map(({ symbol }) => symbol));
  /** @type {Annotation[]} */
  const placed = [];
  for (const request of requests) {
    if (placed.length >= most) break;
    const { x, y } = request.symbol;
    const symbolBox = square(request.symbol, 0);
    if (!isWithin(symbolBox, ground.frame) || ground.blocked.some((box) => overlap(box, square({ x, y }, 1)))) continue;
    const farCandidates = () => far(request).filter(({ leader }) => lengthOf(leader) <= reach);
    const namedGround = { ...ground, named: annotated };
    const best = bestPlace(near(request), request, namedGround, placed) ?? bestPlace(farCandidates(), request, namedGround, placed);
    if (best) placed.push({ n: request.n, box: best.box, side: best.side, leader: best.leader });
  }
  return placed;
}

/** @typedef {Ground & {named: Set<Circle>}} NamedGround with the symbols that have annotations */

/** @param {Candidate[]} candidates @param {Request} request @param {NamedGround} ground @param {Annotation[]} placed */
function bestPlace(candidates, request, ground, placed) {
  /** @type {Candidate | null} */
  let best = null;
  for (const candidate of candidates.sort((a, b) => a.cost - b.cost)) {
    if (best && candidate.cost >= best.cost) break;
    const cost = costOf(candidate, request, ground, placed);
    if (cost < (best?.cost ?? Infinity)) best = { ...candidate, cost };
  }
  return best;
}

/** @param {Candidate} one @param {Request} request @param {NamedGround} ground @param {Annotation[]} placed */
function costOf({ box, leader, side, cost }, { n, symbol }, { frame, blocked, symbols, named, outlines, unrest }, placed) {
  const room = grow(box, MARGIN);
  if (!isWithin(box, frame) || blocked.some((other) => overlap(other, room))) return Infinity;
  const close = gapOf(symbol, box) + MARGIN;
  let doubt = 0;
  for (const other of symbols) {
    const gap = gapOf(other, box);
    if (gap < MARGIN) return Infinity;
    if (isAt(other, symbol)) continue;
    // It would be read as the leader of that symbol.
    if (distanceTo(leader, other) < other.radius) return Infinity;
    if (gap >= close) continue;
    // It would be read as the text of that symbol, which has one of its own.
    if (named.has(other) && gap < NEXT) return Infinity;
    doubt += other.radius;
  }
  for (const other of placed) {
    if (overlap(other.box, room) || crosses(other.leader, room) || crosses(leader, grow(other.box, 1))) return Infinity;
    if (meet(leader, other.leader)) return Infinity;
  }
  if (blocked.some((other) => crosses(leader, other))) return Infinity;
  for (const [other, rings] of outlines) {
    if (other !== n && rings.some((ring) => crosses([...ring, ring[0]], room) || encloses(ring, room))) return Infinity;
  }
  const aligned = placed.some((other) => other.side === side && edgeOf(other) === edgeOf({ box, side }));
  const column = leader.length > 1 && !aligned ? COSTS.unaligned : 0;
  return cost + column + doubt * COSTS.doubt + unrest(box) * COSTS.unrest;
}

/** The side of a text that its leader comes from. @param {{box: Box, side: number}} text */
const edgeOf = ({ box, side }) => (side < 0 ? box.right : box.left);

/** Places round the symbol. @param {Request} request @returns {Candidate[]} */
function near({ symbol, size }) {
  return RINGS.flatMap((away, ring) =>
    Array.from({ length: DIRECTIONS }, (_, i) => {
      const angle = (i * 2 * Math.PI) / DIRECTIONS;
      const [across, down] = [Math.cos(angle), Math.sin(angle)].map((part) => Math.round(part * 1e6) / 1e6);
      const side = /** @type {-1 | 0 | 1} */ (Math.abs(across) < 0.3 ? 0 : Math.sign(across));
      const from = { x: symbol.x + across * (symbol.radius + away), y: symbol.y + down * (symbol.radius + away) };
      const box = boxAt({ x: from.x + (side * size.x) / 2, y: from.y + (down * size.y) / 2 }, size);
      const leader = ring ? [from, atRim(symbol, from)] : [];
      const cost = away + (side < 0 ? COSTS.left : 0) + Math.abs(down) * COSTS.vertical;
      return { box, side, leader, cost };
    }),
  );
}

/** Places in columns at both sides. @param {Request} request @returns {Candidate[]} */
function far({ symbol, size }) {
  /** @type {Candidate[]} */
  const candidates = [];
  for (const side of /** @type {const} */ ([1, -1])) {
    const first = Math.ceil((side * symbol.x + symbol.radius + COLUMN) / COLUMN);
    for (let column = first; column < first + COLUMNS; column++) {
      const x = side * column * COLUMN;
      for (let row = -ROWS; row <= ROWS; row++) {
        const y = symbol.y + row * ROW;
        const start = { x: x - side * MARGIN, y };
        const bend = bendOf(start, symbol);
        const leader = [start, ...bend, atRim(symbol, bend[0] ?? start)];
        const cost = COSTS.far + Math.hypot(x - symbol.x, y - symbol.y) / 2 + (side < 0 ? COSTS.left : 0);
        candidates.push({ box: boxAt({ x: x + (side * size.x) / 2, y }, size), side, leader, cost });
      }
    }
  }
  return candidates;
}

/** A leader leaves its text level, and ends aslant. @param {Spot} from @param {Spot} to @returns {Spot[]} */
function bendOf(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return dy && Math.abs(dx) > Math.abs(dy) ? [{ x: to.x - Math.sign(dx) * Math.abs(dy), y: from.y }] : [];
}

/** Where the way to a symbol ends. @param {Circle} symbol @param {Spot} from @returns {Spot} */
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

/** Between a symbol and a box, pixels. @param {Circle} symbol @param {Box} box */
const gapOf = ({ x, y, radius }, { left, top, right, bottom }) =>
  Math.hypot(x - Math.max(left, Math.min(x, right)), y - Math.max(top, Math.min(y, bottom))) - radius;

/** @param {Spot[]} line */
const lengthOf = (line) => line.slice(1).reduce((sum, { x, y }, i) => sum + Math.hypot(x - line[i].x, y - line[i].y), 0);

/** @param {Spot} a @param {Spot} b */
const isAt = (a, b) => a.x === b.x && a.y === b.y;

/** Whether a line of points runs through a box. @param {Spot[]} line @param {Box} box */
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

/** Whether a ring holds the corner of a box. @param {Spot[]} ring @param {Box} box */
const encloses = (ring, { left, top }) =>
  ring.reduce((inside, a, i) => {
    const b = ring.at(i - 1) ?? a;
    return inside !== (a.y > top !== b.y > top && left < a.x + ((b.x - a.x) * (top - a.y)) / (b.y - a.y));
  }, false);

/** From a line of points to a spot. @param {Spot[]} line @param {Spot} spot */
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

/** On which side of a line a point lies. @param {Spot} a @param {Spot} b @param {Spot} c */
const turnOf = (a, b, c) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/** Whether two lines of points cross. @param {Spot[]} first @param {Spot[]} second */
const meet = (first, second) =>
  first.slice(1).some((b, i) =>
    second.slice(1).some((d, j) => {
      const [a, c] = [first[i], second[j]];
      return turnOf(a, b, c) !== turnOf(a, b, d) && turnOf(c, d, a) !== turnOf(c, d, b);
    }),
  );
