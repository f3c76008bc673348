// Draws the timeline on a canvas: bars and an axis.
import { AXIS, blankContext, lightened } from "../../canvas.js";
import { MIN_WIDTH, shapeOf } from "./bar-shape.js";
import { assignLanes, heightWithoutOverlap, SIDE_ROWS } from "./lanes.js";
import { ticks, timeScale } from "./scale.js";
import { calendar } from "../query/periods.js";
import { translate, section } from "../i18n.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {{i: number, left: number, right: number, top: number, thickness: number}} PlacedBar of the record with index i; pixels */

/** Between the bars and the upper edge, and between the bars and the axis, pixels. */
const [HEAD, FOOT] = [6, 4];

/** Radius of the corners of a bar, and the least thickness of bars that have them, pixels. */
const [CORNER, MIN_THICKNESS_OF_CORNERS] = [1.5, 3];

/** Opacity of a bar: matching, outside the period, filtered out. */
export const [MATCHING, OUTSIDE, FILTERED] = [1, 0.42, 0.1];

/**
 * @typedef {object} Subject what is drawn: records with a date, and themes
 * @property {import("../query/record-times.js").Time[]} times of the records
 * @property {number[]} records their indexes in the page's data
 * @property {number[]} groups indexes of their themes
 * @property {string[]} colours of all themes
 * @property {(import("../payload-types").EventData["side"])[] | null} sides who acts in each; null on a map without sides
 */

/** The row of a theme, by who acts. */
const ROW = { left: 0, both: 1, none: 1, right: 2 };

/** The number of groups of a theme. @param {Subject} subject */
const rowsOf = ({ sides }) => (sides ? SIDE_ROWS : 1);

/** The number of all groups. @param {Subject} subject */
const groupCount = (subject) => subject.colours.length * rowsOf(subject);

/** @param {Subject} subject @param {Scale} scale */
function barsOf({ times, groups, sides }, scale) {
  const shapes = times.map((time) => shapeOf(time, scale));
  const bars = shapes.map(({ left, right }, i) => ({ group: sides ? groups[i] * SIDE_ROWS + ROW[sides[i] ?? "none"] : groups[i], left, right: Math.max(right, left + MIN_WIDTH) }));
  return { shapes, bars };
}

/** The same records as if all had one theme: the compact timeline has one axis. @param {Subject} subject @returns {Subject} */
const withoutThemes = (subject) => ({ ...subject, groups: subject.groups.map(() => 0) });

/** With more records than this the timeline is as high as it may be: the styles limit this height, pixels. */
const [MANY_RECORDS, MAX_HEIGHT] = [500, 999];
/** Usual width of the strip, for which its height is computed, pixels. */
const USUAL_WIDTH = 1000;

/**
 * The height of a canvas in which no two bars overlap, pixels.
 * @param {Subject} subject @param {[from: number, before: number]} range days @param {import("./scale.js").Fold[]} folds
 */
export function canvasHeight(subject, range, folds) {
  if (subject.times.length > MANY_RECORDS) return MAX_HEIGHT;
  return HEAD + AXIS + FOOT + heightWithoutOverlap(barsOf(subject, timeScale(range, USUAL_WIDTH, folds)).bars, groupCount(subject), rowsOf(subject));
}

/**
 * The shapes and places of the bars at a scale.
 * @param {Subject} subject @param {Scale} scale @param {number} height of the canvas
 * @param {boolean} [compact] whether all themes have one axis
 */
export function layoutBars(subject, scale, height, compact = false) {
  if (compact) subject = withoutThemes(subject);
  const { records } = subject;
  const { shapes, bars } = barsOf(subject, scale);
  const lanes = assignLanes(bars, groupCount(subject), height - HEAD - AXIS - FOOT, rowsOf(subject));
  // Few bars stand directly above the axis, not at the top of the canvas.
  const offset = HEAD + Math.max(0, height - HEAD - AXIS - FOOT - lanes.height);
  /** @type {PlacedBar[]} */
  const placed = bars.map(({ left, right }, i) => {
    const { top, thickness } = lanes.lanes[i];
    return { i: records[i], left, right, top: top + offset, thickness };
  });
  const bands = lanes.bands.map((band) => ({ top: band.top + offset, height: band.height }));
  const { themes, lines } = themeBands(bands, rowsOf(subject));
  // Where bars overlap, short ones lie over long ones.
  const order = bars.map((_, bar) => bar);
  const byLeft = lanes.crowded ? [...order].sort((a, b) => bars[a].left - bars[b].left) : order;
  if (lanes.crowded) order.sort((a, b) => bars[b].right - bars[b].left - bars[a].right + bars[a].left);
  return { shapes, placed, bands: themes, lines, order, byLeft, foot: height - AXIS, crowded: lanes.crowded, compact };
}

