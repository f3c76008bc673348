// Layer that draws many records as dots, on one canvas that follows the view.
import { ScreenPositions } from "./screen-positions.js";
import { DOT } from "./clusters.js";
import { lightened } from "../../canvas.js";

const L = window.L;

/** How strong a dot is while others stand out, and that of a record that is only possible. */
const [PALE, POSSIBLE] = [0.25, 0.5];
/** What is round a full dot and in a hollow one, by day and by night: as of the symbols, see dark-mode.css. */
const DAY = { ring: "#fff", hollow: "#fffdf8", lift: 0 };
const NIGHT = { ring: "#dbe4e8", hollow: "#18242a", lift: 0.58 };

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/**
 * A dot of a theme as a small picture.
 * @param {string} theme @param {string} style @param {string} colour @param {number} ratio @param {boolean} dark
 */
function dotPicture(theme, style, colour, ratio, dark) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil((DOT + 3) * ratio);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const outline = new Path2D(document.querySelector(`#shape-${CSS.escape(theme)}`)?.getAttribute("d") ?? "");
  const k = (DOT * ratio) / 28;
  ctx.setTransform(k, 0, 0, k, 1.5 * ratio, 1.5 * ratio);
  const solid = style === "reported";
  const { ring, hollow, lift } = dark ? NIGHT : DAY;
  ctx.lineJoin = "round";
  ctx.lineWidth = (solid ? 2 : 3.2) * (28 / DOT / 2);
  ctx.strokeStyle = solid ? ring : lightened(colour, lift);
  ctx.fillStyle = solid ? colour : hollow;
  ctx.stroke(outline);
  ctx.fill(outline);
  if (style === "unstated") {
    ctx.globalAlpha = 0.4; // as STYLES of geotrack/mapview/symbols.py
    ctx.fillStyle = colour;
    ctx.fill(outline);
  }
  return canvas;
}

/** @type {any} */
export const DotLayer = /* @__PURE__ */ window.geotrackPolar.Sheet.extend({
  options: { pane: "crowd", zIndex: 590 },

  /** @this {any} @param {(dots: any) => void} arrange called when the view has changed */
  initialize(/** @type {MapRecord[]} */ records, arrange) {
    L.Renderer.prototype.initialize.call(this);
    const planes = new ScreenPositions(records.map(({ event }) => event.at));
    Object.assign(this, { records, arrange, planes, xs: planes.xs, ys: planes.ys, pictures: new Map() });
  },

  /** @this {any} */
  _redraw() {
    this.planes.follow(this._map);
    this.arrange(this);
  },

  /** @this {any} @param {number} i whether a spot is in or near the view */
  inView(i) {
    const { min, max } = this._bounds;
    const [x, y] = [this.xs[i], this.ys[i]];
    return x >= min.x && x <= max.x && y >= min.y && y <= max.y;
  },

  /**
   * @this {any} @param {(i: number) => boolean} dotted
   * @param {boolean} pale whether they stand back
   */
  paint(dotted, pale) {
    const { ctx, min, ratio } = this._blank();
    const half = (DOT + 3) / 2;
    const dark = Boolean(this._map.options.night);
    for (let i = this.records.length - 1; i >= 0; i--) {
      if (!dotted(i)) continue;
      const { event, weak } = this.records[i];
      const { theme, drawn, colour } = event;
      const key = `${theme} ${drawn} ${colour} ${ratio} ${dark}`;
      let dot = this.pictures.get(key);
      if (!dot) this.pictures.set(key, (dot = dotPicture(theme, drawn, colour, ratio, dark)));
      ctx.globalAlpha = pale ? PALE : weak ? POSSIBLE : 1;
      ctx.drawImage(dot, Math.round((this.xs[i] - min.x - half) * ratio), Math.round((this.ys[i] - min.y - half) * ratio));
    }
  },
});
