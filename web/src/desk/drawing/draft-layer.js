// What the desk puts on the map: the draft of a record, what is being drawn, places to choose from, drafts of a file.
import { addDescribedPlace, extentOf } from "./described-place.js";
import { createEditableShape, handleIcon } from "./editable-shape.js";

const L = window.L;
const METRES = 1000;
/** Metres a pixel at zoom 0; pixels of a clearly visible radius; the radius of a place without one. */
const ZOOM_0 = 160_000;
const SEEN = 70;
const UNSTATED_KM = 120;
const DRAFTS = "#b4540a";

/** @typedef {import("./described-place.js").DescribedPlace} DescribedPlace @typedef {import("./editable-shape.js").Draft} Draft @typedef {import("./drawing-tool.js").Shape} Shape */

/** What the next click would give. @param {L.LayerGroup} group @param {string} colour @param {import("./drawing-tool.js").Shape | null} shape */
function addPreview(group, colour, shape) {
  group.clearLayers();
  if (!shape?.geometry) return;
  const style = { color: colour, weight: 1.5, dashArray: "4 4", fillOpacity: 0.06, interactive: false, edges: "plane" };
  if (shape.geometry.type !== "Point") L.geoJSON(shape.geometry, { style: { ...style, edges: "written" }, interactive: false }).addTo(group);
  else {
    const [lon, lat] = shape.geometry.coordinates;
    for (const km of [shape.radius, shape.inner]) if (km) new L.Circle([lat, lon], { ...style, radius: km * METRES }).addTo(group);
  }
}

/** Places of one name, of which one is to be chosen; those of the other hemisphere are only in the list of the field. @param {L.Map} map @param {L.LayerGroup} group @param {{lon: number, lat: number, label: string}[]} places @param {(n: number) => void} choose */
function addCandidates(map, group, places, choose) {
  group.clearLayers();
  const northern = [...places.entries()].filter(([, { lat }]) => lat > 0);
  for (const [n, { lon, lat, label }] of northern) {
    const mark = L.marker([lat, lon], { icon: handleIcon("candidate"), title: label, alt: label, zIndexOffset: 2002 }).addTo(group);
    mark.bindTooltip(label, { permanent: northern.length < 6, direction: "right", offset: [10, 0] });
    mark.on("click keypress", () => choose(n));
  }
  fitPlaces(map, northern.map(([, { lon, lat }]) => [lat, lon]));
}

/** A place is shown so close that its radius is visible; other shapes as a whole. @param {L.Map} map @param {Draft | null} draft */
function reveal(map, draft) {
  const geometry = draft?.geometry;
  if (!geometry) return;
  if (geometry.type === "Point") {
    const [lon, lat] = geometry.coordinates;
    const zoom = Math.log2((ZOOM_0 * SEEN) / ((draft?.radius ?? UNSTATED_KM) * METRES));
    map.setView([lat, lon], Math.min(Math.max(zoom, map.getMinZoom()), map.getMaxZoom() - 1));
  } else {
    fitPlaces(map, placesOf(geometry));
  }
}

/** Drafts of a file, all in view. @param {L.Map} map @param {L.LayerGroup} group @param {any[]} features */
function addMany(map, group, features) {
  group.clearLayers();
  const placed = features.filter(({ geometry }) => geometry);
  if (!placed.length) return;
  const style = { color: DRAFTS, weight: 2, fillColor: "#fff", fillOpacity: 0.85, radius: 6 };
  L.geoJSON(placed, { style, interactive: false, pointToLayer: (/** @type {any} */ _, /** @type {any} */ latLng) => L.circleMarker(latLng, style) }).addTo(group);
  fitPlaces(map, placed.flatMap(({ geometry }) => placesOf(geometry)));
}

/** Whether all is in view, and not too small to be visible; a region, whose name alone is known here, has no places. @param {L.Map} map @param {[lat: number, lon: number][]} places */
function isInView(map, places) {
  if (!places.length) return true;
  const points = L.bounds(places.map((place) => map.latLngToContainerPoint(place)));
  const { x, y } = points.getSize();
  return L.bounds([0, 0], map.getSize()).contains(points) && (places.length < 2 || Math.max(x, y) > SEEN);
}

/** All in view; one alone in the middle. @param {L.Map} map @param {[lat: number, lon: number][]} places */
function fitPlaces(map, places) {
  if (places.length === 1) map.panTo(places[0]);
  // Two would be the corners of a box.
  else if (places.length) window.geotrackPolar.fit(map, [...places, places[0]], { padding: [60, 60] });
}

/** @param {L.Map} map */
export function createDraftLayer(map) {
  const [drafts, previews, candidates, described] = [0, 1, 2, 3].map(() => L.layerGroup().addTo(map));
  const editable = createEditableShape(map);
  /** @type {Draft | null} */
  let last = null;
  /** @type {DescribedPlace | null} */
  let words = null;
  return {
    /** @param {Draft | null} draft */
    show(draft) {
      last = draft;
      editable.show(draft);
    },
    /** @param {any[]} features */
    showMany: (features) => addMany(map, drafts, features),
    reveal: () => (words?.derivation ? fitPlaces(map, extentOf(words)) : reveal(map, last)),
    /** The place that its text describes. @param {DescribedPlace | null} shown */
    showDescription(shown) {
      words = shown;
      addDescribedPlace(described, shown, last?.colour ?? DRAFTS);
      if (shown?.isPreview && !isInView(map, extentOf(shown))) fitPlaces(map, extentOf(shown));
    },
    /** @param {Shape | null} shape */
    preview: (shape) => addPreview(previews, last?.colour ?? DRAFTS, shape),
    /** @param {{lon: number, lat: number, label: string}[]} places @param {(n: number) => void} choose */
    showCandidates: (places, choose) => addCandidates(map, candidates, places, choose),
    onDrag: editable.onDrag,
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
