// Canvas and colour helpers, shared by the bundles of the page and of observations.

/** @typedef {number[]} Rgb red, green and blue, 0 to 255 */

/** @param {string} colour #rrggbb @returns {Rgb} */
export const rgbOf = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** A mixture of two colours. @param {Rgb} from @param {Rgb} to @param {number} share of the second @returns {Rgb} */
export const mixed = (from, to, share) => from.map((value, i) => value + (to[i] - value) * share);

export const WHITE = [255, 255, 255];

/** A colour mixed with white, as the page shows it at night. @param {string} colour #rrggbb @param {number} share of white @returns {string} #rrggbb */
export const lightened = (colour, share) =>
  `#${mixed(rgbOf(colour), WHITE, share).map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;

/**
 * The context of a canvas that is empty, as large as it stands on the page and sharp on a dense screen.
 * @param {HTMLCanvasElement} canvas @param {number} width pixels of the page
 * @returns {CanvasRenderingContext2D | null} null where it has no size
 */
export function blankContext(canvas, width) {
  const ratio = window.devicePixelRatio || 1;
  const height = canvas.clientHeight;
  const ctx = canvas.getContext("2d");
  if (!ctx || !height || width < 2) return null;
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  // Setting a size, even the same one, makes a new buffer.
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}

/** Height of the timeline's axis with its labels, pixels. */
export const AXIS = 19;
