// GeoJSON of drawn shapes: coordinates such that each edge means the short way, also across 180° and round the pole.
// Positions are [lon, lat] in degrees.

/** @typedef {[number, number]} Position */

/** Latitude of the North Pole. */
const POLE = 90;
/** Vertices of a shape that is edited by hand, at most. */
const VERTEX_LIMIT = 200;

/** Levels of lists round a position, by type of geometry. */
const DEPTH = /** @type {Record<string, number>} */ ({ Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 });

/** Whether a geometry has positions as its type needs them; if not, a finding says so. @param {any} geometry @returns {boolean} */
export function isDrawable(geometry) {
  if (geometry?.type === "GeometryCollection") return Array.isArray(geometry.geometries) && geometry.geometries.every(isDrawable);
  const depth = Object.hasOwn(DEPTH, `${geometry?.type}`) ? DEPTH[geometry.type] : undefined;
  const isPosition = (/** @type {any} */ [lon, lat]) => Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) <= POLE;
  /** @type {(part: any, level: number) => boolean} */
  const isSound = (part, level) => Array.isArray(part) && (level ? part.every((member) => isSound(member, level - 1)) : isPosition(part));
  return depth !== undefined && isSound(geometry.coordinates, depth);
}

/** An angle in steps of a ten-thousandth of a degree, less than a pixel. @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e4) / 1e4;

/** A longitude within ±180. @param {number} lon */
export const wrap = (lon) => rounded(((((lon + 180) % 360) + 360) % 360) - 180);

/** @param {{lat: number, lng: number}} at of Leaflet @returns {Position} */
export const positionOf = ({ lat, lng }) => [rounded(wrap(lng)), rounded(lat)];

/** The turn from one longitude to another, the short way: −180 < turn ≤ 180. @param {number} from @param {number} to */
const turn = (from, to) => {
  const step = rounded(wrap(to - from));
  return step === -180 ? 180 : step;
};

/** @param {number[]} place */
const isPole = ([, lat]) => lat >= POLE;

/** The way along 90° N between two meridians, in steps that are neither half a turn nor the long way; a whole turn is one step. @param {number} from @param {number} to @returns {Position[]} */
function alongPole(from, to) {
  const turn = Math.abs(to - from);
  const middle = turn >= 180 && turn < 360 ? [/** @type {Position} */ ([rounded((from + to) / 2), POLE])] : [];
  return [[from, POLE], ...middle, ...(turn ? [/** @type {Position} */ ([to, POLE])] : [])];
}

/**
 * Positions whose longitudes run on, past ±180 where the line crosses it. Edges to and from the pole are meridians, and an
 * edge of exactly half a turn leads over it.
 * @param {Position[]} places
 */
export function runOn(places) {
  /** @type {Position[]} */
  const line = [];
  let fromPole = false;
  for (const [lon, lat] of places) {
    const last = line.at(-1);
    const isAtPole = isPole([lon, lat]);
    if (last && !isAtPole) {
      const step = turn(last[0], lon);
      const next = rounded(last[0] + step);
      // A line that begins at the pole leaves it along the meridian of its second place.
      if (fromPole && line.length === 1) line.pop();
      if (fromPole && !line.length) line.push([next, POLE]);
      else if (fromPole || step === 180) line.push(...alongPole(last[0], next).slice(fromPole ? 1 : 0));
      line.push([next, lat]);
    } else if (!fromPole) line.push([last && isAtPole ? last[0] : lon, isAtPole ? POLE : lat]);
    fromPole = isAtPole;
  }
  return line;
}

/** @param {Position[]} places */
export const lineOf = (places) => (places.length > 1 ? { type: "LineString", coordinates: nearZero(runOn(places)) } : null);

/**
 * A closed ring. One that runs round the pole goes up to the pole along a meridian and down again; one with a vertex at the
 * pole begins after it.
 * @param {Position[]} places without the first repeated as the last
 */
