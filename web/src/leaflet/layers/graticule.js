// Graticule layer. In every polar projection parallels are circles and meridians straight lines.
import L from "leaflet";
import { circleOnEdge, meridianLabel, parallelLabel, rayOnEdge, steps } from "./graticule-lines.js";
import { GRATICULE } from "./night-colours.js";
import { isFirstDrawPending } from "../first-draw.js";
import { CanvasLayer } from "./canvas-layer.js";
import { labelsOf } from "../map-labels.js";

/** Latitude of the polar circles, degrees: 90° minus the mean obliquity of 2026, 23°26′10″. */
const POLAR_CIRCLE = 66.5639;
/** Half the width of a label's letter, pixels. */
const HALF_LETTER = 3.2;
/** Radius of discs that cover a label, pixels. */
const RADIUS = 5;
/** Height of a label, pixels. */
const LINE_HEIGHT = 14;
const RADIANS = Math.PI / 180;
/** Distance of a label's middle from the edge of the view, pixels. */
const INSET = { x: 24, y: 12 };

/** @type {any} */
export const Graticule = CanvasLayer.extend({
  /** @this {any} @param {{colour: string, circle: string | false, limit: number, words: string}} look circle: colour of the polar circle, false for none; limit: latitude where it ends; words: name of the circle */
  initialize(look) {
    L.Renderer.prototype.initialize.call(this, { zIndex: 260, pane: "graticule" });
    this._look = look;
  },

  /** @this {any} @param {L.Map} map */
  onAdd(map) {
    // In a pane, so that markers and popups stand above; it stays in place while the panes move.
    if (!map.getPane("degrees")) {
      Object.assign(map.createPane("degrees").style, { zIndex: "340", pointerEvents: "none" });
    }
    this._labels = L.DomUtil.create("div", "polar-graticule-labels", map.getPane("degrees"));
    this._labels.setAttribute("aria-hidden", "true");
    CanvasLayer.prototype.onAdd.call(this, map);
    map.on("opened move zoomend resize projectionchange wordschange", this._label, this);
    map.on("zoomanim", this._fade, this);
    map.on("nameslaid", this._yield, this);
    this._label();
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("opened move zoomend resize projectionchange wordschange", this._label, this);
    map.off("zoomanim", this._fade, this);
    map.off("nameslaid", this._yield, this);
    this._labels.remove();
    CanvasLayer.prototype.onRemove.call(this, map);
  },

  /** @this {any} */
  _steps() {
    const { crs } = this._map.options;
    return steps(crs.scale(this._map.getZoom()), this._map.getCenter().lat);
  },

  /** @this {any} */
  _initContainer() {
    this._container = L.SVG.create("svg");
    this._container.setAttribute("aria-hidden", "true");
    this._lines = Array.from({ length: 4 }, () => this._container.appendChild(L.SVG.create("path")));
  },

  /** @this {any} */
  _redraw() {
    const map = this._map;
    const { min } = this._bounds;
    const { x: width, y: height } = this._bounds.getSize();
    L.DomUtil.setPosition(this._container, min);
    setAttributes(this._container, { width, height, viewBox: `${min.x} ${min.y} ${width} ${height}` });
    const { crs } = map.options;
    const { polar, transformation } = crs;
    const scale = crs.scale(map.getZoom());
    const pole = transformation.transform(L.point(polar.pole), scale).subtract(map.getPixelOrigin());
    const { colour, circle, limit } = map.options.night ? { ...this._look, ...GRATICULE } : this._look;
    const [degrees, dashed, mark, dot] = this._lines;
    setAttributes(degrees, { d: this._degrees(polar, pole, scale, limit), fill: "none", stroke: colour, "stroke-width": 0.7 });
    if (!circle) return;
    const line = { fill: "none", stroke: circle, "stroke-width": 0.9 };
    setAttributes(dashed, { ...line, d: ring(pole, polar.radius(polar.hemisphere * POLAR_CIRCLE) * scale), "stroke-dasharray": "7 4" });
    // The pole is a dot in a ring.
    setAttributes(mark, { ...line, d: ring(pole, 4.2) });
    setAttributes(dot, { d: ring(pole, 1.5), fill: circle });
  },

  /** @this {any} @param {import("../../polar/projections.js").Projection} polar @param {L.Point} pole @param {number} scale px/m @param {number} limit */
  _degrees(polar, pole, scale, limit) {
    const { parallels, meridians } = this._steps();
    const { hemisphere } = polar;
    const pixels = (/** @type {number} */ lat) => polar.radius(hemisphere * lat) * scale;
    const end = hemisphere * limit;
    const lines = [];
    for (let lat = 90 - parallels; lat > end; lat -= parallels) lines.push(ring(pole, pixels(lat)));
    const [inner, outer] = [pixels(90 - parallels), pixels(end)];
    for (let lon = -180; lon < 180; lon += meridians) {
      const [sin, cos] = direction(polar, lon);
      const start = lon % 90 === 0 ? 0 : inner;
      lines.push(`M${pole.x + start * sin} ${pole.y + start * cos}L${pole.x + outer * sin} ${pole.y + outer * cos}`);
    }
    return lines.join("");
  },

  /** @this {any} hides the labels while a zoom is animated: they are not at their lines then */
  _fade() {
    this._labels.style.opacity = "0";
  },

  /** @this {any} labels at the edge of the view, wherever the map is moved */
  _label() {
    const map = this._map;
    if (isFirstDrawPending(map)) return;
    const words = labelsOf(map);
    const { crs } = map.options;
    const { polar } = crs;
    const { x: width, y: height } = map.getSize();
    L.DomUtil.setPosition(this._labels, map.containerPointToLayerPoint([0, 0]));
    const { hemisphere } = polar;
    const pole = map.latLngToContainerPoint([90 * hemisphere, 0]);
    const scale = crs.scale(map.getZoom());
    const rim = polar.radius(this._look.limit) * scale;
    const { parallels, meridians } = this._steps();
    /** @type {[string, number, number, string][]} */
    const labels = [];
    /** Width and height of the view without the insets; `origin` is the pole in it. */
    const inner = [width - 2 * INSET.x, height - 2 * INSET.y];
    /** @type {[number, number]} */
    const origin = [pole.x - INSET.x, pole.y - INSET.y];
    for (let lon = -180; lon < 180; lon += meridians) {
      const [sin, cos] = direction(polar, lon);
      const crossings = rayOnEdge(origin, [sin, cos], inner[0], inner[1]);
      const last = crossings[crossings.length - 1];
      if (!last) continue;
      const reach = Math.hypot(last[0] - origin[0], last[1] - origin[1]);
      const place = reach > 0.97 * rim ? [origin[0] + 0.97 * rim * sin, origin[1] + 0.97 * rim * cos] : last;
      labels.push([meridianLabel(lon, words), place[0] + INSET.x, place[1] + INSET.y, ""]);
    }
    const circles = [];
    for (let lat = 90 - parallels; lat > hemisphere * this._look.limit + 1; lat -= parallels) {
      circles.push([parallelLabel(hemisphere * lat, words), hemisphere * lat, ""]);
    }
    for (const [text, lat, kind] of circles) {
      labels.push(...this._circleLabels(text, polar.radius(lat) * scale, kind, origin, inner));
    }
    if (this._look.circle) {
      const radius = polar.radius(hemisphere * POLAR_CIRCLE) * scale;
      const kind = "polar-arctic-circle";
      // Its name has precedence over the degrees, and is written once.
      labels.unshift(
        ...this._circleLabels(words.name(this._look.words), radius, kind, origin, inner).slice(0, 1),
      );
    }
    this._placed = withoutOverlap(labels).filter(isUncovered(map.getContainer()));
    writeLabels(this._labels, this._placed);
    this._labels.style.opacity = "";
  },

  /** @this {any} hides labels where a symbol, a text or a control is @param {{isFree: (spot: import("./label-baseline.js").Spot) => boolean}} event */
  _yield({ isFree }) {
    const shift = this._map.containerPointToLayerPoint([0, 0]);
    for (const [i, [text, x, y]] of (this._placed ?? []).entries()) {
      const [half, count] = [text.length * HALF_LETTER - RADIUS, Math.ceil(text.length / 2)];
      const free = Array.from({ length: count + 1 }, (_, n) => (2 * n) / count - 1)
        .every((share) => isFree({ x: shift.x + x + share * half, y: shift.y + y, radius: RADIUS }));
      this._labels.children[i].style.visibility = free ? "" : "hidden";
    }
  },

  /**
   * @this {any}
   * @param {string} text @param {number} radius pixels @param {string} kind
   * @param {[number, number]} origin @param {number[]} inner
   */
  _circleLabels(text, radius, kind, origin, [width, height]) {
    // The name of a polar circle is wider than degrees.
    const wide = kind ? 40 : 0;
    const atEdge = circleOnEdge([origin[0] - wide, origin[1]], radius, width - 2 * wide, height);
    if (atEdge.length) {
      return atEdge.map(([x, y]) => [text, x + wide + INSET.x, y + INSET.y, kind]);
    }
    // A circle wholly in view has its label halfway between two drawn meridians.
    const angle = (kind ? 33 : 15) * RADIANS;
    const x = origin[0] - radius * Math.sin(angle);
    const y = origin[1] + radius * Math.cos(angle);
    return x > 0 && y > 0 && x < width && y < height
      ? [[text, x + INSET.x, y + INSET.y, kind]]
      : [];
  },
});

