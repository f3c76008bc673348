// Outlines of a basemap layer in the map's plane, as paths of no more detail than the scale shows.

/** Tolerance of lines and fills, pixels: points closer than this to the last drawn one are left out. */
const LINE_TOLERANCE = 0.4;
/** Tolerance of soft rims, pixels: each point of a wide rim takes far longer to draw than that of a thin line. */
const RIM_TOLERANCE = 1.5;
/** Side of a square, metres. Parts in one square share a path: islands are many, and each has few points. */
const SQUARE_M = 1e6;
/** A part with more coordinates than this has a path of its own. */
const LARGE_PART = 2000;
/** In a view whose shorter side is at least this, metres, nearly everything is visible. */
const WIDE_VIEW_M = 8e6;

/**
 * All rings of a map, in metres of its plane.
 * @typedef {object} Rings
 * @property {Float64Array} points x and y in turn
 * @property {number[]} starts index in `points` at which each ring starts, then their end
 */

/** Neighbouring parts, and their paths by tolerance. */
export class Outline {
  /** @param {Rings} vertices @param {boolean} closed */
  constructor(vertices, closed) {
    this.all = vertices;
    this.closed = closed;
    /** The first ring of each part and the one after its last, in turn. @type {number[]} */
    this.parts = [];
    /** West, south, east and north, computed at first use. @type {[number, number, number, number] | null} */
    this.box = null;
    /** @type {Map<number, Path2D[]>} */
    this.paths = new Map();
  }

  /** Whether some of it may be in a view. @param {import("leaflet").Bounds} view metres */
  meets(view) {
    const { min, max } = /** @type {{min: import("leaflet").Point, max: import("leaflet").Point}} */ (view);
    if (Math.min(max.x - min.x, max.y - min.y) > WIDE_VIEW_M) return true;
    this.box ??= boxOf(this.all, this.parts);
    const [west, south, east, north] = this.box;
    return min.x <= east && max.x >= west && min.y <= north && max.y >= south;
  }

  /** @param {number} scale px/m */
  line(scale) {
    return this._paths(LINE_TOLERANCE, scale, this.parts.length, 0)[0];
  }

  /** Coarser paths for wide, faint rims: one of each part that has at least two lines. @param {number} scale px/m */
  rims(scale) {
    return this._paths(RIM_TOLERANCE, scale, 2, 2);
  }

  /**
   * @param {number} tolerance pixels @param {number} scale px/m @param {number} perPath numbers of `parts` for one path
   * @param {number} fewest lines of a path
   */
  _paths(tolerance, scale, perPath, fewest) {
    // Paths are kept for half levels of zoom, each as fine as its closest view needs.
    const level = Math.ceil(2 * Math.log2(scale)) / 2;
    const least = tolerance / 2 ** level;
    let paths = this.paths.get(least);
    if (!paths) {
      paths = [];
      for (let i = 0; i < this.parts.length; i += perPath) {
        const path = new Path2D();
        let lines = 0;
        for (let k = i; k < i + perPath; k += 2) {
          lines += addThinnedRings(path, this.all, this.parts[k], this.parts[k + 1], this.closed, least);
        }
        if (lines >= fewest) paths.push(path);
      }
      this.paths.set(least, paths);
    }
    return paths;
  }
}

/**
 * The outlines of a layer.
 * @param {Rings} vertices
 * @param {number[]} parts index of the ring with which each part starts, then the one after the last
 * @param {boolean} closed
 * @param {(part: number) => boolean} [belongs] whether to include a part; by default all
 */
export function outlines(vertices, parts, closed, belongs = () => true) {
  /** @type {Map<number, Outline>} */
  const byKey = new Map();
  const { points, starts } = vertices;
  for (let part = 0; part + 1 < parts.length; part++) {
    if (!belongs(part)) continue;
    const first = parts[part];
    const end = parts[part + 1];
    const start = starts[first];
    const square = Math.floor(points[start] / SQUARE_M) + 1000 * Math.floor(points[start + 1] / SQUARE_M);
    // The key of a large part is no integer, as those of squares are.
    const key = starts[end] - start > LARGE_PART ? part + 0.5 : square;
    let outline = byKey.get(key);
    if (!outline) byKey.set(key, (outline = new Outline(vertices, closed)));
    outline.parts.push(first, end);
  }
  return [...byKey.values()];
}

