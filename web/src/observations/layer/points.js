// Point layer: single observations, painted pixel by pixel on a canvas that follows the view.
import { Columns } from "../data/columns.js";
import { DOT, drawFewPoints, MOST_DOTS, POSSIBLE, WITHIN } from "../paint/few-points.js";
import { colourFor, radiusOf, toneTable } from "../paint/point-colours.js";
import { Positions } from "../data/positions.js";
import { pointLines } from "../ui/point-tooltip.js";
import { ObservationLayer } from "./canvas-layer.js";
import { dot, PointRaster, ring, within } from "../paint/many-points.js";
import { isMissing, linearScale, valueOf } from "../data/packed-column.js";

const L = window.L;

const DAY_S = 86_400;
/** Of a ring for a possible position, pixels. */
const RING = { radius: 2.4, thickness: 1 };
/** Width of the pale fringe of a dot whose place is uncertain, pixels. */
const FRINGE = 3;
/** Positions this close to the one of the tooltip are counted in it, pixels. */
const NEIGHBOUR = 1.5;
/** Colour of the rim of single dots, where they are few. */
const RIM = { day: "#fff", night: "#10181d" };
/** A position with a larger radius has a fringe: it is not known to a dot's width, pixels. */
const EXACT = 3;

/** @typedef {import("../data/columns.js").LayerInfo} LayerInfo */
/** @typedef {{period: [first: number, last: number] | null, certain: boolean}} PointQuery days, both included */

