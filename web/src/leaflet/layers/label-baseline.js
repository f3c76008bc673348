// Baseline of a name on the map: an arc of its parallel, or a straight line.

/** @typedef {{x: number, y: number}} Place pixels, y downwards */
/** @typedef {Place & {radius: number}} Spot a disc that part of a name covers */

const RADIANS = Math.PI / 180;
/** From the middle of the letters down to their baseline, as a share of their size. */
const BASELINE_SHIFT = 0.33;
/** Length of the line by that of the name: no letter may be cut off at its end. */
const LINE_LENGTH = 1.1;

/**
 * The direction of a name on the screen, never upside down.
 * @param {number} lon degrees @param {number | null | undefined} rotation clockwise from the parallel
 * @param {number} centralMeridian the meridian that points down, in the southern hemisphere up
 * @param {number} [hemisphere] 1 north, −1 south
 */
export function direction(lon, rotation, centralMeridian, hemisphere = 1) {
  if (rotation === null || rotation === undefined) return 0;
  const turned = rotation - hemisphere * (lon - centralMeridian);
  return ((((turned + 90) % 180) + 180) % 180) - 90;
}

/**
 * @param {Place} centre middle of the name
 * @param {Place} pole
 * @param {{angle: number, bent: boolean, length: number, size: number}} name pixels, degrees
 * @returns {{path: string, spots: Spot[]}} an SVG path, and discs that cover the name
 */
export function baseline(centre, pole, { angle, bent, length, size }) {
  const halfLength = (LINE_LENGTH * length) / 2;
  const count = Math.max(1, Math.round(length / size));
  const steps = Array.from({ length: count }, (_, i) => ((i + 0.5) / count - 0.5) * length);
  const along = Math.cos(angle * RADIANS);
  const across = Math.sin(angle * RADIANS);
  const radius = Math.hypot(centre.x - pole.x, centre.y - pole.y);
  const spot = (/** @type {Place} */ place) => ({ ...place, radius: size / 2 });

  // A name that would go more than half round its circle is written straight, which is easier to read.
  if (!bent || halfLength > (radius * Math.PI) / 2) {
    const point = (/** @type {number} */ distance, drop = 0) => ({
      x: centre.x + distance * along - drop * across,
      y: centre.y + distance * across + drop * along,
    });
    const [a, b] = [point(-halfLength, BASELINE_SHIFT * size), point(halfLength, BASELINE_SHIFT * size)];
    return { path: `M${pointText(a)}L${pointText(b)}`, spots: steps.map((distance) => spot(point(distance))) };
  }
  const middle = Math.atan2(centre.y - pole.y, centre.x - pole.x);
  // Clockwise letters have their tops outwards, the others towards the pole.
  const turn = (centre.x - pole.x) * across - (centre.y - pole.y) * along > 0 ? 1 : -1;
  const point = (/** @type {number} */ distance, drop = 0) => {
    const reach = radius - turn * drop;
    const theta = middle + (turn * distance) / radius;
    return { x: pole.x + reach * Math.cos(theta), y: pole.y + reach * Math.sin(theta) };
  };
  const [a, b] = [point(-halfLength, BASELINE_SHIFT * size), point(halfLength, BASELINE_SHIFT * size)];
  const reach = (radius - turn * BASELINE_SHIFT * size).toFixed(1);
  return {
    path: `M${pointText(a)}A${reach} ${reach} 0 0 ${turn > 0 ? 1 : 0} ${pointText(b)}`,
    spots: steps.map((distance) => spot(point(distance))),
  };
}

/** @param {Place} place */
const pointText = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
