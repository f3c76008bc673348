// Paints few points: dots with a rim, the larger the fewer there are.

/**
 * Kinds of marks: a dot for a position known to its width, a dot with a fringe for one with a larger radius, and a ring
 * for one that meets the selection only possibly.
 */
export const [DOT, WITHIN, POSSIBLE] = [0, 1, 2];

/** Dots grow while their number in view falls from MOST_DOTS, the most that are drawn one by one, to this. */
const LARGEST_AT = 500;
export const MOST_DOTS = 2500;
/** Pixels: radius of a dot, and thickness of a ring, before and after growing; width of the rim of a grown dot. */
const RADIUS = [1.5, 3.6];
const THICKNESS = [1, 1.9];
const RIM = 1.2;
/** Width, pixels, and opacity of the fringe round a dot whose place is uncertain. */
const FRINGE = { width: 4.5, opacity: 0.28 };

/** How far dots have grown, from 0 to 1, by the logarithm of their number. @param {number} count in view */
export function dotGrowth(count) {
  const [from, to] = [MOST_DOTS, LARGEST_AT].map(Math.log);
  return Math.min(1, Math.max(0, (from - Math.log(Math.max(1, count))) / (from - to)));
}

/** @param {number[]} ends @param {number} share */
const between = ([from, to], share) => from + (to - from) * share;

/**
 * @typedef {object} Spot
 * @property {number} x @property {number} y pixels of the canvas
 * @property {number} kind @property {string} colour #rrggbb
 */

/**
 * @param {CanvasRenderingContext2D} ctx @param {Spot[]} spots
 * @param {number} ratio pixels of the canvas for one of the page @param {string} rim its colour
 */
export function drawFewPoints(ctx, spots, ratio, rim) {
  const growth = dotGrowth(spots.length);
  const [radius, thickness, rimWidth] = [between(RADIUS, growth), between(THICKNESS, growth), RIM * growth].map((length) => length * ratio);
  const circle = (/** @type {Spot} */ { x, y }, /** @type {number} */ radius) => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  };
  // Fringes lie under all dots.
  ctx.globalAlpha = FRINGE.opacity;
  for (const spot of spots) {
    if (spot.kind !== WITHIN) continue;
    ctx.fillStyle = spot.colour;
    circle(spot, radius + FRINGE.width * ratio);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  for (const spot of spots) {
    [ctx.strokeStyle, ctx.fillStyle] = [rim, spot.colour];
    if (spot.kind === POSSIBLE) {
      // The rim on both sides of the ring, then the ring over it.
      circle(spot, radius + ratio);
      ctx.lineWidth = thickness + 2 * rimWidth;
      if (rimWidth) ctx.stroke();
      [ctx.strokeStyle, ctx.lineWidth] = [spot.colour, thickness];
      ctx.stroke();
      continue;
    }
    circle(spot, radius);
    ctx.lineWidth = 2 * rimWidth;
    if (rimWidth) ctx.stroke();
    ctx.fill();
  }
}
