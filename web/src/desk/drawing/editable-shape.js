// The draft of a record on the map, with the handles by which it is moved: its middle, its radii, its vertices.
import { svg } from "../../page/dom.js";
import { niceKilometres, positionOf, verticesOf, withVertices } from "./shapes.js";

const L = window.L;
const METRES = 1000;
/** A shape of more vertices is not dragged by hand. */
const MOST_VERTICES = 200;

/**
 * @typedef {object} Draft
 * @property {any} geometry GeoJSON, longitude and latitude
 * @property {number} [radius] kilometres
 * @property {number} [inner] kilometres
 * @property {string} colour
 *
 * @typedef {import("./drawing-tool.js").Shape} Shape
 * @typedef {(at: L.LatLngExpression, kind: string, follow: (at: L.LatLng) => void, end: (at: L.LatLng) => void) => void} AddHandle
 */

/** @param {string} kind */
export const handleIcon = (kind) => {
  const size = { middle: 7, candidate: 6 }[kind] ?? 5.5;
  const mark = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 }, [svg("circle", { r: size, class: `desk-handle ${kind}` })]);
  return L.divIcon({ html: mark, className: "desk-handle-icon", iconSize: [24, 24], iconAnchor: [12, 12] });
};

/** A point with its discs. @param {L.LayerGroup} group @param {AddHandle} addHandle @param {(shape: Shape) => void} dragged @param {[number, number]} lonlat @param {Draft} draft */
function addPoint(group, addHandle, dragged, [lon, lat], { radius, inner, colour }) {
  const style = { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.12, interactive: false, edges: "plane" };
  const radii = /** @type {["radius" | "inner", number][]} */ ([["radius", radius], ["inner", inner]]).filter(([, km]) => km);
  const discs = radii.map(([name, km]) => new L.Circle([lat, lon], { ...style, radius: km * METRES, ...(name === "inner" ? { fillOpacity: 0, dashArray: "5 4" } : {}) }).addTo(group));
  addHandle([lat, lon], "middle", (at) => discs.forEach((disc) => disc.setLatLng(at)), (at) => dragged({ geometry: { type: "Point", coordinates: positionOf(at) } }));
  for (const [n, [name, km]] of radii.entries()) {
    const measured = (/** @type {L.LatLng} */ at) => niceKilometres(window.geotrackPolar.distance(lon, lat, at.lng, at.lat) / METRES);
    const [lon2, lat2] = window.geotrackPolar.destination(lon, lat, 90, km * METRES);
    addHandle([lat2, lon2], "edge", (at) => discs[n].setRadius(measured(at) * METRES), (at) => dragged({ [name]: measured(at) }));
  }
}

/** A line or an area with its vertices. @param {L.LayerGroup} group @param {AddHandle} addHandle @param {(shape: Shape) => void} dragged @param {any} geometry @param {any} style */
function addVertices(group, addHandle, dragged, geometry, style) {
  const shape = L.layerGroup().addTo(group);
  const draw = (/** @type {any} */ one) => shape.clearLayers().addLayer(L.geoJSON(one, { style, interactive: false }));
  draw(geometry);
  const parts = verticesOf(geometry);
  if (!parts || parts.flat().length > MOST_VERTICES) return;
  for (const part of parts)
    for (const [n, [lon, lat]] of part.entries()) {
      const moved = (/** @type {L.LatLng} */ at) => {
        part[n] = positionOf(at);
        return withVertices(geometry, parts);
      };
      addHandle([lat, lon], "vertex", (at) => draw(moved(at)), (at) => dragged({ geometry: moved(at) }));
    }
}

/** @param {L.Map} map */
export function createEditableShape(map) {
  const group = L.layerGroup().addTo(map);
  /** @type {(shape: Shape) => void} */
  let listener = () => undefined;
  const dragged = (/** @type {Shape} */ shape) => listener(shape);
  /** Whether a handle is being dragged: the draft is not built anew under it. */
  let isDragging = false;

  /** @type {AddHandle} */
  const addHandle = (at, kind, follow, end) => {
    const handle = L.marker(at, { draggable: true, keyboard: false, icon: handleIcon(kind), zIndexOffset: kind === "middle" ? 2000 : 2001 }).addTo(group);
    handle.on("dragstart", () => (isDragging = true));
    handle.on("drag", () => follow(handle.getLatLng()));
    handle.on("dragend", () => {
      isDragging = false;
      end(handle.getLatLng());
    });
  };

  /** @param {Draft | null} draft */
  function show(draft) {
    if (isDragging) return;
    group.clearLayers();
    const geometry = draft?.geometry;
    if (!draft || !geometry) return;
    const style = { color: draft.colour, weight: 2.5, fillOpacity: 0.12, interactive: false };
    if (geometry.type === "Point") addPoint(group, addHandle, dragged, geometry.coordinates, draft);
    else addVertices(group, addHandle, dragged, geometry, style);
  }
  return { show, onDrag: (/** @type {(shape: Shape) => void} */ heard) => void (listener = heard) };
}
