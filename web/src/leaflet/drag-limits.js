// The area that a map can be dragged over (maxBounds), and the view after a box zoom. Leaflet computes both from two
// corners of a box of longitudes and latitudes, which on a polar map are not the corners of the area.
import L from "leaflet";
import { eastward, isCorners, planeBounds, polarOnly } from "./bounds.js";

/** The part of the map, pixels, that `maxBounds` covers. @param {L.Map} map @param {number} [zoom] @returns {any} */
function pixelLimits(map, zoom = map.getZoom()) {
  const crs = /** @type {L.CRS} */ (map.options.crs);
  const { min, max } = /** @type {any} */ (planeBounds(crs, map.options.maxBounds));
  const scale = crs.scale(zoom);
  return L.bounds([min, max].map((corner) => crs.transformation.transform(corner, scale)));
}

const leafletMaxBounds = L.Map.prototype.setMaxBounds;

L.Map.include(
  polarOnly(L.Map.prototype, {
    /** @this {L.Map} two corners are taken as written, so that a box may cross 180° @param {any} bounds */
    setMaxBounds(bounds) {
      return leafletMaxBounds.call(this, isCorners(bounds) ? eastward(bounds) : bounds);
    },

    /** @this {L.Map} @param {any} view pixels @param {L.LatLngBounds} _limits @param {number} [zoom] */
    _getBoundsOffset(view, _limits, zoom) {
      const { min, max } = pixelLimits(this, zoom);
      const before = min.subtract(view.min);
      const after = view.max.subtract(max);
      return L.point(this._rebound(before.x, after.x), this._rebound(before.y, after.y));
    },
  }),
);

const { Drag, BoxZoom } = /** @type {any} */ (L.Map);
const leafletDragStart = Drag.prototype._onDragStart;
const leafletMouseUp = BoxZoom.prototype._onMouseUp;

Drag.include({
  /** @this {any} */
  _onDragStart() {
    leafletDragStart.call(this);
    if (!this._offsetLimit || !this._map.options.crs.polar) return;
    const { min, max } = pixelLimits(this._map);
    const view = this._map.getPixelBounds();
    this._offsetLimit = L.bounds([view.min.subtract(min), view.max.subtract(max)]);
  },
});

BoxZoom.include({
  /** @this {any} @param {MouseEvent} event */
  _onMouseUp(event) {
    const { _map: map, _startPoint: from, _point: to } = this;
    if (!map.options.crs.polar) {
      leafletMouseUp.call(this, event);
      return;
    }
    if (event.button !== 0) return;
    this._finish();
    if (!this._moved) return;
    this._clearDeferredResetState();
    this._resetStateTimeout = setTimeout(() => this._resetState(), 0);
    const corners = [from, to, L.point(from.x, to.y), L.point(to.x, from.y)].map((point) =>
      map.containerPointToLatLng(point),
    );
    const box = L.latLngBounds(corners);
    box._shapes = corners;
    map.fitBounds(box).fire("boxzoomend", { boxZoomBounds: box });
  },
});
