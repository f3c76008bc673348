// Bars of observations on the timeline: the number by day, week, month or year.
import { AXIS } from "../../canvas.js";
import { binDays, highestBin, unitFor } from "../data/time-bins.js";
import { colourFor } from "../paint/point-colours.js";
import { addHighestLabels, addBarTooltip } from "./timeline-labels.js";

/** Room over the axis that is theirs where records have the rest, and what stays free where there are none, pixels. */
const [HIGH, FREE] = [30, 18];
const PALE = 0.42;
const [OPACITY, MARKED] = [0.6, 0.95];
/** Bars so wide stand apart, pixels. */
const APART = 4;

/** @typedef {import("../data/time-bins.js").Bins} Bins */
/** @typedef {import("../data/time-bins.js").Days} Days */

/**
 * What is drawn of a layer.
 * @typedef {object} Row
 * @property {any} layer
 * @property {Bins} bins
 * @property {number} top the highest bin in view, −1 where there is none
 */

/** @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers those that know their days */
export function addTimelineBars(page, layers) {
  const { map, timeline, query, element, onceAFrame } = page;
  if (!timeline) return;
  const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { class: "observed-when", "aria-hidden": "true" }));
  timeline.strip.append(canvas);
  /** @type {Map<any, Days>} */
  const days = new Map();
  const bins = cachedBins(days);
  /** @type {Row[]} */
  let rows = [];
  const labels = addHighestLabels(page);
  /** The day of the tooltip. @type {number | null} */
  let markedDay = null;
  const room = () => (query.items.length ? HIGH : canvas.clientHeight - AXIS - FREE);

  function paint() {
    const scale = timeline?.scale();
    const ctx = scale && page.blankContext(canvas, scale.width);
    if (!scale || !ctx) return;
    const foot = canvas.clientHeight - AXIS;
    const shown = distinctLayers(layers.filter((layer) => days.has(layer) && map.hasLayer(layer)));
    rows = shown.map((layer) => {
      const layerBins = bins(layer, scale.perDay);
      return { layer, bins: layerBins, top: highestBin(layerBins, scale.from, scale.before) };
    });
    for (const row of rows) {
      ctx.fillStyle = colourFor(row.layer.about.colours[0], Boolean(map.options.night));
      drawRow(ctx, row, scale, { foot, room: room(), period: query.conditions().period, markedDay });
    }
    labels(rows, scale, foot, room());
  }

  const soon = onceAFrame(paint);
  const tip = addBarTooltip(page, { rows: () => rows, room, mark: (day) => void ((markedDay = day), soon()) });
  timeline.onPaint(() => {
    soon();
    tip.update();
  });
  map.on("overlayadd overlayremove nightchange", soon);
  page.words.onLanguage(soon);
  for (const layer of layers) {
    // The map comes first.
    layer.ready.then(() => whenIdle(async () => {
      const loaded = await layer.days();
      if (loaded) days.set(layer, loaded);
      soon();
    }));
  }
}

/** The bins of a layer, counted once for each unit. @param {Map<any, Days>} days @returns {(layer: any, perDay: number) => Bins} */
function cachedBins(days) {
  /** @type {Map<any, Bins>} */
  const last = new Map();
  return (layer, perDay) => {
    const layerDays = /** @type {Days} */ (days.get(layer));
    const unit = unitFor(perDay, layerDays);
    const cached = last.get(layer);
    if (cached?.unit === unit) return cached;
    const layerBins = binDays(layerDays, unit);
    last.set(layer, layerBins);
    return layerBins;
  };
}

/**
 * One layer of those that draw the same positions: one that knows single days, where there is one.
 * @template {{about: {of: number, kind: string}}} T
 * @param {T[]} layers @returns {T[]}
 */
export function distinctLayers(layers) {
  /** @type {Map<number, T>} */
  const byUnit = new Map();
  for (const layer of layers) {
    const { of } = layer.about;
    if (!byUnit.has(of) || byUnit.get(of)?.about.kind === "density") byUnit.set(of, layer);
  }
  return [...byUnit.values()];
}

/** @param {() => void} act */
const whenIdle = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act, 50));

/**
 * @param {CanvasRenderingContext2D} ctx @param {Row} row @param {import("../../page/timeline/scale.js").Scale} scale
 * @param {object} how
 * @param {number} how.foot where they stand @param {number} how.room how high they may be
 * @param {[number, number] | null} how.period the period, days both in it @param {number | null} how.markedDay
 */
function drawRow(ctx, { bins: { begins, many }, top }, scale, { foot, room, period, markedDay }) {
  const [from, to] = period ? [scale.x(period[0]), scale.x(period[1] + 1)] : [-Infinity, Infinity];
  for (let i = 0; i < many.length; i++) {
    const [left, end] = [Math.round(scale.x(begins[i])), Math.round(scale.x(begins[i + 1]))];
    if (!many[i] || end < 0 || left > scale.width) continue;
    const right = Math.max(left + 1, end - (end - left >= APART ? 1 : 0));
    // By the root, lest one bar of many flatten all others.
    const high = Math.max(1, Math.sqrt(many[i] / many[top]) * room);
    const strong = markedDay !== null && markedDay >= begins[i] && markedDay < begins[i + 1] ? MARKED : OPACITY;
    const [begin, before] = [Math.min(right, Math.max(left, from)), Math.max(left, Math.min(right, to))];
    // What of it is in the period, and what is before and after.
    for (const [x, end, share] of /** @type {const} */ ([[left, begin, PALE], [begin, before, 1], [Math.max(begin, before), right, PALE]])) {
      ctx.globalAlpha = strong * share;
      if (end > x) ctx.fillRect(x, foot - high, end - x, high);
    }
  }
}
