// The colours of a density surface: one hue, lighter or darker by class, so that who sees no hues reads it too.
import { BLACK, mixed, parts, WHITE } from "./look.js";

/** How far towards white, or below 0 towards black, from the least class to the most. */
const DAY = [0.64, 0.44, 0.22, 0, -0.32, -0.6];
const NIGHT = [-0.5, -0.24, 0.05, 0.32, 0.56, 0.84];

/** Between hexagons. */
export const SEAM = { day: "#fbfaf7", night: "#10181d" };

/** @param {number} share */
const two = (share) => Math.round(share).toString(16).padStart(2, "0");

/**
 * @param {string} colour #rrggbb, of a single point by day
 * @param {number} many classes, six at most @param {boolean} night @returns {string[]}
 */
export function ramp(colour, many, night) {
  const all = (night ? NIGHT : DAY).map((step) => {
    const rgb = mixed(parts(colour), step < 0 ? BLACK : WHITE, Math.abs(step));
    return `#${rgb.map(two).join("")}`;
  });
  if (many <= 1) return [all[2]];
  return Array.from({ length: many }, (_, i) => all[Math.round((i * (all.length - 1)) / (many - 1))]);
}
