// folium.plugins.SideBySideLayers: two layers either side of a line that is moved. The npm package clips tile layers;
// here each layer gets a pane of its own, which is clipped, so that areas, lines, markers and images are too.
import leaflet from "leaflet";
import "./side-by-side.css";

/** @type {any} */
const L = leaflet;
/** Width of the thumb, pixels, as in side-by-side.css. */
const THUMB_WIDTH = 34;

/** Puts a layer and all that it contains into a pane. @param {any} map @param {any} layer @param {string} pane */
function moveTo(map, layer, pane) {
  const isOnMap = map.hasLayer(layer);
  if (isOnMap) map.removeLayer(layer);
  const renderer = L.svg({ pane });
  const assignPane = (/** @type {any} */ child) => {
    if (child.eachLayer) return void child.eachLayer(assignPane);
    child.options.pane = pane;
    if (child instanceof L.Path) child.options.renderer = renderer;
    if (child instanceof L.Marker) child.options.shadowPane = pane;
    delete child._renderer;
  };
  assignPane(layer);
  if (isOnMap) map.addLayer(layer);
}

L.Control.SideBySide = L.Control.extend({
  options: { position: "topleft" },

  /** @this {any} @param {any} left @param {any} right */
  initialize(left, right) {
    this._layers = [left, right];
  },

  /** @this {any} @param {any} map */
  addTo(map) {
    this._map = map;
    this._panes = this._layers.map((/** @type {any} */ layer, /** @type {number} */ i) => {
      const name = `side-${L.stamp(this)}-${i}`;
      const pane = map.createPane(name);
      pane.style.zIndex = 410;
      moveTo(map, layer, name);
      return pane;
    });
    this._line = L.DomUtil.create("div", "side-line", map.getContainer());
    this._range = L.DomUtil.create("input", "side-range", map.getContainer());
    Object.assign(this._range, { type: "range", min: 0, max: 1, step: "any", value: 0.5, ariaLabel: "Compare two layers" });
    L.DomEvent.disableClickPropagation(this._range);
    L.DomEvent.on(this._range, "input", this._clip, this);
    // Dragging the range must not drag the map.
    L.DomEvent.on(this._range, "mousedown touchstart", () => map.dragging.disable());
    L.DomEvent.on(this._range, "mouseup touchend", () => map.dragging.enable());
    map.on("move zoomend resize", this._clip, this);
    this._clip();
    return this;
  },

  /** @this {any} */
  remove() {
    this._map.off("move zoomend resize", this._clip, this);
    for (const pane of this._panes) pane.style.clipPath = "";
    this._line.remove();
    this._range.remove();
    return this;
  },

  /** @this {any} */
  getPosition() {
    // The middle of the range's thumb.
    return THUMB_WIDTH / 2 + Number(this._range.value) * (this._map.getSize().x - THUMB_WIDTH);
  },

  /** @this {any} */
  _clip() {
    const x = this.getPosition();
    const size = this._map.getSize();
    this._line.style.left = `${x}px`;
    const spans = [[0, x], [x, size.x]];
    for (const [i, [from, to]] of spans.entries()) {
      const [a, b] = [L.point(from, 0), L.point(to, size.y)].map((corner) => this._map.containerPointToLayerPoint(corner));
      // A pane has no size of its own, so its clip is given in the map's pixels.
      this._panes[i].style.clipPath = `polygon(${a.x}px ${a.y}px, ${b.x}px ${a.y}px, ${b.x}px ${b.y}px, ${a.x}px ${b.y}px)`;
    }
  },
});
L.control.sideBySide = (/** @type {any} */ left, /** @type {any} */ right) => new L.Control.SideBySide(left, right);
