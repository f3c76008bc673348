// When observations were, under the bars of the timeline: how many on each day, as high as they are many.
import { lifted } from "./look.js";

/** Room over the axis that is theirs where records have the rest, what stays free where there are none, and the axis itself, pixels. */
const [HIGH, FREE, AXIS] = [30, 14, 19];
const PALE = 0.42;

/**
 * How many of each day, from a first one on.
 * @typedef {{first: number, many: Uint32Array | Float64Array}} Days
 */

/** @param {import("../page/further.js").Page} page @param {any[]} layers those that know their days */
export function when(page, layers) {
  const { map, timeline, question, element, onceAFrame } = page;
  if (!timeline) return;
  const canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { class: "observed-when", "aria-hidden": "true" }));
  timeline.strip.append(canvas);
  /** @type {Map<any, Days>} */
  const days = new Map();

  function paint() {
    const scale = timeline?.scale();
    const ctx = scale && sized(canvas, scale.width);
    if (!scale || !ctx) return;
    const asked = question.asked().period;
    for (const layer of once(layers.filter((one) => days.has(one) && map.hasLayer(one)))) {
      const known = /** @type {Days} */ (days.get(layer));
      ctx.fillStyle = lifted(layer.about.colours[0], Boolean(map.options.night));
      const foot = canvas.clientHeight - AXIS;
      bars(ctx, known, scale, foot, question.items.length ? HIGH : foot - FREE, asked);
    }
  }

  const soon = onceAFrame(paint);
  timeline.onPaint(soon);
  map.on("overlayadd overlayremove nightchange", soon);
  for (const layer of layers) {
    // The map comes first.
    layer.ready.then(() => later(async () => {
      const known = await layer.days();
      if (known) days.set(layer, known);
      soon();
    }));
  }
}

/**
 * One layer of those that draw the same positions: one that knows single days, where there is one.
 * @template {{about: {of: number, kind: string}}} T
 * @param {T[]} layers @returns {T[]}
 */
export function once(layers) {
  /** @type {Map<number, T>} */
  const found = new Map();
  for (const layer of layers) {
    const { of } = layer.about;
    if (!found.has(of) || found.get(of)?.about.kind === "density") found.set(of, layer);
  }
  return [...found.values()];
}

/** @param {() => void} act */
const later = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act, 50));

/** The canvas at the size that it has, empty. @param {HTMLCanvasElement} canvas @param {number} width */
function sized(canvas, width) {
  const ratio = window.devicePixelRatio || 1;
  const height = canvas.clientHeight;
  const ctx = canvas.getContext("2d");
  if (!ctx || !height || width < 2) return null;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  ctx.scale(ratio, ratio);
  return ctx;
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Days} days @param {import("../page/timeline-scale.js").Scale} scale
 * @param {number} foot where they stand @param {number} room how high they may be
 * @param {[number, number] | null} asked the period, days both in it
 */
function bars(ctx, { first, many }, scale, foot, room, asked) {
  const columns = counted(first, many, scale);
  const most = columns.reduce((a, b) => Math.max(a, b), 0);
  for (let x = 0; x < columns.length; x++) {
    if (!columns[x]) continue;
    const day = scale.day(x + 0.5);
    const inside = !asked || (day >= asked[0] && day < asked[1] + 1);
    ctx.globalAlpha = 0.6 * (inside ? 1 : PALE);
    // By the root, lest one day of many flatten all others.
    const high = Math.max(1, Math.sqrt(columns[x] / most) * room);
    ctx.fillRect(x, foot - high, 1, high);
  }
}

/**
 * How many in each pixel's time: a day is spread over its pixels, or days share one.
 * @param {number} first @param {Uint32Array | Float64Array} many @param {import("../page/timeline-scale.js").Scale} scale
 */
export function counted(first, many, { width, perDay, x, day }) {
  const columns = new Float64Array(Math.ceil(width));
  if (perDay >= 1) {
    for (let at = 0; at < columns.length; at++) columns[at] = (many[Math.floor(day(at + 0.5)) - first] ?? 0) / perDay;
    return columns;
  }
  for (let i = 0; i < many.length; i++) {
    const at = Math.floor(x(first + i + 0.5));
    if (at >= 0 && at < columns.length) columns[at] += many[i];
  }
  return columns;
}
