// L.Circle and L.Rectangle for polar maps: geodesic circles, and boxes along parallels and meridians.
import L from "leaflet";
import { factory } from "../factory.js";
import { destination, distance } from "../../polar/geodesic.js";

/** Vertices of a circle at least. */
const FEWEST_CORNERS = 32;
/** Vertices of a circle at most. */
const MOST_CORNERS = 180;
/** Greatest distance between the circle and its edges in data, metres. */
const TOLERANCE_M = 10;
/** Greatest distance between the circle and its edges on the screen, pixels. */
const TOLERANCE_PIXELS = 0.05;
/** Below this radius the map's scale is nearly the same throughout a circle, metres. */
const SMALL_RADIUS_M = 1_000_000;
/** From the equator to a pole, metres: a circle round a place in the other hemisphere contains the pole only if it is larger. */
const QUARTER_TURN_M = 10_000_000;

/**
 * The number of corners that a circle needs, which is even.
 * @param {number} metres its radius @param {number} tolerance greatest distance of its edges from it, metres
 */
function cornersOf(metres, tolerance) {
  const halfAngle = Math.acos(Math.max(0, 1 - tolerance / metres));
  return Math.min(MOST_CORNERS, Math.max(FEWEST_CORNERS, 2 * Math.ceil(Math.PI / halfAngle / 2)));
}

/**
 * All places within a distance of one: a geodesic circle, also round the pole and over 180°. It has as many vertices
 * as the map's scale shows, until all digits are requested.
 * @type {any}
 */
export const Circle = L.Polygon.extend({
  options: { edges: "plane" },

  /** @this {any} @param {L.LatLngExpression} centre @param {any} options with the radius in metres, or the radius @param {any} [others] the options, if the second argument is the radius */
  initialize(centre, options, others) {
    const merged = typeof options === "number" ? { ...others, radius: options } : options;
    this._centre = L.latLng(centre);
    this._metres = merged?.radius ?? 10;
    this._corners = FEWEST_CORNERS;
    L.Polygon.prototype.initialize.call(this, this._ring(), merged);
  },

  /** @this {any} */
  _ring() {
    const { lat, lng } = this._centre;
    const corners = this._corners;
    const ring = new Array(corners);
    // The western half mirrors the eastern one.
    for (let i = 0; i <= corners / 2; i++) {
      const [lon, latitude] = destination(lng, lat, (i * 360) / corners, this._metres);
      ring[i] = new L.LatLng(latitude, lon);
      if (i && i < corners / 2) ring[corners - i] = new L.LatLng(latitude, 2 * lng - lon);
    }
    return ring;
  },

  /** @this {any} whether a pole lies inside @param {number} pole its latitude, degrees @returns {boolean} */
  containsPole(pole) {
    const { lat, lng } = this._centre;
    return (lat * pole > 0 || this._metres > QUARTER_TURN_M) && distance(lng, lat, lng, pole) < this._metres;
  },

  /** @this {any} adds vertices if it needs more @param {number} [tolerance] greatest distance of its edges from the circle, metres */
  _refine(tolerance = TOLERANCE_M) {
    const corners = cornersOf(this._metres, Math.max(tolerance, TOLERANCE_M));
    if (corners <= this._corners) return;
    this._corners = corners;
    delete this._plane;
    this._setLatLngs(this._ring());
  },

  /** @this {any} @param {any} _ @param {L.Point[][]} result @param {L.Bounds} bounds */
  _projectLatlngs(_, result, bounds) {
    const { crs } = this._map.options;
    this._refine(crs.polar && this._metres < SMALL_RADIUS_M ? TOLERANCE_PIXELS / crs.scale(this._map.getZoom()) : TOLERANCE_M);
    L.Polygon.prototype._projectLatlngs.call(this, this._latlngs, result, bounds);
  },

  /** @this {any} */
  getLatLngs() {
    this._refine();
    return L.Polygon.prototype.getLatLngs.call(this);
  },

  /** @this {any} */
  getBounds() {
    this._refine();
    return L.Polygon.prototype.getBounds.call(this);
  },

  /** @this {any} @param {number} [precision] */
  toGeoJSON(precision) {
    this._refine();
    return L.Polygon.prototype.toGeoJSON.call(this, precision);
  },

  /** @this {any} @returns {L.LatLng} */
  getLatLng() {
    return this._centre;
  },

  /** @this {any} @param {L.LatLngExpression} centre */
  setLatLng(centre) {
    this._centre = L.latLng(centre);
    return this._reshape();
  },

  /** @this {any} @returns {number} metres */
  getRadius() {
    return this._metres;
  },

  /** @this {any} @param {number} metres */
  setRadius(metres) {
    this._metres = metres;
    return this._reshape();
  },

  /** @this {any} */
  _reshape() {
    this._corners = FEWEST_CORNERS;
    return this.setLatLngs(this._ring());
  },

  /** @this {any} @returns {L.LatLng} */
  getCenter() {
    return this._centre;
  },
});

/** A box of longitudes and latitudes, its sides along parallels and meridians; west > east crosses 180°. @type {any} */
export const Rectangle = L.Polygon.extend({
  /** @this {any} @param {any} corners @param {L.PolylineOptions} options */
  initialize(corners, options) {
    L.Polygon.prototype.initialize.call(this, rectangleRing(corners), options);
  },

  /** @this {any} @param {any} corners */
  setBounds(corners) {
    return this.setLatLngs(rectangleRing(corners));
  },
});

/** @param {any} corners two places or a LatLngBounds */
function rectangleRing(corners) {
  const [a, b] = Array.isArray(corners)
    ? corners.map((corner) => L.latLng(corner))
    : [corners.getSouthWest(), corners.getNorthEast()];
  const south = Math.min(a.lat, b.lat);
  const north = Math.max(a.lat, b.lat);
  const width = b.lng >= a.lng ? b.lng - a.lng : b.lng + 360 - a.lng;
  // With vertices in between no edge takes the short way round the pole.
  const lons = [0, 1, 2, 3].map((third) => a.lng + (width * third) / 3);
  return [
    ...lons.map((lon) => L.latLng(south, lon)),
    ...lons.reverse().map((lon) => L.latLng(north, lon)),
  ];
}

Object.assign(L, {
  Circle,
  Rectangle,
  circle: factory(Circle),
  rectangle: factory(Rectangle),
});
