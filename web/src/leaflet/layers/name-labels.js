// Layer of names (seas, lands, towns) that follow their parallel. A name that would cover a marker or an earlier name, or
// that a control or the edge of the map would cut, is hidden; the name of a town is first tried at the other sides of its dot.
import L from "leaflet";
import { baseline, direction } from "./label-baseline.js";
import { isFirstDrawPending, whenIdle } from "../first-draw.js";
import { labelsOf } from "../map-labels.js";

/**
 * @typedef {object} Name
 * @property {string} text
 * @property {number} lat
 * @property {number} lon
 * @property {number | null} [rotation] 0 bends along the parallel; else straight, degrees clockwise
 *   from it; null is level on the screen
 * @property {string} [size] class of the name: "ocean", "sea", "strait", "land", "place", "pole"
 * @property {number} [minZoom] shown from this zoom on
 */

/** @typedef {import("./label-baseline.js").Spot} Spot */

const SVG = "http://www.w3.org/2000/svg";
/** Free space round a name, pixels. */
const MARGIN = 4;
/** Distance from a town's dot to its name, pixels. */
const DOT_GAP = 5;
/** Greater distances, for a dot that a symbol covers, pixels. */
const WIDER_GAPS = [9, 13, 17];
/** Least zoom for the greater distances: there they are less than 90 km; below it the name would be at another place. */
const WIDER_GAPS_ZOOM = 5;
/** Below this zoom names have small letters. */
const SMALL_LETTERS_ZOOM = 4.25;

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
    this._container = L.SVG.create("svg");
    this._container.setAttribute("class", "polar-names");
    map.getPane("names")?.append(this._container);
    this._letter();
  },

  /** @this {any} */
  onRemove() {
    this._container.remove();
    delete this._letters;
  },

  /** @this {any} writes the names in the language of the map; its first frame, with the ground and symbols, does not wait for them */
  _letter() {
    if (isFirstDrawPending(this._map)) whenIdle(() => this._open());
    else layOutNames([this]);
  },

  /** @this {any} the first layer lays out the names of all layers */
  _open() {
    if (this._map && !this._letters) layOutNames(labelLayersOf(this._map));
  },

  /** @this {any} writes the names as straight texts, to be measured */
  _write() {
    const stamp = L.Util.stamp(this);
    const { name: translated } = labelsOf(this._map);
    this._small = this._map.getZoom() < SMALL_LETTERS_ZOOM;
    this._container.classList.toggle("small", this._small);
    this._container.replaceChildren();
    return this._names.map((/** @type {Name} */ name, /** @type {number} */ index) =>
      writeName(this._container, { ...name, text: translated(name.text) }, `polar-name-${stamp}-${index}`),
    );
  },

  /** @this {any} */
  getEvents() {
    return {
      wordschange: this._letter,
      viewreset: this._place,
      zoomend: this._place,
      projectionchange: this._place,
      zoomanim: this._fade,
      still: this._still,
      moveend: this._yieldSoon,
      layeradd: this._yieldSoon,
      layerremove: this._yieldSoon,
      annotated: this._yieldSoon,
    };
  },

  /** @this {any} */
  _fade() {
    this._container.style.opacity = "0";
  },

  /** @this {any} */
  _place() {
    const map = this._map;
    if (!this._letters) return;
    if (map.getZoom() < SMALL_LETTERS_ZOOM !== this._small) return this._letter();
    const { polar } = map.options.crs;
    const pole = map.latLngToLayerPoint([90 * polar.hemisphere, 0]);
    for (const [index, { lat, lon, rotation }] of this._names.entries()) {
      const letters = this._letters[index];
      const point = map.latLngToLayerPoint([lat, lon]);
      letters.dot?.setAttribute("transform", `translate(${point.x} ${point.y})`);
      const angle = direction(lon, rotation, polar.centralMeridian, polar.hemisphere);
      letters.lay = (/** @type {L.PointTuple} */ offset) => baseline(point.add(offset), pole, { ...letters, angle, bent: rotation === 0 });
      setLine(letters, letters.lay(sides(letters, map.getZoom())[0]));
    }
    this._container.style.opacity = "";
    this._yieldSoon();
  },

  /** @this {any} the first layer that receives "still" hides or shows the names of all layers at once */
  _still() {
    this._open();
    const layers = labelLayersOf(this._map);
    if (layers[0] === this) yieldInOrder(this._map, performance.now());
  },

  /** @this {any} at the next frame, once however many layers are added */
  _yieldSoon() {
    const map = this._map;
    cancelAnimationFrame(frames.get(map) ?? 0);
    frames.set(map, requestAnimationFrame((time) => yieldInOrder(map, time)));
  },

  /** @this {any} hides names over a marker or an earlier name, and those of a closer zoom @param {number} time of the frame */
  _yield(time) {
    const zoom = this._map.getZoom();
    // Annotations leave room for the names of regions, and other names for annotations.
    const isRegion = rankOf(this) === 0;
    const annotations = isRegion ? [] : this._map.options.annotations ?? [];
    const { spots, covers } = obstaclesAt(this._map, time);
    const occupied = [...spots, ...annotations, ...(this._map.options.circle?.spots ?? []), ...namesBefore(this)];
    const size = this._map.getSize();
    const frame = L.bounds([L.point(0, 0), size].map((corner) => this._map.containerPointToLayerPoint(corner)));
    const visibleNames = namesInView(this); // A name may have several places, of which one is used.
    let isMoved = false;
    for (const [index, name] of this._names.entries()) {
      const letters = this._letters[index];
      const { text, dot } = letters;
      const isUnwanted = zoom < (name.minZoom ?? -Infinity) || visibleNames.has(name.text.toLowerCase());
      const hidden = isUnwanted || !findRoom(letters, zoom, { occupied, covers, frame }) || !isInside(this._map, letters);
      for (const part of dot ? [text, dot] : [text]) part.style.visibility = hidden ? "hidden" : "";
      isMoved ||= hidden !== letters.hidden;
      letters.hidden = hidden;
      if (hidden) continue;
      visibleNames.add(name.text.toLowerCase());
      occupied.push(...letters.spots);
    }
    if (isRegion && isMoved) this._map.fire("namesmoved");
  },
});

