// Colours of the map at night: dark water and land, light coasts. Widths of lines stay.

/** @typedef {import("./basemap.js").Style} Style */
/** @typedef {import("./basemap.js").Look} Look */

const PAPER = "#10181d";
/** @type {[string, string]} */
const WATER = ["#1b303c", "#15242d"];
/** Colours of land, lakes, glaciers, borders and disputed ones; before them those of ice shelves and Antarctica. @type {Style[]} */
const LAYERS = [
  { fill: "#38464f", stroke: "#87928e", halo: "#ffffff12" },
  { fill: "#47525a", stroke: "#87928e", halo: "#ffffff12" },
  { fill: "#2d3332", stroke: "#87928e", halo: "#ffffff12" },
  { fill: "#1a2c36", stroke: "#5f7075" },
  { fill: "#47525a" },
  { stroke: "#77756a" },
  { stroke: "#77756a" },
];
/** Colour of one step of depth. */
export const DEPTH = "#050c102a";
/** Colours of the graticule and the polar circle. */
export const GRATICULE = { colour: "#4c6573", circle: "#6f95a8" };

/** @param {Look} look by day @returns {Look} */
export const nightLook = (look) => ({
  ...look,
  water: WATER,
  paper: PAPER,
  layers: look.layers.map((style, i) => style && { ...style, ...LAYERS[i + LAYERS.length - look.layers.length] }),
});

/** Draw a map dark or light from now on. @param {any} map @param {boolean} isDark */
export function setNight(map, isDark) {
  if (Boolean(map.options.night) === isDark) return;
  map.options.night = isDark;
  map.fire("nightchange");
}
