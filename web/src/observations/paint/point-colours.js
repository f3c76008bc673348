// Colours of a pixel by the number of points on it. A single point is well visible; the colour of many darkens with the
// logarithm of their number, so that the coast and names stay readable.
import { lightened, mixed, rgbOf, WHITE } from "../../canvas.js";
import { WHOLE } from "./many-points.js";

/** Greatest number of points on a pixel with a colour of its own. */
const MOST = 256;
/** Greatest opacity. */
const MAX_ALPHA = { day: 0.86, night: 0.72 };

const BLACK = [0, 0, 0];
/** Share of white in a colour at night. */
const WHITE_AT_NIGHT = 0.45;

/**
 * How crowded a picture is.
 * @typedef {object} Crowd
 * @property {number} mean points on a pixel that has any
 * @property {number} share of all pixels that have any
 * @property {number} points all of them
 */

/** A colour as it is drawn by day or at night. @param {string} colour #rrggbb, by day @param {boolean} dark */
export const colourFor = (colour, dark) => (dark ? lightened(colour, WHITE_AT_NIGHT) : colour);

/** How far the colour of many points darkens to black, or at night lightens to white; less where colours are classes. */
const DARKEN = { alone: 0.5, classes: 0.2 };

/** The radius of a dot, pixels: smaller where dots are crowded, larger where there are few. @param {Crowd} crowd */
export function radiusOf({ mean, share, points }) {
  // 0.6 for one point, 0 from some 3,400 on.
  const extraOfFew = Math.max(0, 0.6 - 0.17 * Math.log10(Math.max(1, points)));
  return extraOfFew + Math.min(1.25, Math.max(0.7, 1.3 - 0.2 * Math.log2(Math.max(1, mean) * (1 + 8 * share))));
}

/**
 * The colours of pixels by the weight on them (`WHOLE` for each point), as numbers of a picture's data.
 * @param {string} colour #rrggbb, by day @param {boolean} dark @param {Crowd} crowd
 * @param {number} highCount number of points that few pixels exceed: from there on the colour is the darkest
 * @param {boolean} isClass whether it is the colour of one class of several @returns {Uint32Array}
 */
export function toneTable(colour, dark, { mean, share: covered }, highCount, isClass) {
  const singleColour = dark ? mixed(rgbOf(colour), WHITE, WHITE_AT_NIGHT) : rgbOf(colour);
  const crowdedColour = mixed(singleColour, dark ? WHITE : BLACK, isClass ? DARKEN.classes : DARKEN.alone);
  const maxAlpha = dark ? MAX_ALPHA.night : MAX_ALPHA.day;
  const singleAlpha = Math.max(0.32, 0.9 / Math.sqrt(Math.max(1, mean) * (1 + 4 * covered)));
  const doublings = Math.log2(Math.max(2, highCount));
  return Uint32Array.from({ length: MOST * WHOLE + 1 }, (_, weight) => {
    const points = weight / WHOLE;
    const share = points < 1 ? 0 : Math.min(1, Math.log2(points) / doublings);
    const alpha = points < 1 ? singleAlpha * points : singleAlpha + Math.max(0, maxAlpha - singleAlpha) * share;
    const [r, g, b] = mixed(singleColour, crowdedColour, share).map(Math.round);
    // Bytes of a pixel are red, green, blue, alpha, lowest first.
    return ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}