/**
 * The band of each theme; and the line between what one side does above it and what the other does below.
 * @param {import("./lanes.js").Band[]} bands of the groups @param {number} rows groups of a theme
 */
function themeBands(bands, rows) {
  if (rows === 1) return { themes: bands, lines: [] };
  const middles = bands.filter((_, group) => group % rows === ROW.both);
  const themes = middles.map((_, theme) => {
    const [above, , below] = bands.slice(theme * rows, (theme + 1) * rows);
    return { top: above.top, height: below.top + below.height - above.top };
  });
  return { themes, lines: middles.flatMap(({ top, height }, theme) => (themes[theme].height ? top + height / 2 : [])) };
}

/** @typedef {ReturnType<typeof layoutBars>} Layout */

/**
 * @param {HTMLCanvasElement} canvas @param {Subject} subject @param {Layout} layout
 * @param {Scale} scale @param {(i: number) => number} opacityOf a record, by its index in the data
 */
export function drawBars(canvas, subject, layout, scale, opacityOf) {
  const ctx = blankContext(canvas, scale.width);
  if (!ctx) return;
  const { colour, paintsOf, family } = coloursOf(canvas, subject);
  drawAxis(ctx, scale, layout, colour, family);
  ctx.fillStyle = colour(layout.compact ? "--timeline-axis" : "--timeline-rule");
  for (const y of layout.lines) ctx.fillRect(0, Math.round(y), scale.width, 1);
  drawFolds(ctx, scale, layout.foot, colour);
  const [{ placed, crowded }, paper, quiet] = [layout, colour("--paper"), colour("--quiet")];
  // On one low axis none is so pale that it seems to be absent.
  const opacities = placed.map(({ i }) => Math.max(opacityOf(i), layout.compact ? OUTSIDE : 0));
  if (crowded) drawFiltered(ctx, layout, (bar) => opacities[bar] === FILTERED, quiet);
  const order = layout.order.filter((bar) => !crowded || opacities[bar] !== FILTERED).sort((a, b) => opacities[a] - opacities[b]);
  const isRepeated = order.length > MOST_BARS ? repetitions(scale.width) : () => false;
  for (const bar of order) {
    const { left, right, top, thickness } = placed[bar];
    const opacity = opacities[bar];
    if (right < 0 || left > scale.width || isRepeated(placed[bar], opacity)) continue;
    const paints = opacity === FILTERED ? [quiet] : paintsOf(bar);
    if (crowded) {
      // An edge of a pixel, which separates it from a bar under it.
      ctx.fillStyle = paper;
      ctx.fillRect(left - 1, top - 1, right - left + 2, thickness + 2);
    }
    drawBar(ctx, layout.shapes[bar], top, thickness, paints, opacity);
  }
}

/** Of more bars than this, those that take the same pixels as another are not drawn. */
const MOST_BARS = 10_000;

/** A function that tells whether a bar takes the same pixels as one for which it was called. @param {number} width of the canvas */
function repetitions(width) {
  const keys = new Set();
  const pixel = (/** @type {number} */ x) => Math.round(Math.min(Math.max(x, 0), width));
  return (/** @type {PlacedBar} */ { left, right, top }, /** @type {number} */ opacity) => {
    const count = keys.size;
    keys.add(((pixel(left) * 2 ** 13 + pixel(right)) * 2 ** 13 + Math.round(top)) * 4 + Math.round(opacity * 3));
    return keys.size === count;
  };
}

/**
 * Draws the bars that are filtered out, where bars overlap. Those of a lane that touch are drawn as one, so that their
 * opacities do not add up.
 * @param {CanvasRenderingContext2D} ctx @param {Layout} layout @param {(bar: number) => boolean} isFiltered @param {string} paint
 */
function drawFiltered(ctx, { placed, byLeft }, isFiltered, paint) {
  ctx.globalAlpha = FILTERED;
  ctx.fillStyle = paint;
  /** By the top of their lane. @type {Map<number, {left: number, right: number, thickness: number}>} */
  const runs = new Map();
  const fill = (/** @type {number} */ top) => {
    const run = runs.get(top);
    if (run) ctx.fillRect(run.left, top, run.right - run.left, run.thickness);
  };
  for (const bar of byLeft) {
    if (!isFiltered(bar)) continue;
    const { left, right, top, thickness } = placed[bar];
    const run = runs.get(top);
    if (run && left <= run.right) run.right = Math.max(run.right, right);
    else {
      fill(top);
      runs.set(top, { left, right, thickness });
    }
  }
  for (const top of runs.keys()) fill(top);
  ctx.globalAlpha = 1;
}

