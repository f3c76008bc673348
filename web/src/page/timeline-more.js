// What another script of the page draws on the timeline, over the bars of the records.

/** @typedef {import("./timeline-scale.js").Scale} Scale */

/** So much of the height is its own, at the head, pixels. */
export const ROOM = 30;

/** @type {((scale: Scale) => void)[]} */
const painters = [];

/** Paint with the timeline. @param {(scale: Scale) => void} paint */
export const onTimeline = (paint) => void painters.push(paint);

/** @param {Scale} scale */
export function paintMore(scale) {
  for (const paint of painters) paint(scale);
}
