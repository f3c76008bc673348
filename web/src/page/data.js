// What the page is told, as JSON in the document: never code, never markup.

/**
 * @typedef {object} Theme
 * @property {string} colour
 * @property {number} numberY height of the number in the symbol's box
 *
 * @typedef {[lat: number, lon: number]} Place
 *
 * @typedef {{kind: "disc", at: Place, radius: number}} Disc radius in metres
 * @typedef {{kind: "area" | "corridor", rings: Place[][]}} Area an odd number of rings lies inside
 * @typedef {{kind: "line", lines: Place[][]}} Line
 * @typedef {{kind: "region", id: string}} Region
 * @typedef {Disc | Area | Line | Region} Shape
 *
 * @typedef {object} EventData
 * @property {number} n its number on this map
 * @property {string} theme
 * @property {string} title
 * @property {string} date in words
 * @property {"reported" | "assumed" | "unstated" | "unplaced"} drawn
 * @property {Place | null} at where its symbol stands
 * @property {Shape[]} shapes all the places that the record allows
 *
 * @typedef {object} PageData
 * @property {Record<string, Theme>} themes
 * @property {Record<string, {rings: Place[][]}>} regions
 * @property {EventData[]} events
 */

/** @returns {PageData} */
export function pageData() {
  return JSON.parse(document.getElementById("geotrack-data")?.textContent ?? "{}");
}
