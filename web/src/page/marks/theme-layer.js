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
 * Adds the map records of those records that have none yet.
 * @param {PageData} data @param {Regions} regions @param {import("./map-record.js").MapRecords} mapRecords
 */
export function addMapRecords(data, regions, mapRecords) {
  const make = {
    mark: (/** @type {PageRecord} */ event) => new RecordMark(event, data.themes[event.theme]),
    shapes: (/** @type {PageRecord} */ event) => event.shapes.map((shape) => drawShape(shape, event, data, regions)),
  };
  for (const event of data.records.all) if (event.at && !mapRecords.has(event.n)) mapRecords.set(event.n, new MapRecord(event, mapRecords, make));
}

/**
 * Makes the layer of a theme.
 * @param {string} theme @param {import("./map-record.js").MapRecords} mapRecords
 * @param {boolean} dotted whether records are dots, and get symbols and shapes only when there is room for these
 * @returns {L.FeatureGroup}
 */
export function themeGroup(theme, mapRecords, dotted) {
  const group = L.featureGroup([], { layerId: theme });
  if (!dotted) for (const record of mapRecords.values()) if (record.event.theme === theme) addToGroup(record, group);
  return group;
}

/** Removes records from the map, and from the map records. @param {Iterable<PageRecord>} records @param {import("./map-record.js").MapRecords} mapRecords */
export function dropMapRecords(records, mapRecords) {
  for (const { n, listed } of records) {
    const record = mapRecords.get(n);
    listed?.remove();
    if (!record) continue;
    removeFromMap(record);
    mapRecords.delete(n);
    mapRecords.made.delete(record);
  }
}

/** Removes the mark and shapes of a record from the map. @param {MapRecord} record */
export function removeFromMap(record) {
  for (const layer of record.made) {
    record.group?.removeLayer(layer);
    layer.remove();
  }
  record.group = null;
}

/** Adds a record to the layer of its theme. @param {MapRecord} record @param {any} group */
export function addToGroup(record, group) {
  record.group = group;
  // A region is hatched when its record is selected: many hatched seas at once are unreadable.
  const isShown = record.event.shapes.map(({ kind }) => kind !== "region");
  if (isShown.includes(true)) record.shapes.forEach((shape, i) => isShown[i] && shape.addTo(group));
  record.mark.addTo(group);
}
