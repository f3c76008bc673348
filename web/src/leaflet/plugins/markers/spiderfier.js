// folium.plugins.OverlappingMarkerSpiderfier: markers that lie on each other are spread on a click, by pixels.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;
/** Pixels between two spread markers. */
const GAP = 28;

/** Offsets, pixels from the middle, to which so many markers are spread. @param {number} count @param {boolean} spiral */
function offsets(count, spiral) {
  const radius = Math.max(GAP, (GAP * (count + 1)) / (2 * Math.PI));
  let angle = 0;
  return Array.from({ length: count }, (_, i) => {
    // In a spiral the distance grows with the angle of the marker before.
    const distance = spiral ? GAP + (GAP * angle) / (2 * Math.PI) : radius;
    angle = spiral ? angle + GAP / distance : (2 * Math.PI * (i + 1)) / count;
    return L.point(distance * Math.cos(angle), distance * Math.sin(angle));
  });
}

class OverlappingMarkerSpiderfier {
  /** @param {any} map @param {any} options */
  constructor(map, options) {
    this.map = map;
    this.options = { keepSpiderfied: false, nearbyDistance: 20, legWeight: 1.5, circleSpiralSwitchover: 9, ...options };
    /** @type {any[]} */
    this.markers = [];
    /** @type {Map<any, any>} positions of spread markers before they were spread */
    this.spread = new Map();
    this.legs = L.layerGroup().addTo(map);
    this.events = new L.Evented();
    map.on("click zoomstart projectionchange", () => this.gather());
  }

  /** @param {any} marker */
  addMarker(marker) {
    this.markers.push(marker);
    marker.on("click", () => this.click(marker));
    return this;
  }

  /** @param {string} event "click", "spiderfy" or "unspiderfy" @param {any} listener */
  addListener(event, listener) {
    this.events.on(event, listener);
    return this;
  }

  /** @param {any} marker */
  click(marker) {
    if (this.spread.has(marker)) {
      this.events.fire("click", marker);
      if (!this.options.keepSpiderfied) this.gather();
      return;
    }
    this.gather();
    const middle = this.map.latLngToLayerPoint(marker.getLatLng());
    const nearby = this.markers.filter(
      (other) => this.map.hasLayer(other) && this.map.latLngToLayerPoint(other.getLatLng()).distanceTo(middle) <= this.options.nearbyDistance,
    );
    if (nearby.length < 2) return void this.events.fire("click", marker);
    const { circleSpiralSwitchover, legWeight } = this.options;
    for (const [i, offset] of offsets(nearby.length, nearby.length >= circleSpiralSwitchover).entries()) {
      const from = nearby[i].getLatLng();
      const target = this.map.layerPointToLatLng(middle.add(offset));
      this.spread.set(nearby[i], from);
      nearby[i].setLatLng(target).setZIndexOffset(1000);
      this.legs.addLayer(L.polyline([from, target], { color: "#33474f", weight: legWeight, edges: "plane", interactive: false }));
    }
    // Later, so that listeners are called when the same click has opened its popup.
    setTimeout(() => this.events.fire("spiderfy", { markers: nearby }));
  }

  /** Moves spread markers back. */
  gather() {
    for (const [marker, position] of this.spread) marker.setLatLng(position).setZIndexOffset(0);
    if (this.spread.size) this.events.fire("unspiderfy");
    this.spread.clear();
    this.legs.clearLayers();
  }
}
Object.assign(window, { OverlappingMarkerSpiderfier });
