// Reprojects packed points to the map's plane. Both planes are polar: a point keeps its direction from the pole, less
// the central meridian, and its distance is multiplied by a factor that depends on that distance alone, so no point
// needs trigonometry.
import { R } from "./unpack.js";

const DEGREES = 180 / Math.PI;
/** Rows of the table; between them the factor is interpolated, with errors up to 0.5 m down to 34° N, 30 m down to 21° S. */
const ROWS = 512;

/**
 * How many metres of a map a metre of the packing plane comes to, by the square of the distance from the pole.
 * @param {import("./projections.js").Projection} polar
 * @param {number} reach square of the greatest distance from the pole, in diameters of the sphere
 */
function scaleTable({ radius, hemisphere }, reach) {
  return Float64Array.from({ length: ROWS + 1 }, (_, row) => {
    // At the pole the quotient is 0/0: the first row is that of a place beside it.
    const halfAngle = Math.sqrt((reach * Math.max(row, 1e-3)) / ROWS);
    return radius(hemisphere * (90 - 2 * Math.asin(halfAngle) * DEGREES)) / (2 * R * halfAngle);
  });
}

/**
 * Points of the map, x and y in turn, metres. Those of the southern hemisphere are packed with their latitudes negated.
 * @param {import("./unpack.js").Steps} steps
 * @param {import("./projections.js").Projection} polar
 * @param {number} south packed latitude, degrees, south of which there is no point
 */
export function reproject({ metres, points }, polar, south) {
  const reach = Math.sin((90 - south) / 2 / DEGREES) ** 2;
  const scales = scaleTable(polar, reach);
  const [poleX, poleY] = polar.pole;
  const meridian = polar.centralMeridian / DEGREES;
  const cos = metres * Math.cos(meridian);
  const sin = metres * Math.sin(meridian);
  const rowsPerStep = (ROWS / reach) * (metres / (2 * R)) ** 2;
  const places = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    const exactRow = (x * x + y * y) * rowsPerStep;
    const row = Math.min(Math.floor(exactRow), ROWS - 1);
    const factor = scales[row] + (exactRow - row) * (scales[row + 1] - scales[row]);
    places[i] = poleX + factor * (cos * x + sin * y);
    places[i + 1] = poleY + polar.hemisphere * factor * (cos * y - sin * x);
  }
  return places;
}
