// Observations as tracks: lines from fix to fix on a canvas that follows the view.
import { Columns } from "./columns.js";
import { numbers } from "./levels.js";
import { lifted } from "./look.js";
import { onPaper } from "./paper.js";
import { Places } from "./places.js";
import { ObservedSheet } from "./sheet.js";
import { trackLines } from "./track-tip.js";
import { drawWays, endsOf, isFix, isShown, nearestWay, Pen } from "./ways.js";

const L = window.L;

const DAY_S = 86_400;
/** No way is longer on a map, metres: longer ones have vertices between. */
const LONGEST = 40_000;
/** Pixels: what is smaller is not drawn, and as near to a fix one means the fix. */
const LEAST = 0.75;
const ON_FIX = 5;
const STYLE = { leg: [], gap: [5, 4], faint: [1, 3] };
const OPACITY = { leg: 0.8, gap: 0.75, faint: 0.8 };
const WIDE = 1.2;
/** Of the canvas to a pixel, on paper. */
const PAPER_RATIO = 2;

/** @type {any} */
export const Tracks = ObservedSheet.extend({
  options: { pane: "tracks", zIndex: 305 },

  /** @this {any} @param {string} id @param {any} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    Object.assign(this, { id, about, columns: new Columns(id, about), some: about.many });
    /** @type {import("./ways.js").Asked} */
    this.asked = { span: null, certain: false };
    this.ready = this._read();
  },

  /** @this {any} */
  async _read() {
    const { about, columns } = this;
    const { packed, metres } = about;
    const names = ["x", "y", "time", "link", ...(packed.possible ? ["possible"] : [])];
    const [x, y, time, link, possible] = await Promise.all(names.map((name) => columns.column(name)));
    this.places = new Places(x, y, packed.x, packed.y, metres);
    this.track = {
      xs: this.places.xs,
      ys: this.places.ys,
      time: numbers(time, packed.time),
      link: Uint8Array.from(numbers(link, packed.link)),
      possible: possible ? Uint8Array.from(numbers(possible, packed.possible)) : null,
    };
    if (this._map) this._update();
  },

  /**
   * Shows what meets a question of the page's.
   * @this {any} @param {{period: [first: number, last: number] | null, certain: boolean}} asked days, both in it
   * @returns {Promise<number>} how many fixes do
   */
  async ask({ period, certain }) {
    /** @type {import("./ways.js").Asked} */
    const asked = { span: period && [period[0] * DAY_S, (period[1] + 1) * DAY_S], certain };
    this.asked = asked;
    await this.ready;
    if (this.asked !== asked) return this.some;
    this.some = 0;
    const { track } = this;
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i) && isShown(track, i, asked)) this.some += 1;
    }
    if (this._map) this._redraw();
    return this.some;
  },

  /** @this {any} */
  _redraw() {
    if (!this.places || this.away) return;
    const { crs } = this._map.options;
    this.places.turn(crs.polar);
    const { ctx, min, size, ratio } = this._blank(onPaper() ? PAPER_RATIO : undefined);
    const scale = crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    ctx.scale(ratio, ratio);
    const view = { by: scale, x: -(origin.x + min.x), y: -(origin.y + min.y), width: size.x, height: size.y };
    this._paint(ctx, this._ways(view));
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
      drawWays(this.track, from, before, this.asked, view, pens),
    );
    for (const pen of [pens.leg, pens.gap, pens.faint]) pen.lift();
    return paths;
  },

  /** @this {any} @param {CanvasRenderingContext2D} ctx @param {Record<string, Path2D>} paths */
  _paint(ctx, paths) {
    const colour = lifted(this.about.colours[0], Boolean(this._map.options.night));
    Object.assign(ctx, { strokeStyle: colour, fillStyle: colour, lineWidth: WIDE, lineJoin: "round" });
    for (const name of /** @type {("gap" | "faint" | "leg")[]} */ (["gap", "faint", "leg"])) {
      ctx.globalAlpha = OPACITY[name];
      ctx.setLineDash(STYLE[name]);
      ctx.stroke(paths[name]);
    }
    ctx.setLineDash([]);
    ctx.fill(paths.alone);
    ctx.globalAlpha = 1;
  },

  /**
   * The fix or the way nearest to a place of the map's layers.
   * @this {any} @param {L.Point} at @param {number} reach pixels
   * @returns {{i: number, vertex: number, fix: boolean, at: L.Point} | null}
   */
  nearest(at, reach) {
    if (!this.track || !this._map) return null;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const place = { x: (at.x + origin.x) / scale, y: -(at.y + origin.y) / scale };
    const best = { i: -1, share: 1, far: reach / scale };
    const round = reach / scale + LONGEST;
    const box = [place.x - round, place.y - round, place.x + round, place.y + round];
    this.places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) =>
      nearestWay(this.track, from, before, this.asked, place, best),
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

  /** The fix that is meant at a place on a way, −1 where none is. @this {any} @param {{i: number, share: number}} best @param {number} scale */
  _fixBy({ i, share }, scale) {
    const { xs, ys, link } = this.track;
    if (!link[i]) return i;
    const long = Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]) * scale;
    const [near, far] = share < 0.5 ? [i - 1, share * long] : [i, (1 - share) * long];
    return far <= ON_FIX && isFix(this.track, near) && isShown(this.track, near, this.asked) ? near : -1;
  },

  /** How many fixes of each day (UTC); null where there are none. @this {any} @returns {Promise<import("./when.js").Days | null>} */
  async days() {
    await this.ready;
    const { about, track } = this;
    if (!about.days) return null;
    const [first, last] = about.days;
    const many = new Uint32Array(last - first + 1);
    for (let i = 0; i < track.link.length; i++) {
      if (isFix(track, i)) many[Math.floor(track.time[i] / DAY_S) - first] += 1;
    }
    return { first, many };
  },

  /** What is told of it. @this {any} @param {import("../page/further.js").Page} page @param {{vertex: number, fix: boolean}} found */
  async lines(page, { vertex, fix }) {
    const whose = await this.columns.at("whose", vertex);
    return trackLines(page, this, whose, fix ? [vertex] : endsOf(this.track, vertex), vertex);
  },
});
