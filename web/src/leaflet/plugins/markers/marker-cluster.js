// folium.plugins.MarkerCluster and FastMarkerCluster. The package clusters by pixels, but has its centres, its hulls and
// what is in view as longitudes and latitudes; here they are of the map's plane, also at the pole and over 180°.
import leaflet from "leaflet";
import "leaflet.markercluster";
import "leaflet.markercluster/dist/MarkerCluster.css";
import "leaflet.markercluster/dist/MarkerCluster.Default.css";

/** @type {any} */
const L = leaflet;

/** A box of the map's plane with the methods of LatLngBounds that the package calls. */
class View {
  /** @param {any} map @param {number} pad how many screens beyond each edge */
  constructor(map, pad) {
    const size = map.getSize();
    this.map = map;
    const corner = map.getPixelBounds().min;
    this.box = L.bounds([corner.subtract(size.multiplyBy(pad)), corner.add(size.multiplyBy(1 + pad))]);
    this.zoom = map.getZoom();
  }

  /** @param {any} place */
  contains(place) {
    return this.box.contains(this.map.project(place, this.zoom));
  }

  /** @param {any} other a view, or the bounds of a cluster */
  intersects(other) {
    if (!other._shapes) return true;
    return this.box.intersects(L.bounds(other._shapes.map((/** @type {any} */ place) => this.map.project(place, this.zoom))));
  }
}

L.MarkerClusterGroup.include({
  /** @this {any} */
  _getExpandedVisibleBounds() {
    return this.options.removeOutsideVisibleBounds ? new View(this._map, 1) : this._mapBoundsInfinite;
  },

  /** @this {any} clusters again in another projection */
  getEvents() {
    return {
      projectionchange: () => {
        const layers = this.getLayers();
        this.clearLayers();
        this.addLayers(layers);
      },
    };
  },
});
L.MarkerClusterGroup.prototype.options.polygonOptions = { edges: "plane" };
L.MarkerCluster.include({
  /** @this {any} its place, the mean of its markers, and the corners of their box, on the map's plane */
  _recalculateBounds() {
    if (!this._childCount) return;
    const { projection } = this._group._map.options.crs;
    let x = 0;
    let y = 0;
    const box = L.bounds([]);
    for (const { _latlng } of this._markers) {
      const point = projection.project(_latlng);
      x += point.x;
      y += point.y;
      box.extend(point);
    }
    for (const child of this._childClusters) {
      if (child._boundsNeedUpdate) child._recalculateBounds();
      x += child._mean.x * child._childCount;
      y += child._mean.y * child._childCount;
      box.extend(child._box.min).extend(child._box.max);
    }
    this._box = box;
    this._mean = L.point(x, y).divideBy(this._childCount);
    this._latlng = this._wLatLng = projection.unproject(this._mean);
    const corners = [box.min, box.max].map((corner) => projection.unproject(corner));
    this._bounds = L.latLngBounds(corners);
    this._bounds._shapes = corners;
    this._boundsNeedUpdate = false;
  },

  /** @this {any} */
  getConvexHull() {
    const { projection } = this._group._map.options.crs;
    const points = this.getAllChildMarkers().map((/** @type {any} */ marker) => {
      const { x, y } = projection.project(marker.getLatLng());
      return { lat: y, lng: x };
    });
    return L.QuickHull.getConvexHull(points).map((/** @type {any} */ { lat, lng }) => projection.unproject(L.point(lng, lat)));
  },
});

