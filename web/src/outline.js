// Parts of a layer in a map's plane, drawn no finer than a view can show.
import { thinned } from "./thinning.js";

/** Points closer than this to the last one that is drawn are left out, pixels. */
const FINE = 0.4;
/** Of what is soft: a wide rim costs far more a point than a thin line does. */
const SOFT = 1.5;

/** One part: its rings in metres of the plane, and paths of them for the scales that were asked for. */
export class Outline {
  /**
   * @param {Float64Array} points of all parts, x and y in turn
   * @param {number[]} starts where in them each ring of this one starts, and at last where they end
   * @param {boolean} closed
   */
  constructor(points, starts, closed) {
    this.points = points;
    this.starts = starts;
    this.closed = closed;
    this.across = reach(points, starts[0], starts[starts.length - 1]);
    this.upwards = reach(points, starts[0] + 1, starts[starts.length - 1]);
    /** @type {Map<number, Path2D>} */
    this.paths = new Map();
  }

  /** Whether some of it may be in a view. @param {import("leaflet").Bounds} view metres */
  meets(view) {
    const { min, max } = /** @type {{min: import("leaflet").Point, max: import("leaflet").Point}} */ (view);
    const [[west, east], [south, north]] = [this.across, this.upwards];
    return min.x <= east && max.x >= west && min.y <= north && max.y >= south;
  }

  /** @param {number} scale px/m */
  line(scale) {
    return this._path(FINE, scale);
  }

  /** A coarser one, for what is wide and faint. @param {number} scale px/m */
  rim(scale) {
    return this._path(SOFT, scale);
  }

  /** @param {number} pixels @param {number} scale px/m */
  _path(pixels, scale) {
    // Two for each doubling of the scale, as fine as their closest view needs.
    const level = Math.ceil(2 * Math.log2(scale)) / 2;
    const least = pixels / 2 ** level;
    let path = this.paths.get(least);
    if (!path) this.paths.set(least, (path = thinned(this.points, this.starts, this.closed, least)));
    return path;
  }
}

/** The least and the greatest of every second number. @param {Float64Array} points @param {number} start @param {number} end */
function reach(points, start, end) {
  let [least, most] = [Infinity, -Infinity];
  for (let i = start; i < end; i += 2) {
    if (points[i] < least) least = points[i];
    if (points[i] > most) most = points[i];
  }
  return [least, most];
}
