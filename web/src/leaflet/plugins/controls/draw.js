// folium.plugins.Draw. Boxes cross 180° and stop at the pole, circles are geodesic, areas are of the ellipsoid, and
// what is exported has its edges as GeoJSON has them: cut at 180°.
import leaflet from "leaflet";
import "leaflet-draw";
import "leaflet-draw/dist/leaflet.draw.css";
import "./draw.css";
import { cutLineAt180, cutRingAt180 } from "../../../polar/antimeridian.js";
import { unwrap } from "../../../polar/densify.js";
import { area } from "../../../polar/geodesic-area.js";
import { destination } from "../../../polar/geodesic.js";

/** @type {any} */
const L = leaflet;
/** @typedef {import("../../../polar/densify.js").Position} Position */
/** Length of a straight part of the dashes that lead to the pointer, pixels. */
const GUIDE_PART = 60;

/** @param {number} lon @param {number} reference @returns {number} the longitude, with the whole turns that bring it nearest to the other */
const nearestTurn = (lon, reference) => reference + ((((lon - reference) % 360) + 540) % 360) - 180;

/** The box between two places, the short way over 180°. @param {any} first @param {any} second */
function box(first, second) {
  const lon = nearestTurn(second.lng, first.lng);
  return [
    [Math.min(first.lat, second.lat), Math.min(first.lng, lon)],
    [Math.max(first.lat, second.lat), Math.max(first.lng, lon)],
  ];
}

/** @param {any[]} latlngs @param {boolean} closed @returns {Position[]} */
const positions = (latlngs, closed) => unwrap(latlngs.map(({ lat, lng }) => [lng, lat]), closed);

L.Polyline._flat = L.LineUtil.isFlat; // leaflet-draw calls the former name, of which Leaflet warns.

L.GeometryUtil.geodesicArea = (/** @type {any[]} */ latlngs) => {
  const ring = positions(latlngs, true);
  // Edges are drawn straight in longitude and latitude: they get a vertex at each degree.
  return area(
    ring.slice(1).flatMap(([lon, lat], i) => {
      const [west, south] = ring[i];
      const count = Math.max(1, Math.ceil(Math.abs(lon - west)));
      return Array.from({ length: count }, (_, k) => /** @type {Position} */ ([west + ((lon - west) * k) / count, south + ((lat - south) * k) / count]));
    }),
  );
};

const { _drawGuide: drawGuide } = L.Draw.Polyline.prototype;
L.Draw.Polyline.include({
  /** @this {any} bends as the edge will @param {any} from pixels @param {any} to */
  _drawGuide(from, to) {
    const [a, b] = [from, to].map((point) => this._map.layerPointToLatLng(point));
    const count = Math.max(1, Math.floor(from.distanceTo(to) / GUIDE_PART));
    const [up, right] = [(b.lat - a.lat) / count, (nearestTurn(b.lng, a.lng) - a.lng) / count];
    const pointAt = (/** @type {number} */ k) => this._map.latLngToLayerPoint([a.lat + k * up, a.lng + k * right]);
    for (let k = 0; k < count; k++) drawGuide.call(this, pointAt(k), pointAt(k + 1));
  },
});

L.Draw.Rectangle.include({
  /** @this {any} @param {any} latlng */
  _drawShape(latlng) {
    const corners = box(this._startLatLng, latlng);
    if (this._shape) this._shape.setBounds(corners);
    else this._map.addLayer((this._shape = new L.Rectangle(corners, this.options.shapeOptions)));
  },
});

L.Edit.Rectangle.include({
  /** @this {any} @param {any} latlng */
  _resize(latlng) {
    this._shape.setBounds(box(this._oppositeCorner, latlng));
    this._moveMarker.setLatLng(this._shape.getBounds().getCenter());
    this._map.fire(L.Draw.Event.EDITRESIZE, { layer: this._shape });
  },

  /** @this {any} @param {any} middle */
  _move(middle) {
    const bounds = this._shape.getBounds();
    const [south, west, north, east] = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
    const { lat, lng } = bounds.getCenter();
    const [up, right] = [Math.min(middle.lat - lat, 90 - north), nearestTurn(middle.lng, lng) - lng];
    this._shape.setBounds([[south + up, west + right], [north + up, east + right]]);
    this._repositionCornerMarkers();
    this._map.fire(L.Draw.Event.EDITMOVE, { layer: this._shape });
  },
});

L.Edit.Circle.include({
  /** @this {any} @param {any} centre */
  _getResizeMarkerPoint({ lat, lng }) {
    const [lon, latitude] = destination(lng, lat, 90, this._shape.getRadius());
    return L.latLng(latitude, lon);
  },
});

L.Edit.PolyVerticesEdit.include({
  /** @this {any} a place of the edge itself @param {any} first @param {any} second */
  _getMiddleLatLng(first, second) {
    const [a, b] = [first.getLatLng(), second.getLatLng()];
    return L.latLng((a.lat + b.lat) / 2, (a.lng + nearestTurn(b.lng, a.lng)) / 2);
  },
});

for (const [Class, closed] of /** @type {[any, boolean][]} */ ([[L.Polyline, false], [L.Polygon, true]])) {
  const { toGeoJSON } = Class.prototype;
  Class.include({
    /** @this {any} @param {number | false} [precision] */
    toGeoJSON(precision) {
      const [part, ...others] = closed ? this._latlngs : [this._latlngs];
      // A layer of several parts was not drawn but read, and is exported as it was read.
      const isSingle = !others.length && part?.length && !Array.isArray(part[0]);
      if (!isSingle || this.options.edges === "written") return toGeoJSON.call(this, precision);
      const line = positions(part, closed);
      const parts = (closed ? cutRingAt180(line) : cutLineAt180(line)).map((part) =>
        part.map((place) => place.map((value) => (precision === false ? value : L.Util.formatNum(value, precision)))),
      );
      const kind = closed ? "Polygon" : "LineString";
      const rings = closed ? parts.map((ring) => [ring]) : parts;
      const isMulti = rings.length > 1;
      return L.GeoJSON.getFeature(this, isMulti ? { type: `Multi${kind}`, coordinates: rings } : { type: kind, coordinates: rings[0] });
    },
  });
}
