// Waterlines: fine lines along the coast on its water side, the paler the further out, as engraved charts have them.
// Their wide strokes take longer than all the rest of the map, so they come later, on a canvas above the basemap's.

const COLOUR = "91 139 163";
const WIDTH = 0.6;
/** Distance from the coast, pixels, opacity, and share of the coast's points; the outermost first. */
const LINES = [[9, 0.18, 0.5], [6, 0.3, 0.5], [3.6, 0.42, 0.5], [1.6, 0.55, 1]];
const FADE_MS = 200;
/** Time after which a view is taken to stay, milliseconds: lines of one that is left at once would be drawn for nothing. */
const REST_MS = 250;

/** @typedef {import("../leaflet/layers/canvas-layer.js").Drawing} Drawing */
/** @typedef {import("../leaflet/layers/basemap.js").Layer} Layer */

/** The waterlines of a basemap. */
export class Waterlines {
  constructor() {
    /** @type {HTMLCanvasElement | null} */
    this.canvas = null;
    /** The map that moves them. @type {any} */
    this.map = null;
    /** Counts the drawings: one that is no longer the last ends. */
    this.drawings = 0;
    /** Where the last drawing is, and of what; the same once it is done. */
    this.place = this.done = "";
  }

  /** Removes them, and ends a drawing that goes on. */
  clear() {
    this.drawings += 1;
    this.place = this.done = "";
    this.canvas?.remove();
    this.canvas = null;
  }

  /**
   * Draws them for a new view; those that are there stay until then.
   * @param {any} basemap @param {Drawing} drawing of the basemap @param {Layer} land
   * @param {(drawing: Drawing) => void} erase what covers them, under the present mode of the canvas
   */
  async draw(basemap, drawing, { fills, lines }, erase) {
    const { ctx, scale, view } = drawing;
    const map = basemap._map;
    // The ground is painted again where its raster is made or its light changes; the coast is the same.
    const place = [ctx.canvas.style.cssText, ctx.canvas.width, map.options.crs.code, scale, view.min, view.max].join(" ");
    if (place === this.place) return;
    this.place = place;
    const number = ++this.drawings;
    const isOver = () => number !== this.drawings || !basemap._map;
    if (map !== this.map) (this.map = map).on("zoomstart viewprereset", this.clear, this);
    // Printing does not wait.
    if (!map.options.ratio) await new Promise((resolve) => setTimeout(resolve, REST_MS));
    if (isOver()) return;
    const canvas = /** @type {HTMLCanvasElement} */ (ctx.canvas.cloneNode());
    const own = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    own.setTransform(ctx.getTransform());
    for (const _ of strokes({ ctx: own, scale, view }, lines)) {
      if (map.options.ratio) continue;
      // What is drawn is only noted until it is read.
      own.getImageData(0, 0, 1, 1);
      await new Promise((resolve) => setTimeout(resolve));
      if (isOver()) return;
    }
    for (const fill of fills) if (fill.meets(view)) own.fill(fill.line(scale), "evenodd");
    erase({ ctx: own, scale, view });
    if (map.options.ratio) {
      // A picture of its own would add as much to a printed file as the basemap.
      this.clear();
      ctx.save();
      ctx.resetTransform();
      ctx.drawImage(canvas, 0, 0);
      ctx.restore();
      return;
    }
    this.done = place;
    const isNew = !this.canvas;
    this.canvas?.remove();
    this.canvas = canvas;
    ctx.canvas.after(canvas);
    if (isNew && !matchMedia("(prefers-reduced-motion)").matches) canvas.animate({ opacity: [0, 1] }, FADE_MS);
  }
}

/**
 * Each line is a wide stroke of which a little less wide one is taken away again, so that those of neighbouring islands join.
 * @param {Drawing} drawing @param {Layer["lines"]} coasts
 */
function* strokes({ ctx, scale, view }, coasts) {
  const visible = coasts.filter((coast) => coast.meets(view));
  const paths = new Map([0.5, 1].map((share) => [share, joined(visible.flatMap((coast) => coast.rims(share * scale)))]));
  ctx.lineJoin = "round";
  for (const [distance, opacity, share] of LINES) {
    const stroke = (/** @type {GlobalCompositeOperation} */ operation, /** @type {number} */ pixels) => {
      ctx.globalCompositeOperation = operation;
      ctx.lineWidth = (2 * pixels) / scale;
      ctx.stroke(/** @type {Path2D} */ (paths.get(share)));
    };
    ctx.strokeStyle = `rgb(${COLOUR} / ${opacity})`;
    stroke("source-over", distance + WIDTH / 2);
    yield;
    ctx.strokeStyle = "#000";
    stroke("destination-out", distance - WIDTH / 2);
    yield;
  }
}

/** One path of many: its stroke takes less time than theirs. @param {Path2D[]} paths */
function joined(paths) {
  const path = new Path2D();
  for (const one of paths) path.addPath(one);
  return path;
}
