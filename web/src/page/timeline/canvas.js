// Draws the timeline on a canvas: bars and an axis.
import { AXIS, blankContext, lightened } from "../../canvas.js";
import { LEAST, shapeOf } from "./bar-shape.js";
import { assignLanes, heightFor } from "./lanes.js";
import { ticks, timeScale } from "./scale.js";
import { calendar } from "../query/periods.js";
import { translate, section } from "../i18n.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {{i: number, left: number, right: number, top: number, thick: number}} PlacedBar a bar of the record at i */

/** Between the bars and the upper edge, and between the bars and the axis, pixels. */
const [HEAD, FOOT] = [6, 4];

/** Radius of the corners of a bar, and from which thickness it has them, pixels. */
const [ROUND, THIN] = [1.5, 3];

/** Opacity of a bar: matching, outside the period, filtered out. */
export const [MATCHING, OUTSIDE, FILTERED] = [1, 0.42, 0.1];

/**
 * @typedef {object} Subject what is drawn
 * @property {import("../query/record-times.js").Time[]} times
 * @property {number[]} records place of each in the page's data
 * @property {number[]} groups its theme's place
 * @property {string[]} colours by theme
 */

/** @param {Subject} subject @param {Scale} scale */
function barsOf({ times, groups }, scale) {
  const shapes = times.map((time) => shapeOf(time, scale));
  const bars = shapes.map(({ left, right }, i) => ({ group: groups[i], left, right: Math.max(right, left + LEAST) }));
  return { shapes, bars };
}

/** From so many records on the timeline is as high as it may be: higher than any screen gives it. */
const [MANY, HIGHEST] = [500, 999];
/** A strip of the usual width, pixels. */
const USUAL = 1000;

/**
 * The height of a canvas in which no two bars overlap, pixels.
 * @param {Subject} subject @param {[from: number, before: number]} range days @param {import("./scale.js").Fold[]} folds
 */
export function heightOf(subject, range, folds) {
  if (subject.times.length > MANY) return HIGHEST;
  return HEAD + AXIS + FOOT + heightFor(barsOf(subject, timeScale(range, USUAL, folds)).bars, subject.colours.length);
}

/**
 * Bars where they stand at a scale.
 * @param {Subject} subject @param {Scale} scale @param {number} height of the canvas
 */
export function layoutBars(subject, scale, height) {
  const { records, colours } = subject;
  const { shapes, bars } = barsOf(subject, scale);
  const lanes = assignLanes(bars, colours.length, height - HEAD - AXIS - FOOT);
  // Few bars stand on the axis, not in the air.
  const down = HEAD + Math.max(0, height - HEAD - AXIS - FOOT - lanes.height);
  /** @type {PlacedBar[]} */
  const placed = bars.map(({ left, right }, i) => {
    const { top, thick } = lanes.lanes[i];
    return { i: records[i], left, right, top: top + down, thick };
  });
  const bands = lanes.bands.map(({ top, height: high }) => ({ top: top + down, height: high }));
  // Where bars overlap, short ones lie over long ones.
  const order = bars.map((_, i) => i);
  const byLeft = lanes.crowded ? [...order].sort((a, b) => bars[a].left - bars[b].left) : order;
  if (lanes.crowded) order.sort((a, b) => bars[b].right - bars[b].left - bars[a].right + bars[a].left);
  return { shapes, placed, bands, order, byLeft, foot: height - AXIS, crowded: lanes.crowded };
}

/** @typedef {ReturnType<typeof layoutBars>} Layout */

/**
 * @param {HTMLCanvasElement} canvas @param {Subject} subject @param {Layout} layout
 * @param {Scale} scale @param {(i: number) => number} strength by a record's place in the data
 */
export function drawBars(canvas, subject, layout, scale, strength) {
  const ctx = blankContext(canvas, scale.width);
  if (!ctx) return;
  const { colour, colours, family } = coloursOf(canvas, subject);
  drawAxis(ctx, scale, layout.foot, colour, family);
  drawFolds(ctx, scale, layout.foot, colour);
  const [{ placed, crowded }, paper, quiet] = [layout, colour("--paper"), colour("--quiet")];
  const strengths = placed.map(({ i }) => strength(i));
  if (crowded) drawFiltered(ctx, layout, (bar) => strengths[bar] === FILTERED, quiet);
  const order = layout.order.filter((bar) => !crowded || strengths[bar] !== FILTERED).sort((a, b) => strengths[a] - strengths[b]);
  for (const bar of order) {
    const { left, right, top, thick } = placed[bar];
    if (right < 0 || left > scale.width) continue;
    const strong = strengths[bar];
    const paint = strong === FILTERED ? quiet : colours[subject.groups[bar]];
    if (crowded) {
      // What lies over another bar is set off from it.
      ctx.fillStyle = paper;
      ctx.fillRect(left - 1, top - 1, right - left + 2, thick + 2);
    }
    drawBar(ctx, layout.shapes[bar], top, thick, paint, strong);
  }
}

