// How points are coloured: one is well seen, and many together grow darker, not larger.
import { WHOLE } from "./stamping.js";

/** By day and by night: of one point, and of very many. */
const DAY = { one: "#b03a74", many: "#4a0d2f" };
const NIGHT = { one: "#e58bb8", many: "#ffe3f0" };
/** So many on one pixel are as dark as it gets. */
const MOST = 256;
const STRONG = 0.85;

/** @param {string} colour #rrggbb */
const parts = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/**
 * The colour of a pixel by how much lies on it, as pixels of a picture hold it.
 * @param {boolean} dark @returns {Uint32Array}
 */
export function colours(dark) {
  const { one, many } = dark ? NIGHT : DAY;
  const [from, to] = [parts(one), parts(many)];
  return Uint32Array.from({ length: MOST * WHOLE + 1 }, (_, laid) => {
    const points = laid / WHOLE;
    const alpha = points < 1 ? STRONG * points : STRONG + (0.95 - STRONG) * (1 - 1 / points);
    const share = points < 1 ? 0 : Math.log2(points) / Math.log2(MOST);
    const [r, g, b] = from.map((value, i) => Math.round(value + (to[i] - value) * share));
    return ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}
