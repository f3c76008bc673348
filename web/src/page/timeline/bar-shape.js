// Shape of a record's bar: solid where the time is certain, fading where it is not.

/** @typedef {import("../query/record-times.js").Time} Time */
/** @typedef {import("./scale.js").Scale} Scale */

/**
 * @typedef {{x: number, strength: number}} Stop
 * @typedef {object} Shape
 * @property {number} left pixels @property {number} right
 * @property {Stop[][]} parts each from left to right
 * @property {boolean} open whether it is ongoing
 */

/** The least width of a bar, so that one of a day is visible, pixels. */
export const LEAST = 5;
/** Length of the fading end of an approximate date, pixels. */
const BEYOND = 9;
const [SURE, VAGUE, FAINT] = [1, 0.5, 0.14];

/**
 * @param {Time} time @param {Scale} scale @returns {Shape}
 */
export function shapeOf(time, scale) {
  // Open sides run out of the picture.
  const x = (/** @type {number} */ day) => Math.max(-2 * BEYOND, Math.min(scale.width + 2 * BEYOND, scale.x(day)));
  const parts = time.choices.length ? time.choices.map(([first, end]) => momentStops(x(first), x(end), end - first <= 1)) : [durationStops(time, x)];
  const before = time.marked & 1 ? BEYOND : 0;
  const after = time.marked & 2 || (time.choices.length && time.marked) ? BEYOND : 0;
  if (before) parts[0].unshift({ x: parts[0][0].x - before, strength: 0 });
  const last = parts[parts.length - 1];
  if (after) last.push({ x: last[last.length - 1].x + after, strength: 0 });
  return { left: parts[0][0].x, right: last[last.length - 1].x, parts, open: time.ongoing };
}

/** One moment somewhere in here. @param {number} left @param {number} right @param {boolean} day whether it is known to the day @returns {Stop[]} */
function momentStops(left, right, day) {
  const wide = right - left;
  if (day || wide <= LEAST) return solidStops(left, right);
  const edge = Math.min(14, wide / 4);
  return [
    { x: left, strength: FAINT },
    { x: left + edge, strength: VAGUE },
    { x: right - edge, strength: VAGUE },
    { x: right, strength: FAINT },
  ];
}

/** A bar at least as wide as LEAST. @param {number} left @param {number} right @returns {Stop[]} */
function solidStops(left, right) {
  const widening = Math.max(0, LEAST - (right - left)) / 2;
  return [
    { x: left - widening, strength: SURE },
    { x: right + widening, strength: SURE },
  ];
}

/** @param {Time} time @param {(day: number) => number} x @returns {Stop[]} */
function durationStops({ s0, s1, e0, e1, ongoing }, x) {
  const [startFirst, startLast, endFirst, endLast] = [s0, s1, e0, e1].map(x);
  if (endLast - startFirst <= LEAST) return solidStops(startFirst, endLast);
  const [low, high] = [Math.min(startLast, endFirst), Math.max(startLast, endFirst)];
  const middle = startLast <= endFirst ? SURE : VAGUE;
  const stops = [
    { x: startFirst, strength: startLast - startFirst > 1 ? FAINT : middle },
    { x: low, strength: middle },
    { x: high, strength: middle },
    { x: endLast, strength: endLast - endFirst <= 1 ? middle : ongoing ? VAGUE : FAINT },
  ];
  return stops.filter(({ x: stop }, i) => i === 0 || i === 3 || (stop > startFirst && stop < endLast));
}