/**
 * The bars that are filtered out, of so many that they overlap: those of a lane that touch are drawn as one.
 * @param {CanvasRenderingContext2D} ctx @param {Layout} layout @param {(at: number) => boolean} isFiltered @param {string} paint
 */
function drawFiltered(ctx, { placed, byLeft }, isFiltered, paint) {
  ctx.globalAlpha = FILTERED;
  ctx.fillStyle = paint;
  /** By the top of their lane. @type {Map<number, {left: number, right: number, thick: number}>} */
  const runs = new Map();
  const fill = (/** @type {number} */ top) => {
    const run = runs.get(top);
    if (run) ctx.fillRect(run.left, top, run.right - run.left, run.thick);
  };
  for (const bar of byLeft) {
    if (!isFiltered(bar)) continue;
    const { left, right, top, thick } = placed[bar];
    const run = runs.get(top);
    if (run && left <= run.right) run.right = Math.max(run.right, right);
    else {
      fill(top);
      runs.set(top, { left, right, thick });
    }
  }
  for (const top of runs.keys()) fill(top);
  ctx.globalAlpha = 1;
}

/**
 * Draws the highlighted bars on a canvas over the others, so that hovering redraws no other bar.
 * @param {HTMLCanvasElement} canvas over the other @param {Subject} subject @param {Layout} layout
 * @param {Scale} scale @param {(i: number) => number} strength @param {ReadonlySet<number>} marked records
 */
export function drawMarked(canvas, subject, layout, scale, strength, marked) {
  const ctx = blankContext(canvas, scale.width);
  if (!ctx || !marked.size) return;
  const { colour, colours } = coloursOf(canvas, subject);
  layout.placed.forEach(({ i, left, right, top, thick }, bar) => {
    if (!marked.has(i)) return;
    const paint = strength(i) === FILTERED ? colour("--quiet") : colours[subject.groups[bar]];
    drawBar(ctx, layout.shapes[bar], top, thick, paint, MATCHING);
    outline(ctx, left, right, top, thick, colour("--ink"));
  });
}