/**
 * Writes, measures and places the names of layers. First all are written, then all are measured, then each is put on its
 * path: measuring after each change would force a layout each time.
 * @param {any[]} layers
 */
function layOutNames(layers) {
  const letters = layers.map((layer) => layer._write());
  const sizes = letters.map((names) => names.map(measure));
  for (const [i, layer] of layers.entries()) {
    layer._letters = letters[i].map((/** @type {ReturnType<typeof writeName>} */ label, /** @type {number} */ index) => {
      putOnPath(label);
      return { ...label, ...sizes[i][index], spots: [] };
    });
  }
  for (const layer of layers) layer._place();
}

/** The request of the frame in which the names of a map are hidden or shown. @type {WeakMap<object, number>} */
const frames = new WeakMap();

/** The layers of names, the most important first: regions, which the reader has switched on. @param {any} map */
function labelLayersOf(map) {
  /** @type {any[]} */
  const layers = [];
  map.eachLayer((/** @type {any} */ layer) => layer instanceof Labels && layers.push(layer));
  return layers.sort((a, b) => rankOf(a) - rankOf(b) || L.Util.stamp(a) - L.Util.stamp(b));
}

/** Hides or shows the names of all layers, the most important first. @param {any} map @param {number} time of the frame */
function yieldInOrder(map, time) {
  const layers = labelLayersOf(map).filter(({ _letters }) => _letters);
  for (const layer of layers) layer._yield(time);
  const { spots, covers } = obstaclesAt(map, time);
  const names = layers.flatMap(({ _letters }) => _letters.flatMap((/** @type {any} */ name) => (name.hidden ? [] : name.spots)));
  const occupied = [...spots, ...(map.options.annotations ?? []), ...names];
  map.fire("nameslaid", { isFree: (/** @type {Spot} */ spot) => !covers.some((box) => isUnder(spot, box)) && !occupied.some((other) => touches(spot, other, 0)) });
}

