// Layer of the records of one theme: their shapes and marks.
import { MapRecord } from "./map-record.js";
import { RecordMark } from "./record-mark.js";
import { hatchedRegion, regionNames } from "../map/region-shapes.js";

const L = window.L;

/** @typedef {import("../payload.js").PageRecord} PageRecord */
/** @typedef {import("../payload.js").PageData} PageData */

/** @typedef {import("../map/region-shapes.js").Regions} Regions */

/**
 * @param {import("../payload.js").Shape} shape @param {PageRecord} event @param {PageData} data
 * @param {Regions} regions
 * @returns {L.Layer}
 */
function drawShape(shape, event, data, regions) {
  const { colour } = event;
  const style = {
    color: colour,
    weight: event.drawn === "reported" ? 1.2 : 1,
    opacity: 0.8,
    dashArray: event.drawn === "reported" ? undefined : "5 4",
    fillColor: colour,
    fillOpacity: 0.09,
    edges: "plane",
    className: "event-shape",
    interactive: false,
  };
  if (shape.kind === "disc") return new L.Circle(shape.at, { ...style, radius: shape.radius });
  if (shape.kind === "line") return new L.Polyline(shape.lines, { ...style, weight: 2, fill: false, className: "event-track" });
  if (shape.kind === "region") {
    return L.layerGroup([hatchedRegion(shape.id, colour, 0.55, regions), regionNames(data, [shape.id])]);
  }
  return new L.Polygon(shape.rings, style);
}

/**
 * Makes the layer of a theme, and the map records of its records.
 * @param {string} theme @param {PageData} data @param {Regions} regions
 * @param {Map<number, MapRecord>} mapRecords by number; those of the theme are added
 * @param {boolean} dotted whether records are dots, and get symbols and shapes only when there is room for these
 * @returns {L.FeatureGroup}
 */
export function themeGroup(theme, data, regions, mapRecords, dotted) {
  const group = L.featureGroup([], { layerId: theme });
  for (const event of data.records.all) {
    if (event.theme !== theme || !event.at) continue;
    const record = new MapRecord(event, {
      mark: () => new RecordMark(event, data.themes[theme]),
      shapes: () => event.shapes.map((shape) => drawShape(shape, event, data, regions)),
    });
    mapRecords.set(event.n, record);
    if (!dotted) addToGroup(record, group);
  }
  return group;
}

/** Adds a record to the layer of its theme. @param {MapRecord} record @param {any} group */
export function addToGroup(record, group) {
  record.group = group;
  // A region is hatched when its record is selected: many hatched seas at once are unreadable.
  const isShown = record.event.shapes.map(({ kind }) => kind !== "region");
  if (isShown.includes(true)) record.shapes.forEach((shape, i) => isShown[i] && shape.addTo(group));
  record.mark.addTo(group);
}
