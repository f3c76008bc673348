// What is measured, drawn on the map.
import { drawnLine } from "./geometry.js";

const L = window.L;

/** @typedef {import("./geometry.js").Position} Position */

/** The lines and points of what is measured. @param {L.Map} map */
export function drawing(map) {
  Object.assign(map.createPane("measure").style, { zIndex: "620", pointerEvents: "none" });
  const renderer = L.svg({ pane: "measure" });
  const common = { renderer, pane: "measure", interactive: false, edges: "plane", smoothFactor: 0.5 };
  const group = L.layerGroup();
  const ahead = new L.Polyline([], { ...common, className: "measure-next" });
  const latlngs = (/** @type {Position[]} */ line) => line.map(([lon, lat]) => [lat, lon]);
  return {
    group,
    /** The way from the last place to the pointer. @param {Position | undefined} last @param {Position | null} next */
    lead(last, next) {
      if (!last || !next) return void group.removeLayer(ahead);
      ahead.setLatLngs(latlngs(drawnLine([last, next], false)));
      ahead.addTo(group);
    },
    /** @param {Position[]} places @param {boolean} closed */
    draw(places, closed) {
      group.clearLayers();
      if (closed) new L.Polygon(latlngs(drawnLine(places, true)), { ...common, className: "measure-area" }).addTo(group);
      const line = latlngs(drawnLine(places, closed));
      // Light beneath dark: seen on land, water and ice.
      for (const className of ["measure-halo", "measure-line"]) new L.Polyline(line, { ...common, className }).addTo(group);
      for (const [lon, lat] of places) {
        new L.CircleMarker([lat, lon], { ...common, radius: 4, className: "measure-point" }).addTo(group);
      }
    },
  };
}