export function ringOf(places) {
  const pole = places.findIndex(isPole);
  const ring = runOn(pole < 0 ? [...places, places[0]] : [...places.slice(pole + 1), ...places.slice(0, pole)]);
  const [[lon, lat], last] = [ring[0], /** @type {Position} */ (ring.at(-1))];
  return nearZero(pole < 0 && last[0] === lon ? ring : [...ring, ...alongPole(last[0], lon), [lon, lat]]);
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

/** @param {any} geometry */
export const isOfAreas = ({ type }) => type.endsWith("Polygon");

/**
 * The vertices of lines, or of the rings of areas, a list for each; null for other shapes.
 * @param {any} geometry @returns {Position[][] | null}
 */
export function verticesOf(geometry) {
  if (!isDrawable(geometry)) return null;
  const { type, coordinates } = geometry;
  if (type === "LineString") return [placesOf(coordinates)];
  if (type === "MultiLineString") return coordinates.map(placesOf);
  if (type === "Polygon") return coordinates.map(ringVertices);
  return type === "MultiPolygon" ? coordinates.flat().map(ringVertices) : null;
}

/** A pole is one place whatever its longitude; an edge of half or a whole parallel has places in between. @param {number[][]} line @returns {Position[]} */
function placesOf(line) {
  /** @type {Position[]} */
  const places = [];
  for (const [n, [lon, lat]] of line.entries()) {
    const [before, beforeLat] = line[n - 1] ?? [lon, lat];
    const steps = [180, 360].includes(Math.abs(lon - before)) ? Math.abs(lon - before) / 90 : 1;
    if (isPole([lon, lat]) || isPole([before, beforeLat])) {
      if (n && isPole([lon, lat]) && isPole([before, beforeLat])) continue;
    } else
      for (let step = 1; step < steps; step++) {
        const along = (/** @type {number} */ from, /** @type {number} */ to) => from + ((to - from) * step) / steps;
        places.push([wrap(along(before, lon)), rounded(along(beforeLat, lat))]);
      }
    places.push([wrap(lon), lat]);
  }
  return places;
}

/** The places of a ring, without its way to the pole and back where it only runs round the pole. @param {number[][]} ring */
function ringVertices(ring) {
  const places = placesOf(ring).slice(0, -1);
  const pole = places.findIndex(isPole);
  const before = places.at(pole - 1);
  const after = places[(pole + 1) % places.length];
  const runsRound = pole >= 0 && places.length > 3 && before?.[0] === after[0] && before[1] === after[1];
  return runsRound ? places.filter((_, n) => n !== pole && n !== (pole || places.length) - 1) : places;
}

/** The middle of an edge, on the edge. @param {Position} a @param {Position} b @returns {Position} */
export function middleOf(a, b) {
  const step = turn(a[0], b[0]);
  if (step === 180 && !isPole(a) && !isPole(b)) return [a[0], POLE];
  const lon = isPole(a) ? b[0] : isPole(b) ? a[0] : wrap(a[0] + step / 2);
  return [lon, rounded((a[1] + b[1]) / 2)];
}

/** A shape with other vertices. @param {any} geometry @param {Position[][]} parts as of verticesOf */
export function withVertices({ type, coordinates }, parts) {
  if (type === "LineString") return lineOf(parts[0]);
  if (type === "MultiLineString") return { type, coordinates: parts.map((part) => lineOf(part)?.coordinates) };
  const rings = parts.map(ringOf);
  if (type === "Polygon") return { type, coordinates: rings };
  return { type, coordinates: coordinates.map((/** @type {any[]} */ { length }) => rings.splice(0, length)) };
}

/**
 * Moves a vertex, and those of other parts at the same place, so that a shape that is cut at 180° stays joined.
 * @param {Position[][]} parts @param {Position} from @param {Position} to
 */
export function movedVertex(parts, from, to) {
  const isMoved = (/** @type {Position} */ place) => place[0] === from[0] && place[1] === from[1];
  return parts.map((places) => places.map((place) => (isMoved(place) ? to : place)));
}

/** Whether a shape has vertices that are edited by hand. @param {any} geometry */
export const isEditable = (geometry) => (verticesOf(geometry)?.flat().length ?? Infinity) <= VERTEX_LIMIT;

/** How many vertices a line or a ring has at least. @param {any} geometry */
export const leastVertices = (geometry) => (isOfAreas(geometry) ? 3 : 2);

/** A radius set by hand, rounded to two digits. @param {number} km */
export function niceKilometres(km) {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(km, 0.1))) - 1, -1);
  return Math.max(Number((Math.round(km / step) * step).toPrecision(6)), 0.1);
}
