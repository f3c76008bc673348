// The shaded ground of land and sea floor, where a map has it. The basemap draws it in place of flat land and water.
import { angleOfLight, readGround, renderRaster } from "./raster.js";
import { Waterlines } from "./waterlines.js";

/**
 * What Python says of the packed relief.
 * @typedef {object} ReliefLook
 * @property {string} packed id of the packed picture
 * @property {number} reach half a side of its square, metres of the packing plane
 * @property {[zero: number, slopes: number, levels: number]} greys of a flat slope or the shore, and of a step of each
 * @property {import("./raster.js").Tints} day
 * @property {import("./raster.js").Tints} night
 * @property {{land: number, sea: number, colour: string}} shade opacities on a slope of 1, and colour away from the light
 * @property {number[]} depths of each layer of packed depths its index in the colours of the sea
 *
 * @typedef {import("./raster.js").Raster} Raster
 * @typedef {import("../leaflet/layers/canvas-layer.js").Drawing} Drawing
 * @typedef {import("../leaflet/layers/basemap.js").Layer} Layer
 */

/** How long a new shade takes to come over the one before, milliseconds. */
const FADE_MS = 300;
/** Time after a map has opened when its relief is unpacked, milliseconds: the rest of the page comes first. */
const DELAY_MS = 300;

/** The relief as the basemap paints it: `map.options.relief` while its layer is on. */
class Relief {
  /** @param {ReliefLook} look */
  constructor(look) {
    this.look = look;
    /** The unpacked grids, once they are read. @type {import("./raster.js").Ground | null} */
    this.ground = null;
    /** Rasters by what they depend on; null while one is made. @type {Map<string, Raster | null>} */
    this.rasters = new Map();
    this.waterlines = new Waterlines();
  }

  /** Removes what is not on the basemap's canvas. */
  clear() {
    this.waterlines.clear();
  }

  /** The style of a layer of the basemap above the ground. @param {import("../leaflet/layers/basemap.js").Style} style */
  overGround({ fill, halo, ...lines }) {
    return lines;
  }

  /**
   * Paints land, sea and waterlines.
   * @param {Drawing} drawing @param {any} basemap the layer that draws it
   * @param {{land: Layer, depths: () => Layer["fills"][], reach: number, paintLayer: (drawing: Drawing, layer: Layer, style: {fill: string}) => void,
   *   erase: (drawing: Drawing) => void}} shapes
   *   areas of each depth, the shallowest first; the farthest corner of the view from the pole, metres;
   *   what covers the edge of the map
   */
  paint(drawing, basemap, { land, depths, reach, paintLayer, erase }) {
    const { crs: { polar }, night } = basemap._map.options;
    const { ctx, view } = drawing;
    const tints = night ? this.look.night : this.look.day;
    const raster = this.rasterFor(basemap, polar, night);
    const fill = (/** @type {Layer["fills"]} */ fills, /** @type {string} */ colour) => paintLayer(drawing, { fills, lines: [] }, { fill: colour });
    fill(land.fills, tints.land[0]);
    ctx.globalCompositeOperation = "source-atop";
    if (raster) drawRaster(ctx, raster.land, polar, raster.radius);
    // From here on each thing is drawn under those before it.
    ctx.globalCompositeOperation = "destination-over";
    if (raster) drawRaster(ctx, raster.sea, polar, raster.radius);
    // The raster hides them, save where a map reaches further.
    const areas = depths();
    if (!raster || reach > raster.whole) for (const [i, fills] of [...areas.entries()].reverse()) fill(fills, tints.sea[this.look.depths[i]]);
    const { min, max } = /** @type {{min: L.Point, max: L.Point}} */ (view);
    // Most of the sea is deep.
    ctx.fillStyle = areas.length ? tints.sea[0] : tints.sea.at(-2) ?? "";
    ctx.fillRect(min.x, min.y, max.x - min.x, max.y - min.y);
    ctx.globalCompositeOperation = "source-over";
    // The first drawing of a map is without, and so are the night and a flight.
    if (night || !basemap.isWide() || basemap._map.options.inFlight) this.waterlines.clear();
    else this.waterlines.draw(basemap, drawing, land, erase);
  }

  /**
   * The raster for a projection and a light; until it is made, one with another light, or null.
   * @param {any} basemap @param {import("../polar/projections.js").Projection} polar @param {boolean} night
   */
  rasterFor(basemap, polar, night) {
    const isTurned = angleOfLight(polar) < 0;
    const shape = `${polar.kind} ${polar.trueAt} ${night ? "night" : "day"}`;
    const key = `${shape} ${isTurned}`;
    const { day, night: dark, shade } = this.look;
    const rendering = { polar, isTurned, tints: night ? dark : day, shade, strength: night ? 0.5 : 1 };
    if (!this.rasters.has(key)) {
      this.rasters.set(key, null);
      this.makeRaster(basemap, key, rendering);
    }
    // Printing does not wait.
    if (!this.rasters.get(key) && this.ground && basemap._map.options.ratio) {
      const steps = renderRaster(this.ground, rendering);
      let step = steps.next();
      while (!step.done) step = steps.next();
      this.rasters.set(key, step.value);
    }
    return this.rasters.get(key) ?? this.rasters.get(`${shape} ${!isTurned}`) ?? null;
  }

  /** @param {any} basemap @param {string} key @param {import("./raster.js").Rendering} rendering */
  async makeRaster(basemap, key, rendering) {
    if (!this.ground) await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
    this.ground ??= await readGround(this.look);
    const steps = renderRaster(this.ground, rendering);
    let step = steps.next();
    while (!step.done) {
      await new Promise((resolve) => setTimeout(resolve));
      step = steps.next();
    }
    this.rasters.set(key, step.value);
    const { crs, night } = basemap._map?.options ?? {};
    // It may be for a scene to come.
    if (!crs || this.rasterFor(basemap, crs.polar, night) !== step.value) return;
    if (!matchMedia("(prefers-reduced-motion)").matches) fadeOut(basemap);
    basemap._update();
  }
}

/**
 * Draws a raster, whose middle is the pole and whose lower half has the meridian of Greenwich in its middle.
 * @param {CanvasRenderingContext2D} ctx @param {HTMLCanvasElement} picture
 * @param {import("../polar/projections.js").Projection} polar @param {number} radius metres of the map's plane
 */
function drawRaster(ctx, picture, { pole, centralMeridian, hemisphere }, radius) {
  ctx.save();
  ctx.translate(...pole);
  ctx.rotate((-hemisphere * centralMeridian * Math.PI) / 180);
  ctx.scale(1, -hemisphere);
  ctx.drawImage(picture, -radius, -radius, 2 * radius, 2 * radius);
  ctx.restore();
}

/** Leaves a copy of a layer's canvas above it, which fades. @param {any} layer */
function fadeOut(layer) {
  /** @type {HTMLCanvasElement} */
  const canvas = layer._container;
  const copy = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  canvas.after(copy);
  const fade = copy.animate({ opacity: [1, 0] }, FADE_MS);
  const end = () => copy.remove();
  fade.onfinish = end;
  layer._map.once("zoomstart viewprereset", end);
}

const { Ground } = window.geotrackPolar;
Object.assign(window.geotrackPolar, {
  relief: (/** @type {ReliefLook} */ look) => new Ground("relief", new Relief(look)),
});
