// Track layer: lines from position to position on a canvas that follows the view.
import { Columns } from "../data/columns.js";
import { colourFor } from "../paint/point-colours.js";
import { Positions } from "../data/positions.js";
import { ObservationLayer } from "./canvas-layer.js";
import { trackLines } from "../ui/track-tooltip.js";
import { valueOf } from "../data/packed-column.js";
import { drawLegs, endsOf, isFix, isShown, nearestLeg, Pen, trackOf } from "../paint/track-lines.js";

const L = window.L;

const DAY_S = 86_400;
/** No way is longer on a map, metres: longer ones have vertices between. */
const LONGEST = 40_000;
/** Pixels: what is smaller is not drawn, and as near to a fix one means the fix. */
const LEAST = 0.75;
const ON_FIX = 5;
const STYLE = { leg: [], gap: [5, 4], faint: [1, 3] };
/** Of a line; where there are many, each thinner one. */
const OPACITY = 0.8;
const OF_MANY = 0.55;
const WIDE = 1.2;
/** So many lines are drawn as thin as the screen can: wider ones would take a second. */
const MANY = 20_000;

/** @type {any} */
// Marked as pure, so that it is left out where nothing is drawn so.
export const Tracks = /* @__PURE__ */ ObservationLayer.extend({
  options: { pane: "tracks", zIndex: 305 },

  /** @this {any} @param {string} id @param {any} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    Object.assign(this, { id, about, columns: new Columns(id, about), some: about.many });
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
   * @this {any} @param {{period: [first: number, last: number] | null, certain: boolean}} filter days, both in it
   * @returns {Promise<number>} how many fixes do
   */
  async setFilter({ period, certain }) {
    /** @type {import("../paint/track-lines.js").TrackQuery} */
    const filter = { span: period && [period[0] * DAY_S, (period[1] + 1) * DAY_S], certain };
    this.filter = filter;
    await this.ready;
    if (this.filter !== filter) return this.some;
    this.some = 0;
    const { track } = this;
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i) && isShown(track, i, filter)) this.some += 1;
    }
    if (this._map) this._redraw();
    return this.some;
  },

  /** @this {any} */
  _redraw() {
    if (!this.places || this.away) return;
    const { crs } = this._map.options;
    this.places.turn(crs.polar);
    const { ctx, min, size, ratio } = this._blank();
    ctx.scale(ratio, ratio);
    const { paths, many } = this._ways(this._view(min, size));
    this._paint(ctx, paths, many > MANY ? 1 / ratio : WIDE);
  },

  /** How metres come onto the canvas. @this {any} @param {L.Point} min @param {L.Point} size */
  _view(min, size) {
    const origin = this._map.getPixelOrigin();
    const scale = this._map.options.crs.scale(this._map.getZoom());
    return { by: scale, x: -(origin.x + min.x), y: -(origin.y + min.y), width: size.x, height: size.y };
  },

  /** What is drawn in a view. @this {any} @param {{by: number, x: number, y: number, width: number, height: number}} view */
  _ways(view) {
    const paths = { leg: new Path2D(), gap: new Path2D(), faint: new Path2D(), alone: new Path2D() };
    const pens = {
      leg: new Pen(paths.leg, LEAST),
      gap: new Pen(paths.gap, LEAST),
      faint: new Pen(paths.faint, LEAST),
      alone: (/** @type {number} */ x, /** @type {number} */ y) => paths.alone.rect(x - 1.2, y - 1.2, 2.4, 2.4),
    };
    const { by, x, y, width, height } = view;
    const box = [-x / by - LONGEST, (y - height) / by - LONGEST, (width - x) / by + LONGEST, y / by + LONGEST];
    this.places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) =>
      drawLegs(this.track, from, before, this.filter, view, pens),
    );
    for (const pen of [pens.leg, pens.gap, pens.faint]) pen.lift();
    return { paths, many: pens.leg.many + pens.gap.many + pens.faint.many };
  },

  /** @this {any} @param {CanvasRenderingContext2D} ctx @param {Record<string, Path2D>} paths @param {number} lineWidth pixels */
  _paint(ctx, paths, lineWidth) {
    const colour = colourFor(this.about.colours[0], Boolean(this._map.options.night));
    const globalAlpha = lineWidth < WIDE ? OF_MANY : OPACITY;
    Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth, lineJoin: "round", globalAlpha });
    for (const name of /** @type {("gap" | "faint" | "leg")[]} */ (["gap", "faint", "leg"])) {
      ctx.setLineDash(STYLE[name]);
      ctx.stroke(paths[name]);
    }
    ctx.setLineDash([]);
    ctx.fill(paths.alone);
    ctx.globalAlpha = 1;
  },

  /**
   * The fix or the way nearest to a place of the map's layers.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, vertex: number, fix: boolean, at: L.Point} | null}
   */
  nearest(point, reach) {
    if (!this.track || !this._map) return null;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const place = { x: (point.x + origin.x) / scale, y: -(point.y + origin.y) / scale };
    const best = { i: -1, share: 1, far: reach / scale };
    const round = reach / scale + LONGEST;
    const box = [place.x - round, place.y - round, place.x + round, place.y + round];
    this.places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) =>
      nearestLeg(this.track, from, before, this.filter, place, best),
    );
    if (best.i < 0) return null;
    const { xs, ys } = this.track;
    const onScreen = (/** @type {number} */ x, /** @type {number} */ y) => L.point(x * scale - origin.x, -y * scale - origin.y);
    const { i, share } = best;
    const fix = this._fixBy(best, scale);
    if (fix >= 0) return { i: fix, vertex: fix, fix: true, at: onScreen(xs[fix], ys[fix]) };
    const on = onScreen(xs[i - 1] + (xs[i] - xs[i - 1]) * share, ys[i - 1] + (ys[i] - ys[i - 1]) * share);
    // A tip that follows the pointer along a long way is another one at each step.
    return { i: i - 1 + Math.round(64 * share) / 65 + 1 / 200, vertex: i, fix: false, at: on };
  },

  /** The position that is near enough to a point on a leg, −1 for none. @this {any} @param {{i: number, share: number}} best @param {number} scale */
  _fixBy({ i, share }, scale) {
    const { xs, ys, link } = this.track;
    if (!link[i]) return i;
    const long = Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]) * scale;
    const [behind, ahead] = share < 0.5 ? [i - 1, share * long] : [i, (1 - share) * long];
    return ahead <= ON_FIX && isFix(this.track, behind) && isShown(this.track, behind, this.filter) ? behind : -1;
  },

  /** Highlights the whole track of the tooltip, none for an index below 0. @this {any} @param {number} i as `nearest` has it */
  mark(i) {
    this._mark?.remove();
    this._mark = null;
    if (i < 0 || !this.track) return;
    const paths = { leg: "", gap: "" };
    const path = (/** @type {"leg" | "gap"} */ name) => ({
      moveTo: (/** @type {number} */ x, /** @type {number} */ y) => void (paths[name] += `M${x.toFixed(1)} ${y.toFixed(1)}`),
      lineTo: (/** @type {number} */ x, /** @type {number} */ y) => void (paths[name] += `L${x.toFixed(1)} ${y.toFixed(1)}`),
    });
    const pens = { leg: new Pen(path("leg"), LEAST), gap: new Pen(path("gap"), LEAST), faint: new Pen(path("leg"), LEAST), alone() {} };
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

  /** How many fixes of each day (UTC); null where there are none. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    await this.ready;
    const { about, track } = this;
    if (!about.days) return null;
    const [first, last] = about.days;
    const counts = new Uint32Array(last - first + 1);
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i)) counts[Math.floor(track.time[i] / DAY_S) - first] += 1;
    }
    return { first, many: counts };
  },

  /** Text of its tooltip. @this {any} @param {import("../../page/plugin-api.js").Page} page @param {{vertex: number, fix: boolean}} found */
  async lines(page, { vertex, fix }) {
    const { columns, about } = this;
    const whose = await columns.at("whose", vertex);
    const radius = about.packed.radius && valueOf(about.packed.radius, await columns.at("radius", vertex));
    return trackLines(page, this, { whose, radius: radius === null ? NaN : radius }, fix ? [vertex] : endsOf(this.track, vertex), vertex);
  },
});

/**
 * What the numbers of a column stand for; none is missing.
 * @template {Float64Array | Uint8Array} T
 * @param {ArrayLike<number>} column @param {import("../data/packed-column.js").Packing} how @param {T} into @returns {T}
 */
function decodedValues(column, { base = 0, step }, into) {
  const [from, factor] = step === undefined ? [0, 1] : [base, step];
  for (let i = 0; i < into.length; i++) into[i] = from + factor * column[i];
  return into;
}
