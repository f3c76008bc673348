// Judges footprints by an area, as geotrack/queries/areas.py does: certain, possible or no.
//
// Outlines on the page are simplified. Where an edge of the area comes so near the outline of a footprint that the
// true one may be cut, it counts as cut: *possible*.
import { boxesMeet, contains, edgesMeet, edgeWithin, planeShape } from "./plane.js";

/** @typedef {import("./plane.js").PlaneShape} PlaneShape */
/** @typedef {import("../page/payload-types").FootprintsData} FootprintsData */
/** @typedef {import("../page/payload-types").FootprintData} FootprintData */
/** @typedef {[lon: number, lat: number]} Position degrees */

/** Verdicts: whether a record is in the area. Unplaced: it has no place that can be judged. Greater ones prevail. */
export const [NO, UNPLACED, POSSIBLE, CERTAIN] = [0, 1, 2, 3];

/** Sides: whether all of a shape is outside the area, some of it is inside, or all of it. */
const [OUTSIDE, CUT, INSIDE] = [0, 1, 2];

/** Corners of a disc's outline. */
const CORNERS = 240;
/** Error of a disc's outline, metres. */
const DISC_M = 3;
/** Further error of a disc's outline, as a share of its radius. */
const DISC_RATIO = 1e-4;
/** A radian of latitude at its shortest, metres. */
const RADIAN_M = 6.335e6;
/** The share by which the Earth differs from a sphere, at most. */
const SLACK = 0.005;
const RADIANS = Math.PI / 180;
/** From the pole to the equator, radians: discs that reach further are judged by their outline. */
const QUARTER_TURN = Math.PI / 2;
/** Error of the edges of a drawn area, metres. */
const DRAWN_M = 30;

/**
 * @typedef {object} Globe
 * @property {(lon: number, lat: number) => [number, number]} project degrees to metres of EPSG:6931
 * @property {(lon: number, lat: number, azimuth: number, metres: number) => Position} destination
 */

/** @param {Globe} globe @param {Position[]} positions */
function projected({ project }, positions) {
  const ring = new Float64Array(2 * positions.length);
  positions.forEach(([lon, lat], i) => ring.set(project(lon, lat), 2 * i));
  return ring;
}

/** @param {Globe} globe @param {Float64Array} ring longitudes and latitudes in turn */
function projectedPairs({ project }, ring) {
  const plane = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) plane.set(project(ring[i], ring[i + 1]), i);
  return plane;
}

/** All places within a distance of a position. @param {Globe} globe @param {Position} at @param {number} metres */
export function discShape(globe, [lon, lat], metres) {
  if (metres <= 1) return planeShape([projected(globe, [[lon, lat]])], DISC_M);
  // The corners lie outside the circle by as much as the middles of the sides lie inside.
  const outer = (metres * 2) / (1 + Math.cos(Math.PI / CORNERS));
  const corners = Array.from({ length: CORNERS }, (_, i) => globe.destination(lon, lat, (360 / CORNERS) * i, outer));
  return planeShape([projected(globe, corners)], DISC_M + DISC_RATIO * metres);
}

/** An area by its corners; they are so near each other that straight edges do. @param {Globe} globe @param {Position[]} corners */
export const outlineShape = (globe, corners) => planeShape([projected(globe, corners)], DRAWN_M);

/**
 * The side of a disc by two circles of the plane, as in geotrack/queries/discs.py: one that certainly contains the disc,
 * and one that lies in it. So most discs need no outline, which takes long.
 * @param {PlaneShape} area @param {Globe} globe @param {Position} at @param {number} metres
 * @returns {number | null} null if the outline must decide
 */
function discSide(area, { project }, [lon, lat], metres) {
  const farthest = (90 - lat) * RADIANS + metres / RADIAN_M;
  if (metres <= 1 || farthest > QUARTER_TURN) return null;
  const [x, y] = project(lon, lat);
  const scale = Math.cos(farthest / 2);
  if (edgeWithin(area, x, y, metres * scale * (1 - SLACK) - DISC_M - area.off)) return CUT;
  if (edgeWithin(area, x, y, (metres / scale) * (1 + SLACK) + DISC_M + area.off)) return null;
  return contains(area, x, y) ? INSIDE : OUTSIDE;
}

/** The side of a shape by its outline. @param {PlaneShape} area @param {PlaneShape} shape */
function sideOf(area, shape) {
  const reach = area.off + shape.off;
  if (!boxesMeet(area.box, shape.box, reach)) return OUTSIDE;
  if (edgesMeet(area, shape, reach)) return CUT;
  const inside = shape.rings.filter(([x, y]) => contains(area, x, y)).length;
  if (inside === shape.rings.length) return INSIDE;
  // No edges meet, but the area may lie in the shape.
  const [x, y] = area.rings[0];
  return inside || contains(shape, x, y) ? CUT : OUTSIDE;
}

/**
 * Where the shapes of footprints lie, by one area.
 * @typedef {object} Sides
 * @property {(union: number[]) => boolean} meets whether some of a union of shapes is in the area
 * @property {(union: number[]) => boolean} inside whether all of it is
 * @property {(course: number[][]) => boolean} cuts whether every path from a course's start to its end meets the area
 */

/** @param {FootprintData} where @param {Sides} sides */
function isCertain({ shapes, each, courses, passed }, { inside, cuts }) {
  if (!courses) return each ? shapes.some(inside) : shapes.every(inside);
  if (passed?.some(inside)) return true;
  return shapes.every((union, i) => {
    const [first, last] = [courses[i][0], courses[i][courses[i].length - 1]];
    return inside(union) || courses[i].some(cuts) || (inside(first[1]) && inside(last[2]));
  });
}

