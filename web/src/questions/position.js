// Positions as text, with letters for the sides: "70° N 170° W", "70° 30′ N, 170.5 W".

/** @typedef {[lon: number, lat: number]} Position degrees */

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const ANGLE = String.raw`${NUMBER}\s*°?\s*(?:${NUMBER}\s*['′’]\s*)?(?:${NUMBER}\s*["″”]\s*)?`;
const POSITION = new RegExp(String.raw`^\s*${ANGLE}([NS])[\s,]*${ANGLE}([EWØV])?\s*$`, "i");
/** Positions have four decimals. */
const STEPS_PER_DEGREE = 1e4;

/** @param {(string | undefined)[]} parts degrees, minutes, seconds */
const angle = (parts) => parts.reduce((sum, part, i) => sum + Number((part ?? "0").replace(",", ".")) / 60 ** i, 0);
const rounded = (/** @type {number} */ value) => Math.round(value * STEPS_PER_DEGREE) / STEPS_PER_DEGREE;

/**
 * Reads a position; in English or Norwegian, in degrees, or in degrees and minutes.
 * @param {string} text @returns {Position | null} null if the text is no position, or it is south of the equator
 */
export function readPosition(text) {
  const match = POSITION.exec(text);
  if (!match) return null;
  const lat = rounded(angle(match.slice(1, 4)));
  const lon = rounded(angle(match.slice(5, 8)));
  const pole = match[4].toUpperCase();
  const side = (match[8] ?? "").toUpperCase();
  // Without a side, only 0° and 180° are a meridian.
  const isPosition = pole === "N" && lat <= 90 && lon <= 180 && (side !== "" || lon % 180 === 0);
  return isPosition ? [side === "W" || side === "V" ? -lon : lon, lat] : null;
}

/** Reads corners, one a line or with semicolons between. @param {string} text @returns {Position[] | null} */
export function readCorners(text) {
  const corners = text.split(/[;\n]/).filter((line) => line.trim()).map(readPosition);
  return corners.includes(null) ? null : /** @type {Position[]} */ (corners);
}

/**
 * Latitude first, as on a chart.
 * @param {Position} position
 * @param {{number: (value: number, digits?: number) => string, compass: Record<string, string>}} words
 */
export function positionText([lon, lat], { number, compass }) {
  const side = lon % 180 === 0 ? "" : ` ${lon < 0 ? compass.west : compass.east}`;
  return `${number(lat, 4)}° ${compass.north} ${number(Math.abs(lon), 4)}°${side}`;
}

/** A longitude from −180 to 180. @param {number} lon */
const wrapLongitude = (lon) => (lon > 180 || lon < -180 ? ((((lon + 180) % 360) + 360) % 360) - 180 : lon);

/** A position from a pointer, without decimals below the size of a pixel. @param {Position} position @param {number} [digits] @returns {Position} */
export function roundedPosition([lon, lat], digits = 2) {
  const round = (/** @type {number} */ value) => Number(value.toFixed(digits));
  return [round(wrapLongitude(lon)), Math.max(0, round(lat))];
}
