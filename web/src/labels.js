// Names on the map (seas, lands) that lie along their parallel and give way to markers.
import L from "leaflet";

/**
 * @typedef {object} Name
 * @property {string} text
 * @property {number} lat
 * @property {number} lon
 * @property {number | null} [rotation] degrees clockwise from the parallel; null is level on the screen
 * @property {string} [size] class of the name: "ocean", "sea", "strait", "land", "place"
 * @property {number} [minZoom] shown from this zoom on
 */

const RADIANS = Math.PI / 180;
const MARGIN = 4;

/** @type {any} */
export const Labels = L.Layer.extend({
  options: { pane: "names" },

  /** @this {any} @param {Name[]} names in order of importance */
  initialize(names) {
    this._names = names;
  },

  /** @this {any} @param {L.Map} map */
  beforeAdd(map) {
    if (map.getPane("names")) return;
    Object.assign(map.createPane("names").style, { zIndex: "350", pointerEvents: "none" });
  },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    this._container = L.DomUtil.create("div", "polar-names", map.getPane("names"));
    this._spans = this._names.map((/** @type {Name} */ name) => {
      const span = L.DomUtil.create("span", `polar-name polar-name-${name.size ?? "sea"}`, this._container);
      span.textContent = name.text;
      return span;
    });
    this._place();
    this._yieldSoon();
  },

  /** @this {any} */
  onRemove() {
    cancelAnimationFrame(this._frame);
    this._container.remove();
  },

  /** @this {any} */
  getEvents() {
    return {
      viewreset: this._place,
      zoomend: this._place,
      projectionchange: this._place,
      zoomanim: this._fade,
      moveend: this._yieldSoon,
      layeradd: this._yieldSoon,
      layerremove: this._yieldSoon,
    };
  },

  /** @this {any} */
  _fade() {
    this._container.style.opacity = "0";
  },

  /** @this {any} */
  _place() {
    const map = this._map;
    const { polar } = map.options.crs;
    for (const [index, name] of this._names.entries()) {
      const span = this._spans[index];
      span._at = map.latLngToLayerPoint([name.lat, name.lon]);
      span._angle = angle(name, polar.centralMeridian);
      span.style.transform = `translate(${span._at.x}px, ${span._at.y}px) translate(-50%, -50%) rotate(${span._angle.toFixed(1)}deg)`;
    }
    this._container.style.opacity = "";
    this._yieldSoon();
  },

  /** @this {any} many layers may come at once: one look is enough */
  _yieldSoon() {
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => this._map && this._yield());
  },

  /** @this {any} hide what stands on a marker, on a name before it, or comes too early */
  _yield() {
    const zoom = this._map.getZoom();
    const taken = markers(this._map);
    for (const [index, name] of this._names.entries()) {
      const span = this._spans[index];
      const spots = along(span);
      const hidden = zoom < (name.minZoom ?? -Infinity) || spots.some((spot) => taken.some((other) => touches(spot, other)));
      span.style.visibility = hidden ? "hidden" : "";
      if (!hidden) taken.push(...spots);
    }
  },
});

/** @param {Name} name @param {number} centralMeridian */
function angle({ lon, rotation }, centralMeridian) {
  if (rotation === null || rotation === undefined) return 0;
  // East along the parallel, on the screen: level below the pole, upside down above it.
  const turned = rotation - (lon - centralMeridian);
  const upright = ((((turned + 90) % 180) + 180) % 180) - 90;
  return upright;
}

/** @typedef {{x: number, y: number, radius: number}} Spot pixels */

/** @param {any} span @returns {Spot[]} discs in a row that cover the name */
function along(span) {
  const [width, height] = [span.offsetWidth, span.offsetHeight];
  const radius = height / 2;
  const count = Math.max(1, Math.round(width / Math.max(height, 1)));
  return Array.from({ length: count }, (_, i) => {
    const way = ((i + 0.5) / count - 0.5) * width;
    return {
      x: span._at.x + way * Math.cos(span._angle * RADIANS),
      y: span._at.y + way * Math.sin(span._angle * RADIANS),
      radius,
    };
  });
}

/** @param {L.Map} map @returns {Spot[]} */
function markers(map) {
  /** @type {Spot[]} */
  const spots = [];
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer instanceof L.Marker && layer._icon) {
      const at = map.latLngToLayerPoint(layer.getLatLng());
      const [width, height] = [layer._icon.offsetWidth, layer._icon.offsetHeight];
      const left = parseFloat(getComputedStyle(layer._icon).marginLeft) || 0;
      const top = parseFloat(getComputedStyle(layer._icon).marginTop) || 0;
      spots.push({ x: at.x + left + width / 2, y: at.y + top + height / 2, radius: Math.max(width, height) / 2 });
    } else if (layer instanceof L.CircleMarker) {
      const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
      spots.push({ x, y, radius: layer.getRadius() });
    }
  });
  return spots;
}

/** @param {Spot} a @param {Spot} b */
const touches = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius + MARGIN;

