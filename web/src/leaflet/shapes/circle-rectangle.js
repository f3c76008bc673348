// L.Circle and L.Rectangle for polar maps: geodesic circles, and boxes along parallels and meridians.
import L from "leaflet";
import { factory } from "../factory.js";
import { destination, distance } from "../../polar/geodesic.js";

/** Number of vertices of a circle, at least and at most, and the greatest distance of its edges from it, metres. */
const [FEWEST, MOST, NEAR] = [32, 180, 10];
/** Metres: from the northern hemisphere the South Pole is further. */
const QUARTER = 10_000_000;

/** How many corners a circle has: an even number. @param {number} metres its radius */
function cornersOf(metres) {
  const half = Math.acos(Math.max(0, 1 - NEAR / metres));
  return Math.min(MOST, Math.max(FEWEST, 2 * Math.ceil(Math.PI / half / 2)));
}

/** All places within a distance of one: a geodesic circle, also round the pole and over 180°. @type {any} */
export const Circle = L.Polygon.extend({
  options: { edges: "plane" },

  /** @this {any} @param {L.LatLngExpression} centre @param {any} options with the radius in metres, or the radius @param {any} [others] then the options */
  initialize(centre, options, others) {
    const all = typeof options === "number" ? { ...others, radius: options } : options;
    this._centre = L.latLng(centre);
    this._metres = all?.radius ?? 10;
    L.Polygon.prototype.initialize.call(this, this._ring(), all);
  },

  /** @this {any} */
  _ring() {
    const { lat, lng } = this._centre;
    this._holdsSouthPole = (lat < 0 || this._metres > QUARTER) && distance(lng, lat, lng, -90) < this._metres;
    const corners = cornersOf(this._metres);
    const ring = new Array(corners);
    // West of its meridian it is as it is east of it.
    for (let i = 0; i <= corners / 2; i++) {
      const [lon, latitude] = destination(lng, lat, (i * 360) / corners, this._metres);
      ring[i] = new L.LatLng(latitude, lon);
      if (i && i < corners / 2) ring[corners - i] = new L.LatLng(latitude, 2 * lng - lon);
    }
    return ring;
  },

  /** @this {any} @returns {L.LatLng} */
  getLatLng() {
    return this._centre;
  },

  /** @this {any} @param {L.LatLngExpression} centre */
  setLatLng(centre) {
    this._centre = L.latLng(centre);
    return this.setLatLngs(this._ring());
  },

  /** @this {any} @returns {number} metres */
  getRadius() {
    return this._metres;
  },

  /** @this {any} @param {number} metres */
  setRadius(metres) {
    this._metres = metres;
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
  const [a, b] = Array.isArray(corners) ? corners.map((corner) => L.latLng(corner)) : [corners.getSouthWest(), corners.getNorthEast()];
  const [south, north] = [Math.min(a.lat, b.lat), Math.max(a.lat, b.lat)];
  const width = b.lng >= a.lng ? b.lng - a.lng : b.lng + 360 - a.lng;
  // Vertices between, so that no edge takes the short way round the pole.
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
