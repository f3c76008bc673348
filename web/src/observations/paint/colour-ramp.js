// Colour ramp of a density layer: one hue, lighter or darker by class, so that it can be read without hues.

/** Between hexagons. */
export const SEAM = { day: "#fbfaf7", night: "#10181d" };

/**
 * @param {{day: string[], night: string[]}} ramps from the least class to the most
 * @param {number} many classes @param {boolean} night @returns {string[]}
 */
export function rampColours(ramps, many, night) {
  const all = night ? ramps.night : ramps.day;
  if (many <= 1) return [all[2]];
  return Array.from({ length: many }, (_, i) => all[Math.round((i * (all.length - 1)) / (many - 1))]);
}
