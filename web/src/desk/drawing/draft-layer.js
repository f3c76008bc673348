// What the desk puts on the map: the draft of a record, what is being drawn, places to choose from, drafts of a file.
import { addDescribedPlace, extentOf } from "./described-place.js";
import { createEditableShape, handleIcon } from "./editable-shape.js";

const L = window.L;
const METRES_PER_KM = 1000;
/** Metres a pixel at zoom 0, as RESOLUTION of leaflet/crs.js. */
const RESOLUTION = 160_000;
/** Least size at which a radius or shape is clearly visible, pixels. */
const VISIBLE_SIZE = 70;
/** Radius at which a place without one is shown, kilometres. */
const DEFAULT_RADIUS_KM = 120;
/** Colour of the drafts of a file. */
const DRAFT_COLOUR = "#b4540a";

/** @typedef {import("./described-place.js").DescribedPlace} DescribedPlace @typedef {import("./editable-shape.js").Draft} Draft @typedef {import("./drawing-tool.js").Shape} Shape */

/** Draws the shape that the next click would give. @param {L.LayerGroup} group @param {string} colour @param {import("./drawing-tool.js").Shape | null} shape */
function addPreview(group, colour, shape) {
  group.clearLayers();
  if (!shape?.geometry) return;
  const style = { color: colour, weight: 1.5, dashArray: "4 4", fillOpacity: 0.06, interactive: false, edges: "plane" };
  if (shape.geometry.type !== "Point") L.geoJSON(shape.geometry, { style: { ...style, edges: "written" }, interactive: false }).addTo(group);
  else {
    const [lon, lat] = shape.geometry.coordinates;
    for (const km of [shape.radius, shape.inner]) if (km) new L.Circle([lat, lon], { ...style, radius: km * METRES_PER_KM }).addTo(group);
  }
}

/** Draws places of one name, to choose one; the map lacks those of the southern hemisphere, which only the field lists. @param {L.Map} map @param {L.LayerGroup} group @param {{lon: number, lat: number, label: string}[]} places @param {(n: number) => void} choose */
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

/** Moves the map to a point so close that its radius is visible, or to another shape as a whole. @param {L.Map} map @param {Draft | null} draft */
function reveal(map, draft) {
  const geometry = draft?.geometry;
  if (!geometry) return;
  if (geometry.type === "Point") {
    const [lon, lat] = geometry.coordinates;
    const zoom = Math.log2((RESOLUTION * VISIBLE_SIZE) / ((draft?.radius ?? DEFAULT_RADIUS_KM) * METRES_PER_KM));
    map.setView([lat, lon], Math.min(Math.max(zoom, map.getMinZoom()), map.getMaxZoom() - 1));
  } else {
    fitPlaces(map, placesOf(geometry));
  }
}

/** The places of records, drawn over their marks. @param {any[]} features */
function placesDrawn(features) {
  const style = { color: DRAFT_COLOUR, weight: 2, fillColor: "#fff", fillOpacity: 0.85, radius: 6 };
  return L.geoJSON(features, { style, interactive: false, pointToLayer: (/** @type {any} */ _, /** @type {any} */ latLng) => L.circleMarker(latLng, style) });
}

/** Draws the drafts of a file, and shows all of them. @param {L.Map} map @param {L.LayerGroup} group @param {any[]} features */
function addMany(map, group, features) {
  group.clearLayers();
  const placed = features.filter(({ geometry }) => geometry);
  if (!placed.length) return;
  placesDrawn(placed).addTo(group);
  fitPlaces(map, placed.flatMap(({ geometry }) => placesOf(geometry)));
}

/** Whether places are in view and clearly visible. A region has no places here, and counts as in view. @param {L.Map} map @param {[lat: number, lon: number][]} places */
function isInView(map, places) {
  if (!places.length) return true;
  const points = L.bounds(places.map((place) => map.latLngToContainerPoint(place)));
  const { x, y } = points.getSize();
  return L.bounds([0, 0], map.getSize()).contains(points) && (places.length < 2 || Math.max(x, y) > VISIBLE_SIZE);
}

/** Moves the map to show places; to one alone it pans. @param {L.Map} map @param {[lat: number, lon: number][]} places */
function fitPlaces(map, places) {
  if (places.length === 1) map.panTo(places[0]);
  // `fit` would take two places for the corners of a box: one is repeated.
  else if (places.length) window.geotrackPolar.fit(map, [...places, places[0]], { padding: [60, 60] });
}

/** @param {L.Map} map */
export function createDraftLayer(map) {
  const [drafts, previews, candidates, described] = [0, 1, 2, 3].map(() => L.layerGroup().addTo(map));
  const editable = createEditableShape(map);
  /** @type {Draft | null} */
  let last = null;
  /** @type {DescribedPlace | null} */
  let description = null;
  return {
    /** @param {Draft | null} draft */
    show(draft) {
      last = draft;
      editable.show(draft);
    },
    /** @param {any[]} features */
    showMany: (features) => addMany(map, drafts, features),
    /** The place of a record that was saved, until the page has it. @param {any} feature */
    showSaved({ geometry, properties: { place } }) {
      addPreview(previews, DRAFT_COLOUR, { geometry, radius: place?.radius_km, inner: place?.inner_radius_km });
      if (geometry) placesDrawn([{ type: "Feature", geometry }]).addTo(previews);
    },
    reveal: () => (description?.derivation ? fitPlaces(map, extentOf(description)) : reveal(map, last)),
    /** The place that its text describes. @param {DescribedPlace | null} shown */
    showDescription(shown) {
      description = shown;
      addDescribedPlace(described, shown, last?.colour ?? DRAFT_COLOUR);
      if (shown?.isPreview && !isInView(map, extentOf(shown))) fitPlaces(map, extentOf(shown));
    },
    /** @param {Shape | null} shape */
    preview: (shape) => addPreview(previews, last?.colour ?? DRAFT_COLOUR, shape),
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
