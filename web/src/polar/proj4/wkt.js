// Replaces wkt-parser: the map's projections are written as PROJ strings.

/** @param {string} text @returns {never} */
export default function wkt(text) {
  throw new Error(`not a projection in PROJ's words: ${text}`);
}
