// Density layer: hexagons of equal area, coloured by positions a month.
import { Columns } from "../data/columns.js";
import { densityLines } from "../ui/density-tooltip.js";
import { Lattice } from "../data/hexagon-lattice.js";
import { addDensityLegend } from "../ui/legend.js";
import { classOf, cutsMonths, daysOf, Level, monthsOf, nearestLoaded, columnNumbers, sizeFor } from "../data/density-level.js";
import { isOnPaper } from "./density-or-points.js";
import { planeToMap, PLANE } from "../data/positions.js";
import { rampColours, SEAM } from "../paint/colour-ramp.js";
import { ObservationLayer } from "./canvas-layer.js";

const L = window.L;

/** Least width of a hexagon, pixels: those of the size before are then less than twice as wide. */
const LEAST = 12;
/** Coasts and degrees show through. */
const OPACITY = 0.82;

/** @type {any} */
// Marked as pure, so that it is left out where nothing is drawn so.
export const Density = /* @__PURE__ */ ObservationLayer.extend({
  // Under names and degrees.
  options: { pane: "density", zIndex: 300 },

  /** @this {any} @param {string} id @param {any} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    Object.assign(this, { id, about, columns: new Columns(id, about), levels: [], sums: [], months: null, certain: false, cut: false, drawn: 0 });
    const [first, last] = about.months ?? [0, 0];
    this.all = last - first + 1;
    this.ready = this._level(0);
  },

  /** @this {any} @param {import("../../page/plugin-api.js").Page} page */
  begin(page) {
    addDensityLegend(page, this);
  },

  /** Which size is to be shown; on paper that of the screen. @this {any} */
  size() {
    if (isOnPaper(this._map)) return this.drawn;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    return sizeFor(this.about.levels, 1 / scale, LEAST);
  },

  /** @this {any} @param {number} n @returns {Promise<Level>} */
  async _level(n) {
    const { about, columns } = this;
    const names = ["cell", "months", "month", "certain", "possible"].filter((name) => about.packed[name + n]);
    const readColumn = async (/** @type {string} */ name) => [name, columnNumbers(await columns.column(name + n), about.packed[name + n])];
    const values = Object.fromEntries(await Promise.all(names.map(readColumn)));
    this.levels[n] ??= new Level(about.levels[n], values);
    return this.levels[n];
  },

  /** How wide the hexagons are at least, pixels. @this {any} */
  widest() {
    const { km2 } = this.about.levels[this.about.levels.length - 1];
    return new Lattice(km2).across * this._map.options.crs.scale(this._map.getZoom());
  },

  /** How many positions each hexagon of a size shows. @this {any} @param {number} n @returns {import("../data/density-level.js").Sums} */
  _sums(n) {
    this.sums[n] ??= this.levels[n].sums(this.months, this.all);
    return this.sums[n];
  },

  /** How many of hexagon `i`. @this {any} @param {import("../data/density-level.js").Sums} sums @param {number} i */
  _count({ certain, possible }, i) {
    return certain[i] + (this.certain ? 0 : possible[i]);
  },

  /**
   * Shows what matches the page's query: months are counted whole.
   * @this {any} @param {{period: [number, number] | null, certain: boolean}} filter
   * @returns {Promise<number>} how many do
   */
  async setFilter({ period, certain }) {
    const { months, days } = this.about;
    Object.assign(this, { months: monthsOf(period, months), cut: cutsMonths(period, days), certain, sums: [] });
    await this.ready;
    const sums = this._sums(0);
    if (this._map) this._redraw();
    this.fire("shown");
    let total = 0;
    for (let i = 0; i < sums.certain.length; i++) total += this._count(sums, i);
    return total;
  },

  /** How many of each day; null where none has a time. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    const { months } = this.about;
    return months ? daysOf(months[0], (await this._level(0)).byMonth(this.all)) : null;
  },

  /** @this {any} */
  _redraw() {
    if (this.away) return;
    const size = this.size();
    if (!this.levels[size]) void this._level(size).then(() => this._map && this.size() === size && this._redraw());
    const n = nearestLoaded(size, this.levels);
    const { ctx, min, ratio } = this._blank();
    if (n < 0) return;
    this.drawn = n;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const factor = scale * ratio;
    ctx.setTransform(factor, 0, 0, -factor, -(origin.x + min.x) * ratio, -(origin.y + min.y) * ratio);
    this._paint(ctx, this.levels[n], this._sums(n), 1 / scale);
    this.fire("shown");
  },

  /**
   * @this {any} @param {CanvasRenderingContext2D} ctx in metres from the pole
   * @param {Level} level @param {import("../data/density-level.js").Sums} sums @param {number} pixel metres
   */
  _paint(ctx, level, sums, pixel) {
    const night = Boolean(this._map.options.night);
    const { full, hollow } = this._outlines(level, sums);
    const colours = rampColours(this.about.ramp, level.about.classes.length + 1, night);
    for (const [n, colour] of colours.entries()) {
      Object.assign(ctx, { fillStyle: colour, strokeStyle: SEAM[night ? "night" : "day"], lineWidth: 0.8 * pixel });
      ctx.globalAlpha = OPACITY;
      ctx.fill(full[n]);
      ctx.globalAlpha = 1;
      ctx.stroke(full[n]);
      Object.assign(ctx, { strokeStyle: colour, lineWidth: 1.4 * pixel });
      ctx.stroke(hollow[n]);
    }
  },

  /** The outlines of hexagons by class; of those that hold only possible positions apart. @this {any} @param {Level} level @param {import("../data/density-level.js").Sums} sums */
  _outlines(level, sums) {
    const { classes } = level.about;
    const paths = () => Array.from({ length: classes.length + 1 }, () => new Path2D());
    const [full, hollow] = [paths(), paths()];
    const onMap = planeToMap(this._map.options.crs.polar);
    const { max, min } = this._inMetres();
    const reach = 2 * level.lattice.across;
    for (let i = 0; i < level.many; i++) {
      const count = this._count(sums, i);
      if (!count) continue;
      const name = level.name(i);
      const [x, y] = onMap(...level.lattice.centre(...name));
      if (x < min.x - reach || x > max.x + reach || y < min.y - reach || y > max.y + reach) continue;
      const path = (sums.certain[i] ? full : hollow)[classOf(classes, count / Math.max(1, sums.months))];
      for (const [cornerIndex, corner] of level.lattice.corners(...name).entries()) {
        const place = onMap(...corner);
        if (cornerIndex) path.lineTo(...place);
        else path.moveTo(...place);
      }
      path.closePath();
    }
    return { full, hollow };
  },

  /** What the canvas shows, in metres from the pole, upwards. @this {any} */
  _inMetres() {
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const corner = (/** @type {L.Point} */ { x, y }) => L.point((x + origin.x) / scale, -(y + origin.y) / scale);
    return L.bounds(corner(this._bounds.min), corner(this._bounds.max));
  },

  /**
   * The hexagon at a place of the map's layers; where the reach has no end, the nearest.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, at: L.Point, far: number} | null} what lies over it comes first
   */
  nearest(point, reach) {
    /** @type {Level | undefined} */
    const level = this._map && this.levels[this.drawn];
    if (!level) return null;
    const { crs } = this._map.options;
    const [scale, origin] = [crs.scale(this._map.getZoom()), this._map.getPixelOrigin()];
    const onMap = planeToMap(crs.polar);
    const onScreen = (/** @type {number} */ n) => {
      const [q, r] = level.name(n);
      const [x, y] = onMap(...level.lattice.centre(q, r));
      return L.point(x * scale - origin.x, -y * scale - origin.y);
    };
    const sums = this._sums(this.drawn);
    const [right, up] = crs.polar.pole;
    const [lon, lat] = crs.polar.unproject((point.x + origin.x) / scale + right, up - (point.y + origin.y) / scale);
    const [x, y] = window.geotrackPolar.projectionOf(PLANE).project(lon, lat);
    let i = level.at(x, y);
    if (reach === Infinity && (i < 0 || !this._count(sums, i))) {
      let least = Infinity;
      for (let n = 0; n < level.many; n++) {
        const distance = this._count(sums, n) ? onScreen(n).distanceTo(point) : Infinity;
        if (distance < least) [least, i] = [distance, n];
      }
    }
    return i < 0 || !this._count(sums, i) ? null : { i, at: onScreen(i), far: Number.MAX_VALUE };
  },

  /** Highlights the hexagon of the tooltip; none for −1. @this {any} @param {number} i */
  mark(i) {
    this._mark?.remove();
    this._mark = null;
    const level = this.levels[this.drawn];
    if (i < 0 || !level) return;
    const { crs } = this._map.options;
    const [scale, origin, onMap] = [crs.scale(this._map.getZoom()), this._map.getPixelOrigin(), planeToMap(crs.polar)];
    const places = level.lattice.corners(...level.name(i)).map((/** @type {[number, number]} */ corner) => {
      const [x, y] = onMap(...corner);
      return `${(x * scale - origin.x).toFixed(1)},${(-y * scale - origin.y).toFixed(1)}`;
    });
    this._mark = L.SVG.create("svg");
    this._mark.setAttribute("class", "told-hexagon");
    this._mark.append(L.SVG.create("polygon"));
    this._mark.firstChild.setAttribute("points", places.join(" "));
    this.getPane().append(this._mark);
  },

  /** Text of its tooltip. @this {any} @param {import("../../page/plugin-api.js").Page} page @param {{i: number}} found */
  lines(page, { i }) {
    return densityLines(page, this.about, this.levels[this.drawn].contents(i, this.months, this.all, this.certain));
  },
});
