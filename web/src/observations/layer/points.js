// Point layer: single observations, painted pixel by pixel on a canvas that follows the view.
import { Columns } from "../data/columns.js";
import { DOT, drawFewPoints, MOST, POSSIBLE, WITHIN } from "../paint/few-points.js";
import { colourFor, radiusOf, toneTable } from "../paint/point-colours.js";
import { Positions } from "../data/positions.js";
import { pointLines } from "../ui/point-tooltip.js";
import { ObservationLayer } from "./canvas-layer.js";
import { dot, PointRaster, ring, within } from "../paint/many-points.js";
import { valueOf } from "../data/packed-column.js";

const L = window.L;

const DAY_S = 86_400;
/** Pixels. */
const RING = { radius: 2.4, thick: 1 };
const BEYOND = 3;
/** Round dots, where they are few. */
const RIM = { day: "#fff", night: "#10181d" };
/** A position that may be further away than so much is no dot, pixels. */
const EXACT = 3;

/** @typedef {import("../data/columns.js").LayerInfo} LayerInfo */
/** @typedef {{period: [first: number, last: number] | null, certain: boolean}} PointQuery days, both in it */

/** @type {any} */
export const Points = ObservationLayer.extend({
  options: { pane: "observed", zIndex: 310 },

  /** @this {any} @param {string} id @param {LayerInfo} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    const shown = new Uint8Array(about.many).fill(1);
    Object.assign(this, { id, about, columns: new Columns(id, about), shown, some: about.many, field: new PointRaster() });
    /** @type {PointQuery} */
    this.filter = { period: null, certain: false };
    /** Resolves when the points can be drawn. */
    this.ready = this._read();
  },

  /** @this {any} */
  async _read() {
    const { about, columns } = this;
    const { by, packed } = about;
    const names = ["x", "y", ...["possible", "radius"].filter((name) => packed[name]), ...(by ? [by.column] : [])];
    const loaded = await Promise.all(names.map((name) => columns.column(name)));
    const [x, y] = loaded;
    const columnOf = (/** @type {string} */ name) => loaded[names.indexOf(name)];
    this.possible = packed.possible ? classes(columnOf("possible"), packed.possible, [0, 1]) : null;
    this.radius = packed.radius ? Float32Array.from(columnOf("radius"), (count) => Number(valueOf(packed.radius, count) ?? NaN)) : null;
    this.classes = by ? classes(columnOf(by.column), packed[by.column], by.values) : null;
    this.places = new Positions(x, y, packed.x, packed.y, about.metres);
    if (this._map) this._update();
  },

  /**
   * Shows what matches the page's query.
   * @this {any} @param {PointQuery} filter @returns {Promise<number>} how many do
   */
  async setFilter(filter) {
    this.filter = filter;
    const { about, columns, shown } = this;
    const [times] = await Promise.all([filter.period ? columns.column("time") : null, this.ready]);
    if (this.filter !== filter) return this.some;
    const span = filter.period && spanOf(about.packed.time, filter.period);
    this.some = markShown(shown, times, span, filter.certain ? this.possible : null);
    if (this._map) this._redraw();
    return this.some;
  },

  /** @this {any} */
  _redraw() {
    if (!this.places || this.away) return;
    const { crs } = this._map.options;
    this.places.turn(crs.polar);
    const { ctx, min, size, ratio } = this._blank();
    const scale = crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    /** Pixels of the canvas for a metre, and where the pole lies. */
    const view = { by: scale * ratio, x: -(origin.x + min.x) * ratio, y: -(origin.y + min.y) * ratio };
    const dark = Boolean(this._map.options.night);
    const kinds = this._kinds(scale);
    const few = this._few(view, size.multiplyBy(ratio), kinds, dark);
    if (few) {
      drawFewPoints(ctx, few, ratio, dark ? RIM.night : RIM.day);
      return;
    }
    const { field, about, classes: classed } = this;
    const canvas = { width: Math.ceil(size.x * ratio), height: Math.ceil(size.y * ratio) };
    field.size(canvas.width, canvas.height, classed !== null, about.many);
    this._count(view, canvas, kinds, DOT);
    const crowdCounts = field.crowd();
    // As it is for the eye, whatever the pixels of the screen.
    const crowd = { ...crowdCounts, mean: crowdCounts.mean * ratio ** 1.5 };
    const radius = radiusOf(crowd) * ratio;
    const much = field.stamp(dot(radius));
    if (kinds) {
      this._count(view, canvas, kinds, WITHIN);
      field.stamp(within(radius, BEYOND * ratio));
      this._count(view, canvas, kinds, POSSIBLE);
      field.stamp(ring(RING.radius * ratio, RING.thick * ratio));
    }
    const { left, top, width, height } = field.part();
    const picture = ctx.createImageData(Math.max(1, width), Math.max(1, height));
    const tones = about.colours.map((/** @type {string} */ colour) => toneTable(colour, dark, crowd, much, classed !== null));
    field.write(new Uint32Array(picture.data.buffer), tones);
    ctx.putImageData(picture, left, top);
  },

  /**
   * What each is drawn as.
   * @this {any} @param {number} scale pixels for a metre @returns {Uint8Array | null} null where all are dots
   */
  _kinds(scale) {
    const { possible, radius } = this;
    if (!radius) return possible && Uint8Array.from(possible, (/** @type {number} */ isPossible) => (isPossible ? POSSIBLE : DOT));
    const exact = EXACT / scale;
    // Of NaN it does not hold.
    return Uint8Array.from(radius, (metres, i) => (possible?.[i] === 1 ? POSSIBLE : metres <= exact ? DOT : WITHIN));
  },

  /**
   * What is in view, where it is few.
   * @this {any} @param {{by: number, x: number, y: number}} view @param {L.Point} size of the canvas, pixels
   * @param {Uint8Array | null} kinds @param {boolean} dark @returns {import("../paint/few-points.js").Spot[] | null}
   */
  _few({ by, x: poleX, y: poleY }, { x: width, y: height }, kinds, dark) {
    const { places, shown, classes } = this;
    const { xs, ys } = places;
    const colours = this.about.colours.map((/** @type {string} */ colour) => colourFor(colour, dark));
    /** @type {import("../paint/few-points.js").Spot[]} */
    const markers = [];
    const box = [-poleX / by, (poleY - height) / by, (width - poleX) / by, poleY / by];
    places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) => {
      for (let i = from; i < before && markers.length <= MOST; i++) {
        if (!shown[i]) continue;
        const [x, y] = [xs[i] * by + poleX, poleY - ys[i] * by];
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        markers.push({ x, y, kind: kinds ? kinds[i] : DOT, colour: colours[classes ? classes[i] : 0] });
      }
    });
    return markers.length <= MOST ? markers : null;
  },

  /**
   * @this {any} @param {{by: number, x: number, y: number}} view @param {{width: number, height: number}} canvas
   * @param {Uint8Array | null} kinds @param {number} kind those of this one
   */
  _count(view, { width, height }, kinds, kind) {
    const { places, field, shown, classes } = this;
    const { by, x, y } = view;
    const points = { xs: places.xs, ys: places.ys, shown, kinds, classes };
    const box = [-x / by, (y - height) / by, (width - x) / by, y / by];
    places.within(...box, (/** @type {number} */ from, /** @type {number} */ before) => field.count(points, kind, view, from, before));
  },

  /**
   * What lies nearest to a place of the map's layers.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, more: number, at: L.Point} | null} with how many others lie as near
   */
  nearest(point, reach) {
    if (!this.places || !this._map) return null;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const [x, y] = [(point.x + origin.x) / scale, -(point.y + origin.y) / scale];
    const i = this.places.nearest(x, y, reach / scale, this.shown);
    if (i < 0) return null;
    const { xs, ys } = this.places;
    const neighbours = this.places.around(xs[i], ys[i], 1.5 / scale, this.shown) - 1;
    return { i, more: neighbours, at: L.point(xs[i] * scale - origin.x, -ys[i] * scale - origin.y) };
  },

  /** How many of each day (UTC); null where none has a time. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    const how = this.about.packed.time;
    const times = await this.columns.column("time");
    const [from, step] = how.step === undefined ? [0, 1] : [(how.base ?? 0) - (how.gaps ? how.step : 0), how.step];
    const [first, last] = this.about.days ?? [0, -1];
    const counts = new Uint32Array(last - first + 1);
    for (let i = 0; i < times.length; i++) {
      // A count of nothing may come out as the day before the first: it is none of these, and neither is NaN.
      if (how.gaps && times[i] === 0 && how.step !== undefined) continue;
      counts[Math.floor((times[i] * step + from) / DAY_S) - first] += 1;
    }
    return counts.length ? { first, many: counts } : null;
  },

  /** Text of its tooltip. @this {any} @param {import("../../page/plugin-api.js").Page} page @param {{i: number, more: number}} found */
  async lines(page, { i, more }) {
    return pointLines(page, this.about, await this.describe(i), more);
  },

  /**
   * What is known of an observation.
   * @this {any} @param {number} i
   */
  async describe(i) {
    const { about, columns, places, possible } = this;
    const names = ["time", ...about.columns.map((/** @type {string} */ _, /** @type {number} */ n) => `column${n}`)];
    const cells = await Promise.all(names.map((name) => columns.at(name, i)));
    const [time, ...values] = cells.map((count, n) => valueOf(about.packed[names[n]], count));
    return { time, values, lonLat: places.lonLat(i), possible: possible?.[i] === 1, radius: this.radius?.[i] };
  },

  /** Highlights the point of the tooltip, and its radius; none for −1. @this {any} @param {number} i */
  mark(i) {
    for (const mark of this.marks ?? []) mark.remove();
    this.marks = [];
    if (i < 0 || !this._map) return;
    const { xs, ys } = this.places;
    const [scale, origin] = [this._map.options.crs.scale(this._map.getZoom()), this._map.getPixelOrigin()];
    const ringed = L.DomUtil.create("div", "told-point", this._map.getPane(this.options.pane));
    L.DomUtil.setPosition(ringed, L.point(xs[i] * scale - origin.x, -ys[i] * scale - origin.y));
    this.marks.push(ringed);
    const radius = this.radius?.[i];
    if (!(radius * scale > EXACT)) return;
    const [lon, lat] = this.places.lonLat(i);
    this.marks.push(new L.Circle([lat, lon], { radius, interactive: false, className: "told-reach" }).addTo(this._map));
  },
});

