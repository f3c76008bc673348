// Track layer: lines from position to position on a canvas that follows the view.
import { Columns } from "../data/columns.js";
import { colourFor } from "../paint/point-colours.js";
import { Positions } from "../data/positions.js";
import { ObservationLayer } from "./canvas-layer.js";
import { trackLines } from "../ui/track-tooltip.js";
import { linearScale, valueOf } from "../data/packed-column.js";
import { drawLegs, endsOf, isFix, isShown, nearestLeg, Pen, trackOf } from "../paint/track-lines.js";

const L = window.L;

const DAY_S = 86_400;
/** The longest line between two vertices, metres on the map: Python adds vertices to longer legs. */
const LONGEST_LEG = 40_000;
/** Shorter steps of a line are left out, pixels. */
const SMALLEST = 0.75;
/** A pointer this near to a fix points at the fix, not at the leg, pixels. */
const ON_FIX = 5;
/** Dashes and spaces of a leg, of a gap, and of a leg that meets the selection only possibly, pixels. */
const DASHES = { leg: [], gap: [5, 4], faint: [1, 3] };
const OPACITY = 0.8;
const OPACITY_OF_THIN = 0.55;
const LINE_WIDTH = 1.2;
/** More lines than this are drawn one pixel of the screen wide: wider ones would take a second. */
const MANY_LINES = 20_000;

