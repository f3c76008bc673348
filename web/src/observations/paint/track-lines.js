// Legs and gaps of tracks: which are shown, how they are drawn, and which one is nearest to a point.

/** How a vertex is joined to the one before it; see geotrack_observations/trajectories/map_tracks.py. */
export const LINK = { none: 0, leg: 1, gap: 2, onLeg: 3, onGap: 4 };

/**
 * Vertices, one track after the other.
 * @typedef {object} Track
 * @property {ArrayLike<number>} xs @property {ArrayLike<number>} ys metres of the map
 * @property {ArrayLike<number>} time seconds @property {ArrayLike<number>} link
 * @property {ArrayLike<number> | null} possible 1 of what meets the selection only possibly
 *
 * @typedef {{span: [from: number, before: number] | null, certain: boolean}} TrackQuery seconds
 */

/** Whether a vertex is a fix, and no place on the way to one. @param {Track} track @param {number} i */
export const isFix = ({ link }, i) => link[i] < LINK.onLeg;

/** Whether the way to a vertex is one on which nothing is known. @param {Track} track @param {number} i */
export const isGap = ({ link }, i) => link[i] === LINK.gap || link[i] === LINK.onGap;

/** Whether the way to a vertex meets the selection only possibly. @param {Track} track @param {number} i */
export const isPossible = ({ possible }, i) => possible !== null && (possible[i] === 1 || possible[i - 1] === 1);

/** The fixes at the ends of the way that leads to a vertex. @param {Track} track @param {number} i @returns {[number, number]} */
export function endsOf(track, i) {
  let [first, last] = [i - 1, i];
  while (!isFix(track, first)) first -= 1;
  while (!isFix(track, last)) last += 1;
  return [first, last];
}

/** The vertices of the track to which one belongs. @param {Track} track @param {number} i @returns {[from: number, before: number]} */
export function trackOf({ link }, i) {
  let [from, before] = [i, i + 1];
  while (link[from] !== LINK.none) from -= 1;
  while (before < link.length && link[before] !== LINK.none) before += 1;
  return [from, before];
}

/** Whether a fix is shown. @param {Track} track @param {number} i @param {TrackQuery} filter */
export const isShown = ({ time, possible }, i, { span, certain }) =>
  (!span || (time[i] >= span[0] && time[i] < span[1])) && !(certain && possible !== null && possible[i] === 1);

/** Whether a fix is alone: no way leads to it or from it. @param {Track} track @param {number} i */
export const isAlone = ({ link }, i) =>
  link[i] === LINK.none && (i + 1 === link.length || link[i + 1] === LINK.none);

/**
 * Which part of the way to a vertex is shown: of a leg what lies in the period, were the pace even; a gap
 * whole, because nothing is known between its ends.
 * @param {Track} track @param {number} i @param {TrackQuery} filter @param {number[]} part begin and end, from 0 to 1: written
 * @returns {boolean} whether any
 */
export function shownPart(track, i, { span, certain }, part) {
  const { time, link } = track;
  if (link[i] === LINK.none || (certain && isPossible(track, i))) return false;
  part[0] = 0;
  part[1] = 1;
  if (!span) return true;
  const [from, to] = isGap(track, i) ? endsOf(track, i) : [i - 1, i];
  const [begin, end] = [time[from], time[to]];
  if (end < span[0] || begin >= span[1]) return false;
  if (link[i] === LINK.leg || link[i] === LINK.onLeg) {
    if (begin < span[0]) part[0] = (span[0] - begin) / (end - begin);
    if (end >= span[1]) part[1] = (span[1] - begin) / (end - begin);
  }
  return part[0] < part[1] || begin === end;
}

/** Draws ways that go on where the last one ended as one line, and leaves out what is smaller than a visible line. */
export class Pen {
  /** @param {{moveTo: (x: number, y: number) => void, lineTo: (x: number, y: number) => void}} path @param {number} least pixels */
  constructor(path, least) {
    this.path = path;
    this.least = least;
    /** The vertex at which the line has arrived; the last that was drawn; and where it is since. */
    this.at = -1;
    this.x = 0;
    this.y = 0;
    this.toX = 0;
    this.toY = 0;
    this.waits = false;
    /** How many lines it has drawn. */
    this.many = 0;
  }

