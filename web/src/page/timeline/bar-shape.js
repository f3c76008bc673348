// Shape of a record's bar: solid where the time is certain, fading where it is not.

/** @typedef {import("../query/record-times.js").Time} Time */
/** @typedef {import("./scale.js").Scale} Scale */

/**
 * @typedef {{x: number, strength: number}} Stop of a gradient: pixels, and opacity from 0 to 1
 * @typedef {object} Shape
 * @property {number} left pixels @property {number} right
 * @property {Stop[][]} parts one for each choice of a date, or one; stops from left to right
 * @property {boolean} open whether it is ongoing
 */

/** The least width of a bar, so that one of a day is visible, pixels. */
export const MIN_WIDTH = 5;
/** Length of the fading end of an approximate date, pixels. */
const FADE = 9;
/** Opacity of time that is certain, of time that is uncertain, and of the ends of that. */
const [CERTAIN, VAGUE, FAINT] = [1, 0.5, 0.14];
/** Bits of `time.marked`: an approximate or uncertain start, and end. */
const [START, END] = [1, 2];

/**
 * @param {Time} time @param {Scale} scale @returns {Shape}
 */
export function shapeOf(time, scale) {
  // Infinite days lie outside of the canvas.
  const x = (/** @type {number} */ day) => Math.max(-2 * FADE, Math.min(scale.width + 2 * FADE, scale.x(day)));
  const parts = time.choices.length ? time.choices.map(([first, end]) => momentStops(x(first), x(end), end - first <= 1)) : [durationStops(time, x)];
  const before = time.marked & START ? FADE : 0;
  const after = time.marked & END || (time.choices.length && time.marked) ? FADE : 0;
  if (before) parts[0].unshift({ x: parts[0][0].x - before, strength: 0 });
  const last = parts[parts.length - 1];
  if (after) last.push({ x: last[last.length - 1].x + after, strength: 0 });
  return { left: parts[0][0].x, right: last[last.length - 1].x, parts, open: time.ongoing };
}

/** A moment at an unknown time of a span. @param {number} left @param {number} right @param {boolean} isDay whether the span is one day @returns {Stop[]} */
function momentStops(left, right, isDay) {
  const width = right - left;
  if (isDay || width <= MIN_WIDTH) return solidStops(left, right);
  const edge = Math.min(14, width / 4);
  return [
    { x: left, strength: FAINT },
    { x: left + edge, strength: VAGUE },
    { x: right - edge, strength: VAGUE },
    { x: right, strength: FAINT },
  ];
}

/** A bar at least as wide as MIN_WIDTH. @param {number} left @param {number} right @returns {Stop[]} */
function solidStops(left, right) {
  const widening = Math.max(0, MIN_WIDTH - (right - left)) / 2;
  return [
    { x: left - widening, strength: CERTAIN },
    { x: right + widening, strength: CERTAIN },
  ];
}

/** A duration: certain between the last start and the first end, fading out to the first start and the last end. @param {Time} time @param {(day: number) => number} x @returns {Stop[]} */
function durationStops({ s0, s1, e0, e1, ongoing }, x) {
  const [startFirst, startLast, endFirst, endLast] = [s0, s1, e0, e1].map(x);
  if (endLast - startFirst <= MIN_WIDTH) return solidStops(startFirst, endLast);
  const [low, high] = [Math.min(startLast, endFirst), Math.max(startLast, endFirst)];
  // If it may have ended before the last start, no day is certain.
  const middle = startLast <= endFirst ? CERTAIN : VAGUE;
  const stops = [
    { x: startFirst, strength: startLast - startFirst > 1 ? FAINT : middle },
    { x: low, strength: middle },
    { x: high, strength: middle },
    { x: endLast, strength: endLast - endFirst <= 1 ? middle : ongoing ? VAGUE : FAINT },
  ];
  return stops.filter(({ x: stop }, i) => i === 0 || i === 3 || (stop > startFirst && stop < endLast));
}