/**
 * Draws the highlighted bars on a canvas over the others, so that hovering redraws no other bar.
 * @param {HTMLCanvasElement} canvas over the other @param {Subject} subject @param {Layout} layout
 * @param {Scale} scale @param {(i: number) => number} opacityOf a record @param {ReadonlySet<number>} marked records
 */
export function drawMarked(canvas, subject, layout, scale, opacityOf, marked) {
  const ctx = blankContext(canvas, scale.width);
  if (!ctx || !marked.size) return;
  const { colour, paintsOf } = coloursOf(canvas, subject);
  layout.placed.forEach(({ i, left, right, top, thickness }, bar) => {
    if (!marked.has(i)) return;
    const paints = opacityOf(i) === FILTERED ? [colour("--quiet")] : paintsOf(bar);
    drawBar(ctx, layout.shapes[bar], top, thickness, paints, MATCHING);
    outline(ctx, left, right, top, thickness, colour("--ink"));
  });
}

/** The colours and the font of a canvas, by day or at night. @param {HTMLCanvasElement} canvas @param {Subject} subject */
function coloursOf(canvas, subject) {
  const style = getComputedStyle(canvas);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  // Share of white in the colours of themes at night.
  const whiteShare = Number(colour("--timeline-lift")) || 0;
  const colours = subject.colours.map((themeColour) => lightened(themeColour, whiteShare));
  /** The colours of a bar, from the top down. @param {number} bar */
  const paintsOf = (bar) => {
    const side = subject.sides?.[bar];
    return side ? (side === "both" ? ["left", "right"] : [side]).map((name) => colour(`--${name}`)) : [colours[subject.groups[bar]]];
  };
  return { colour, paintsOf, family: style.fontFamily };
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {import("./bar-shape.js").Shape} shape
 * @param {number} top @param {number} thickness @param {string[]} paints colours as #rrggbb, one above the other @param {number} opacity
 */
function drawBar(ctx, shape, top, thickness, paints, opacity) {
  const height = thickness / paints.length;
  paints.forEach((paint, i) => drawStripe(ctx, shape, top + i * height, height, paint, opacity));
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {import("./bar-shape.js").Shape} shape
 * @param {number} top @param {number} thickness @param {string} paint @param {number} opacity
 */
function drawStripe(ctx, { parts, open }, top, thickness, paint, opacity) {
  ctx.globalAlpha = opacity;
  parts.forEach((stops, i) => {
    const [from, to] = [stops[0].x, stops[stops.length - 1].x];
    const isPlain = stops.every(({ strength }) => strength === stops[0].strength);
    ctx.fillStyle = isPlain ? paint : gradient(ctx, stops, paint);
    // Round corners of thin bars would not be visible, and there are many such bars.
    if (thickness < MIN_THICKNESS_OF_CORNERS) ctx.fillRect(from, top, to - from, thickness);
    else {
      ctx.beginPath();
      // The end of an ongoing record is square.
      ctx.roundRect(from, top, to - from, thickness, open && i === parts.length - 1 ? [CORNER, 0, 0, CORNER] : CORNER);
      ctx.fill();
    }
    if (!i) return;
    // A thin line joins the choices of a date.
    const previous = parts[i - 1];
    const previousEnd = previous[previous.length - 1].x;
    ctx.fillStyle = paint;
    ctx.globalAlpha = opacity * 0.5;
    ctx.fillRect(previousEnd, top + thickness / 2 - 0.5, from - previousEnd, 1);
    ctx.globalAlpha = opacity;
  });
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./bar-shape.js").Stop[]} stops @param {string} paint */
function gradient(ctx, stops, paint) {
  const [from, to] = [stops[0].x, stops[stops.length - 1].x];
  const gradient = ctx.createLinearGradient(from, 0, to, 0);
  for (const { x, strength } of stops) {
    const alpha = Math.round(strength * 255).toString(16).padStart(2, "0");
    gradient.addColorStop(Math.min(1, Math.max(0, (x - from) / (to - from))), `${paint}${alpha}`);
  }
  return gradient;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} left @param {number} right @param {number} top @param {number} thickness @param {string} ink */
function outline(ctx, left, right, top, thickness, ink) {
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.roundRect(left - 2, top - 2, right - left + 4, thickness + 4, 3);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx @param {Scale} scale @param {Layout} layout
 * @param {(name: string) => string} colour @param {string} family
 */
function drawAxis(ctx, scale, { foot, lines, compact }, colour, family) {
  const marks = ticks(scale).filter(({ unit }) => !compact || unit === "year");
  ctx.fillStyle = colour("--timeline-rule");
  for (const { day, unit } of marks) {
    if (unit === "year") ctx.fillRect(Math.round(scale.x(day)), HEAD - 4, 1, foot - HEAD + 4);
  }
  ctx.fillStyle = colour("--timeline-axis");
  // The line between the sides is the axis of the compact timeline.
  if (!compact || !lines.length) ctx.fillRect(0, foot, scale.width, 1);
  for (const { day, unit, labelled } of marks) {
    const length = unit === "year" ? 15 : labelled ? 5 : 3;
    ctx.fillRect(Math.round(scale.x(day)), foot, 1, length);
  }
  ctx.textBaseline = "alphabetic";
  // From where on the next label may stand.
  let free = -Infinity;
  for (const { x, text, isYear } of labels(marks, scale)) {
    ctx.font = `${isYear ? 600 : 400} ${isYear ? 11.5 : 11}px ${family}`;
    const end = x + ctx.measureText(text).width;
    const meetsFold = scale.folds.some(([first, before]) => end > scale.x(first) && x < scale.x(before));
    if (x < free || end > scale.width || meetsFold) continue;
    ctx.fillStyle = colour(isYear ? "--ink" : "--quiet");
    ctx.fillText(text, x, foot + 15);
    free = end + 6;
  }
}

/** Width and depth of a tooth of a torn edge, pixels. */
const [TOOTH_WIDTH, TOOTH_DEPTH] = [9, 4];

/**
 * Draws folded years: hatched, between torn edges at which the axis breaks off.
 * @param {CanvasRenderingContext2D} ctx @param {Scale} scale @param {number} foot @param {(name: string) => string} colour
 */
function drawFolds(ctx, scale, foot, colour) {
  for (const [first, before] of scale.folds) {
    const [left, right] = [scale.x(first), scale.x(before)];
    if (right <= 0 || left >= scale.width) continue;
    // Only an edge within the canvas is torn.
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

/** A torn edge, a zigzag line. @param {CanvasRenderingContext2D} ctx @param {number} edge @param {1 | -1} side on which the fold is: 1, right @param {number} foot */
function drawTear(ctx, edge, side, foot) {
  ctx.beginPath();
  for (let y = 0, i = 0; y <= foot + TOOTH_WIDTH; y += TOOTH_WIDTH / 2, i += 1) ctx.lineTo(edge + (i % 2 ? side * TOOTH_DEPTH : 0), Math.min(y, foot + 3));
  ctx.stroke();
  ctx.lineTo(edge - side, foot + 3);
  ctx.lineTo(edge - side, 0);
  ctx.fill();
}

/** The labels of the axis, with their left edges. @param {import("./scale.js").Tick[]} marks @param {Scale} scale */
function labels(marks, scale) {
  const months = section("time.shortMonths");
  const firstYear = marks.find(({ unit, labelled }) => labelled && unit === "year");
  const labels = marks.flatMap(({ day, unit, labelled }) => {
    if (!labelled) return [];
    const { year, month, date } = calendar(day);
    const text = unit === "year" ? `${year}` : unit === "month" ? months[month] : translate("time.date", { date });
    return [{ x: scale.x(day) + (unit === "year" ? 5 : 3), text, isYear: unit === "year" }];
  });
  // The year at the left edge, unless a label of a year follows soon.
  if (firstYear && scale.x(firstYear.day) < 40) return labels;
  const { year, month } = calendar(scale.from);
  const hasRoomForMonth = scale.perDay * 31 >= 36;
  const text = hasRoomForMonth ? translate("time.month", { month: months[month], year: `${year}` }) : `${year}`;
  return [{ x: 0, text, isYear: true }, ...labels];
}

/** The nearest bar within reach of a point, of equally near ones the shortest; null for none. @param {Layout} layout @param {number} x @param {number} y @param {number} reach pixels */
export function barAt({ placed }, x, y, reach) {
  let [nearest, least] = [/** @type {PlacedBar | null} */ (null), reach];
  for (const bar of placed) {
    const dx = Math.max(bar.left - x, x - bar.right, 0);
    const dy = Math.max(bar.top - y, y - bar.top - bar.thickness, 0);
    const distance = Math.hypot(dx, dy);
    const isShorter = nearest && bar.right - bar.left < nearest.right - nearest.left;
    if (distance < least || (distance === least && isShorter)) [nearest, least] = [bar, distance];
  }
  return nearest;
}
