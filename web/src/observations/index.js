// Observations on a briefing page. Only a page that has some carries this script.
//
// A kind of layer is a Leaflet layer in KINDS, created from the layer's id and its part of the payload
// (`held(id)`), with
//   ready           a promise that resolves when the layer can be drawn
//   setFilter(filter) shows what matches the page's query; a promise of the number of matches
//   cutsMonth       whether the period cuts a month, of which the layer counts the whole (density only)
//   setAway(away)   hides or shows the layer: see density-or-points.js
//   mark(i)         highlights the observation in the tooltip; −1 for none (optional)
//   days()          a promise of the number of observations of each day, for the timeline (optional)
//   begin(page)     called when the page starts (optional)
//   nearest, lines  for the tooltip: the observation at a point, and its text (optional)
// The page passed to `begin` is the plugin API of web/src/page/plugin-api.js.
import "./observations.css";
import { showCounts } from "./ui/counts.js";
import { Density } from "./layer/density.js";
import { switchByZoom, layerPairs } from "./layer/density-or-points.js";
import { updateLegendRows } from "./ui/legend.js";
import { Points } from "./layer/points.js";
import { addTooltip } from "./ui/tooltip.js";
import { Tracks } from "./layer/tracks.js";
import { addTimelineBars } from "./ui/timeline-bars.js";

/** @type {Record<string, new (id: string, about: any) => any>} */
const KINDS = POINTS_ALONE ? { points: Points } : { points: Points, density: Density, tracks: Tracks };

/** @type {any[]} */
const layers = [];

/** @param {string} id */
function layer(id) {
  const about = window.geotrackPolar.held(id);
  const layer = new KINDS[about.kind](id, about);
  layers.push(layer);
  return layer;
}

window.geotrackPage.registerPlugin((page) => {
  showCounts(page, layers);
  for (const [surface, points] of layerPairs(layers)) switchByZoom(page.map, surface, points);
  updateLegendRows(page.map, layers);
  for (const layer of layers) layer.begin?.(page);
  addTooltip(page, layers.filter((layer) => layer.nearest));
  addTimelineBars(page, layers.filter((layer) => layer.days));
});

Object.assign(window, { geotrackObserved: { layer, layers } });
