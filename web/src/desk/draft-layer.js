// The draft of a record on the map: its geometry, its radius, and the handles by which both are moved.
import { svg } from "../page/dom.js";

const L = window.L;
const METRES = 1000;
/** Metres a pixel at zoom 0; pixels of a radius that is seen well; the radius of a place without one. */
const ZOOM_0 = 40_000;
const SEEN = 70;
const UNSTATED_KM = 120;
const DRAFTS = "#b4540a";
/** @typedef {"point" | "line" | "area"} Kind */

/**
 * @typedef {object} Draft
 * @property {any} geometry GeoJSON, longitude and latitude
 * @property {number} [radius] kilometres
 * @property {number} [inner] kilometres
 * @property {string} colour
 */

/** @param {string} kind @param {string} title */
const handleIcon = (kind, title) => {
  const mark = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 }, [
    svg("circle", { r: kind === "edge" ? 5.5 : 7, class: `desk-handle ${kind}` }),
  ]);
  mark.append(svg("title", {}, [title]));
  return L.divIcon({ html: mark, className: "desk-handle-icon", iconSize: [24, 24], iconAnchor: [12, 12] });
};

/** @param {L.Map} map */
export function createDraftLayer(map) {
  const group = L.layerGroup().addTo(map);
  const drafts = L.layerGroup().addTo(map);
  /** @type {Draft | null} */
  let last = null;
  /** @type {(km: number) => void} */
  let radiusSet = () => undefined;
  /** @type {(lonlat: [number, number]) => void} */
  let moved = () => undefined;

  /** @param {[number, number]} lonlat @param {Draft} draft */
  function addPoint([lon, lat], { radius, inner, colour }) {
    const style = { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.12, interactive: false, edges: "plane" };
    const discs = [radius, inner].filter(Boolean).map((km) => new L.Circle([lat, lon], { ...style, radius: Number(km) * METRES }));
    for (const disc of discs) disc.addTo(group);
    const middle = L.marker([lat, lon], { draggable: true, icon: handleIcon("middle", ""), zIndexOffset: 2000 }).addTo(group);
    middle.on("drag", () => {
      for (const disc of discs) disc.setLatLng(middle.getLatLng());
    });
    middle.on("dragend", () => moved(lonlatOf(middle.getLatLng())));
    if (!radius) return;
    const edge = L.marker(eastOf(lon, lat, radius), { draggable: true, icon: handleIcon("edge", ""), zIndexOffset: 2001 }).addTo(group);
    const measured = () => {
      const { lat: lat2, lng } = edge.getLatLng();
      return niceKilometres(window.geotrackPolar.distance(lon, lat, lng, lat2) / METRES);
    };
    edge.on("drag", () => discs[0].setRadius(measured() * METRES));
    edge.on("dragend", () => radiusSet(measured()));
  }

  /** @param {Draft | null} draft */
  function show(draft) {
    last = draft;
    group.clearLayers();
    const geometry = draft?.geometry;
    if (!draft || !geometry) return;
    const style = { color: draft.colour, weight: 2.5, fillOpacity: 0.12, interactive: false };
    if (geometry.type === "Point") addPoint(geometry.coordinates, draft);
    else L.geoJSON(geometry, { style, interactive: false }).addTo(group);
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
    /** @param {(km: number) => void} onRadius @param {(lonlat: [number, number]) => void} onMove */
    onDrag: (onRadius, onMove) => void ([radiusSet, moved] = [onRadius, onMove]),
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

/** Where the handle of a radius stands: east of the middle. @param {number} lon @param {number} lat @param {number} km */
function eastOf(lon, lat, km) {
  const [phi, delta] = [(lat * Math.PI) / 180, km / 6371];
  const phi2 = Math.asin(Math.sin(phi) * Math.cos(delta));
  const turn = Math.atan2(Math.sin(delta) * Math.cos(phi), Math.cos(delta) - Math.sin(phi) * Math.sin(phi2));
  return [(phi2 * 180) / Math.PI, lon + (turn * 180) / Math.PI];
}

/** Of a radius by hand: two digits. @param {number} km */
function niceKilometres(km) {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(km, 0.1))) - 1, -1);
  return Math.max(Math.round(km / step) * step, 0.1);
}

/** @param {{lat: number, lng: number}} at @returns {[number, number]} */
const lonlatOf = ({ lat, lng }) => [Math.round(((((lng + 180) % 360) + 360) % 360 - 180) * 1e4) / 1e4, Math.round(lat * 1e4) / 1e4];
