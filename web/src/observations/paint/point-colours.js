// Colours of points by number: a single point is well visible; where many overlap the colour darkens by the logarithm
// of their number, so that coast and names stay readable.
import { lightened, mixed, rgbOf, WHITE } from "../../canvas.js";
import { WHOLE } from "./many-points.js";

/** Number of points on one pixel that have a colour of their own; more have that of the last. */
const MOST = 256;
const STRONGEST = { day: 0.86, night: 0.72 };

const BLACK = [0, 0, 0];
/** Share of white in a colour by night. */
const NIGHT = 0.45;

/**
 * How crowded a picture is.
 * @typedef {object} Crowd
 * @property {number} mean points on a pixel that has any
 * @property {number} share of all pixels that have any
 * @property {number} points all of them
 */

/** A colour as it is drawn by day or at night. @param {string} colour #rrggbb, by day @param {boolean} dark */
export const colourFor = (colour, dark) => (dark ? lightened(colour, NIGHT) : colour);

/** How far the colour of many points darkens to black, or at night lightens to white; less where colours are classes. */
const DARKEN = { alone: 0.5, classes: 0.2 };

/** The radius of a dot: the smaller, the more crowded it is, and larger where there are few, pixels. @param {Crowd} crowd */
export function radiusOf({ mean, share, points }) {
  const few = Math.max(0, 0.6 - 0.17 * Math.log10(Math.max(1, points)));
  return few + Math.min(1.25, Math.max(0.7, 1.3 - 0.2 * Math.log2(Math.max(1, mean) * (1 + 8 * share))));
}

/**
 * The colour of a pixel by how much lies on it, as the pixels of a picture hold it.
 * @param {string} colour #rrggbb, by day @param {boolean} dark @param {Crowd} crowd
 * @param {number} much number of points that few pixels exceed
 * @param {boolean} classed whether it is the colour of one class of several @returns {Uint32Array}
 */
export function toneTable(colour, dark, { mean, share: covered }, much, classed) {
  const few = dark ? mixed(rgbOf(colour), WHITE, NIGHT) : rgbOf(colour);
  const crowded = mixed(few, dark ? WHITE : BLACK, classed ? DARKEN.classes : DARKEN.alone);
  const strongest = dark ? STRONGEST.night : STRONGEST.day;
  const single = Math.max(0.32, 0.9 / Math.sqrt(Math.max(1, mean) * (1 + 4 * covered)));
  const steps = Math.log2(Math.max(2, much));
  return Uint32Array.from({ length: MOST * WHOLE + 1 }, (_, laid) => {
    const points = laid / WHOLE;
    const share = points < 1 ? 0 : Math.min(1, Math.log2(points) / steps);
    const alpha = points < 1 ? single * points : single + Math.max(0, strongest - single) * share;
    const [r, g, b] = mixed(few, crowded, share).map(Math.round);
    return ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}
