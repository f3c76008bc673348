// Density layer: hexagons of equal area, coloured by positions a month.
import { Columns } from "../data/columns.js";
import { densityLines } from "../ui/density-tooltip.js";
import { acrossOf } from "../../polar/hexagon-lattice.js";
import { addDensityLegend } from "../ui/legend.js";
import { classOf, cutsMonths, daysOf, Level, monthsOf, nearestLoaded, columnNumbers, levelFor } from "../data/density-level.js";
import { isOnPaper } from "./density-or-points.js";
import { planeToMap, PLANE } from "../data/positions.js";
import { rampColours, SEAM } from "../paint/colour-ramp.js";
import { ObservationLayer } from "./canvas-layer.js";

const L = window.L;

/** Least width of a hexagon, pixels. The level with the smallest hexagons of this width is drawn. */
const MIN_WIDTH = 12;
/** Of a hexagon: coasts and the graticule show through. */
const OPACITY = 0.82;
/** Widths of the seam between filled hexagons and of the outline of hollow ones, pixels. */
const [SEAM_WIDTH, OUTLINE_WIDTH] = [0.8, 1.4];

/** @type {any} */
// Marked as pure, so that the bundle of pages without density layers leaves it out.
export const Density = /* @__PURE__ */ ObservationLayer.extend({
  // Under names and degrees.
  options: { pane: "density", zIndex: 300 },

  /** @this {any} @param {string} id @param {any} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    Object.assign(this, { id, about, columns: new Columns(id, about) });
    // Levels that are loaded, and their sums for the months shown, by index.
    Object.assign(this, { levels: [], sums: [], drawnLevel: 0 });
    // What the page's query shows: months, null for all; and whether the period cuts one.
    Object.assign(this, { months: null, onlyCertain: false, cutsMonth: false });
    const [first, last] = about.months ?? [0, 0];
    this.monthCount = last - first + 1;
    this.ready = this._level(0);
  },

  /** @this {any} @param {import("../../page/plugin-api.js").Page} page */
  begin(page) {
    addDensityLegend(page, this);
  },

  /** The index of the level for this zoom; on paper that of the screen. @this {any} */
  wantedLevel() {
    if (isOnPaper(this._map)) return this.drawnLevel;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    return levelFor(this.about.levels, 1 / scale, MIN_WIDTH);
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

  /** Width of the smallest hexagons of all levels, pixels. @this {any} */
  smallestWidth() {
    const { km2 } = this.about.levels[this.about.levels.length - 1];
    return acrossOf(km2) * this._map.options.crs.scale(this._map.getZoom());
  },

  /** Numbers of positions in the months shown, by hexagon of a level. @this {any} @param {number} n @returns {import("../data/density-level.js").Sums} */
  _sums(n) {
    this.sums[n] ??= this.levels[n].sums(this.months, this.monthCount);
    return this.sums[n];
  },

  /** The number of positions of hexagon `i`. @this {any} @param {import("../data/density-level.js").Sums} sums @param {number} i */
  _count({ certain, possible }, i) {
    return certain[i] + (this.onlyCertain ? 0 : possible[i]);
  },

  /**
   * Shows what matches the page's query. Only whole months can be counted.
   * @this {any} @param {{period: [number, number] | null, certain: boolean}} filter days, both included
   * @returns {Promise<number>} the number of matches
   */
  async setFilter({ period, certain: onlyCertain }) {
    const { months, days } = this.about;
    Object.assign(this, { months: monthsOf(period, months), cutsMonth: cutsMonths(period, days), onlyCertain, sums: [] });
    await this.ready;
    const sums = this._sums(0);
    if (this._map) this._redraw();
    this.fire("shown");
    let total = 0;
    for (let i = 0; i < sums.certain.length; i++) total += this._count(sums, i);
    return total;
  },

  /** The number of positions of each day; null if none has a time. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    const { months } = this.about;
    return months ? daysOf(months[0], (await this._level(0)).byMonth(this.monthCount)) : null;
  },

  /** @this {any} */
  _redraw() {
    // Another layer stands in for it.
    if (this.away) return;
    const wanted = this.wantedLevel();
    // Drawn again when the level is loaded, unless the zoom has changed since.
    if (!this.levels[wanted]) void this._level(wanted).then(() => this._map && this.wantedLevel() === wanted && this._redraw());
    const n = nearestLoaded(wanted, this.levels);
    const { ctx, min, ratio } = this._blank();
    if (n < 0) return;
    this.drawnLevel = n;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const factor = scale * ratio;
    ctx.setTransform(factor, 0, 0, -factor, -(origin.x + min.x) * ratio, -(origin.y + min.y) * ratio);
    this._paint(ctx, this.levels[n], this._sums(n), 1 / scale);
    this.fire("shown");
  },

  /**
   * @this {any} @param {CanvasRenderingContext2D} ctx in metres from the pole
   * @param {Level} level @param {import("../data/density-level.js").Sums} sums @param {number} metresPerPixel
   */
  _paint(ctx, level, sums, metresPerPixel) {
    const night = Boolean(this._map.options.night);
    const { filled, hollow } = this._outlines(level, sums);
    const colours = rampColours(this.about.ramp, level.about.classes.length + 1, night);
    for (const [classIndex, colour] of colours.entries()) {
      Object.assign(ctx, { fillStyle: colour, strokeStyle: SEAM[night ? "night" : "day"], lineWidth: SEAM_WIDTH * metresPerPixel });
      ctx.globalAlpha = OPACITY;
      ctx.fill(filled[classIndex]);
      ctx.globalAlpha = 1;
      ctx.stroke(filled[classIndex]);
      Object.assign(ctx, { strokeStyle: colour, lineWidth: OUTLINE_WIDTH * metresPerPixel });
      ctx.stroke(hollow[classIndex]);
    }
  },

  /** The outlines of hexagons by class: filled ones, and hollow ones that have only possible positions. @this {any} @param {Level} level @param {import("../data/density-level.js").Sums} sums */
  _outlines(level, sums) {
    const { classes } = level.about;
    const paths = () => Array.from({ length: classes.length + 1 }, () => new Path2D());
    const [filled, hollow] = [paths(), paths()];
    const onMap = planeToMap(this._map.options.crs.polar);
    const { max, min } = this._viewInMetres();
    const margin = 2 * level.lattice.across;
    for (let i = 0; i < level.count; i++) {
      const count = this._count(sums, i);
      if (!count) continue;
      const axial = level.axial(i);
      const [x, y] = onMap(...level.lattice.centre(...axial));
      if (x < min.x - margin || x > max.x + margin || y < min.y - margin || y > max.y + margin) continue;
      const path = (sums.certain[i] ? filled : hollow)[classOf(classes, count / Math.max(1, sums.months))];
      for (const [cornerIndex, corner] of level.lattice.corners(...axial).entries()) {
        const place = onMap(...corner);
        if (cornerIndex) path.lineTo(...place);
        else path.moveTo(...place);
      }
      path.closePath();
    }
    return { filled, hollow };
  },

  /** What the canvas shows, in metres from the pole, to the right and upwards. @this {any} */
  _viewInMetres() {
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const corner = (/** @type {L.Point} */ { x, y }) => L.point((x + origin.x) / scale, -(y + origin.y) / scale);
    return L.bounds(corner(this._bounds.min), corner(this._bounds.max));
  },

  /**
   * The hexagon under a layer point; with an infinite reach, if there is none, the nearest one.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, at: L.Point, far: number} | null} `far` is the greatest number, so that the tooltip prefers a
   *   point or track over the hexagon
   */
  nearest(point, reach) {
    /** @type {Level | undefined} */
    const level = this._map && this.levels[this.drawnLevel];
    if (!level) return null;
    const { crs } = this._map.options;
    const [scale, origin] = [crs.scale(this._map.getZoom()), this._map.getPixelOrigin()];
    const onMap = planeToMap(crs.polar);
    const centreOnScreen = (/** @type {number} */ i) => {
      const [x, y] = onMap(...level.lattice.centre(...level.axial(i)));
      return L.point(x * scale - origin.x, -y * scale - origin.y);
    };
    const sums = this._sums(this.drawnLevel);
    const [poleX, poleY] = crs.polar.pole;
    const [lon, lat] = crs.polar.unproject((point.x + origin.x) / scale + poleX, poleY - (point.y + origin.y) / scale);
    // The hexagons lie in the plane, whatever the map's projection.
    const [x, y] = window.geotrackPolar.projectionOf(PLANE).project(lon, lat);
    let nearest = level.at(x, y);
    if (reach === Infinity && (nearest < 0 || !this._count(sums, nearest))) {
      let least = Infinity;
      for (let i = 0; i < level.count; i++) {
        const distance = this._count(sums, i) ? centreOnScreen(i).distanceTo(point) : Infinity;
        if (distance < least) [least, nearest] = [distance, i];
      }
    }
    if (nearest < 0 || !this._count(sums, nearest)) return null;
    return { i: nearest, at: centreOnScreen(nearest), far: Number.MAX_VALUE };
  },

  /** Highlights the hexagon of the tooltip; −1 for none. @this {any} @param {number} i */
  mark(i) {
    this._mark?.remove();
    this._mark = null;
    const level = this.levels[this.drawnLevel];
    if (i < 0 || !level) return;
    const { crs } = this._map.options;
    const [scale, origin, onMap] = [crs.scale(this._map.getZoom()), this._map.getPixelOrigin(), planeToMap(crs.polar)];
    const places = level.lattice.corners(...level.axial(i)).map((/** @type {[number, number]} */ corner) => {
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
    return densityLines(page, this.about, this.levels[this.drawnLevel].contents(i, this.months, this.monthCount, this.onlyCertain));
  },
});
