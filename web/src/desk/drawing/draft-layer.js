// The draft of a record on the map: its geometry, its radii, and the handles by which they are moved.
import { svg } from "../../page/dom.js";
import { niceKilometres, positionOf, verticesOf, withVertices } from "./shapes.js";

const L = window.L;
const METRES = 1000;
/** Metres a pixel at zoom 0; pixels of a radius that is seen well; the radius of a place without one. */
const ZOOM_0 = 40_000;
const SEEN = 70;
const UNSTATED_KM = 120;
const DRAFTS = "#b4540a";
/** A shape of more vertices is not dragged by hand. */
const MOST_VERTICES = 200;

/**
 * @typedef {object} Draft
 * @property {any} geometry GeoJSON, longitude and latitude
 * @property {number} [radius] kilometres
 * @property {number} [inner] kilometres
 * @property {string} colour
 */

/** @param {string} kind */
const handleIcon = (kind) => {
  const size = { middle: 7, candidate: 6 }[kind] ?? 5.5;
  const mark = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 }, [svg("circle", { r: size, class: `desk-handle ${kind}` })]);
  return L.divIcon({ html: mark, className: "desk-handle-icon", iconSize: [24, 24], iconAnchor: [12, 12] });
};

/** @param {L.Map} map */
export function createDraftLayer(map) {
  const group = L.layerGroup().addTo(map);
  const drafts = L.layerGroup().addTo(map);
  /** @type {Draft | null} */
  let last = null;
  const previews = L.layerGroup().addTo(map);
  const candidates = L.layerGroup().addTo(map);
  /** @type {(shape: import("./drawing-tool.js").Shape) => void} */
  let dragged = () => undefined;
  /** Whether a handle is being dragged: the draft is not built anew under it. */
  let isDragging = false;

  /** @param {L.LatLngExpression} at @param {string} kind @param {(at: L.LatLng) => void} follow @param {(at: L.LatLng) => void} end */
  function addHandle(at, kind, follow, end) {
    const handle = L.marker(at, { draggable: true, keyboard: false, icon: handleIcon(kind), zIndexOffset: kind === "middle" ? 2000 : 2001 }).addTo(group);
    handle.on("dragstart", () => (isDragging = true));
    handle.on("drag", () => follow(handle.getLatLng()));
    handle.on("dragend", () => {
      isDragging = false;
      end(handle.getLatLng());
    });
  }

  /** @param {[number, number]} lonlat @param {Draft} draft */
  function addPoint([lon, lat], { radius, inner, colour }) {
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

  /** @param {any} geometry @param {any} style */
  function addVertices(geometry, style) {
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

  /** @param {Draft | null} draft */
  function show(draft) {
    last = draft;
    if (isDragging) return;
    group.clearLayers();
    const geometry = draft?.geometry;
    if (!draft || !geometry) return;
    const style = { color: draft.colour, weight: 2.5, fillOpacity: 0.12, interactive: false };
    if (geometry.type === "Point") addPoint(geometry.coordinates, draft);
    else addVertices(geometry, style);
  }

  /** What the next click would give. @param {import("./drawing-tool.js").Shape | null} shape */
  function preview(shape) {
    previews.clearLayers();
    if (!shape?.geometry) return;
    const style = { color: last?.colour ?? DRAFTS, weight: 1.5, dashArray: "4 4", fillOpacity: 0.06, interactive: false, edges: "plane" };
    if (shape.geometry.type !== "Point") L.geoJSON(shape.geometry, { style: { ...style, edges: "written" }, interactive: false }).addTo(previews);
    else {
      const [lon, lat] = shape.geometry.coordinates;
      for (const km of [shape.radius, shape.inner]) if (km) new L.Circle([lat, lon], { ...style, radius: km * METRES }).addTo(previews);
    }
  }

  /** Places of one name, of which one is to be chosen. @param {{lon: number, lat: number, label: string}[]} places @param {(n: number) => void} choose */
  function showCandidates(places, choose) {
    candidates.clearLayers();
    for (const [n, { lon, lat, label }] of places.entries()) {
      const mark = L.marker([lat, lon], { icon: handleIcon("candidate"), title: label, alt: label, zIndexOffset: 2002 }).addTo(candidates);
      mark.bindTooltip(label, { permanent: places.length < 6, direction: "right", offset: [10, 0] });
      mark.on("click keypress", () => choose(n));
    }
    if (places.length > 1) window.geotrackPolar.fit(map, places.map(({ lon, lat }) => [lat, lon]), { padding: 80 });
  }

  /** A place is shown so close that its radius is seen; other shapes as a whole. */
  function reveal() {
    const geometry = last?.geometry;
    if (!geometry) return;
    if (geometry.type === "Point") {
      const [lon, lat] = geometry.coordinates;
      const zoom = Math.log2((ZOOM_0 * SEEN) / ((last?.radius ?? UNSTATED_KM) * METRES));
      map.setView([lat, lon], Math.min(Math.max(zoom, map.getMinZoom()), map.getMaxZoom() - 1));
    } else {
      const places = placesOf(geometry);
      if (places.length > 1) window.geotrackPolar.fit(map, places, { padding: 60 });
    }
  }

  /** Drafts of a file, all in view. @param {any[]} features */
  function showMany(features) {
    drafts.clearLayers();
    const placed = features.filter(({ geometry }) => geometry);
    if (!placed.length) return;
    const style = { color: DRAFTS, weight: 2, fillColor: "#fff", fillOpacity: 0.85, radius: 6 };
    L.geoJSON(placed, { style, interactive: false, pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, style) }).addTo(drafts);
    const places = placed.flatMap(({ geometry }) => placesOf(geometry));
    if (places.length > 1) window.geotrackPolar.fit(map, places, { padding: 60 });
    else map.panTo(places[0]);
  }

  return {
    show,
    showMany,
    reveal,
    preview,
    showCandidates,
    /** @param {(shape: import("./drawing-tool.js").Shape) => void} listener */
    onDrag: (listener) => void (dragged = listener),
  };
}

/** All positions of a geometry. @param {any} geometry @returns {[lat: number, lon: number][]} */
function placesOf(geometry) {
  /** @type {[number, number][]} */
  const places = [];
  JSON.stringify(geometry, (_, value) => {
    if (!Array.isArray(value) || typeof value[0] !== "number") return value;
    places.push([value[1], value[0]]);
    return null;
  });
  return places;
}
