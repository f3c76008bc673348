// Basemap layer: water, land, lakes, ice and borders on one canvas, drawn once a move; it takes no clicks.
import L from "leaflet";
import { toLayers, readSteps } from "../../polar/unpack.js";
import { DEPTH, nightLook } from "./night-colours.js";
import { reproject } from "../../polar/reproject.js";
import { cutOutlines, outlines } from "./basemap-outline.js";
import { PlaneCanvas } from "./canvas-layer.js";

/**
 * @typedef {object} Style
 * @property {string} [fill]
 * @property {string} [stroke]
 * @property {number} [weight] pixels
 * @property {number[]} [dash] pixels
 * @property {string} [halo] colour of a soft rim on the water side
 * @property {number} [haloWeight] pixels
 *
 * @typedef {object} Look
 * @property {[string, string]} water at the pole and at the limit
 * @property {string} paper
 * @property {number} limit latitude at which the map ends
 * @property {(Style | null)[]} layers
 * @property {string} [packed] the id of the packed shapes, unless they are those of the northern hemisphere
 * @property {[number, number]} [far] latitudes at which the basemap ends and the far coast begins, if the page has it
 *
 * @typedef {ReturnType<typeof outlines>} Outlines
 * @typedef {{fills: Outlines, lines: Outlines}} Layer
 */

/** How near a vertex is to the parallel at which it was cut, metres. */
const CUT = 600;
/** Colour of one step of depth: deeper water has several, one over another. */
const TINT = "#4f86a612";
/** South of these parallels, or north of them in the other hemisphere, nothing is packed. */
const [NEAR_SOUTH, FAR_SOUTH] = [34, -21];

const NORTH = "geotrack-basemap";

/** @type {any} */
export const Basemap = PlaneCanvas.extend({
  /** @this {any} @param {Look} look */
  initialize(look) {
    L.Renderer.prototype.initialize.call(this, {});
    this._look = look;
    // By the ids of packed shapes.
    Object.assign(this, { _read: {}, _laid: {} });
  },

  /** @this {any} what is drawn of the basemap, by layer; the first is land */
  shapes() {
    return toLayers(this._steps(NORTH));
  },

  /** @this {any} @param {string} id of packed shapes in the page @returns {import("../../polar/unpack.js").Steps} */
  _steps(id) {
    return (this._read[id] ??= readSteps(document.getElementById(id)?.textContent ?? ""));
  },

  /**
   * Packed shapes in the map's plane, until its projection changes.
   * @this {any} @param {string} id @param {boolean[]} filled by layer
   * @param {number} south latitude beyond which there is no vertex
   * @param {(square: number) => boolean} [isCut] whether the shapes were cut at a distance from the pole, by its square in m²
   * @returns {Layer[]}
   */
  _layers(id, filled, south, isCut) {
    const { polar } = this._map.options.crs;
    if (this._laid[id]?.polar !== polar) {
      this._laid[id] = { polar, layers: layOut(this._steps(id), polar, filled, south, isCut) };
    }
    return this._laid[id].layers;
  },

  /** @this {any} @param {L.Bounds} view @returns {Layer[]} the basemap, and the far coast where the page has it */
  _coasts(view) {
    const { crs, ratio } = this._map.options;
    const { far, layers, packed = NORTH } = /** @type {Look} */ (this._look);
    const filled = layers.map((style) => Boolean(style?.fill));
    // Both once, not at each of the vertices.
    const [ends, begins] = (far ?? []).map((latitude, i) => (crs.polar.radius(latitude) + (i ? CUT : -CUT)) ** 2);
    const nearLayers = this._layers(packed, filled, NEAR_SOUTH, far && ((/** @type {number} */ square) => square > ends));
    // What is not in view does not delay the first picture on a screen.
    if (!far || !(this.isWide() || ratio || reach(view, crs.polar) ** 2 > ends)) return nearLayers;
    const farther = this._layers("geotrack-far-coast", filled, FAR_SOUTH, (/** @type {number} */ square) => square < begins);
    return nearLayers.map((/** @type {Layer} */ { fills, lines }, /** @type {number} */ i) => ({
      fills: [...fills, ...farther[i].fills],
      lines: [...lines, ...farther[i].lines],
    }));
  },

  /** @this {any} @returns {Outlines[]} areas by depth, the shallowest first */
  _depths() {
    const { packed } = /** @type {Look} */ (this._look);
    const id = packed ? `${packed}-depth` : "geotrack-depth";
    const filled = this._steps(id).layers.map(() => true);
    return this._layers(id, filled, FAR_SOUTH).map((/** @type {Layer} */ { fills }) => fills);
  },

  /** @this {any} @param {import("./canvas-layer.js").Drawing} drawing */
  _paint(drawing) {
    const { polar } = this._map.options.crs;
    const look = this._map.options.night ? nightLook(this._look) : this._look;
    const edge = polar.radius(look.limit);
    paintWater(drawing, polar, look, edge);
    if (this._map.options.depth) {
      for (const fills of this._depths()) {
        paintLayer(drawing, { fills, lines: [] }, { fill: this._map.options.night ? DEPTH : TINT });
      }
    }
    for (const [index, layer] of this._coasts(drawing.view).entries()) {
      if (look.layers[index]) paintLayer(drawing, layer, look.layers[index]);
    }
    paintRim(drawing, polar, look, edge);
  },
});

