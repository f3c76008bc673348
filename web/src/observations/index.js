// Observations on a briefing page. Only a page that has some carries this script.
//
// A way of drawing is a Leaflet layer in KINDS, made of the layer's id and what the page says of it
// (`held(id)`), with
//   ready           a promise, kept when it can be drawn
//   ask(asked)      shows what meets the page's question, and promises how many that are
//   cut             whether more than the period is counted: whole months of it
//   leave(away)     leaves the map to another layer, or comes back: see density-or-points.js
//   mark(i)         shows which one is told of; a layer may do without it
//   days()          promises how many there are of each day, for the timeline; a layer may do without it
//   begin(page)     begins with the page; a layer may do without it
//   nearest, lines  for the tip: what lies there, and what is told of it; a layer may do without them
// What it needs of the page comes with `begin`, from web/src/page/plugin-api.js.
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
  const made = new KINDS[about.kind](id, about);
  layers.push(made);
  return made;
}

window.geotrackPage.further((page) => {
  showCounts(page, layers);
  for (const [surface, points] of layerPairs(layers)) switchByZoom(page.map, surface, points);
  updateLegendRows(page.map, layers);
  for (const one of layers) one.begin?.(page);
  addTooltip(page, layers.filter((one) => one.nearest));
  addTimelineBars(page, layers.filter((one) => one.days));
});

Object.assign(window, { geotrackObserved: { layer, layers } });
