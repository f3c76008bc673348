// What a description of a place states, on the map: the named places, the sector of its bearing and distance, and what it gives.
import { handleIcon } from "./editable-shape.js";

const L = window.L;
const METRES_PER_KM = 1000;
/** Distance between the places of an arc, degrees. */
const ARC_STEP = 3;

/**
 * @typedef {object} DescribedPlace
 * @property {any} geometry what the text gives: GeoJSON, longitude and latitude
 * @property {number} [radius] kilometres
 * @property {number} [inner] kilometres
 * @property {{anchors: {name: string, lon: number, lat: number}[], bearing: [number, number] | null, distance_km: [number, number] | null} | null} derivation null: no description
 * @property {boolean} isPreview whether the record still has another place
 */

/** @typedef {[lat: number, lon: number]} LatLon */

/** @param {number} lon @param {number} lat @param {number} azimuth @param {number} km @returns {LatLon} */
function placeAt(lon, lat, azimuth, km) {
  const [lon2, lat2] = window.geotrackPolar.destination(lon, lat, azimuth, km * METRES_PER_KM);
  return [lat2, lon2];
}

/** The outline of the area between two bearings and two distances. @param {{lon: number, lat: number}} anchor @param {[number, number]} bearing @param {[number, number]} distance @returns {LatLon[]} */
function sectorOf({ lon, lat }, [first, last], [least, most]) {
  const steps = Math.max(2, Math.ceil((last - first) / ARC_STEP));
  const arc = (/** @type {number} */ km) =>
    Array.from({ length: steps + 1 }, (_, n) => placeAt(lon, lat, first + ((last - first) * n) / steps, km));
  const innerEdge = least ? arc(least).reverse() : [/** @type {LatLon} */ ([lat, lon])];
  return [...arc(most), ...innerEdge];
}

/** The places that the map must have in view to show it all. @param {DescribedPlace} shown @returns {LatLon[]} */
export function extentOf({ geometry, radius, derivation }) {
  const anchors = (derivation?.anchors ?? []).map(({ lon, lat }) => /** @type {LatLon} */ ([lat, lon]));
  if (geometry?.type !== "Point") return anchors;
  const [lon, lat] = geometry.coordinates;
  const rim = radius ? [0, 90, 180, 270].map((azimuth) => placeAt(lon, lat, azimuth, radius)) : [];
  return [...anchors, [lat, lon], ...rim];
}

/** @param {L.LayerGroup} group @param {DescribedPlace | null} shown @param {string} colour */
export function addDescribedPlace(group, shown, colour) {
  group.clearLayers();
  if (!shown) return;
  const { geometry, radius, inner, derivation, isPreview } = shown;
  const line = { color: colour, weight: 1.5, dashArray: "2 5", fill: false, interactive: false };
  const point = geometry?.type === "Point" ? geometry.coordinates : null;
  for (const { name, lon, lat } of derivation?.anchors ?? []) {
    const mark = L.marker([lat, lon], { icon: handleIcon("anchor"), interactive: false, keyboard: false, alt: name }).addTo(group);
    mark.bindTooltip(name, { permanent: true, direction: "right", offset: [8, 0] });
    if (point) L.polyline([[lat, lon], [point[1], point[0]]], { ...line, edges: "geodesic" }).addTo(group);
  }
  const [anchor] = derivation?.anchors ?? [];
  if (anchor && derivation?.bearing && derivation.distance_km) {
    const area = { ...line, dashArray: null, fill: true, fillColor: colour, fillOpacity: 0.2, edges: "plane" };
    L.polygon(sectorOf(anchor, derivation.bearing, derivation.distance_km), area).addTo(group);
  }
  if (!isPreview || !point) return;
  L.marker([point[1], point[0]], { icon: handleIcon("anchor"), interactive: false, keyboard: false }).addTo(group);
  for (const km of [radius, inner]) if (km) new L.Circle([point[1], point[0]], { ...line, dashArray: "4 4", radius: km * METRES_PER_KM }).addTo(group);
}
