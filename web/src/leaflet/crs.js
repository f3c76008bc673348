// Leaflet coordinate systems of the polar projections, also under the names that folium writes.
import L from "leaflet";
import { distance } from "../polar/geodesic.js";
import { PROJECTIONS, projectionOf } from "../polar/projections.js";

/**
 * Metres a pixel at zoom 0, the same in each projection: turning the map keeps its zoom. In Web Mercator, whose zooms
 * folium's users write, it is 156,543 at the equator.
 */
export const RESOLUTION = 160_000;

/** @param {import("../polar/projections.js").Projection} polar */
function leafletCrs(polar) {
  const [x, y] = polar.pole;
  /** @type {any} */
  const crs = {
    ...L.CRS,
    code: polar.code,
    polar,
    projection: {
      project: (/** @type {L.LatLng} */ { lng, lat }) => L.point(polar.project(lng, lat)),
      unproject(/** @type {L.Point} */ point) {
        const { x: east, y: north } = L.point(point);
        const [lon, lat] = polar.unproject(east, north);
        return L.latLng(lat, lon);
      },
    },
    // Pixels are counted from the pole, to the right and down.
    transformation: new L.Transformation(1, -x, -1, y),
    scale: (/** @type {number} */ zoom) => 2 ** zoom / RESOLUTION,
    zoom: (/** @type {number} */ scale) => Math.log2(scale * RESOLUTION),
    distance(/** @type {L.LatLng} */ from, /** @type {L.LatLng} */ to) {
      const a = L.latLng(from);
      const b = L.latLng(to);
      return distance(a.lng, a.lat, b.lng, b.lat);
    },
    infinite: true, // Leaflet neither wraps longitudes nor limits tiles.
  };
  return crs;
}

/** @type {Record<string, L.CRS & {polar: import("../polar/projections.js").Projection}>} */
export const CRS = {};
for (const polar of Object.values(PROJECTIONS)) {
  CRS[polar.code] = leafletCrs(polar);
  Object.assign(L.CRS, { [polar.code.replace(":", "")]: CRS[polar.code] });
}

/**
 * The coordinate system of a projection, created at first use.
 * @param {string} code e.g. "EPSG:3571" or "EPSG:3995@90"
 */
export function crsOf(code) {
  const polar = projectionOf(code);
  CRS[polar.code] ??= leafletCrs(polar);
  return CRS[polar.code];
}

/**
 * Turn a map to another projection; its centre, its zoom and open popups stay.
 * @param {L.Map} map
 * @param {string} code e.g. "EPSG:3571" or "EPSG:3995@90"
 */
export function turn(map, code) {
  const crs = crsOf(code);
  if (crs.polar.hemisphere !== /** @type {any} */ (map.options.crs).polar.hemisphere) throw new RangeError(`${code} has the other pole`);
  // A zoom animation would otherwise go on in the old projection.
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
