// The briefing page's own script: it ties the records on the map to the records in the index.
import "./page.css";
import { chooser } from "./choosing.js";
import { pageData, regionRings } from "./data.js";
import { hatchedRegions, regionOutline, themeGroup } from "./events.js";
import { find } from "./finder.js";
import { foldLayers } from "./layers-panel.js";
import { printWhole } from "./printing.js";
import { sifting } from "./sifting.js";
import { spread } from "./spread.js";
import { turning } from "./turning.js";

const L = window.L;
/** Between the middles of two symbols, pixels. */
const GAP = 25;

const data = pageData();
const regions = regionRings(data);
/** @type {Map<number, import("./events.js").Drawn>} */
const drawn = new Map();

/** @param {L.Map} map none of the symbols that are on the map hides another */
function spreadMarks(map) {
  const shown = [...drawn.values()].filter(({ mark, out }) => mark._map && !out);
  const places = shown.map(({ mark }) => map.latLngToLayerPoint(mark.getLatLng()));
  const offsets = spread(places, GAP);
  shown.forEach(({ mark }, i) => mark.moveBy(L.point(offsets[i].x, offsets[i].y)));
}

/** @param {L.Map} map */
function start(map) {
  document.body.classList.add("scripted");
  map.invalidateSize({ animate: false });
  foldLayers(map);
  spreadMarks(map);
  map.on("zoomend overlayadd overlayremove projectionchange", () => spreadMarks(map));
  // After that: an open card stands beside where its symbol has come to stand.
  const choosing = chooser(map, drawn, (n) => finder.reveal(n));
  const finder = find(data, sifting(map, data, drawn, spreadMarks, choosing));
  turning(map);
  printWhole(map);
}

Object.assign(window, {
  geotrackPage: {
    theme: (/** @type {string} */ name) => themeGroup(name, data, regions, drawn),
    hatched: () => hatchedRegions(data, regions),
    region: (/** @type {string} */ id) => regionOutline(id, regions),
    start,
  },
});