/** A circle as a path. @param {L.Point} middle @param {number} radius pixels */
const ring = ({ x, y }, radius) => `M${x + radius} ${y}a${radius} ${radius} 0 1 0 ${-2 * radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0`;

/** @param {Element} element @param {Record<string, string | number>} values */
function setAttributes(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, `${value}`);
}

/** The direction of a meridian from the pole, to the right and down the screen. @param {import("../../polar/projections.js").Projection} polar @param {number} lon */
function direction(polar, lon) {
  const angle = (lon - polar.centralMeridian) * RADIANS;
  return [Math.sin(angle), polar.hemisphere * Math.cos(angle)];
}

/** The labels that do not overlap an earlier one. @param {[text: string, x: number, y: number, kind: string][]} labels */
function withoutOverlap(labels) {
  /** @type {[string, number, number, string][]} */
  const placed = [];
  for (const label of labels) {
    const halfWidth = label[0].length * HALF_LETTER;
    const clear = placed.every(
      ([text, x, y]) => Math.abs(x - label[1]) > halfWidth + text.length * HALF_LETTER || Math.abs(y - label[2]) > LINE_HEIGHT,
    );
    if (clear) placed.push(label);
  }
  return placed;
}

/** Whether a label lies under no control of the map. @param {HTMLElement} frame of the map @returns {(label: [text: string, x: number, y: number, kind: string]) => boolean} */
function isUncovered(frame) {
  const { left, top } = frame.getBoundingClientRect();
  const controls = [...frame.querySelectorAll(".leaflet-control")].map((control) => control.getBoundingClientRect());
  return ([text, x, y]) => controls.every((box) => Math.abs(x + left - (box.left + box.right) / 2) > box.width / 2 + text.length * HALF_LETTER || Math.abs(y + top - (box.top + box.bottom) / 2) > (box.height + LINE_HEIGHT) / 2);
}

/** @param {HTMLElement} parent @param {[string, number, number, string][]} labels */
function writeLabels(parent, labels) {
  while (parent.children.length > labels.length) parent.lastElementChild?.remove();
  for (const [index, [text, x, y, kind]] of labels.entries()) {
    const span = /** @type {HTMLElement} */ (
      parent.children[index] ?? parent.appendChild(document.createElement("span"))
    );
    if (span.textContent !== text) span.textContent = text;
    span.className = kind;
    span.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
  }
}