  /** @param {number} i its vertex, which the next may follow @param {number} x0 @param {number} y0 @param {number} x @param {number} y */
  draw(i, x0, y0, x, y) {
    if (this.at !== i - 1) {
      this.lift();
      this.path.moveTo(x0, y0);
      [this.x, this.y] = [x0, y0];
    }
    this.at = i;
    if (Math.abs(x - this.x) >= this.least || Math.abs(y - this.y) >= this.least) {
      this.path.lineTo(x, y);
      this.many += 1;
      [this.x, this.y, this.waits] = [x, y, false];
    } else {
      [this.toX, this.toY, this.waits] = [x, y, true];
    }
  }

  lift() {
    if (this.waits) this.path.lineTo(this.toX, this.toY);
    this.waits = false;
    this.at = -1;
  }
}

/**
 * Draws some ways that may be in view.
 * @param {Track} track @param {number} from @param {number} before vertices to which they lead
 * @param {TrackQuery} filter @param {{by: number, x: number, y: number, width: number, height: number}} view
 *   pixels for a metre, where the pole lies, and how large it is
 * @param {{leg: Pen, gap: Pen, faint: Pen, alone: (x: number, y: number) => void}} pens
 */
export function drawLegs(track, from, before, filter, view, pens) {
  const { xs, ys, link } = track;
  const part = [0, 1];
  for (let i = from; i < before; i++) {
    const [x, y] = [xs[i] * view.by + view.x, view.y - ys[i] * view.by];
    if (link[i] === LINK.none) {
      const inView = !areBothOutside(x, x, view.width) && !areBothOutside(y, y, view.height);
      if (inView && isAlone(track, i) && isShown(track, i, filter)) pens.alone(x, y);
      continue;
    }
    const [x0, y0] = [xs[i - 1] * view.by + view.x, view.y - ys[i - 1] * view.by];
    if (areBothOutside(x0, x, view.width) || areBothOutside(y0, y, view.height) || !shownPart(track, i, filter, part)) continue;
    const pen = isGap(track, i) ? pens.gap : isPossible(track, i) ? pens.faint : pens.leg;
    const [begin, end] = part;
    const pointAt = (/** @type {number} */ share) => [x0 + (x - x0) * share, y0 + (y - y0) * share];
    // One that is cut at its end is followed by none.
    const goesOn = end === 1 ? i : -2;
    if (begin > 0) pen.lift();
    const [startX, startY] = begin > 0 ? pointAt(begin) : [x0, y0];
    const [endX, endY] = end < 1 ? pointAt(end) : [x, y];
    pen.draw(i, startX, startY, endX, endY);
    if (goesOn !== i) pen.lift();
  }
}

/** Whether both ends are outside on the same side. @param {number} a @param {number} b @param {number} size */
const areBothOutside = (a, b, size) => (a < 0 && b < 0) || (a > size && b > size);

/**
 * The way, or the fix alone, that is nearest to a place.
 * @param {Track} track @param {number} from @param {number} before @param {TrackQuery} filter
 * @param {{x: number, y: number}} place metres @param {{i: number, share: number, far: number}} best
 *   the nearest so far, and how far it is, metres: brought up to date
 */
export function nearestLeg(track, from, before, filter, { x, y }, best) {
  const { xs, ys, link } = track;
  const part = [0, 1];
  for (let i = from; i < before; i++) {
    let share = 1;
    let [ax, ay] = [xs[i], ys[i]];
    if (link[i] === LINK.none) {
      if (!isAlone(track, i) || !isShown(track, i, filter)) continue;
    } else {
      const [x0, y0, dx, dy] = [xs[i - 1], ys[i - 1], xs[i] - xs[i - 1], ys[i] - ys[i - 1]];
      // Most are out of reach: those need no more looking at.
      const loose = best.far;
      if (Math.min(x0, ax) > x + loose || Math.max(x0, ax) < x - loose) continue;
      if (Math.min(y0, ay) > y + loose || Math.max(y0, ay) < y - loose) continue;
      if (!shownPart(track, i, filter, part)) continue;
      const length = dx * dx + dy * dy;
      const along = length ? ((x - x0) * dx + (y - y0) * dy) / length : 0;
      share = Math.min(part[1], Math.max(part[0], along));
      [ax, ay] = [x0 + dx * share, y0 + dy * share];
    }
    const distance = Math.hypot(ax - x, ay - y);
    if (distance <= best.far && (distance < best.far || best.i < 0)) Object.assign(best, { i, share, far: distance });
  }
}
