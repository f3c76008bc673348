// Layer that draws many records as dots, on one canvas that follows the view.
import { DOT } from "./clusters.js";
import { lightened } from "../../canvas.js";

const L = window.L;

/** How strong a dot is while others stand out, and that of a record that is only possible. */
const [PALE, POSSIBLE] = [0.25, 0.5];
/** What is round a full dot and in a hollow one, by day and by night: as of the symbols, see dark-mode.css. */
const DAY = { ring: "#fff", hollow: "#fffdf8", lift: 0 };
const NIGHT = { ring: "#dbe4e8", hollow: "#18242a", lift: 0.58 };

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
  initialize(/** @type {import("../marks/map-record.js").MapRecords} */ mapRecords, arrange) {
    L.Renderer.prototype.initialize.call(this);
    Object.assign(this, { mapRecords, arrange, pictures: new Map() });
  },

  /** @this {any} */
  _redraw() {
    this.arrange(this);
  },

  /** Positions of all records in the present view. @this {any} @returns {import("./screen-positions.js").ScreenPositions} */
  positions() {
    const positions = this.mapRecords.positions();
    positions.follow(this._map);
    return positions;
  },

  /** A function that tells whether the spot of a record is in or near the view. @this {any} @returns {(i: number) => boolean} */
  nearView() {
    const { xs, ys } = this.positions();
    const { min, max } = this._bounds;
    return (i) => xs[i] >= min.x && xs[i] <= max.x && ys[i] >= min.y && ys[i] <= max.y;
  },

  /**
   * @this {any} @param {(i: number) => boolean} dotted
   * @param {boolean} pale whether they stand back
   */
  paint(dotted, pale) {
    const { ctx, min, ratio } = this._blank();
    const half = (DOT + 3) / 2;
    const dark = Boolean(this._map.options.night);
    const [records, { xs, ys }] = [this.mapRecords.inOrder(), this.positions()];
    for (let i = records.length - 1; i >= 0; i--) {
      if (!dotted(i)) continue;
      const { event, weak } = records[i];
      const { theme, drawn, colour } = event;
      const key = `${theme} ${drawn} ${colour} ${ratio} ${dark}`;
      let dot = this.pictures.get(key);
      if (!dot) this.pictures.set(key, (dot = dotPicture(theme, drawn, colour, ratio, dark)));
      ctx.globalAlpha = pale ? PALE : weak ? POSSIBLE : 1;
      ctx.drawImage(dot, Math.round((xs[i] - min.x - half) * ratio), Math.round((ys[i] - min.y - half) * ratio));
    }
  },
});