/** The farthest corner of a view from the pole, metres. @param {L.Bounds} view @param {import("../../polar/projections.js").Projection} polar */
function reach(view, { pole: [x, y] }) {
  const [left, bottom, width, height] = rectangle(view);
  return Math.hypot(Math.max(Math.abs(left - x), Math.abs(left + width - x)), Math.max(Math.abs(bottom - y), Math.abs(bottom + height - y)));
}

/**
 * The layers of packed shapes in the map's plane.
 * @param {import("../../polar/unpack.js").Steps} steps
 * @param {import("../../polar/projections.js").Projection} polar
 * @param {boolean[]} filled by layer
 * @param {number} south latitude beyond which there is no vertex
 * @param {(square: number) => boolean} [isCut] whether the shapes were cut at a distance from the pole, by its square in m²
 * @returns {Layer[]}
 */
function layOut(steps, polar, filled, south, isCut) {
  const vertices = { points: reproject(steps, polar, south), starts: steps.starts };
  const [x, y] = polar.pole;
  return steps.layers.map((parts, layer) => {
    if (isCut && filled[layer]) {
      return cutOutlines(vertices, parts, (i) => isCut((vertices.points[i] - x) ** 2 + (vertices.points[i + 1] - y) ** 2));
    }
    const shapes = outlines(vertices, parts, filled[layer]);
    return { fills: shapes, lines: [...shapes] };
  });
}

/** @param {import("./canvas-layer.js").Drawing} drawing @param {Layer} layer @param {Style} style */
function paintLayer({ ctx, scale, view }, { fills, lines }, style) {
  const visible = lines.filter((line) => line.meets(view));
  if (style.halo && style.haloWeight) {
    ctx.strokeStyle = style.halo;
    ctx.lineWidth = (2 * style.haloWeight) / scale;
    // Rounded corners cost more, and do not show on what is so faint.
    ctx.lineJoin = "bevel";
    // Each by itself: where rims meet they are lighter.
    for (const outline of visible) for (const rim of outline.rims(scale)) ctx.stroke(rim);
  }
  ctx.lineJoin = "round";
  if (style.fill) {
    ctx.fillStyle = style.fill;
    for (const fill of fills) if (fill.meets(view)) ctx.fill(fill.line(scale), "evenodd");
  }
  if (style.stroke) {
    ctx.strokeStyle = style.stroke;
    ctx.lineWidth = (style.weight ?? 1) / scale;
    ctx.setLineDash((style.dash ?? []).map((length) => length / scale));
    for (const outline of visible) ctx.stroke(outline.line(scale));
    ctx.setLineDash([]);
  }
}

/** @param {L.Bounds} view @returns {[number, number, number, number]} */
const rectangle = ({ min, max }) => [
  /** @type {L.Point} */ (min).x,
  /** @type {L.Point} */ (min).y,
  /** @type {L.Point} */ (max).x - /** @type {L.Point} */ (min).x,
  /** @type {L.Point} */ (max).y - /** @type {L.Point} */ (min).y,
];

/**
 * @param {import("./canvas-layer.js").Drawing} drawing
 * @param {import("../../polar/projections.js").Projection} polar
 * @param {{water: [string, string]}} look @param {number} edge metres from the pole
 */
function paintWater({ ctx, view }, { pole: [x, y] }, { water }, edge) {
  const gradient = ctx.createRadialGradient(x, y, 0, x, y, edge);
  gradient.addColorStop(0, water[0]);
  gradient.addColorStop(1, water[1]);
  ctx.fillStyle = gradient;
  ctx.fillRect(...rectangle(view));
}

/**
 * The map fades into the paper before its data end.
 * @param {import("./canvas-layer.js").Drawing} drawing
 * @param {import("../../polar/projections.js").Projection} polar
 * @param {{paper: string}} look @param {number} edge metres from the pole
 */
function paintRim({ ctx, view }, { pole: [x, y] }, { paper }, edge) {
  const gradient = ctx.createRadialGradient(x, y, 0.86 * edge, x, y, 0.985 * edge);
  gradient.addColorStop(0, `${paper}00`);
  gradient.addColorStop(1, paper);
  ctx.fillStyle = gradient;
  ctx.fillRect(...rectangle(view));
}

/** Where symbols are crowded as it is, a reader switches depths on. */
const PHONE = "(max-width: 760px)";

/** The sea's depths, which the basemap draws between its water and its land while this layer is on. @type {any} */
export const Depth = L.Layer.extend({
  /** @this {any} at the start, by the page's script @param {L.Map} map */
  addTo(map) {
    return window.matchMedia(PHONE).matches ? this : L.Layer.prototype.addTo.call(this, map);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    map.options.depth = true;
    map.fire("depthchange");
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.options.depth = false;
    map.fire("depthchange");
  },
});
