// Texts of the map itself: letters of directions, decimal mark, names. English unless the page sets others.

/**
 * @typedef {object} MapLabels
 * @property {string} north
 * @property {string} south
 * @property {string} east
 * @property {string} west
 * @property {string} decimal
 * @property {(text: string) => string} name translates the name of a sea, a land or a line
 */

/** @type {MapLabels} */
export const ENGLISH = { north: "N", south: "S", east: "E", west: "W", decimal: ".", name: (text) => text };

/** @param {any} map @returns {MapLabels} */
export const labelsOf = (map) => map.options.wording ?? ENGLISH;

/** Sets the texts of a map, also for layers that are added later. @param {any} map @param {Partial<MapLabels>} wording */
export function setLabels(map, wording) {
  map.options.wording = { ...ENGLISH, ...wording };
  map.fire("wordschange");
}
