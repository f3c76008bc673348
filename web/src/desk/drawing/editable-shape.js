// The draft of a record on the map, with the handles by which it is moved: its middle, its radii, its vertices.
import { svg } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { niceKilometres, positionOf } from "./shapes.js";
import { stepOf, VertexHandles } from "./vertex-handles.js";

const L = window.L;
const METRES_PER_KM = 1000;

/**
 * @typedef {object} Draft
 * @property {any} geometry GeoJSON, longitude and latitude
 * @property {number} [radius] kilometres
 * @property {number} [inner] kilometres
 * @property {string} colour
 *
 * @typedef {import("./drawing-tool.js").Shape} Shape
 * @typedef {(at: L.LatLngExpression, kind: string, follow: (at: L.LatLng) => void, end: (at: L.LatLng) => void) => L.Marker} AddHandle
 */

const DRAFT_KEYS = /** @type {const} */ (["geometry", "radius", "inner", "colour"]);

/** @param {string} kind */
export const handleIcon = (kind) => {
  const size = { middle: 7, candidate: 6, between: 3.5, anchor: 3.5, "vertex chosen": 7 }[kind] ?? 5.5;
  const mark = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 }, [svg("circle", { r: size, class: `desk-handle ${kind}` })]);
  return L.divIcon({ html: mark, className: "desk-handle-icon", iconSize: [24, 24], iconAnchor: [12, 12] });
};

/** A point with its discs. @param {L.Map} map @param {L.LayerGroup} group @param {AddHandle} addHandle @param {(shape: Shape) => void} dragged @param {Draft} draft @param {boolean} isFocused */
function addPoint(map, group, addHandle, dragged, { geometry, radius, inner, colour }, isFocused) {
  const [lon, lat] = geometry.coordinates;
  const style = { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.12, interactive: false, edges: "plane" };
  const radii = /** @type {["radius" | "inner", number][]} */ ([["radius", radius], ["inner", inner]]).filter(([, km]) => km);
  const discs = radii.map(([name, km]) => {
    const innerStyle = name === "inner" ? { fillOpacity: 0, dashArray: "5 4" } : {};
    return new L.Circle([lat, lon], { ...style, radius: km * METRES_PER_KM, ...innerStyle }).addTo(group);
  });
  const move = (/** @type {L.LatLng} */ latLng) => dragged({ geometry: { type: "Point", coordinates: positionOf(latLng) } });
  const middle = addHandle([lat, lon], "middle", (latLng) => discs.forEach((disc) => disc.setLatLng(latLng)), move);
  const icon = /** @type {HTMLElement} */ (middle.getElement());
  icon.setAttribute("aria-label", text("movePoint"));
  icon.addEventListener("keydown", (event) => {
    const step = stepOf(event);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    move(map.containerPointToLatLng(map.latLngToContainerPoint([lat, lon]).add(step)));
  });
  if (isFocused) icon.focus({ preventScroll: true });
  for (const [n, [name, km]] of radii.entries()) {
    const radiusTo = (/** @type {L.LatLng} */ latLng) =>
      niceKilometres(window.geotrackPolar.distance(lon, lat, latLng.lng, latLng.lat) / METRES_PER_KM);
    const [lon2, lat2] = window.geotrackPolar.destination(lon, lat, 90, km * METRES_PER_KM);
    const follow = (/** @type {L.LatLng} */ latLng) => discs[n].setRadius(radiusTo(latLng) * METRES_PER_KM);
    const edge = addHandle([lat2, lon2], "edge", follow, (latLng) => dragged({ [name]: radiusTo(latLng) }));
    // Tab passes it: by keyboard a radius is typed in the form.
    /** @type {HTMLElement} */ (edge.getElement()).tabIndex = -1;
  }
}

/** @param {L.Map} map */
export function createEditableShape(map) {
  const group = L.layerGroup().addTo(map);
  /** @type {(shape: Shape) => void} */
  let listener = () => undefined;
  const dragged = (/** @type {Shape} */ shape) => listener(shape);
  /** Whether a handle is being dragged: meanwhile the draft is not drawn again. */
  let isDragging = false;
  /** @type {Draft | null} */
  let last = null;

  /** @type {AddHandle} */
  const addHandle = (latLng, kind, follow, end) => {
    const handle = L.marker(latLng, { draggable: true, icon: handleIcon(kind), zIndexOffset: kind === "middle" ? 2000 : 2001 }).addTo(group);
    handle.on("dragstart", () => (isDragging = true));
    handle.on("drag", () => follow(handle.getLatLng()));
    handle.on("dragend", () => {
      isDragging = false;
      end(handle.getLatLng());
    });
    return handle;
  };
  const vertices = new VertexHandles({ map, group, addHandle, changed: dragged, redo: () => draw(last) });

  /** A line or an area with its vertices. @param {Draft} draft @param {boolean} isFocused */
  function addShape({ geometry, colour }, isFocused) {
    const style = { color: colour, weight: 2.5, fillOpacity: 0.12, interactive: false };
    const shape = L.layerGroup().addTo(group);
    const outline = (/** @type {any} */ geometry) => shape.clearLayers().addLayer(L.geoJSON(geometry, { style, interactive: false }));
    outline(geometry);
    vertices.add(geometry, outline, isFocused);
  }

  /** Shows a draft; one that is shown already is not drawn again: it may have thousands of vertices. @param {Draft | null} draft */
  function show(draft) {
    const isSame = draft !== null && last !== null && DRAFT_KEYS.every((key) => draft[key] === last?.[key]);
    last = draft;
    if (!isSame) draw(draft);
  }

  /** @param {Draft | null} draft */
  function draw(draft) {
    if (isDragging) return;
    const isFocused = document.activeElement?.matches(".desk-handle-icon") ?? false;
    group.clearLayers();
    if (!draft?.geometry) return;
    if (draft.geometry.type === "Point") addPoint(map, group, addHandle, dragged, draft, isFocused);
    else addShape(draft, isFocused);
  }
  return { show, onDrag: (/** @type {(shape: Shape) => void} */ onDragged) => void (listener = onDragged) };
}
