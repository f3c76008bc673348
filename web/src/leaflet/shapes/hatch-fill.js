// The `hatch` option of paths: a fill of oblique lines, for the SVG and the canvas renderer.
import L from "leaflet";

/** @typedef {{colour: string, gap: number, angle: number, weight: number}} Hatch gap and weight in pixels, degrees clockwise */

const SVG = "http://www.w3.org/2000/svg";

/**
 * The id of the SVG pattern of a hatch, made once for each drawing.
 * @param {SVGElement} root @param {Hatch} hatch
 */
function pattern(root, { colour, gap, angle, weight }) {
  const id = `hatch-${[colour, gap, angle, weight].join("-").replace(/[^\w-]/g, "_")}`;
  if (root.querySelector(`[id="${id}"]`)) return id;
  const make = (/** @type {string} */ tag, /** @type {Record<string, string | number>} */ values) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, `${value}`);
    return element;
  };
  const defs = root.querySelector("defs") ?? root.insertBefore(make("defs", {}), root.firstChild);
  const tile = make("pattern", {
    id,
    width: gap,
    height: gap,
    patternUnits: "userSpaceOnUse",
    patternTransform: `rotate(${angle})`,
  });
  tile.append(make("line", { x1: 0, y1: 0, x2: 0, y2: gap, stroke: colour, "stroke-width": weight }));
  defs.append(tile);
  return id;
}

/** @type {Map<string, CanvasPattern | null>} */
const tiles = new Map();

/**
 * The canvas pattern of a hatch, sharp on a dense screen too.
 * @param {CanvasRenderingContext2D} ctx @param {Hatch} hatch
 */
function canvasPattern(ctx, hatch) {
  const { colour, gap, angle, weight } = hatch;
  const dots = Math.ceil(gap * devicePixelRatio);
  const key = [colour, gap, angle, weight, dots].join();
  if (!tiles.has(key)) {
    const tile = Object.assign(document.createElement("canvas"), { width: dots, height: dots });
    const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    pen.fillStyle = colour;
    pen.fillRect(0, 0, (weight / 2) * (dots / gap), dots);
    const pattern = ctx.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix().rotate(angle).scale(gap / dots));
    tiles.set(key, pattern);
  }
  return tiles.get(key);
}

const leafletStyle = L.SVG.prototype._updateStyle;
L.SVG.include({
  /** @this {any} @param {any} layer */
  _updateStyle(layer) {
    leafletStyle.call(this, layer);
    const { hatch, fill } = layer.options;
    if (hatch && fill && layer._path) {
      layer._path.setAttribute("fill", `url(#${pattern(this._container, hatch)})`);
    }
  },
});

const leafletFill = L.Canvas.prototype._fillStroke;
L.Canvas.include({
  /** @this {any} @param {CanvasRenderingContext2D} ctx @param {any} layer */
  _fillStroke(ctx, layer) {
    const { options } = layer;
    const { hatch, fillColor } = options;
    if (hatch) options.fillColor = canvasPattern(ctx, hatch);
    leafletFill.call(this, ctx, layer);
    options.fillColor = fillColor;
  },
});
