// GeoJSON of drawn shapes: coordinates such that each edge means the short way, also across 180° and round the pole.
// Positions are [lon, lat] in degrees.

/** @typedef {[number, number]} Position */

const POLE = 90;

/** Of a click: no more digits than a pixel has. @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e4) / 1e4;

/** Within ±180. @param {number} lon */
export const wrap = (lon) => rounded(((((lon + 180) % 360) + 360) % 360) - 180);

/** @param {{lat: number, lng: number}} at of Leaflet @returns {Position} */
export const positionOf = ({ lat, lng }) => [rounded(wrap(lng)), rounded(lat)];

/** The turn from one longitude to another, the short way: −180 < turn ≤ 180. @param {number} from @param {number} to */
const turn = (from, to) => {
  const step = rounded(wrap(to - from));
  return step === -180 ? 180 : step;
};

/**
 * Positions whose longitudes run on, past ±180 where the line crosses it. An edge of exactly half a turn leads over the pole.
 * @param {Position[]} places
 */
export function runOn(places) {
  /** @type {Position[]} */
  const line = [];
  for (const [lon, lat] of places) {
    const last = line.at(-1);
    if (!last) {
      line.push([lon, lat]);
      continue;
    }
    const step = turn(last[0], lon);
    const next = rounded(last[0] + step);
    if (step === 180 && last[1] < POLE && lat < POLE) line.push([last[0], POLE], [rounded(last[0] + 90), POLE], [next, POLE]);
    line.push([next, lat]);
  }
  return line;
}

/** @param {Position[]} places */
export const lineOf = (places) => (places.length > 1 ? { type: "LineString", coordinates: nearZero(runOn(places)) } : null);

/**
 * A closed ring. One that runs round the pole goes up to the pole along a meridian and down again.
 * @param {Position[]} places without the first repeated as the last
 */
export function ringOf(places) {
  const ring = runOn([...places, places[0]]);
  const [[lon, lat], last] = [ring[0], /** @type {Position} */ (ring.at(-1))];
  return last[0] === lon ? nearZero(ring) : nearZero([...ring, [last[0], POLE], [lon, POLE], [lon, lat]]);
}

/** @param {Position[]} places */
export const areaOf = (places) => (places.length > 2 ? { type: "Polygon", coordinates: [ringOf(places)] } : null);

/** The same line with its middle longitude as near to 0 as whole turns allow. @param {Position[]} line */
function nearZero(line) {
  const lons = line.map(([lon]) => lon);
  const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
  const shift = Math.sign(middle) * Math.ceil(Math.abs(middle) / 360 - 0.5) * 360;
  return shift ? line.map(([lon, lat]) => /** @type {Position} */ ([rounded(lon - shift), lat])) : line;
}

/**
 * The vertices of a line or of the rings of an area that can be dragged; null for other shapes.
 * @param {any} geometry @returns {Position[][] | null}
 */
export function verticesOf(geometry) {
  if (geometry?.type === "LineString") return [withoutPole(geometry.coordinates)];
  return geometry?.type === "Polygon" ? geometry.coordinates.map((/** @type {any} */ ring) => withoutPole(ring.slice(0, -1))) : null;
}

/** Without the positions at the pole that only say which way an edge leads. @param {number[][]} line @returns {Position[]} */
const withoutPole = (line) => line.filter(([, lat]) => lat < POLE).map(([lon, lat]) => [wrap(lon), lat]);

/** A line or area with other vertices. @param {any} geometry @param {Position[][]} parts */
export const withVertices = (geometry, parts) =>
  geometry.type === "LineString" ? lineOf(parts[0]) : { type: "Polygon", coordinates: parts.map(ringOf) };

/** Of a radius by hand: two digits. @param {number} km */
export function niceKilometres(km) {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(km, 0.1))) - 1, -1);
  return Math.max(Number((Math.round(km / step) * step).toPrecision(6)), 0.1);
}