/**
 * Of each number of a column which of some values it stands for; of any other one more than there are.
 * @param {ArrayLike<number>} column @param {import("../data/packed-column.js").Packing} how @param {(string | number)[]} values
 */
function classes(column, how, values) {
  /** @type {Map<number, number>} */
  const cached = new Map();
  return Uint8Array.from(column, (count) => {
    let columns = cached.get(count);
    if (columns === undefined) {
      const value = valueOf(how, count);
      const index = values.findIndex((other) => other === value);
      columns = index < 0 ? values.length : index;
      cached.set(count, columns);
    }
    return columns;
  });
}

/**
 * A period in the steps of a column of times.
 * @param {import("../data/packed-column.js").Packing} how @param {[number, number]} period days, both in it
 * @returns {[number, number]} half-open
 */
function spanOf({ base = 0, step, gaps }, [first, last]) {
  const counted = (/** @type {number} */ day) =>
    step === undefined ? day * DAY_S : (day * DAY_S - base) / step + (gaps ? 1 : 0);
  // What has no time is 0 where there are gaps.
  return [Math.max(counted(first), gaps && step !== undefined ? 1 : -Infinity), counted(last + 1)];
}

/**
 * Marks what is shown, and counts it.
 * @param {Uint8Array} shown @param {ArrayLike<number> | null} times @param {[number, number] | null} span
 * @param {ArrayLike<number> | null} withTimeless those of 1 are not shown
 */
function markShown(shown, times, span, withTimeless) {
  let count = 0;
  for (let i = 0; i < shown.length; i++) {
    let on = 1;
    if (times && span) {
      const time = times[i];
      // Of NaN neither holds.
      on = time >= span[0] && time < span[1] ? 1 : 0;
    }
    if (withTimeless && withTimeless[i] === 1) on = 0;
    shown[i] = on;
    count += on;
  }
  return count;
}