/** @type {any} */
export const Points = ObservationLayer.extend({
  options: { pane: "observed", zIndex: 310 },

  /** @this {any} @param {string} id @param {LayerInfo} about */
  initialize(id, about) {
    L.Renderer.prototype.initialize.call(this, { layerId: id });
    const shown = new Uint8Array(about.many).fill(1);
    Object.assign(this, { id, about, columns: new Columns(id, about), shown, shownCount: about.many, raster: new PointRaster() });
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
    this.possible = packed.possible ? classIndexesOf(columnOf("possible"), packed.possible, [0, 1]) : null;
    // NaN where no radius is stated.
    this.radius = packed.radius ? Float32Array.from(columnOf("radius"), (raw) => Number(valueOf(packed.radius, raw) ?? NaN)) : null;
    this.classIndexes = by ? classIndexesOf(columnOf(by.column), packed[by.column], by.values) : null;
    this.places = new Positions(x, y, packed.x, packed.y, about.metres);
    if (this._map) this._update();
  },

  /**
   * Shows what matches the page's query.
   * @this {any} @param {PointQuery} filter @returns {Promise<number>} the number of matches
   */
  async setFilter(filter) {
    this.filter = filter;
    const { about, columns, shown } = this;
    const [times] = await Promise.all([filter.period ? columns.column("time") : null, this.ready]);
    // A newer filter was set while the times were read.
    if (this.filter !== filter) return this.shownCount;
    const span = filter.period && rawSpan(about.packed.time, filter.period);
    this.shownCount = markShown(shown, times, span, filter.certain ? this.possible : null);
    if (this._map) this._redraw();
    return this.shownCount;
  },

  /** @this {any} */
  _redraw() {
    if (!this.places || this.away) return;
    const { crs } = this._map.options;
    this.places.turn(crs.polar);
    const { ctx, min, size, ratio } = this._blank();
    const scale = crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    /** Pixels of the canvas for a metre, and the pole's place on it. */
    const view = { by: scale * ratio, x: -(origin.x + min.x) * ratio, y: -(origin.y + min.y) * ratio };
    const dark = Boolean(this._map.options.night);
    const kinds = this._kinds(scale);
    const dots = this._dotsInView(view, size.multiplyBy(ratio), kinds, dark);
    if (dots) {
      drawFewPoints(ctx, dots, ratio, dark ? RIM.night : RIM.day);
      return;
    }
    const { raster, about } = this;
    const hasClasses = this.classIndexes !== null;
    const canvas = { width: Math.ceil(size.x * ratio), height: Math.ceil(size.y * ratio) };
    raster.clear(canvas.width, canvas.height, hasClasses, about.many);
    // For each kind its points are counted, and then `stamp` adds its mark for each of them.
    this._count(view, canvas, kinds, DOT);
    const crowding = raster.crowd();
    // Per pixel of the page instead of the screen. 1.5: between points on lines (1) and points all over an area (2).
    const crowd = { ...crowding, mean: crowding.mean * ratio ** 1.5 };
    const radius = radiusOf(crowd) * ratio;
    const highCount = raster.stamp(dot(radius));
    if (kinds) {
      this._count(view, canvas, kinds, WITHIN);
      raster.stamp(within(radius, FRINGE * ratio));
      this._count(view, canvas, kinds, POSSIBLE);
      raster.stamp(ring(RING.radius * ratio, RING.thickness * ratio));
    }
    const { left, top, width, height } = raster.part();
    const picture = ctx.createImageData(Math.max(1, width), Math.max(1, height));
    const tones = about.colours.map((/** @type {string} */ colour) => toneTable(colour, dark, crowd, highCount, hasClasses));
    raster.write(new Uint32Array(picture.data.buffer), tones);
    ctx.putImageData(picture, left, top);
  },

  /**
   * The kind of mark of each position.
   * @this {any} @param {number} scale pixels for a metre @returns {Uint8Array | null} null if all are dots
   */
  _kinds(scale) {
    const { possible, radius } = this;
    if (!radius) return possible && Uint8Array.from(possible, (/** @type {number} */ isPossible) => (isPossible ? POSSIBLE : DOT));
    const exact = EXACT / scale;
    // A radius that is not stated (NaN) is not exact: WITHIN.
    return Uint8Array.from(radius, (metres, i) => (possible?.[i] === 1 ? POSSIBLE : metres <= exact ? DOT : WITHIN));
  },

  /**
   * The dots in view; null if they are too many to be drawn one by one.
   * @this {any} @param {{by: number, x: number, y: number}} view @param {L.Point} size of the canvas, pixels
   * @param {Uint8Array | null} kinds @param {boolean} dark @returns {import("../paint/few-points.js").Spot[] | null}
   */
  _dotsInView(view, { x: width, y: height }, kinds, dark) {
    const { places, shown, classIndexes } = this;
    const { by, x: poleX, y: poleY } = view;
    const { xs, ys } = places;
    const colours = this.about.colours.map((/** @type {string} */ colour) => colourFor(colour, dark));
    /** @type {import("../paint/few-points.js").Spot[]} */
    const dots = [];
    places.within(...boxOf(view, width, height), (/** @type {number} */ from, /** @type {number} */ before) => {
      for (let i = from; i < before && dots.length <= MOST_DOTS; i++) {
        if (!shown[i]) continue;
        const [x, y] = [xs[i] * by + poleX, poleY - ys[i] * by];
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        dots.push({ x, y, kind: kinds ? kinds[i] : DOT, colour: colours[classIndexes ? classIndexes[i] : 0] });
      }
    });
    return dots.length <= MOST_DOTS ? dots : null;
  },

  /**
   * Counts the positions of one kind on the raster.
   * @this {any} @param {{by: number, x: number, y: number}} view @param {{width: number, height: number}} canvas
   * @param {Uint8Array | null} kinds @param {number} kind
   */
  _count(view, { width, height }, kinds, kind) {
    const { places, raster, shown, classIndexes } = this;
    const points = { xs: places.xs, ys: places.ys, shown, kinds, classIndexes };
    places.within(...boxOf(view, width, height), (/** @type {number} */ from, /** @type {number} */ before) =>
      raster.count(points, kind, view, from, before),
    );
  },

  /**
   * The shown position nearest to a layer point.
   * @this {any} @param {L.Point} point @param {number} reach pixels
   * @returns {{i: number, neighbours: number, at: L.Point} | null} `neighbours`: how many others lie within `NEIGHBOUR`
   */
  nearest(point, reach) {
    if (!this.places || !this._map) return null;
    const scale = this._map.options.crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const [x, y] = [(point.x + origin.x) / scale, -(point.y + origin.y) / scale];
    const i = this.places.nearest(x, y, reach / scale, this.shown);
    if (i < 0) return null;
    const { xs, ys } = this.places;
    const neighbours = this.places.around(xs[i], ys[i], NEIGHBOUR / scale, this.shown) - 1;
    return { i, neighbours, at: L.point(xs[i] * scale - origin.x, -ys[i] * scale - origin.y) };
  },

  /** The number of positions of each day (UTC); null if none has a time. @this {any} @returns {Promise<import("../data/time-bins.js").Days | null>} */
  async days() {
    const packing = this.about.packed.time;
    const times = await this.columns.column("time");
    const { offset, factor } = linearScale(packing);
    const [first, last] = this.about.days ?? [0, -1];
    const counts = new Uint32Array(last - first + 1);
    for (let i = 0; i < times.length; i++) {
      if (isMissing(packing, times[i])) continue;
      counts[Math.floor((times[i] * factor + offset) / DAY_S) - first] += 1;
    }
    return counts.length ? { first, counts } : null;
  },

  /** Text of its tooltip. @this {any} @param {import("../../page/plugin-api.js").Page} page @param {{i: number, neighbours: number}} hit of `nearest` */
  async lines(page, { i, neighbours }) {
    return pointLines(page, this.about, await this.describe(i), neighbours);
  },

  /**
   * The values of an observation, for its tooltip.
   * @this {any} @param {number} i
   */
  async describe(i) {
    const { about, columns, places, possible } = this;
    const names = ["time", ...about.columns.map((/** @type {string} */ _, /** @type {number} */ n) => `column${n}`)];
    const cells = await Promise.all(names.map((name) => columns.at(name, i)));
    const [time, ...values] = cells.map((raw, n) => valueOf(about.packed[names[n]], raw));
    return { time, values, lonLat: places.lonLat(i), possible: possible?.[i] === 1, radius: this.radius?.[i] };
  },

  /** Highlights the point of the tooltip, and its radius; −1 for none. @this {any} @param {number} i */
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
    // Without a radius, or with one that is not stated (NaN), there is no circle.
    if (!(radius * scale > EXACT)) return;
    const [lon, lat] = this.places.lonLat(i);
    this.marks.push(new L.Circle([lat, lon], { radius, interactive: false, className: "told-reach" }).addTo(this._map));
  },
});