/** 0 for names of regions. @param {any} layer */
const rankOf = ({ _names }) => Number(_names[0]?.size !== "region");

/** @param {string} tag @param {Record<string, string>} values */
function svgElement(tag, values) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
  return element;
}

/**
 * Writes one name as SVG: a straight text, and the path on which it will be put.
 * @param {SVGElement} root @param {Name} name @param {string} id of its path
 */
function writeName(root, name, id) {
  const path = root.appendChild(svgElement("path", { id, fill: "none" }));
  const text = /** @type {SVGTextElement} */ (
    root.appendChild(svgElement("text", { class: `polar-name polar-name-${name.size ?? "sea"}` }))
  );
  text.textContent = name.text;
  // Only the name of a town has a dot.
  const dot = /** @type {SVGElement | undefined} */ (
    name.size === "place" ? root.appendChild(svgElement("circle", { class: "polar-dot", r: "2.2" })) : undefined
  );
  let beside = 0;
  if (dot) beside = DOT_GAP;
  else if (name.size === "pole") beside = 2 * DOT_GAP; // The graticule marks the pole.
  return { text, dot, beside, path };
}

/** Size and length of a name, pixels. @param {{text: SVGTextElement}} written */
function measure({ text }) {
  const size = parseFloat(getComputedStyle(text).fontSize) || 14;
  return { size, length: text.getComputedTextLength() || 0.7 * size * (text.textContent ?? "").length };
}

/**
 * Possible offsets from a place to the middle of its name, pixels, the best first: the name of a town may be at any side
 * of its dot.
 * @param {{dot?: Element, beside: number, length: number, size: number}} letters @param {number} zoom @returns {L.PointTuple[]}
 */
function sides({ dot, beside, length, size }, zoom) {
  const across = (/** @type {number} */ gap) => gap + length / 2;
  if (!dot) return [[beside && across(beside), 0]];
  const gaps = [beside, ...(zoom < WIDER_GAPS_ZOOM ? [] : WIDER_GAPS)];
  return gaps.flatMap((gap) => {
    const down = gap + size / 2;
    return /** @type {L.PointTuple[]} */ ([[across(gap), 0], [-across(gap), 0], [0, down], [0, -down]]);
  });
}

/** @param {any} letters @param {{path: string, spots: Spot[]}} line */
function setLine(letters, { path, spots }) {
  letters.path.setAttribute("d", path);
  letters.spots = spots;
}

/**
 * Puts a name at the first of its sides that is free; returns whether there is one.
 * @param {any} letters @param {number} zoom
 * @param {{occupied: Spot[], covers: L.Bounds[], frame: L.Bounds}} surroundings discs of symbols and of names before it,
 *   boxes of controls, and the map's frame
 */
function findRoom(letters, zoom, { occupied, covers, frame }) {
  const isFree = (/** @type {Spot} */ spot) =>
    isWhole(spot, frame) && !covers.some((box) => isUnder(spot, box)) && !occupied.some((other) => touches(spot, other));
  for (const side of sides(letters, zoom)) {
    const line = letters.lay(side);
    if (!line.spots.every(isFree)) continue;
    setLine(letters, line);
    return true;
  }
  return false;
}

/** Whether a name is within the map's round frame, if it has one: `x`, `y`, `r` in pixels, and `spots` that names keep off. @param {any} map @param {{spots: Spot[]}} letters */
function isInside(map, { spots }) {
  const { circle } = map.options;
  if (!circle) return true;
  const { x, y } = map.containerPointToLayerPoint([circle.x, circle.y]);
  return spots.every((spot) => Math.hypot(spot.x - x, spot.y - y) + spot.radius < circle.r);
}

/** Put a text on its path. @param {{text: SVGTextElement, path: Element}} written */
function putOnPath({ text, path }) {
  const line = svgElement("textPath", { href: `#${path.id}`, startOffset: "50%", "text-anchor": "middle" });
  line.textContent = text.textContent;
  text.replaceChildren(line);
}

/** The discs of the names of more important layers. @param {any} layer @returns {Spot[]} */
function namesBefore(layer) {
  /** @type {Spot[]} */
  const spots = [];
  eachBefore(layer, (label) => label.hidden || spots.push(...label.spots));
  return spots;
}

