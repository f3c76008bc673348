// The bezel of a round sheet: blocks of five degrees between lines, and figures each fifteen degrees.
import { svg } from "../dom.js";

/** From the sheet's parallel outwards, pixels: the lines with their weights, and the middle of the blocks with their height. */
const LINES = [[0, 0.9], [3, 0.7], [9.6, 0.7], [12, 1.6]];
const [BLOCKS, BLOCK_HEIGHT] = [6.3, 6.6];
/** Width of the bezel, and from the parallel to the middle of the figures, pixels. */
export const [BEZEL, FIGURES] = [12, 22];
/** Between figures, degrees. */
const STEP = 15;
const RADIANS = Math.PI / 180;

/** @typedef {import("../map/boxes.js").Spot} Spot */
/** @typedef {Spot & {r: number}} Circle of the sheet's parallel, pixels */

/**
 * The direction of a meridian from the Pole on the screen: to the right, and down.
 * @param {number} lon degrees @param {number} centralMeridian the one that points down
 * @returns {Spot} of length 1
 */
export function azimuth(lon, centralMeridian) {
  const angle = (lon - centralMeridian) * RADIANS;
  return { x: Math.sin(angle), y: Math.cos(angle) };
}

/** The place in a direction from the middle of a circle. @param {Circle} circle @param {Spot} direction @param {number} reach from the middle, pixels */
export const placeAt = ({ x, y }, direction, reach) => ({ x: x + reach * direction.x, y: y + reach * direction.y });

/** The turn of a text along the circle, degrees clockwise; never upside down. @param {Spot} direction */
export function turnOf({ x, y }) {
  const turn = Math.atan2(x, -y) / RADIANS;
  return Math.abs(turn) > 90 + 1e-6 ? turn - Math.sign(turn) * 180 : turn;
}

/**
 * @param {Circle} circle @param {number} centralMeridian
 * @param {(lon: number) => string} label of a meridian @param {(spot: Spot) => boolean} isFree whether a figure may stand there
 */
export function bezel(circle, centralMeridian, label, isFree) {
  const { x, y, r } = circle;
  const ring = (/** @type {number} */ outwards, /** @type {Record<string, string | number>} */ more) => svg("circle", { cx: x, cy: y, r: r + outwards, ...more });
  const figures = [];
  for (let lon = -180 + STEP; lon <= 180; lon += STEP) {
    const direction = azimuth(lon, centralMeridian);
    const spot = placeAt(circle, direction, r + FIGURES);
    const place = `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)}) rotate(${turnOf(direction).toFixed(1)})`;
    if (isFree(spot)) figures.push(svg("text", { class: "sheet-figure", transform: place }, [label(lon)]));
  }
  return svg("g", {}, [
    ring(BEZEL / 2, { class: "sheet-band", "stroke-width": BEZEL }),
    // Of 72 blocks, a block at each second; the circle's path begins at the right.
    ring(BLOCKS, { class: "sheet-line", pathLength: 72, "stroke-dasharray": "1 1", "stroke-width": BLOCK_HEIGHT, transform: `rotate(${90 + centralMeridian} ${x} ${y})` }),
    ...LINES.map(([outwards, weight]) => ring(outwards, { class: "sheet-line", "stroke-width": weight })),
    ...figures,
  ]);
}