/** @type {any} */
// Marked as pure, so that the bundle of pages without tracks leaves it out.
export const Tracks = /* @__PURE__ */ ObservationLayer.extend({
  options: { pane: "tracks", zIndex: 305 },

  /** @this {any} @param {string} id @param {any} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    Object.assign(this, { id, about, columns: new Columns(id, about), shownCount: about.many });
    /** @type {import("../paint/track-lines.js").TrackQuery} */
    this.filter = { span: null, certain: false };
    this.ready = this._read();
  },

  /** @this {any} */
  async _read() {
    const { about, columns } = this;
    const { packed, metres } = about;
    const names = ["x", "y", "time", "link", ...(packed.possible ? ["possible"] : [])];
    const [x, y, time, link, possible] = await Promise.all(names.map((name) => columns.column(name)));
    this.places = new Positions(x, y, packed.x, packed.y, metres);
    this.track = {
      xs: this.places.xs,
      ys: this.places.ys,
      time: decodedValues(time, packed.time, new Float64Array(time.length)),
      link: decodedValues(link, packed.link, new Uint8Array(link.length)),
      possible: possible ? decodedValues(possible, packed.possible, new Uint8Array(possible.length)) : null,
    };
    if (this._map) this._update();
  },

  /**
   * Shows what matches the page's query.
   * @this {any} @param {{period: [first: number, last: number] | null, certain: boolean}} filter days, both included
   * @returns {Promise<number>} the number of fixes that match
   */
  async setFilter({ period, certain }) {
    /** @type {import("../paint/track-lines.js").TrackQuery} */
    const filter = { span: period && [period[0] * DAY_S, (period[1] + 1) * DAY_S], certain };
    this.filter = filter;
    await this.ready;
    if (this.filter !== filter) return this.shownCount;
    this.shownCount = 0;
    const { track } = this;
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i) && isShown(track, i, filter)) this.shownCount += 1;
    }
    if (this._map) this._redraw();
    return this.shownCount;
  },

  /** @this {any} */
  _redraw() {
    if (!this.places || this.away) return;
    const { crs } = this._map.options;
    this.places.turn(crs.polar);
    const { ctx, min, size, ratio } = this._blank();
    ctx.scale(ratio, ratio);
    const { paths, lineCount } = this._pathsInView(this._view(min, size));
    this._paint(ctx, paths, lineCount > MANY_LINES ? 1 / ratio : LINE_WIDTH);
  },

  /** Pixels for a metre, the pole's place on the canvas, and its size. @this {any} @param {L.Point} min @param {L.Point} size */
  _view(min, size) {
    const origin = this._map.getPixelOrigin();
    const scale = this._map.options.crs.scale(this._map.getZoom());
    return { by: scale, x: -(origin.x + min.x), y: -(origin.y + min.y), width: size.x, height: size.y };
  },

  /** The paths to draw, and their number of lines. @this {any} @param {{by: number, x: number, y: number, width: number, height: number}} view */
  _pathsInView(view) {
    const paths = { leg: new Path2D(), gap: new Path2D(), faint: new Path2D(), alone: new Path2D() };
    const pens = {
      leg: new Pen(paths.leg, SMALLEST),
      gap: new Pen(paths.gap, SMALLEST),
      faint: new Pen(paths.faint, SMALLEST),
      alone: (/** @type {number} */ x, /** @type {number} */ y) => paths.alone.rect(x - 1.2, y - 1.2, 2.4, 2.4),
    };
    const { by, x, y, width, height } = view;
    const box = [-x / by - LONGEST_LEG, (y - height) / by - LONGEST_LEG, (width - x) / by + LONGEST_LEG, y / by + LONGEST_LEG];
    this.places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) =>
      drawLegs(this.track, from, before, this.filter, view, pens),
    );
    for (const pen of [pens.leg, pens.gap, pens.faint]) pen.lift();
    return { paths, lineCount: pens.leg.lineCount + pens.gap.lineCount + pens.faint.lineCount };
  },

  /** @this {any} @param {CanvasRenderingContext2D} ctx @param {Record<string, Path2D>} paths @param {number} lineWidth pixels */
  _paint(ctx, paths, lineWidth) {
    const colour = colourFor(this.about.colours[0], Boolean(this._map.options.night));
    const globalAlpha = lineWidth < LINE_WIDTH ? OPACITY_OF_THIN : OPACITY;
    Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth, lineJoin: "round", globalAlpha });
    for (const name of /** @type {("gap" | "faint" | "leg")[]} */ (["gap", "faint", "leg"])) {
      ctx.setLineDash(DASHES[name]);
      ctx.stroke(paths[name]);
    }
    ctx.setLineDash([]);
    ctx.fill(paths.alone);
    ctx.globalAlpha = 1;
  },

  /**
   * The fix or the leg nearest to a layer point.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, vertex: number, fix: boolean, at: L.Point} | null} `vertex`: the fix, or the vertex at the end
   *   of the leg's line; `i` identifies the tooltip, with a fraction on a leg
   */
  nearest(point, reach) {
    if (!this.track || !this._map) return null;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const place = { x: (point.x + origin.x) / scale, y: -(point.y + origin.y) / scale };
    const best = { i: -1, share: 1, far: reach / scale };
    const margin = reach / scale + LONGEST_LEG;
    const box = [place.x - margin, place.y - margin, place.x + margin, place.y + margin];
    this.places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) =>
      nearestLeg(this.track, from, before, this.filter, place, best),
    );
    if (best.i < 0) return null;
    const { xs, ys } = this.track;
    const onScreen = (/** @type {number} */ x, /** @type {number} */ y) => L.point(x * scale - origin.x, -y * scale - origin.y);
    const { i, share } = best;
    const fix = this._fixBy(best, scale);
    if (fix >= 0) return { i: fix, vertex: fix, fix: true, at: onScreen(xs[fix], ys[fix]) };
    const onLeg = onScreen(xs[i - 1] + (xs[i] - xs[i - 1]) * share, ys[i - 1] + (ys[i] - ys[i - 1]) * share);
    // Between i - 1 and i, another number at each 64th of the line: so the tooltip follows the pointer along it.
    return { i: i - 1 + Math.round(64 * share) / 65 + 1 / 200, vertex: i, fix: false, at: onLeg };
  },

  /** The fix within ON_FIX of a point on a leg, −1 for none. @this {any} @param {{i: number, share: number}} best @param {number} scale */
  _fixBy({ i, share }, scale) {
    const { xs, ys, link } = this.track;
    // A fix that is alone.
    if (!link[i]) return i;
    const length = Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]) * scale;
    const [end, distance] = share < 0.5 ? [i - 1, share * length] : [i, (1 - share) * length];
    return distance <= ON_FIX && isFix(this.track, end) && isShown(this.track, end, this.filter) ? end : -1;
  },

  /** Highlights the whole track of the tooltip; none for an index below 0. @this {any} @param {number} i of `nearest` */
  mark(i) {
    this._mark?.remove();
    this._mark = null;
    if (i < 0 || !this.track) return;
    const paths = { leg: "", gap: "" };
    const path = (/** @type {"leg" | "gap"} */ name) => ({
      moveTo: (/** @type {number} */ x, /** @type {number} */ y) => void (paths[name] += `M${x.toFixed(1)} ${y.toFixed(1)}`),
      lineTo: (/** @type {number} */ x, /** @type {number} */ y) => void (paths[name] += `L${x.toFixed(1)} ${y.toFixed(1)}`),
    });
    const pens = { leg: new Pen(path("leg"), SMALLEST), gap: new Pen(path("gap"), SMALLEST), faint: new Pen(path("leg"), SMALLEST), alone() {} };
    const { min } = this._bounds;
    drawLegs(this.track, ...trackOf(this.track, Math.ceil(i)), this.filter, this._view(min, this._bounds.getSize()), pens);
    for (const pen of [pens.leg, pens.gap, pens.faint]) pen.lift();
    this._mark = L.SVG.create("svg");
    this._mark.setAttribute("class", "told-track");
    for (const name of /** @type {("leg" | "gap")[]} */ (["leg", "gap"])) {
      const line = L.SVG.create("path");
      line.setAttribute("class", name);
      line.setAttribute("d", paths[name]);
      this._mark.append(line);
    }
    L.DomUtil.setPosition(this._mark, min);
    this.getPane().append(this._mark);
  },

  /** The number of fixes of each day (UTC); null if there are none. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    await this.ready;
    const { about, track } = this;
    if (!about.days) return null;
    const [first, last] = about.days;
    const counts = new Uint32Array(last - first + 1);
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i)) counts[Math.floor(track.time[i] / DAY_S) - first] += 1;
    }
    return { first, counts };
  },

  /** Text of its tooltip. @this {any} @param {import("../../page/plugin-api.js").Page} page @param {{vertex: number, fix: boolean}} hit of `nearest` */
  async lines(page, { vertex, fix }) {
    const { columns, about } = this;
    const whose = await columns.at("whose", vertex);
    // Undefined without a column of radii; null, then NaN, where no radius is stated.
    const radius = about.packed.radius && valueOf(about.packed.radius, await columns.at("radius", vertex));
    const fixes = fix ? [vertex] : endsOf(this.track, vertex);
    return trackLines(page, this, { whose, radius: radius === null ? NaN : radius }, fixes, vertex);
  },
});

/**
 * The values of a column without missing ones.
 * @template {Float64Array | Uint8Array} T
 * @param {ArrayLike<number>} column @param {import("../data/packed-column.js").Packing} packing @param {T} values to write
 * @returns {T}
 */
function decodedValues(column, packing, values) {
  const { offset, factor } = linearScale(packing);
  for (let i = 0; i < values.length; i++) values[i] = offset + factor * column[i];
  return values;
}