/** @param {FootprintData | null} footprint @param {Sides} sides */
function verdictOf(footprint, sides) {
  if (!footprint) return UNPLACED;
  if (!footprint.shapes.some(sides.meets)) return footprint.gaps ? UNPLACED : NO;
  return !footprint.doubt && isCertain(footprint, sides) ? CERTAIN : POSSIBLE;
}

/**
 * A record was wherever its parts were, except where the region of a part only repeats where it was.
 * @param {number[]} ownVerdicts verdicts without parts
 * @param {Record<number, number[]>} parts @param {Record<number, number[]>} restating
 * @returns {{verdict: number, by: number[]}[]} by the record itself or those parts to which it owes its verdict
 */
function reachingOf(ownVerdicts, parts, restating) {
  return ownVerdicts.map((ownVerdict, i) => {
    const counted = (parts[i] ?? []).filter((part) => ownVerdicts[part] === CERTAIN || !restating[i]?.includes(part));
    const best = Math.max(NO, ...counted.map((part) => ownVerdicts[part]));
    const verdict = best >= POSSIBLE ? Math.max(ownVerdict, best) : ownVerdict;
    return { verdict, by: verdict === ownVerdict ? [i] : counted.filter((part) => ownVerdicts[part] === verdict) };
  });
}

/**
 * @param {FootprintsData} data
 * @param {Record<number, number[]>} parts of each record that has some; all as indices of `data.records`
 * @param {(layer: number) => Float64Array[][]} outlines packed ones, as longitudes and latitudes in turn
 * @param {(region: string) => Float64Array[]} rings of a region
 * @param {Globe} globe
 */
export function createJudge(data, parts, outlines, rings, globe) {
  /** @type {PlaneShape[]} */
  const shapes = [];

  /** @param {number} n @returns {PlaneShape} */
  function shapeAt(n) {
    const { at, radius = 0, region, layer = 0, off } = data.shapes[n];
    shapes[n] ??= at
      ? discShape(globe, [at[1], at[0]], radius)
      : planeShape((region ? rings(region) : outlines(layer).flat()).map((ring) => projectedPairs(globe, ring)), off);
    return shapes[n];
  }

  /** @param {PlaneShape} area @returns {Sides} */
  function sidesOf(area) {
    /** @type {number[]} */
    const sides = [];
    const side = (/** @type {number} */ n) => {
      const { at, radius = 0 } = data.shapes[n];
      sides[n] ??= (at ? discSide(area, globe, [at[1], at[0]], radius) : null) ?? sideOf(area, shapeAt(n));
      return sides[n];
    };
    const inside = (/** @type {number[]} */ union) => union.length > 0 && union.every((n) => side(n) === INSIDE);
    return {
      meets: (union) => union.some((n) => side(n) !== OUTSIDE),
      inside,
      cuts: ([corridor, start, end]) =>
        inside(start) || inside(end) || !canPass(corridor.map(shapeAt), start.map(shapeAt), end.map(shapeAt), area),
    };
  }

  const namedRecords = new Set(data.named);

  /**
   * Verdicts of all records by an area, and which of them follow only from parts that are known by a region alone.
   * @param {PlaneShape} area
   */
  return (area) => {
    const sides = sidesOf(area);
    const ownVerdicts = data.records.map((footprint) => verdictOf(footprint, sides));
    const reaching = reachingOf(ownVerdicts, parts, data.restating);
    return {
      verdicts: reaching.map(({ verdict }) => verdict),
      vague: reaching.map(({ verdict, by }, i) => verdict === POSSIBLE && by.every((n) => n !== i && namedRecords.has(n))),
    };
  };
}

/** Cells of the grid across the start of a course, of `canPass`. */
const CELLS_ACROSS = 16;
/** Cells after which `canPass` ends and assumes a way round; a corridor has fewer. */
const CELL_LIMIT = 50_000;

/**
 * Whether a path can go round an area: geotrack/queries/areas.py removes the area from the path's corridor; here cells
 * of a grid are passed from its start to its end.
 *
 * A cell is passable if any place in it may lie in the corridor and outside the area: a way round is rather assumed
 * than missed.
 * @param {PlaneShape[]} corridor @param {PlaneShape[]} start @param {PlaneShape[]} end @param {PlaneShape} area
 */
export function canPass(corridor, start, end, area) {
  const [west, south, east, north] = start[0].box;
  const size = Math.max(east - west, north - south) / CELLS_ACROSS;
  /** From the middle of a cell to its corner. */
  const reach = size * Math.SQRT1_2;
  const mayBeIn = (/** @type {PlaneShape[]} */ shapes, /** @type {number} */ x, /** @type {number} */ y) =>
    shapes.some((shape) => contains(shape, x, y) || edgeWithin(shape, x, y, reach + shape.off));
  const isPassable = (/** @type {number} */ x, /** @type {number} */ y) =>
    mayBeIn(corridor, x, y) && !(contains(area, x, y) && !edgeWithin(area, x, y, reach + area.off));

  /** @type {[number, number][]} */
  const queue = [];
  const visited = new Set();
  const visit = (/** @type {number} */ column, /** @type {number} */ row) => {
    const name = `${column},${row}`;
    if (visited.has(name)) return;
    visited.add(name);
    if (isPassable(west + column * size, south + row * size)) queue.push([column, row]);
  };
  for (let column = -1; column <= CELLS_ACROSS + 1; column++) {
    for (let row = -1; row <= CELLS_ACROSS + 1; row++) {
      if (mayBeIn(start, west + column * size, south + row * size)) visit(column, row);
    }
  }
  for (let cell = queue.pop(); cell; cell = queue.pop()) {
    const [column, row] = cell;
    if (visited.size > CELL_LIMIT || mayBeIn(end, west + column * size, south + row * size)) return true;
    for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) visit(column + dx, row + dy);
  }
  return false;
}
