// Waterlines: fine lines along the coast on its water side, the paler the further out, as engraved charts have them.

const COLOUR = "91 139 163";
const WIDTH = 0.6;
/** Distance from the coast, pixels, and opacity; the outermost first. */
const LINES = [[9, 0.18], [6, 0.3], [3.6, 0.42], [1.6, 0.55]];

/**
 * Adds them under what is drawn. Each is a wide stroke of which a little less wide one is taken away again, so that
 * lines of neighbouring islands join.
 * @param {import("../leaflet/layers/canvas-layer.js").Drawing} drawing
 * @param {import("../leaflet/layers/basemap.js").Layer["lines"]} coasts
 */
export function addWaterlines({ ctx, scale, view }, coasts) {
  const { width, height } = ctx.canvas;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const lines = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  lines.setTransform(ctx.getTransform());
  lines.lineJoin = "round";
  const paths = coasts.filter((coast) => coast.meets(view)).flatMap((coast) => coast.rims(scale));
  const stroke = (/** @type {number} */ pixels) => {
    lines.lineWidth = (2 * pixels) / scale;
    for (const path of paths) lines.stroke(path);
  };
  for (const [distance, opacity] of LINES) {
    lines.globalCompositeOperation = "source-over";
    lines.strokeStyle = `rgb(${COLOUR} / ${opacity})`;
    stroke(distance + WIDTH / 2);
    lines.globalCompositeOperation = "destination-out";
    lines.strokeStyle = "#000";
    stroke(distance - WIDTH / 2);
  }
  ctx.save();
  ctx.resetTransform();
  ctx.drawImage(canvas, 0, 0);
  ctx.restore();
}
