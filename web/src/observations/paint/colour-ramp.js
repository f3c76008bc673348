// Colour ramp of a density layer: one hue, lighter or darker by class, so that it can be read without hues.

/** Colour of the line between hexagons. */
export const SEAM = { day: "#fbfaf7", night: "#10181d" };

/**
 * The colours of some classes, spread over the ramp; a single class has a middle one.
 * @param {{day: string[], night: string[]}} ramps from the least class to the most
 * @param {number} count of classes @param {boolean} night @returns {string[]}
 */
export function rampColours(ramps, count, night) {
  const colours = night ? ramps.night : ramps.day;
  if (count <= 1) return [colours[2]];
  return Array.from({ length: count }, (_, i) => colours[Math.round((i * (colours.length - 1)) / (count - 1))]);
}