/**
 * The outlines of closed parts that were cut along a parallel: areas to fill, and coastlines without the edges of the cut.
 * @param {Rings} vertices @param {number[]} parts
 * @param {(i: number) => boolean} isCut whether a point lies at the cut or beyond it, by its index in `points`
 */
export function cutOutlines(vertices, parts, isCut) {
  const touched = parts.slice(1).map((end, part) => {
    for (let i = vertices.starts[parts[part]]; i < vertices.starts[end]; i += 2) if (isCut(i)) return true;
    return false;
  });
  const uncut = outlines(vertices, parts, true, (part) => !touched[part]);
  const lines = /** @type {Float64Array[]} */ ([]);
  for (const [part, isTouched] of touched.entries()) {
    if (!isTouched) continue;
    for (let ring = parts[part]; ring < parts[part + 1]; ring++) addCoasts(lines, vertices, ring, isCut);
  }
  const coasts = concatenate(lines);
  return {
    fills: [...uncut, ...outlines(vertices, parts, true, (part) => touched[part])],
    lines: [...uncut, ...outlines(coasts, [...coasts.starts.keys()], false)],
  };
}

/**
 * Add the lines of a ring between its cuts.
 * @param {Float64Array[]} lines @param {Rings} all @param {number} ring @param {(i: number) => boolean} isCut
 */
function addCoasts(lines, { points, starts }, ring, isCut) {
  const first = starts[ring];
  const end = starts[ring + 1];
  let wasCut = isCut(first);
  let begin = -1;
  for (let i = first + 2; i <= end; i += 2) {
    const isAtCut = isCut(i < end ? i : first);
    if (!(wasCut && isAtCut)) {
      if (begin < 0) begin = i - 2;
    } else if (begin >= 0) {
      lines.push(points.subarray(begin, i));
      begin = -1;
    }
    wasCut = isAtCut;
  }
  // The last line ends at the first point of the ring.
  if (begin >= 0) lines.push(concatenate([points.subarray(begin, end), points.subarray(first, first + 2)]).points);
}

/** Copies lines into one array of points. @param {Float64Array[]} lines @returns {Rings} */
function concatenate(lines) {
  const starts = [0];
  for (const line of lines) starts.push(starts[starts.length - 1] + line.length);
  const points = new Float64Array(starts[lines.length]);
  for (const [i, line] of lines.entries()) points.set(line, starts[i]);
  return { points, starts };
}

/** @param {Rings} all @param {number[]} parts @returns {[west: number, south: number, east: number, north: number]} */
function boxOf({ points, starts }, parts) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let part = 0; part < parts.length; part += 2) {
    for (let i = starts[parts[part]]; i < starts[parts[part + 1]]; i += 2) {
      west = Math.min(west, points[i]);
      east = Math.max(east, points[i]);
      south = Math.min(south, points[i + 1]);
      north = Math.max(north, points[i + 1]);
    }
  }
  return [west, south, east, north];
}

/**
 * Add rings to a path.
 * @param {Pick<Path2D, "moveTo" | "lineTo" | "closePath">} path
 * @param {Rings} all
 * @param {number} from index of the first ring @param {number} to index after the last one
 * @param {boolean} closed @param {number} least distance between two points, metres
 * @returns {number} how many lines were added
 */
export function addThinnedRings(path, { points, starts }, from, to, closed, least) {
  let lines = 0;
  for (let ring = from; ring < to; ring++) {
    lines += addThinnedRing(path, points, starts[ring], starts[ring + 1] - 2, least);
    if (closed) path.closePath();
  }
  return lines;
}

/**
 * Adds one ring to a path. A function of its own because browsers compile functions that are called often sooner than
 * nested loops.
 * @param {Pick<Path2D, "moveTo" | "lineTo">} path @param {Float64Array} points @param {number} first @param {number} last @param {number} least
 */
function addThinnedRing(path, points, first, last, least) {
  let lastX = points[first];
  let lastY = points[first + 1];
  let lines = 0;
  path.moveTo(lastX, lastY);
  for (let i = first + 2; i <= last; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    if (i < last && Math.abs(x - lastX) < least && Math.abs(y - lastY) < least) continue;
    path.lineTo(x, y);
    lines += 1;
    lastX = x;
    lastY = y;
  }
  return lines;
}
