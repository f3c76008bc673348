// folium.plugins.SemiCircle: the part of a geodesic circle between two bearings from true north.
import leaflet from "leaflet";
import { along, destination } from "../../../polar/geodesic.js";

/** @type {any} */
const L = leaflet;
/** Distance of the vertices of its arc, degrees. */
const ARC_STEP = 2;
/** Least distance of the vertices of its sides, metres. */
const SIDE_STEP_M = 25_000;

L.SemiCircle = L.Polygon.extend({
  options: { edges: "plane", radius: 10, startAngle: 0, stopAngle: 360, fill: true },

  /** @this {any} @param {any} centre @param {any} options */
  initialize(centre, options) {
    this._centre = L.latLng(centre);
    L.Polygon.prototype.initialize.call(this, [], options);
    this.setLatLngs(this._ring());
  },

  /** @this {any} */
  _ring() {
    const { lat, lng } = this._centre;
    const { radius, startAngle, stopAngle } = this.options;
    const width = Math.min(360, stopAngle < startAngle ? stopAngle - startAngle + 360 : stopAngle - startAngle);
    const count = Math.max(1, Math.ceil(width / ARC_STEP));
    const arc = Array.from({ length: count + 1 }, (_, i) => destination(lng, lat, startAngle + (width * i) / count, radius));
    const side = (/** @type {[number, number]} */ end) => along([lng, lat], end, Math.max(SIDE_STEP_M, radius / 40));
    const sector = () => [...side(arc[0]), ...arc.slice(1, -1), ...side(arc[count]).reverse().slice(0, -1)];
    const ring = width === 360 ? arc.slice(1) : sector();
    return ring.map(([lon, latitude]) => L.latLng(latitude, lon));
  },

  /** @this {any} */
  _reshape() {
    return this.setLatLngs(this._ring());
  },

  /** @this {any} @param {number} direction degrees from north @param {number} width degrees */
  setDirection(direction, width) {
    L.setOptions(this, { startAngle: direction - width / 2, stopAngle: direction + width / 2 });
    return this._reshape();
  },

  /** @this {any} @param {number} radius metres */
  setRadius(radius) {
    this.options.radius = radius;
    return this._reshape();
  },

  /** @this {any} */
  getLatLng() {
    return this._centre;
  },
});
L.semiCircle = (/** @type {any} */ centre, /** @type {any} */ options) => new L.SemiCircle(centre, options);
