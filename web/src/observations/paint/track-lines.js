// Legs and gaps of tracks: which are shown, how they are drawn, and which one is nearest to a point.

/** How a vertex is joined to the one before it, by fixes or by vertices between two fixes; see geotrack_observations/trajectories/map_tracks.py. */
export const LINK = { none: 0, leg: 1, gap: 2, onLeg: 3, onGap: 4 };

/**
 * Vertices, one track after the other.
 * @typedef {object} Track
 * @property {ArrayLike<number>} xs @property {ArrayLike<number>} ys metres of the map
 * @property {ArrayLike<number>} time seconds @property {ArrayLike<number>} link a value of LINK
 * @property {ArrayLike<number> | null} possible 1 for fixes that meet the selection only possibly
 *
 * @typedef {{span: [from: number, before: number] | null, certain: boolean}} TrackQuery seconds
 */

/** Whether a vertex is a fix, not a vertex between two fixes. @param {Track} track @param {number} i */
export const isFix = ({ link }, i) => link[i] < LINK.onLeg;

/** Whether the line to a vertex is of a gap, in which nothing is known. @param {Track} track @param {number} i */
export const isGap = ({ link }, i) => link[i] === LINK.gap || link[i] === LINK.onGap;

/** Whether the line to a vertex meets the selection only possibly. @param {Track} track @param {number} i */
export const isPossible = ({ possible }, i) => possible !== null && (possible[i] === 1 || possible[i - 1] === 1);

/** The fixes at the ends of the leg or gap with the line to a vertex. @param {Track} track @param {number} i @returns {[number, number]} */
export function endsOf(track, i) {
  let [first, last] = [i - 1, i];
  while (!isFix(track, first)) first -= 1;
  while (!isFix(track, last)) last += 1;
  return [first, last];
}

/** The range of vertices of the track to which a vertex belongs. @param {Track} track @param {number} i @returns {[from: number, before: number]} */
export function trackOf({ link }, i) {
  let [from, before] = [i, i + 1];
  while (link[from] !== LINK.none) from -= 1;
  while (before < link.length && link[before] !== LINK.none) before += 1;
  return [from, before];
}

/** Whether a fix is shown. @param {Track} track @param {number} i @param {TrackQuery} filter */
export const isShown = ({ time, possible }, i, { span, certain }) =>
  (!span || (time[i] >= span[0] && time[i] < span[1])) && !(certain && possible !== null && possible[i] === 1);

/** Whether a fix is alone: no line leads to it or from it. @param {Track} track @param {number} i */
export const isAlone = ({ link }, i) =>
  link[i] === LINK.none && (i + 1 === link.length || link[i + 1] === LINK.none);

/**
 * Which part of the line to a vertex is shown. Of a leg it is the part in the period, at an even pace; of a gap the
 * whole, because nothing is known between its ends.
 * @param {Track} track @param {number} i @param {TrackQuery} filter
 * @param {number[]} part begin and end, from 0 to 1: written here, since a new array for each line takes too long
 * @returns {boolean} whether any part is shown
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

/** Draws lines that follow one another as one path, and leaves out steps that are too short to be visible. */
export class Pen {
  /** @param {{moveTo: (x: number, y: number) => void, lineTo: (x: number, y: number) => void}} path @param {number} minStep pixels */
  constructor(path, minStep) {
    this.path = path;
    this.minStep = minStep;
    /** The vertex at the end of the last line; −1 after `lift`. */
    this.vertex = -1;
    /** The last point of the path. */
    this.x = 0;
    this.y = 0;
    /** The end of a step that is too short so far: added by a longer one, or by `lift`. */
    this.pendingX = 0;
    this.pendingY = 0;
    this.isPending = false;
    this.lineCount = 0;
  }

  /** @param {number} i vertex at the end of the line @param {number} x0 @param {number} y0 start @param {number} x @param {number} y end */
  draw(i, x0, y0, x, y) {
    if (this.vertex !== i - 1) {
      this.lift();
      this.path.moveTo(x0, y0);
      [this.x, this.y] = [x0, y0];
    }
    this.vertex = i;
    if (Math.abs(x - this.x) >= this.minStep || Math.abs(y - this.y) >= this.minStep) {
      this.path.lineTo(x, y);
      this.lineCount += 1;
      [this.x, this.y, this.isPending] = [x, y, false];
    } else {
      [this.pendingX, this.pendingY, this.isPending] = [x, y, true];
    }
  }

  /** Ends the path: the next line begins a new one. */
  lift() {
    if (this.isPending) this.path.lineTo(this.pendingX, this.pendingY);
    this.isPending = false;
    this.vertex = -1;
  }
}

/**
 * Draws the lines to some vertices, of which some may be in view.
 * @param {Track} track @param {number} from @param {number} before range of the vertices
 * @param {TrackQuery} filter @param {{by: number, x: number, y: number, width: number, height: number}} view
 *   pixels for a metre, the pole's place and the size of the canvas
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
    if (begin > 0) pen.lift();
    const [startX, startY] = begin > 0 ? pointAt(begin) : [x0, y0];
    const [endX, endY] = end < 1 ? pointAt(end) : [x, y];
    pen.draw(i, startX, startY, endX, endY);
    // No line follows one that is cut at its end.
    if (end !== 1) pen.lift();
  }
}

/** Whether both ends are outside on the same side. @param {number} a @param {number} b @param {number} size */
const areBothOutside = (a, b, size) => (a < 0 && b < 0) || (a > size && b > size);

/**
 * Looks among the lines to some vertices, and the fixes that are alone, for a nearer one to a place.
 * @param {Track} track @param {number} from @param {number} before range of the vertices @param {TrackQuery} filter
 * @param {{x: number, y: number}} place metres @param {{i: number, share: number, far: number}} best
 *   the nearest so far, which is replaced: vertex, nearest point as a share of the line to it, and distance, metres
 */
export function nearestLeg(track, from, before, filter, { x, y }, best) {
  const { xs, ys, link } = track;
  const part = [0, 1];
  for (let i = from; i < before; i++) {
    let share = 1;
    // The nearest point of the line.
    let [nearX, nearY] = [xs[i], ys[i]];
    if (link[i] === LINK.none) {
      if (!isAlone(track, i) || !isShown(track, i, filter)) continue;
    } else {
      const [x0, y0, dx, dy] = [xs[i - 1], ys[i - 1], xs[i] - xs[i - 1], ys[i] - ys[i - 1]];
      // Most lines are passed over by their box.
      const { far } = best;
      if (Math.min(x0, xs[i]) > x + far || Math.max(x0, xs[i]) < x - far) continue;
      if (Math.min(y0, ys[i]) > y + far || Math.max(y0, ys[i]) < y - far) continue;
      if (!shownPart(track, i, filter, part)) continue;
      const square = dx * dx + dy * dy;
      // The foot of the perpendicular, kept within the part shown.
      const along = square ? ((x - x0) * dx + (y - y0) * dy) / square : 0;
      share = Math.min(part[1], Math.max(part[0], along));
      [nearX, nearY] = [x0 + dx * share, y0 + dy * share];
    }
    const distance = Math.hypot(nearX - x, nearY - y);
    if (distance <= best.far && (distance < best.far || best.i < 0)) Object.assign(best, { i, share, far: distance });
  }
}
