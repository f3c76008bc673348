// A question about a place: within a distance of a position, or in an area drawn.
import { roundedPosition } from "./position.js";

/** @typedef {import("./position.js").Position} Position */
/**
 * @typedef {{kind: "within", at: Position, length: number, unit: Unit}} WithinQuestion
 * @typedef {{kind: "drawn", corners: Position[]}} DrawnQuestion
 * @typedef {WithinQuestion | DrawnQuestion} Question
 * @typedef {"km" | "nm"} Unit
 */

/** Metres of a unit. @type {Record<Unit, number>} */
export const METRES = { km: 1000, nm: 1852 };
/** Longest distance of a question, metres: over more, the plane in which areas are judged is too distorted. */
export const LONGEST_M = 5_000_000;
/** Corners of an outline at most: a link with more was not made by a page. */
const CORNER_LIMIT = 200;

/** @param {WithinQuestion} question */
export const metresOf = ({ length, unit }) => length * METRES[unit];

/**
 * A question of what was set on the map.
 * @param {Question["kind"]} kind @param {Position[]} places @param {{length: number, unit: Unit}} distance
 * @returns {Question}
 */
export const questionAt = (kind, places, distance) =>
  kind === "within" ? { kind, at: places[0], ...distance } : { kind, corners: places };

/** Whether a question can be answered. @param {Question} question */
export const isSound = (question) =>
  question.kind === "within"
    ? metresOf(question) > 0 && metresOf(question) <= LONGEST_M
    : question.corners.length > 2 && question.corners.length <= CORNER_LIMIT;

/** Latitude first, as everywhere in a link. @param {Position} position */
const positionInLink = ([lon, lat]) => `${lat},${lon}`;

/** The text of a question in a link; empty for none. @param {Question | null} question */
export function writeQuestion(question) {
  if (!question) return "";
  if (question.kind === "drawn") return question.corners.map(positionInLink).join(";");
  return `${question.length}${question.unit}@${positionInLink(question.at)}`;
}

/** @param {string} text @returns {Question | null} null if it is no question that can be answered */
export function readQuestion(text) {
  const [, length, unit, places] = /^(?:(\d+(?:\.\d+)?)(km|nm)@)?([-\d.,;]+)$/.exec(text) ?? [];
  const corners = (places ?? "").split(";").map((place) => {
    const [lat, lon] = place.split(",").map(Number);
    return /** @type {Position} */ ([lon, lat]);
  });
  if (!corners.every(([lon, lat]) => lat >= 0 && lat <= 90 && Math.abs(lon) <= 180)) return null;
  /** @type {Question} */
  const question = unit
    ? { kind: "within", at: corners[0], length: Number(length), unit: /** @type {Unit} */ (unit) }
    : { kind: "drawn", corners };
  return isSound(question) && (!unit || corners.length === 1) ? question : null;
}

/** Radius of the Earth, metres. */
const RADIUS = 6_371_000;
const RADIANS = Math.PI / 180;
/** Greatest distance between an edge that is straight in longitude and latitude and the geodesic, metres. */
const TOLERANCE_M = 20;
/** Least distance between two places of the outline, metres. */
const SHORTEST_STEP_M = 1_000;
/** Greatest distance between two places of the outline, metres. */
const LONGEST_STEP_M = 25_000;

/**
 * The outline of an area whose edges are geodesics, as the map draws them: places so near each other that it makes
 * no difference whether they are joined by geodesics, straight in the plane, or straight in longitude and latitude,
 * as `geotrack query --region-file` joins them.
 * @param {Position[]} corners
 * @param {(from: Position, to: Position, step: number) => Position[]} along places of a geodesic
 * @returns {Position[]} the first is not repeated
 */
export const outlineOf = (corners, along) =>
  corners.flatMap((from, i) => {
    const to = corners[(i + 1) % corners.length];
    const highestLat = Math.max(from[1], to[1], ...along(from, to, LONGEST_STEP_M).map(([, lat]) => Math.min(lat, 89.9)));
    // A chord of length s is off by s² tan(lat) / 8 R from a geodesic at a latitude.
    const bend = Math.max(Math.tan(highestLat * RADIANS), 1e-6);
    const exactStep = Math.sqrt((8 * RADIUS * TOLERANCE_M) / bend);
    const step = Math.min(LONGEST_STEP_M, Math.max(SHORTEST_STEP_M, exactStep));
    return along(from, to, step).slice(0, -1);
  });

/** The outline as GeoJSON. @param {Position[]} outline @returns {{type: string, coordinates: Position[][]}} */
export function polygonOf(outline) {
  const round = (/** @type {number} */ value) => Number(value.toFixed(4));
  const ring = outline.map(([lon, lat]) => /** @type {Position} */ ([round(((((lon + 180) % 360) + 360) % 360) - 180), round(lat)]));
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

/** The command that asks the question of a workspace. @param {WithinQuestion} question */
export const commandOf = ({ at: [lon, lat], length, unit }) =>
  `geotrack query --within ${length}${unit === "nm" ? "nmi" : unit} --of=${lon},${lat}`;

/** The length of a distance that a handle sets, rounded. @param {number} metres @param {Unit} unit */
export function lengthOf(metres, unit) {
  const length = metres / METRES[unit];
  return Math.max(1, length < 20 ? Math.round(length * 10) / 10 : Math.round(length));
}

/** A question with positions no finer than a pointer sets them. @param {Question} question @returns {Question} */
export const asPointed = (question) =>
  question.kind === "within"
    ? { ...question, at: roundedPosition(question.at) }
    : { ...question, corners: question.corners.map((corner) => roundedPosition(corner)) };
