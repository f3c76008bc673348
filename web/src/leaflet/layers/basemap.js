// Basemap layer: water, land, lakes, ice and borders on one canvas, drawn once a move; it takes no clicks.
import L from "leaflet";
import { toLayers, readSteps } from "../../polar/unpack.js";
import { DEPTH, nightLook } from "./night-colours.js";
import { reproject } from "../../polar/reproject.js";
import { addThinnedRings, cutOutlines, outlines } from "./basemap-outline.js";
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
 * @property {[number, number]} [far] latitudes at which the basemap ends and the far coast begins, if the page has one
 *
 * @typedef {ReturnType<typeof outlines>} Outlines
 * @typedef {{fills: Outlines, lines: Outlines}} Layer
 */

/** A vertex this near to the parallel of a cut belongs to the cut, metres. */
const CUT_TOLERANCE_M = 600;
/** Colour of one step of depth: deeper water has several, one over another. */
const DEPTH_COLOUR = "#4f86a612";
/** Latitude south of which the basemap has no vertex, degrees (in the southern hemisphere the same, negated). */
const BASEMAP_SOUTH = 34;
/** Latitude south of which far coasts and depths have no vertex, degrees (likewise). */
const FAR_SOUTH = -21;

/** Layers of either hemisphere: land, lakes, glaciers, borders and disputed ones. */
const LAYERS = 5;

/** Id of the packed basemap of the northern hemisphere. */
const NORTH = "geotrack-basemap";

/** @type {any} */
export const Basemap = PlaneCanvas.extend({
  /** @this {any} @param {Look} look */
  initialize(look) {
    L.Renderer.prototype.initialize.call(this, {});
    this._look = look;
    /** Packed shapes as they were read, by their id. */
    this._read = {};
    /** The same in the map's plane, with its projection. */
    this._laidOut = {};
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
    if (this._laidOut[id]?.polar !== polar) {
      this._laidOut[id] = { polar, layers: layOut(this._steps(id), polar, filled, south, isCut) };
    }
    return this._laidOut[id].layers;
  },

  /** @this {any} @param {L.Bounds} view @returns {Layer[]} the basemap, and the far coast where the page has it */
  _coasts(view) {
    const { crs, ratio } = this._map.options;
    const { far, layers, packed = NORTH } = /** @type {Look} */ (this._look);
    const filled = layers.map((style) => Boolean(style?.fill));
    // Squared distances from the pole where the basemap ends and the far coast begins; computed once, not at each vertex.
    const [ends, begins] = (far ?? []).map((latitude, i) => (crs.polar.radius(latitude) + (i ? CUT_TOLERANCE_M : -CUT_TOLERANCE_M)) ** 2);
    const nearLayers = this._layers(packed, filled, BASEMAP_SOUTH, far && ((/** @type {number} */ square) => square > ends));
    // Far coasts out of view must not delay the first picture on a screen (a ratio is set for printing).
    const needsFarCoast = far && (this.isWide() || ratio || reach(view, crs.polar) ** 2 > ends);
    if (!needsFarCoast) return nearLayers;
    const farther = this._layers("geotrack-far-coast", filled, FAR_SOUTH, (/** @type {number} */ square) => square < begins);
    return nearLayers.map((/** @type {Layer} */ { fills, lines }, /** @type {number} */ i) => ({
      fills: [...fills, ...farther[i].fills],
      lines: [...lines, ...farther[i].lines],
    }));
  },

  /**
   * Adds the land of a view to a path, for a small map beside this one.
   * @this {any} @param {L.Bounds} view metres @param {Pick<Path2D, "moveTo" | "lineTo" | "closePath">} path
   * @param {number} least distance between two points, metres
   */
  traceLand(view, path, least) {
    const layers = this._coasts(view);
    for (const outline of layers[layers.length - LAYERS].fills) {
      const { all, parts } = outline;
      for (let i = 0; outline.meets(view) && i < parts.length; i += 2) addThinnedRings(path, all, parts[i], parts[i + 1], true, least);
    }
  },

  /** @this {any} @returns {Outlines[]} areas by depth, the shallowest first */
  _depths() {
    const { packed } = /** @type {Look} */ (this._look);
    const id = packed ? `${packed}-depth` : "geotrack-depth";
    const filled = this._steps(id).layers.map(() => true);
    return this._layers(id, filled, FAR_SOUTH).map((/** @type {Layer} */ { fills }) => fills);
  },

  /** Paints a part of the map again, at another scale. @this {any} @param {import("./canvas-layer.js").Drawing} drawing */
  paintPart(drawing) {
    this._paintAll({ ...drawing, isPart: true });
  },

  /** @this {any} @param {import("./canvas-layer.js").Drawing} drawing */
  _paint(drawing) {
    this._paintAll(drawing);
    this._map.fire("basemapdrawn");
  },

  /** @this {any} @param {import("./canvas-layer.js").Drawing} drawing */
  _paintAll(drawing) {
    const { crs: { polar }, night, depth, relief } = this._map.options;
    const look = night ? nightLook(this._look) : this._look;
    const edge = polar.radius(look.limit);
    const depths = () => (depth ? this._depths() : []);
    const layers = this._coasts(drawing.view);
    // Of the layers that both hemispheres have, land is the first.
    const land = layers.length - LAYERS;
    if (relief) {
      const erase = (/** @type {import("./canvas-layer.js").Drawing} */ other) => paintRim(other, polar, { paper: "#000000" }, edge);
      relief.paint(drawing, this, { land: layers[land], depths, reach: reach(drawing.view, polar), paintLayer, erase });
    }
    else {
      paintWater(drawing, polar, look, edge);
      for (const fills of depths()) paintLayer(drawing, { fills, lines: [] }, { fill: night ? DEPTH : DEPTH_COLOUR });
    }
    for (const [index, layer] of layers.entries()) {
      const style = look.layers[index];
      if (style) paintLayer(drawing, layer, relief && index === land ? relief.overGround(style) : style);
    }
    paintRim(drawing, polar, look, edge);
  },
});

/** The farthest corner of a view from the pole, metres. @param {L.Bounds} view @param {import("../../polar/projections.js").Projection} polar */
function reach(view, { pole: [x, y] }) {
  const [left, bottom, width, height] = rectangle(view);
  const dx = Math.max(Math.abs(left - x), Math.abs(left + width - x));
  const dy = Math.max(Math.abs(bottom - y), Math.abs(bottom + height - y));
  return Math.hypot(dx, dy);
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
    // Rounded corners take longer, and are not visible on such faint lines.
    ctx.lineJoin = "bevel";
    // Each rim is stroked by itself: where rims overlap they are lighter.
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
 * Fades the map into the paper before its data end.
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

/** On small screens, where symbols are crowded, depths and relief are off at first. */
const SMALL_SCREEN = "(max-width: 760px)";

/** A part of the ground that the basemap draws while this layer is on: depths of the sea, or a relief. @type {any} */
export const Ground = L.Layer.extend({
  /** @this {any} @param {"depth" | "relief"} part the map's option for it @param {any} value */
  initialize(part, value) {
    this._part = part;
    this._value = value;
  },

  /** @this {any} at the start, by the page's script @param {L.Map} map */
  addTo(map) {
    return window.matchMedia(SMALL_SCREEN).matches ? this : L.Layer.prototype.addTo.call(this, map);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    map.options[this._part] = this._value;
    map.fire("groundchange");
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.options[this._part] = null;
    this._value.clear?.();
    map.fire("groundchange");
  },
});
