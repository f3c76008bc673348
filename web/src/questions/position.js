// Positions as text, with letters for the sides: "70° N 170° W", "70° 30′ N, 170.5 W".

/** @typedef {[lon: number, lat: number]} Position degrees */

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const ANGLE = String.raw`${NUMBER}\s*°?\s*(?:${NUMBER}\s*['′’]\s*)?(?:${NUMBER}\s*["″”]\s*)?`;
const WHOLE = new RegExp(String.raw`^\s*${ANGLE}([NS])[\s,]*${ANGLE}([EWØV])?\s*$`, "i");
const DECIMALS = 1e4;

/** @param {(string | undefined)[]} parts degrees, minutes, seconds */
const angle = (parts) => parts.reduce((sum, part, i) => sum + Number((part ?? "0").replace(",", ".")) / 60 ** i, 0);
const rounded = (/** @type {number} */ value) => Math.round(value * DECIMALS) / DECIMALS;

/**
 * Reads a position; in English or Norwegian, in degrees, or in degrees and minutes.
 * @param {string} text @returns {Position | null} null where it is none, or one south of the equator
 */
export function readPosition(text) {
  const match = WHOLE.exec(text);
  if (!match) return null;
  const [lat, lon] = [rounded(angle(match.slice(1, 4))), rounded(angle(match.slice(5, 8)))];
  const [pole, side = ""] = [match[4].toUpperCase(), (match[8] ?? "").toUpperCase()];
  // A meridian needs its side, unless both sides are one.
  const sound = pole === "N" && lat <= 90 && lon <= 180 && (side !== "" || lon % 180 === 0);
  return sound ? [side === "W" || side === "V" ? -lon : lon, lat] : null;
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
const wrapped = (lon) => (lon > 180 || lon < -180 ? ((((lon + 180) % 360) + 360) % 360) - 180 : lon);

/** A position that a pointer sets, without decimals that are smaller than a pixel. @param {Position} position @param {number} [digits] @returns {Position} */
export function roundedPosition([lon, lat], digits = 2) {
  const round = (/** @type {number} */ value) => Number(value.toFixed(digits));
  return [round(wrapped(lon)), Math.max(0, round(lat))];
}
