// Basemap layer: water, land, lakes, ice and borders on one canvas, drawn once a move; it takes no clicks.
import L from "leaflet";
import { toLayers, readSteps } from "../../polar/unpack.js";
import { nightLook } from "./night-colours.js";
import { reproject } from "../../polar/reproject.js";
import { outlines } from "./basemap-outline.js";
import { PlaneCanvas } from "./canvas-layer.js";

/**
 * @typedef {object} Style
 * @property {string} [fill]
 * @property {string} [stroke]
 * @property {number} [weight] pixels
 * @property {number[]} [dash] pixels
 * @property {string} [halo] colour of a soft rim on the water side
 * @property {number} [haloWeight] pixels
 */

/** @type {any} */
export const Basemap = PlaneCanvas.extend({
  /**
   * @this {any}
   * @param {{water: [string, string], paper: string, limit: number, layers: (Style | null)[]}} look
   */
  initialize(look) {
    L.Renderer.prototype.initialize.call(this, {});
    this._look = look;
  },

  /** @this {any} @returns {import("../../polar/unpack.js").Steps} */
  _steps() {
    this._data ??= readSteps(document.getElementById("geotrack-basemap")?.textContent ?? "");
    return this._data;
  },

  /** @this {any} what is drawn, by layer; the first is land */
  shapes() {
    return toLayers(this._steps());
  },

  /** @this {any} @returns {ReturnType<typeof outlines>[]} */
  _outlines() {
    const { polar } = this._map.options.crs;
    if (this._crs === polar) return this._laid;
    this._crs = polar;
    /** @type {import("../../polar/unpack.js").Steps} */
    const steps = this._steps();
    const all = { points: reproject(steps, polar), starts: steps.starts };
    this._laid = steps.layers.map((parts, layer) =>
      outlines(all, parts, Boolean(this._look.layers[layer]?.fill)),
    );
    return this._laid;
  },

  /** @this {any} @param {import("./canvas-layer.js").Drawing} drawing */
  _paint(drawing) {
    const { polar } = this._map.options.crs;
    const look = this._map.options.night ? nightLook(this._look) : this._look;
    const edge = polar.radius(look.limit);
    paintWater(drawing, polar, look, edge);
    for (const [index, layer] of this._outlines().entries()) {
      if (look.layers[index]) paintLayer(drawing, layer, look.layers[index]);
    }
    paintRim(drawing, polar, look, edge);
  },
});

/** @param {import("./canvas-layer.js").Drawing} drawing @param {ReturnType<typeof outlines>} layer @param {Style} style */
function paintLayer({ ctx, scale, view }, layer, style) {
  const seen = layer.filter((one) => one.meets(view));
  if (style.halo && style.haloWeight) {
    ctx.strokeStyle = style.halo;
    ctx.lineWidth = (2 * style.haloWeight) / scale;
    // Rounded corners cost more, and do not show on what is so faint.
    ctx.lineJoin = "bevel";
    // Each by itself: where rims meet they are lighter.
    for (const one of seen) for (const rim of one.rims(scale)) ctx.stroke(rim);
  }
  ctx.lineJoin = "round";
  const lines = seen.map((one) => one.line(scale));
  if (style.fill) {
    ctx.fillStyle = style.fill;
    for (const line of lines) ctx.fill(line, "evenodd");
  }
  if (style.stroke) {
    ctx.strokeStyle = style.stroke;
    ctx.lineWidth = (style.weight ?? 1) / scale;
    ctx.setLineDash((style.dash ?? []).map((length) => length / scale));
    for (const line of lines) ctx.stroke(line);
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
