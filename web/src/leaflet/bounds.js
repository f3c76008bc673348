// Fitting a view to bounds, computed in the plane of the map: a box of longitudes and latitudes is no rectangle there.
import L from "leaflet";
import { densify } from "../polar/densify.js";
import { projectedParts } from "./shapes/paths.js";

/** @typedef {import("../polar/densify.js").Position} Position */

/**
 * The bounds on the map, in metres, of a box of longitudes and latitudes; west > east crosses 180°.
 * @param {L.CRS} crs @param {[south: number, west: number, north: number, east: number]} box
 */
function boxOnPlane(crs, [south, west, north, east]) {
  const width = east >= west ? east - west : east + 360 - west;
  const { project, pole } = /** @type {import("../polar/projections.js").Projection} */ (crs.polar);
  /** @type {Position[]} */
  const ring = [
    [west, south],
    [west + width, south],
    [west + width, north],
    [west, north],
  ];
  const points = densify([...ring, ring[0]], project).map(([x, y]) => L.point(x, y));
  if (width >= 360) points.push(L.point(...pole));
  return L.bounds(points);
}

/** @param {L.CRS} crs @param {any} shape a box, a layer or a place @returns {L.Bounds} metres */
export function planeBounds(crs, shape) {
  if (shape instanceof L.LatLngBounds) {
    if (shape._shapes?.length) {
      return shape._shapes.map((part) => planeBounds(crs, part)).reduce((a, b) => a.extend(b), L.bounds([]));
    }
    return boxOnPlane(crs, [shape.getSouth(), shape.getWest(), shape.getNorth(), shape.getEast()]);
  }
  if (shape instanceof L.Polyline) {
    return L.bounds(projectedParts(shape, crs).flat().map(([x, y]) => L.point(x, y)));
  }
  const point = crs.projection.project(L.latLng(shape));
  return L.bounds([point, point]);
}

/**
 * Centre and zoom that show a part of the plane.
 * @param {L.Map} map @param {L.Bounds} bounds metres @param {L.FitBoundsOptions} options
 */
function view(map, bounds, options) {
  // Shapes round the other pole have no bounds, because they are not drawn: the view stays.
  if (!bounds.isValid()) return { center: map.getCenter(), zoom: map.getZoom() };
  const crs = /** @type {L.CRS} */ (map.options.crs);
  const topLeft = L.point(options.paddingTopLeft ?? options.padding ?? [0, 0]);
  const bottomRight = L.point(options.paddingBottomRight ?? options.padding ?? [0, 0]);
  const room = map.getSize().subtract(topLeft).subtract(bottomRight);
  const extent = bounds.getSize();
  const largestScale = Math.min(Math.max(room.x, 1) / extent.x, Math.max(room.y, 1) / extent.y);
  const snap = map.options.zoomSnap ?? 1;
  let zoom = crs.zoom(largestScale);
  if (snap && Number.isFinite(zoom)) zoom = Math.floor(zoom / snap + 1e-9) * snap;
  zoom = Math.max(map.getMinZoom(), Math.min(zoom, options.maxZoom ?? Infinity, map.getMaxZoom()));
  const shift = bottomRight.subtract(topLeft).divideBy(2 * crs.scale(zoom));
  const middle = bounds.getCenter();
  return { center: crs.projection.unproject(L.point(middle.x + shift.x, middle.y - shift.y)), zoom };
}

/**
 * Show two corners (south-west, north-east) or three and more places.
 * @param {L.Map} map
 * @param {[lat: number, lon: number][]} places
 * @param {L.FitBoundsOptions} [options]
 */
export function fit(map, places, options = {}) {
  const crs = /** @type {L.CRS} */ (map.options.crs);
  // folium's get_bounds() of an empty layer has no numbers: the view stays.
  if (!places.flat().every(Number.isFinite)) return map;
  const [first, second] = places;
  const bounds =
    places.length === 2
      ? boxOnPlane(crs, [first[0], first[1], second[0], second[1]])
      : L.bounds(places.map(([lat, lon]) => crs.projection.project(L.latLng(lat, lon))));
  const { center, zoom } = view(map, bounds, options);
  map.setView(center, zoom, { animate: false, ...options });
  return map;
}

const leafletFitBounds = L.Map.prototype.fitBounds;

/** @param {any} bounds @returns {bounds is [[number, number], [number, number]]} */
export const isCorners = (bounds) =>
  Array.isArray(bounds) && bounds.length === 2 && bounds.every((corner) => Array.isArray(corner));

/**
 * Two corners with the eastern longitude not below the western one, as Leaflet needs them.
 * @param {[[number, number], [number, number]]} corners @returns {[[number, number], [number, number]]}
 */