/** Calls a function with each name of more important layers. @param {any} layer @param {(letters: any, name: Name) => void} act */
function eachBefore(layer, act) {
  const layers = labelLayersOf(layer._map);
  for (const { _letters = [], _names } of layers.slice(0, layers.indexOf(layer))) {
    _letters.forEach((/** @type {any} */ letter, /** @type {number} */ i) => act(letter, _names[i]));
  }
}

/** The names of more important layers that are in view. @param {any} layer */
function namesInView(layer) {
  const visible = new Set();
  eachBefore(layer, (label, name) => !label.hidden && visible.add(name.text.toLowerCase()));
  return visible;
}

/** @typedef {{now: number, spots: Spot[], covers: L.Bounds[]}} Obstacles */

/** What covers names of a map, and the frame in which it was found. @type {WeakMap<L.Map, Obstacles>} */
const obstaclesByMap = new WeakMap();

/** The markers in a frame, and the boxes of elements over the map, found once for all layers of names. @param {L.Map} map @param {number} time @returns {Obstacles} */
function obstaclesAt(map, time) {
  let obstacles = obstaclesByMap.get(map);
  if (obstacles?.now !== time) obstaclesByMap.set(map, (obstacles = { now: time, spots: markers(map), covers: covers(map) }));
  return obstacles;
}

/** The boxes of the elements over a map, in pixels of its layers. @param {L.Map} map */
function covers(map) {
  const { left, top } = map.getContainer().getBoundingClientRect();
  const { covering = ".leaflet-control" } = /** @type {any} */ (map.options);
  return [...document.querySelectorAll(covering)].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const corners = [[box.left, box.top], [box.right, box.bottom]].map(([x, y]) => map.containerPointToLayerPoint([x - left, y - top]));
    return box.width ? [L.bounds(corners)] : [];
  });
}

/** @param {L.Map} map @returns {Spot[]} */
function markers(map) {
  /** @type {Spot[]} */
  const spots = [];
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer instanceof L.Marker && layer._icon) {
      const point = L.DomUtil.getPosition(layer._icon); // Where it is drawn, which may be beside its place.
      const { offsetWidth: width, offsetHeight: height } = layer._icon;
      const left = parseFloat(getComputedStyle(layer._icon).marginLeft) || 0;
      const top = parseFloat(getComputedStyle(layer._icon).marginTop) || 0;
      const middle = { x: point.x + left + width / 2, y: point.y + top + height / 2 };
      const { wide = 0, size = 1 } = /** @type {any} */ (layer);
      const radius = (Math.max(width, height) / 2) * size;
      // A wide symbol is covered by five discs; it is drawn lower than the area that takes its clicks.
      const parts = wide
        ? [-1, -0.5, 0, 0.5, 1].map((share) => ({ x: share * wide * size, radius: 0.7 * radius }))
        : [{ x: 0, radius }];
      for (const part of parts) spots.push({ ...middle, x: middle.x + part.x, radius: part.radius });
    } else if (layer instanceof L.CircleMarker) {
      const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
      spots.push({ x, y, radius: layer.getRadius() });
    }
  });
  return spots;
}

/** @param {Spot} a @param {Spot} b @param {number} margin between them, pixels */
const touches = (a, b, margin = MARGIN) => Math.hypot(a.x - b.x, a.y - b.y) < a.radius + b.radius + margin;

/** Whether a spot lies wholly in a frame. @param {Spot} spot @param {L.Bounds} frame */
const isWhole = ({ x, y, radius }, frame) => frame.contains(L.bounds([x - radius, y - radius], [x + radius, y + radius]));

/** Whether a box covers a part of a spot. @param {Spot} spot @param {L.Bounds} box */
const isUnder = ({ x, y, radius }, box) => {
  const [from, to] = [box.getTopLeft(), box.getBottomRight()];
  return Math.hypot(x - Math.max(from.x, Math.min(x, to.x)), y - Math.max(from.y, Math.min(y, to.y))) < radius;
};
