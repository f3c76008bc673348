// Paints few points: dots with a rim, the larger the fewer there are.

/** What a position is drawn as: one known to a dot's width, one that may lie further away, and one that is there only possibly. */
export const [DOT, WITHIN, POSSIBLE] = [0, 1, 2];

/** With fewer in view than the first, dots grow; with no more than the second they are as large as they get. */
const GROWING = [2500, 500];
export const MOST = GROWING[0];
const RADIUS = [1.5, 3.6];
const RIM = 1.2;
/** Of the disc round a position that may lie further away. */
const DISC = { fringe: 4.5, strength: 0.28 };
const THICK = [1, 1.9];

/** How far dots have grown, from 0 to 1. @param {number} count in view */
export function dotGrowth(count) {
  const [from, to] = GROWING.map(Math.log);
  return Math.min(1, Math.max(0, (from - Math.log(Math.max(1, count))) / (from - to)));
}

/** @param {number[]} ends @param {number} share */
const between = ([from, to], share) => from + (to - from) * share;

/**
 * @typedef {object} Spot
 * @property {number} x @property {number} y pixels of the canvas
 * @property {number} kind @property {string} colour
 */

/**
 * @param {CanvasRenderingContext2D} ctx @param {Spot[]} spots
 * @param {number} ratio pixels of the canvas for one of the page @param {string} rim its colour
 */
export function drawFewPoints(ctx, spots, ratio, rim) {
  const share = dotGrowth(spots.length);
  const [radius, thick, edge] = [between(RADIUS, share), between(THICK, share), RIM * share].map((length) => length * ratio);
  const circle = (/** @type {Spot} */ { x, y }, /** @type {number} */ radius) => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  };
  // Discs lie under all dots.
  ctx.globalAlpha = DISC.strength;
  for (const spot of spots) {
    if (spot.kind !== WITHIN) continue;
    ctx.fillStyle = spot.colour;
    circle(spot, radius + DISC.fringe * ratio);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  for (const spot of spots) {
    [ctx.strokeStyle, ctx.fillStyle] = [rim, spot.colour];
    if (spot.kind === POSSIBLE) {
      circle(spot, radius + ratio);
      ctx.lineWidth = thick + 2 * edge;
      if (edge) ctx.stroke();
      [ctx.strokeStyle, ctx.lineWidth] = [spot.colour, thick];
      ctx.stroke();
      continue;
    }
    circle(spot, radius);
    ctx.lineWidth = 2 * edge;
    if (edge) ctx.stroke();
    ctx.fill();
  }
}