export const eastward = ([[south, west], [north, east]]) => [
  [south, west],
  [north, east >= west ? east : east + 360],
];

L.Map.include(
  polarOnly(L.Map.prototype, {
    /** @this {L.Map} @param {any} bounds @param {L.FitBoundsOptions} [options] */
    _getBoundsCenterZoom(bounds, options = {}) {
      const corners = isCorners(bounds) ? eastward(bounds) : bounds;
      const box = bounds.getBounds ? bounds.getBounds() : L.latLngBounds(corners);
      return view(this, planeBounds(/** @type {L.CRS} */ (this.options.crs), box), options);
    },

    /** @this {L.Map} two corners are taken as written, so that a box may cross 180° @param {any} bounds @param {L.FitBoundsOptions} [options] */
    fitBounds(bounds, options) {
      if (isCorners(bounds)) return fit(this, bounds, options);
      return leafletFitBounds.call(this, bounds, options);
    },

    /** @this {L.Map} @param {any} bounds */
    getBoundsZoom(bounds) {
      return this._getBoundsCenterZoom(bounds).zoom;
    },

    /** @this {L.Map} the smallest box of longitudes and latitudes that contains the view */
    getBounds() {
      const size = this.getSize();
      const edge = Array.from({ length: 17 }, (_, i) => i / 16).flatMap((share) =>
        [[share, 0], [share, 1], [0, share], [1, share]].map(([x, y]) =>
          this.containerPointToLatLng(L.point(x * size.x, y * size.y)),
        ),
      );
      const lats = edge.map(({ lat }) => lat);
      const pole = 90 * /** @type {any} */ (this.options.crs).polar.hemisphere;
      if (L.bounds([0, 0], size).contains(this.latLngToContainerPoint([pole, 0]))) {
        return L.latLngBounds([Math.min(pole, ...lats), -180], [Math.max(pole, ...lats), 180]);
      }
      const middle = this.getCenter().lng;
      const lons = edge.map(({ lng }) => middle + ((((lng - middle) % 360) + 540) % 360) - 180);
      return L.latLngBounds(
        [Math.min(...lats), Math.min(...lons)],
        [Math.max(...lats), Math.max(...lons)],
      );
    },
  }),
);

/**
 * Methods that replace Leaflet's own on polar maps alone.
 * @param {any} prototype @param {Record<string, Function>} methods
 */
export function polarOnly(prototype, methods) {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => {
      const original = prototype[name];
      return [
        name,
        /** @this {L.Map} @param {any[]} values */
        function (...values) {
          return (this.options.crs?.polar ? method : original).apply(this, values);
        },
      ];
    }),
  );
}

// Bounds keep the shapes they were computed from, for FitOverlays and fitBounds(group).
const leafletExtend = L.LatLngBounds.prototype.extend;
L.LatLngBounds.prototype.extend = function (/** @type {any} */ other) {
  if (other?._shapes) this._shapes = [...(this._shapes ?? []), ...other._shapes];
  return leafletExtend.call(this, other);
};

// A box across 180° has longitudes beyond it: a place is also compared with the box a turn further.
for (const name of /** @type {const} */ (["contains", "intersects", "overlaps"])) {
  const leafletMethod = /** @type {any} */ (L.LatLngBounds.prototype[name]);
  L.LatLngBounds.prototype[name] = function (/** @type {any} */ other) {
    if (leafletMethod.call(this, other)) return true;
    const [west, east] = this.isValid() ? [this.getWest(), this.getEast()] : [0, 0];
    if (west >= -180 && east <= 180) return false;
    const shift = west < -180 ? 360 : -360;
    return leafletMethod.call(L.latLngBounds([this.getSouth(), west + shift], [this.getNorth(), east + shift]), other);
  };
}

const lineBounds = L.Polyline.prototype.getBounds;
const groupBounds = L.FeatureGroup.prototype.getBounds;
L.Polyline.include({
  /** @this {L.Polyline} */
  getBounds() {
    const box = L.latLngBounds([]).extend(lineBounds.call(this));
    box._shapes = [this];
    return box;
  },
});
L.FeatureGroup.include({
  /** @this {L.FeatureGroup} */
  getBounds() {
    const box = groupBounds.call(this);
    // Layers with bounds have added their shapes already.
    const points = this.getLayers().filter((/** @type {any} */ layer) => !layer.getBounds && layer.getLatLng);
    const places = points.map((/** @type {any} */ layer) => layer.getLatLng());
    if (places.length) box._shapes = [...(box._shapes ?? []), ...places];
    return box;
  },
});
