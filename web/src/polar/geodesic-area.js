// Area of a ring of geodesics on the WGS 84 ellipsoid.
import { A, destination, F, inverse } from "./geodesic.js";

/** @typedef {[lon: number, lat: number]} Position degrees */

const RADIANS = Math.PI / 180;
/** First eccentricity of the ellipsoid. */
const E = Math.sqrt(F * (2 - F));
/** Gauss–Legendre quadrature with five points: nodes on −1 to 1 and their weights. */
const NODES = [
  [0, 128 / 225],
  ...[-1, 1].flatMap((side) => [
    [side * 0.5384693101056831, 0.47862867049936647],
    [side * 0.906179845938664, 0.23692688505618908],
  ]),
];
/** Longest part of an edge that one quadrature integrates, metres. */
const LONGEST_PART_M = 500_000;

/** q of the authalic latitude (Snyder 1987, 3-12): the area from the equator to a latitude is π a² q. @param {number} sin of the latitude */
const authalic = (sin) => (1 - E ** 2) * (sin / (1 - (E * sin) ** 2) + Math.atanh(E * sin) / E);
const AUTHALIC_POLE = authalic(1);

/**
 * The integrand of `areaToPole`: the area north of a parallel by the square of its radius, which is finite at the pole too.
 * @param {number} lat degrees
 */
function sweep(lat) {
  const sin = Math.sin(lat * RADIANS);
  const squaredRadius = Math.cos(Math.atan((1 - F) * Math.tan(lat * RADIANS))) ** 2;
  return squaredRadius < 1e-10 && lat > 0 ? 1 : (AUTHALIC_POLE - authalic(sin)) / squaredRadius;
}

/**
 * Area between an edge and the pole; positive where the edge goes east.
 * By Clairaut's relation dλ = sin α₀ ds / (a cos² u), with the reduced latitude u.
 * @param {Position} from @param {Position} to
 */
function areaToPole([lon1, lat1], [lon2, lat2]) {
  const { metres, azimuth } = inverse(lon1, lat1, lon2, lat2);
  const clairaut = Math.sin(azimuth * RADIANS) * Math.cos(Math.atan((1 - F) * Math.tan(lat1 * RADIANS)));
  const parts = Math.max(1, Math.ceil(metres / LONGEST_PART_M));
  const halfWidth = metres / parts / 2;
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    for (const [node, weight] of NODES) {
      const [, lat] = destination(lon1, lat1, azimuth, halfWidth * (2 * part + 1 + node));
      sum += weight * sweep(lat);
    }
  }
  return (A / 2) * clairaut * halfWidth * sum;
}

/**
 * Area of a ring of geodesics that does not cross itself. A ring round the pole means its northern side, or its southern
 * side if all of it is in the southern hemisphere.
 * @param {Position[]} ring the first place is not repeated at the end
 * @returns {number} square metres
 */
export function area(ring) {
  const places = ring.every(([, lat]) => lat < 0) ? ring.map(([lon, lat]) => /** @type {Position} */ ([lon, -lat])) : ring;
  return Math.abs(places.reduce((sum, place, i) => sum + areaToPole(place, places[(i + 1) % places.length]), 0));
}
