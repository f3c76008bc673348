// Bars of observations on the timeline: the number by day, week, month or year.
import { AXIS } from "../../canvas.js";
import { binDays, highestBin, unitFor } from "../data/time-bins.js";
import { colourFor } from "../paint/point-colours.js";
import { addHighestLabels, addBarTooltip } from "./timeline-labels.js";

/** Height of the bars on a page with records; free space above them on one without, pixels. */
const [HEIGHT_WITH_RECORDS, FREE] = [30, 18];
/** Opacity of a bar, and of the one in the tooltip; factor of both outside the period. */
const [OPACITY, MARKED_OPACITY] = [0.6, 0.95];
const OUTSIDE_PERIOD = 0.42;
/** Bars at least this wide have a gap of a pixel between them, pixels. */
const WITH_GAP = 4;

/** @typedef {import("../data/time-bins.js").Bins} Bins */
/** @typedef {import("../data/time-bins.js").Days} Days */

/**
 * What is drawn of a layer.
 * @typedef {object} Row
 * @property {any} layer
 * @property {Bins} bins
 * @property {number} top the highest bin in view, −1 where there is none
 */

/** @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers that have `days` */
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
  const room = () => (query.items.length ? HEIGHT_WITH_RECORDS : canvas.clientHeight - AXIS - FREE);

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
    // The map is drawn first.
    layer.ready.then(() => window.geotrackPolar.whenIdle(async () => {
      const loaded = await layer.days();
      if (loaded) days.set(layer, loaded);
      soon();
    }));
  }
}

/** A function that returns the bins of a layer, and counts them again only when the unit changes. @param {Map<any, Days>} days @returns {(layer: any, perDay: number) => Bins} */
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
 * One layer of each set of the same positions (`of`): if there is one, a layer that knows single days, not months.
 * @template {{about: {of: number, kind: string}}} T
 * @param {T[]} layers @returns {T[]}
 */
export function distinctLayers(layers) {
  /** @type {Map<number, T>} */
  const byQuery = new Map();
  for (const layer of layers) {
    const { of } = layer.about;
    if (!byQuery.has(of) || byQuery.get(of)?.about.kind === "density") byQuery.set(of, layer);
  }
  return [...byQuery.values()];
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Row} row @param {import("../../page/timeline/scale.js").Scale} scale
 * @param {object} options
 * @param {number} options.foot y of the axis, on which bars stand @param {number} options.room greatest height, pixels
 * @param {[number, number] | null} options.period days, both included @param {number | null} options.markedDay
 */
function drawRow(ctx, { bins: { begins, counts }, top }, scale, { foot, room, period, markedDay }) {
  const [from, to] = period ? [scale.x(period[0]), scale.x(period[1] + 1)] : [-Infinity, Infinity];
  for (let i = 0; i < counts.length; i++) {
    const [left, end] = [Math.round(scale.x(begins[i])), Math.round(scale.x(begins[i + 1]))];
    if (!counts[i] || end < 0 || left > scale.width) continue;
    const right = Math.max(left + 1, end - (end - left >= WITH_GAP ? 1 : 0));
    // By the square root, so that one very high bar does not flatten all others.
    const height = Math.max(1, Math.sqrt(counts[i] / counts[top]) * room);
    const opacity = markedDay !== null && markedDay >= begins[i] && markedDay < begins[i + 1] ? MARKED_OPACITY : OPACITY;
    // The bar in three parts: before, in and after the period.
    const [start, stop] = [Math.min(right, Math.max(left, from)), Math.max(left, Math.min(right, to))];
    for (const [x, toX, factor] of /** @type {const} */ ([[left, start, OUTSIDE_PERIOD], [start, stop, 1], [Math.max(start, stop), right, OUTSIDE_PERIOD]])) {
      ctx.globalAlpha = opacity * factor;
      if (toX > x) ctx.fillRect(x, foot - height, toX - x, height);
    }
  }
}
