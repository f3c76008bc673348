// folium.plugins.MiniMap: the polar basemap small in a corner, with the part that the map shows as a frame, which is
// exactly a rectangle there: both have the same plane. Its tile layer is not used.
import leaflet from "leaflet";
import "./mini-map.css";

/** @type {any} */
const L = leaflet;

/** The parallel at the edge of the small map when it shows the whole map, degrees from the equator. */
const EDGE_LATITUDE = 38;

L.Control.MiniMap = L.Control.extend({
  options: {
    position: "bottomright", width: 150, height: 150, collapsedWidth: 25, collapsedHeight: 25, zoomLevelOffset: -5,
    zoomLevelFixed: null, centerFixed: false, toggleDisplay: false, autoToggleDisplay: false, minimized: false,
  },

  /** @this {any} @param {any} _tiles @param {any} options */
  initialize(_tiles, options) {
    L.setOptions(this, options);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    const { options } = this;
    const box = (this._container = L.DomUtil.create("div", "leaflet-control-minimap"));
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    const holder = L.DomUtil.create("div", "", box);
    this._frame = L.DomUtil.create("div", "minimap-frame");
    this._small = L.map(holder, {
      crs: map.options.crs, zoomSnap: 0, minZoom: -9, attributionControl: false, zoomControl: false, keyboard: false,
      dragging: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false, boxZoom: false,
    });
    holder.append(this._frame);
    if (options.toggleDisplay) this._addButton(box);
    this._small.on("click", (/** @type {any} */ { latlng }) => map.panTo(latlng));
    map.on("move zoomend resize projectionchange", this._follow, this);
    map.eachLayer((/** @type {any} */ layer) => {
      // Only a basemap has `shapes`. Its copy has fills alone: outlines would hide the land on so small a map.
      if (!layer.shapes) return;
      const layers = layer._look.layers.map((/** @type {any} */ style) => style?.fill && { fill: style.fill });
      this._small.addLayer(new layer.constructor({ ...layer._look, layers }));
    });
    this._minimise(options.minimized);
    // Leaflet appends the box after this function; only then has it a size.
    setTimeout(() => this._follow());
    return box;
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.off("move zoomend resize projectionchange", this._follow, this);
    this._small.remove();
  },

  /** @this {any} @param {HTMLElement} box */
  _addButton(box) {
    this._button = L.DomUtil.create("button", "minimap-button", box);
    this._button.type = "button";
    L.DomEvent.on(this._button, "click", () => this._minimise(!this._minimised));
  },

  /** @this {any} @param {boolean} minimised */
  _minimise(minimised) {
    const { collapsedHeight, collapsedWidth, height, toggleDisplay, width } = this.options;
    this._minimised = minimised;
    const { style } = this._container;
    style.display = minimised && !toggleDisplay ? "none" : "";
    style.width = `${minimised ? collapsedWidth : width}px`;
    style.height = `${minimised ? collapsedHeight : height}px`;
    if (this._button) {
      this._button.textContent = minimised ? "◰" : "×";
      this._button.title = minimised ? "Show MiniMap" : "Hide MiniMap";
    }
    this._small.invalidateSize({ animate: false });
    this._follow();
  },

  /** @this {any} */
  _follow() {
    const map = this._map;
    if (!map?._loaded || this._minimised || !this._container.isConnected) return;
    const { autoToggleDisplay, centerFixed, zoomLevelFixed, zoomLevelOffset } = this.options;
    const small = this._small;
    small.options.crs = map.options.crs;
    const { x: width, y: height } = small.getSize();
    const { crs } = small.options;
    const { hemisphere } = crs.polar;
    // At this zoom the whole map just fits; the small map is never zoomed out further.
    const wholeMapZoom = crs.zoom(Math.min(width, height) / (2 * crs.polar.radius(EDGE_LATITUDE * hemisphere)));
    const zoom = zoomLevelFixed ?? Math.max(wholeMapZoom, map.getZoom() + zoomLevelOffset);
    const center = zoom === wholeMapZoom ? [90 * hemisphere, 0] : map.getCenter();
    small.setView(centerFixed || center, zoom, { animate: false });
    const smallPerLarge = crs.scale(zoom) / map.options.crs.scale(map.getZoom());
    const frame = map.getSize().multiplyBy(smallPerLarge);
    const middle = small.latLngToContainerPoint(map.getCenter());
    Object.assign(this._frame.style, {
      left: `${middle.x - frame.x / 2}px`, top: `${middle.y - frame.y / 2}px`, width: `${frame.x}px`, height: `${frame.y}px`,
    });
    this._container.classList.toggle("is-idle", autoToggleDisplay && frame.x > width && frame.y > height);
  },
});
L.control.minimap = (/** @type {any} */ tiles, /** @type {any} */ options) => new L.Control.MiniMap(tiles, options);
