// folium.plugins.StripePattern and CirclePattern: fills of areas, as an SVG pattern each. The npm package needs a part
// of Leaflet that is no more.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;

/** @param {string} name @param {Record<string, any>} values */
function make(name, values) {
  const element = L.SVG.create(name);
  for (const [key, value] of Object.entries(values)) element.setAttribute(key, `${value}`);
  return element;
}

/** @param {any} options */
const shapeStyle = ({ color, fill, fillColor, fillOpacity, opacity, weight }) => ({
  stroke: color ?? "#3388ff", "stroke-width": weight ?? 3, "stroke-opacity": opacity ?? 1,
  fill: fill ? (fillColor ?? color ?? "#3388ff") : "none", "fill-opacity": fillOpacity ?? 0.2,
});

L.PatternCircle = L.Class.extend({
  /** @this {any} @param {any} options */
  initialize(options) {
    L.setOptions(this, options);
  },
  /** @this {any} */
  toSvg() {
    const { radius, x, y } = this.options;
    return make("circle", { cx: x, cy: y, r: radius, ...shapeStyle(this.options) });
  },
});

L.Pattern = L.Class.extend({
  options: { width: 8, height: 8 },

  /** @this {any} @param {any} options */
  initialize(options) {
    L.setOptions(this, options);
    this._shapes = [];
  },
  /** @this {any} @param {any} shape */
  addShape(shape) {
    this._shapes.push(shape.toSvg());
    return this;
  },
  /** @this {any} does nothing: `idIn` adds the pattern to the drawing of each area that has it */
  addTo() {
    return this;
  },
  /** @this {any} @param {SVGElement} root @returns {string} its id in the drawing, to which it is added once */
  idIn(root) {
    const { angle, height, width } = this.options;
    const id = `pattern-${L.stamp(this)}`;
    if (!root.querySelector(`#${id}`)) {
      const turned = angle ? { patternTransform: `rotate(${angle})` } : {};
      const pattern = make("pattern", { id, width, height, patternUnits: "userSpaceOnUse", ...turned });
      pattern.append(...this._shapes.map((/** @type {SVGElement} */ shape) => shape.cloneNode(true)));
      root.prepend(pattern);
    }
    return id;
  },
});

L.StripePattern = L.Pattern.extend({
  options: { angle: 0, color: "#000000", opacity: 1, weight: 4, spaceColor: "#ffffff", spaceOpacity: 0, spaceWeight: 4 },

  /** @this {any} @param {any} options */
  initialize(options) {
    L.Pattern.prototype.initialize.call(this, options);
    const { color, opacity, spaceColor, spaceOpacity, spaceWeight, weight } = this.options;
    Object.assign(this.options, { width: 8, height: weight + spaceWeight });
    const stripe = (/** @type {number} */ y, /** @type {Record<string, any>} */ style) =>
      make("line", { x1: 0, x2: 8, y1: y, y2: y, ...style });
    this._shapes = [
      stripe(weight / 2, { stroke: color, "stroke-width": weight, "stroke-opacity": opacity }),
      stripe(weight + spaceWeight / 2, { stroke: spaceColor, "stroke-width": spaceWeight, "stroke-opacity": spaceOpacity }),
    ];
  },
});

const updateStyle = L.SVG.prototype._updateStyle;
L.SVG.include({
  /** @this {any} @param {any} layer */
  _updateStyle(layer) {
    updateStyle.call(this, layer);
    const { fill, fillPattern } = layer.options;
    if (fill && fillPattern && layer._path) layer._path.setAttribute("fill", `url(#${fillPattern.idIn(this._container)})`);
  },
});
