// The projections as Leaflet coordinate systems, also under the names that folium writes.
import L from "leaflet";
import "proj4leaflet";
import { distance } from "./geodesic.js";
import { PROJECTIONS, projectionOf } from "./projections.js";

/** Metres a pixel at zoom 0, the same in each projection: turning the map keeps its zoom. */
export const RESOLUTION = 40_000;

/** @param {import("./projections.js").Projection} polar */
function leafletCrs(polar) {
  const [x, y] = polar.pole;
  const crs = new L.Proj.CRS(polar.code, polar.definition, {
    origin: [x, y],
    resolutions: [RESOLUTION],
  });
  // Proj4Leaflet's zoom is linear between levels and NaN past the last: a power law has no levels.
  crs.scale = (zoom) => 2 ** zoom / RESOLUTION;
  crs.zoom = (scale) => Math.log2(scale * RESOLUTION);
  crs.projection.project = (latlng) => L.point(polar.project(latlng.lng, latlng.lat));
  crs.projection.unproject = (point) => {
    const { x: east, y: north } = L.point(point);
    const [lon, lat] = polar.unproject(east, north);
    return L.latLng(lat, lon);
  };
  crs.distance = (from, to) => {
    const [a, b] = [L.latLng(from), L.latLng(to)];
    return distance(a.lng, a.lat, b.lng, b.lat);
  };
  crs.infinite = true; // nothing wraps, nothing is cut at a tile's edge
  return Object.assign(crs, { polar });
}

/** @type {Record<string, L.CRS & {polar: import("./projections.js").Projection}>} */
export const CRS = {};
for (const polar of Object.values(PROJECTIONS)) {
  CRS[polar.code] = leafletCrs(polar);
  Object.assign(L.CRS, { [polar.code.replace(":", "")]: CRS[polar.code] });
}

/**
 * The coordinate system of any projection, made when it is first asked for.
 * @param {string} code e.g. "EPSG:3571" or "EPSG:3995@90"
 */
export function crsOf(code) {
  const polar = projectionOf(code);
  CRS[polar.code] ??= leafletCrs(polar);
  return CRS[polar.code];
}

/**
 * Turn a map to another projection as it lies open, keeping centre, zoom and what is open on it.
 * @param {L.Map} map
 * @param {string} code e.g. "EPSG:3571" or "EPSG:3995@90"
 */
export function turn(map, code) {
  const crs = crsOf(code);
  // A zoom on its way would go on in the old projection.
  map._stop();
  if (map._animatingZoom) map._onZoomTransitionEnd();
  const centre = map.getCenter();
  map.options.crs = crs;
  map._resetView(centre, map.getZoom(), true);
  map.eachLayer((layer) => {
    if (layer instanceof L.Path) layer.redraw();
    else if (layer instanceof L.Marker) layer.update();
  });
  map.fire("projectionchange", { code: crs.polar.code });
}