/** What a canvas is painted in, by day or by night. @param {HTMLCanvasElement} canvas @param {Subject} subject */
function coloursOf(canvas, subject) {
  const style = getComputedStyle(canvas);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const lift = Number(colour("--timeline-lift")) || 0;
  return { colour, colours: subject.colours.map((colour) => lightened(colour, lift)), family: style.fontFamily };
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {import("./bar-shape.js").Shape} shape
 * @param {number} top @param {number} thick @param {string} paint a colour as #rrggbb @param {number} strong
 */
function drawBar(ctx, { parts, open }, top, thick, paint, strong) {
  ctx.globalAlpha = strong;
  parts.forEach((stops, i) => {
    const [from, to] = [stops[0].x, stops[stops.length - 1].x];
    const even = stops.every(({ strength }) => strength === stops[0].strength);
    ctx.fillStyle = even ? paint : gradient(ctx, stops, paint);
    // Round corners of thin bars would not be visible, and there are many such bars.
    if (thick < THIN) ctx.fillRect(from, top, to - from, thick);
    else {
      ctx.beginPath();
      // What goes on has no end.
      ctx.roundRect(from, top, to - from, thick, open && i === parts.length - 1 ? [ROUND, 0, 0, ROUND] : ROUND);
      ctx.fill();
    }
    if (!i) return;
    // One of several choices: a thin line joins them.
    const before = parts[i - 1];
    ctx.fillStyle = paint;
    ctx.globalAlpha = strong * 0.5;
    ctx.fillRect(before[before.length - 1].x, top + thick / 2 - 0.5, from - before[before.length - 1].x, 1);
    ctx.globalAlpha = strong;
  });
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./bar-shape.js").Stop[]} stops @param {string} paint */
function gradient(ctx, stops, paint) {
  const [from, to] = [stops[0].x, stops[stops.length - 1].x];
  const gradient = ctx.createLinearGradient(from, 0, to, 0);
  for (const { x, strength } of stops) {
    const share = Math.round(strength * 255).toString(16).padStart(2, "0");
    gradient.addColorStop(Math.min(1, Math.max(0, (x - from) / (to - from))), `${paint}${share}`);
  }
  return gradient;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} left @param {number} right @param {number} top @param {number} thick @param {string} ink */
function outline(ctx, left, right, top, thick, ink) {
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.roundRect(left - 2, top - 2, right - left + 4, thick + 4, 3);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scale} scale @param {number} foot
 * @param {(name: string) => string} colour @param {string} family
 */
function drawAxis(ctx, scale, foot, colour, family) {
  const marks = ticks(scale);
  ctx.fillStyle = colour("--timeline-rule");
  for (const { day, unit } of marks) {
    if (unit === "year") ctx.fillRect(Math.round(scale.x(day)), HEAD - 4, 1, foot - HEAD + 4);
  }
  ctx.fillStyle = colour("--timeline-axis");
  ctx.fillRect(0, foot, scale.width, 1);
  for (const { day, unit, labelled } of marks) {
    const long = unit === "year" ? 15 : labelled ? 5 : 3;
    ctx.fillRect(Math.round(scale.x(day)), foot, 1, long);
  }
  ctx.textBaseline = "alphabetic";
  let free = -Infinity;
  for (const { x, text, year } of labels(marks, scale)) {
    ctx.font = `${year ? 600 : 400} ${year ? 11.5 : 10.5}px ${family}`;
    const wide = ctx.measureText(text).width;
    if (x < free || x + wide > scale.width || scale.folds.some(([first, before]) => x + wide > scale.x(first) && x < scale.x(before))) continue;
    ctx.fillStyle = colour(year ? "--ink" : "--quiet");
    ctx.fillText(text, x, foot + 15);
    free = x + wide + 6;
  }
}

/** From one tooth of a torn edge to the next, and its depth, pixels. */
const [TOOTH, DEEP] = [9, 4];

/**
 * Folded years: hatched between torn edges, where the axis breaks off.
 * @param {CanvasRenderingContext2D} ctx @param {Scale} scale @param {number} foot @param {(name: string) => string} colour
 */
function drawFolds(ctx, scale, foot, colour) {
  for (const [first, before] of scale.folds) {
    const [left, right] = [scale.x(first), scale.x(before)];
    if (right <= 0 || left >= scale.width) continue;
    // An edge without anything behind it is not drawn torn.
    const edges = [left > 1 ? left : null, right < scale.width - 1 ? right : null];
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, right - left, foot + 1);
    ctx.clip();
    ctx.clearRect(left, foot, right - left, 1);
    ctx.fillStyle = colour("--timeline-fold");
    ctx.fillRect(left, 0, right - left, foot);
    ctx.strokeStyle = colour("--timeline-rule");
    ctx.beginPath();
    for (let x = left - foot; x < right; x += 7) {
      ctx.moveTo(x, foot);
      ctx.lineTo(x + foot, 0);
    }
    ctx.stroke();
    ctx.restore();
    ctx.fillStyle = colour("--paper");
    ctx.strokeStyle = colour("--timeline-axis");
    for (const edge of edges) if (edge !== null) drawTear(ctx, edge, edge === left ? 1 : -1, foot);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} edge @param {1 | -1} into which way the fold is @param {number} foot */
function drawTear(ctx, edge, into, foot) {
  ctx.beginPath();
  for (let y = 0, i = 0; y <= foot + TOOTH; y += TOOTH / 2, i += 1) ctx.lineTo(edge + (i % 2 ? into * DEEP : 0), Math.min(y, foot + 3));
  ctx.stroke();
  ctx.lineTo(edge - into, foot + 3);
  ctx.lineTo(edge - into, 0);
  ctx.fill();
}

/** What is written at the axis, and from where. @param {import("./scale.js").Tick[]} marks @param {Scale} scale */
function labels(marks, scale) {
  const months = section("time.shortMonths");
  const months31 = scale.perDay * 31 >= 36;
  const first = marks.find(({ unit, labelled }) => labelled && unit === "year");
  const labels = marks.flatMap(({ day, unit, labelled }) => {
    if (!labelled) return [];
    const { year, month, date } = calendar(day);
    const text = unit === "year" ? `${year}` : unit === "month" ? months[month] : translate("time.date", { date });
    return [{ x: scale.x(day) + (unit === "year" ? 5 : 3), text, year: unit === "year" }];
  });
  // Which year it is at the left edge.
  if (first && scale.x(first.day) < 40) return labels;
  const { year, month } = calendar(scale.from);
  const text = months31 ? translate("time.month", { month: months[month], year: `${year}` }) : `${year}`;
  return [{ x: 0, text, year: true }, ...labels];
}

/** The bar at a point, the nearest within reach. @param {Layout} layout @param {number} x @param {number} y @param {number} reach pixels */
export function barAt({ placed }, x, y, reach) {
  let [best, least] = [/** @type {PlacedBar | null} */ (null), reach];
  for (const bar of placed) {
    const dx = Math.max(bar.left - x, x - bar.right, 0);
    const dy = Math.max(bar.top - y, y - bar.top - bar.thick, 0);
    const length = Math.hypot(dx, dy);
    if (length < least || (length === least && best && bar.right - bar.left < best.right - best.left)) [best, least] = [bar, length];
  }
  return best;
}
