// Geometry of the measuring tool: legs, lengths, bearings, area.
import { area } from "./geodesic-area.js";
import { along, inverse } from "./geodesic.js";

/** @typedef {[lon: number, lat: number]} Position degrees */
/** @typedef {{metres: number, azimuth: number}} Leg azimuth at its start, degrees clockwise from true north */
/** @typedef {{legs: Leg[], metres: number, area: number | null, crosses: boolean}} Measurement
 * area in square metres, null without one; crosses: whether the ring crosses itself */

/** Metres. */
export const NAUTICAL_MILE = 1852;

/** The ends of each edge. @param {Position[]} places @param {boolean} closed @returns {[Position, Position][]} */
const edges = (places, closed) =>
  places.flatMap((from, i) => {
    const to = places[i + 1] ?? (closed ? places[0] : undefined);
    return to ? /** @type {[Position, Position][]} */ ([[from, to]]) : [];
  });

/** @param {Position[]} places @param {boolean} closed to an area @returns {Measurement} */
export function measure(places, closed) {
  const legs = edges(places, closed).map(([from, to]) => inverse(...from, ...to));
  const isArea = closed && places.length > 2;
  const crossesItself = isArea && crosses(places);
  return {
    legs,
    metres: legs.reduce((sum, { metres }) => sum + metres, 0),
    area: isArea && !crossesItself ? area(places) : null,
    crosses: crossesItself,
  };
}

/** The line as it is drawn: places near enough to be joined straight. @param {Position[]} places @param {boolean} closed */
export const geodesicLine = (places, closed) =>
  edges(places, closed).flatMap(([from, to], i) => along(from, to).slice(i ? 1 : 0));

/** @typedef {[number, number, number]} Vector */

/** @param {Position} place @returns {Vector} on the sphere */
function vector([lon, lat]) {
  const lambda = (lon * Math.PI) / 180;
  const phi = (lat * Math.PI) / 180;
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}
/** @param {Vector} a @param {Vector} b @returns {Vector} */
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
/** @param {Vector} a @param {Vector} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Whether two arcs cross between their ends. @param {Vector[]} one @param {Vector[]} other */
function arcsCross([a, b], [c, d]) {
  const [first, second] = [cross(a, b), cross(c, d)];
  // The ends of each lie on different sides of the other's great circle, and the crossing is not that of the antipodes.
  const sides = [dot(second, a), -dot(second, b), dot(first, d), -dot(first, c)];
  return sides.every((side) => side > 0) || sides.every((side) => side < 0);
}

/** Whether a ring crosses itself: it has no area then. @param {Position[]} places */
export function crosses(places) {
  const arcs = edges(places, true).map((edge) => edge.map(vector));
  return arcs.some((arc, i) =>
    arcs.some((other, j) => {
      // Neighbours share an end; the first arc and the last are neighbours too.
      const areNeighbours = j === i + 1 || (i === 0 && j === arcs.length - 1);
      return j > i && !areNeighbours && arcsCross(arc, other);
    }),
  );
}

/** How many decimals a length or an area is worth. @param {number} value */
export const digits = (value) => (value < 10 ? 2 : value < 1000 ? 1 : 0);

/**
 * What a click does: set a place, end the line at its last place, or close it at its first.
 * @param {{x: number, y: number}} point pixels @param {{x: number, y: number}[]} spots of the places so far
 * @param {number} reach pixels
 * @returns {"set" | "end" | "close"}
 */
export function clickAction(point, spots, reach) {
  const isNear = (/** @type {{x: number, y: number}} */ spot) => Math.hypot(spot.x - point.x, spot.y - point.y) <= reach;
  const last = spots[spots.length - 1];
  if (last && isNear(last)) return "end";
  return spots.length > 2 && isNear(spots[0]) ? "close" : "set";
}

/** A bearing in degrees with one decimal. @param {number} azimuth @returns {number} 0 to 359.9 */
export const bearing = (azimuth) => Math.round(azimuth * 10) % 3600 / 10;
