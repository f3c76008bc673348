// In place of wkt-parser: the map's projections are written in PROJ's words.

/** @param {string} text @returns {never} */
export default function wkt(text) {
  throw new Error(`not a projection in PROJ's words: ${text}`);
}
