// folium.plugins.OverlappingMarkerSpiderfier: markers that lie on each other are spread on a click, by pixels.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;
/** Pixels between two spread markers. */
const APART = 28;

/** Where so many markers are spread to, pixels from their middle. @param {number} count @param {boolean} spiral */
function places(count, spiral) {
  const radius = Math.max(APART, (APART * (count + 1)) / (2 * Math.PI));
  let angle = 0;
  return Array.from({ length: count }, (_, i) => {
    const away = spiral ? APART + (APART * angle) / (2 * Math.PI) : radius;
    angle = spiral ? angle + APART / away : (2 * Math.PI * (i + 1)) / count;
    return L.point(away * Math.cos(angle), away * Math.sin(angle));
  });
}

class OverlappingMarkerSpiderfier {
  /** @param {any} map @param {any} options */
  constructor(map, options) {
    this.map = map;
    this.options = { keepSpiderfied: false, nearbyDistance: 20, legWeight: 1.5, circleSpiralSwitchover: 9, ...options };
    /** @type {any[]} */
    this.markers = [];
    /** @type {Map<any, any>} places of spread markers */
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
      (marker) => this.map.hasLayer(marker) && this.map.latLngToLayerPoint(marker.getLatLng()).distanceTo(middle) <= this.options.nearbyDistance,
    );
    if (nearby.length < 2) return void this.events.fire("click", marker);
    const { circleSpiralSwitchover, legWeight } = this.options;
    for (const [i, point] of places(nearby.length, nearby.length >= circleSpiralSwitchover).entries()) {
      const from = nearby[i].getLatLng();
      const target = this.map.layerPointToLatLng(middle.add(point));
      this.spread.set(nearby[i], from);
      nearby[i].setLatLng(target).setZIndexOffset(1000);
      this.legs.addLayer(L.polyline([from, target], { color: "#33474f", weight: legWeight, edges: "plane", interactive: false }));
    }
    // After the popup that the same click has opened.
    setTimeout(() => this.events.fire("spiderfy", { markers: nearby }));
  }

  gather() {
    for (const [marker, place] of this.spread) marker.setLatLng(place).setZIndexOffset(0);
    if (this.spread.size) this.events.fire("unspiderfy");
    this.spread.clear();
    this.legs.clearLayers();
  }
}
Object.assign(window, { OverlappingMarkerSpiderfier });