/**
 * What a canvas shows, metres from the pole, to the right and upwards.
 * @param {{by: number, x: number, y: number}} view @param {number} width @param {number} height pixels
 * @returns {[west: number, south: number, east: number, north: number]}
 */
const boxOf = ({ by, x, y }, width, height) => [-x / by, (y - height) / by, (width - x) / by, y / by];

/**
 * For each raw number of a column the index of its value in `values`; `values.length` if it is none of them.
 * @param {ArrayLike<number>} column @param {import("../data/packed-column.js").Packing} packing @param {(string | number)[]} values
 */
function classIndexesOf(column, packing, values) {
  /** @type {Map<number, number>} */
  const cached = new Map();
  return Uint8Array.from(column, (raw) => {
    let classIndex = cached.get(raw);
    if (classIndex === undefined) {
      const value = valueOf(packing, raw);
      const index = values.findIndex((other) => other === value);
      classIndex = index < 0 ? values.length : index;
      cached.set(raw, classIndex);
    }
    return classIndex;
  });
}

/**
 * A period in the raw numbers of a column of times.
 * @param {import("../data/packed-column.js").Packing} packing @param {[number, number]} period days, both included
 * @returns {[number, number]} half-open
 */
function rawSpan(packing, [first, last]) {
  const { offset, factor } = linearScale(packing);
  const [from, before] = [first, last + 1].map((day) => (day * DAY_S - offset) / factor);
  // The raw number 0 is then a missing time, which is in no period.
  const hasZeroGaps = packing.gaps && packing.step !== undefined;
  return [Math.max(from, hasZeroGaps ? 1 : -Infinity), before];
}

/**
 * Writes which positions are shown; returns their number.
 * @param {Uint8Array} shown @param {ArrayLike<number> | null} times raw numbers @param {[number, number] | null} span
 * @param {ArrayLike<number> | null} hidden positions with a 1 are not shown: the possible ones, if only certain ones are wanted
 */
function markShown(shown, times, span, hidden) {
  let count = 0;
  for (let i = 0; i < shown.length; i++) {
    let on = 1;
    if (times && span) {
      const time = times[i];
      // A missing time (NaN) is in no period.
      on = time >= span[0] && time < span[1] ? 1 : 0;
    }
    if (hidden && hidden[i] === 1) on = 0;
    shown[i] = on;
    count += on;
  }
  return count;
}
