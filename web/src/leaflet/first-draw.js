// Delays drawing until the script that builds a map has ended: position, view and language are set by then, and each
// would draw the map again.

/** Maps whose script is still at work. @type {WeakSet<object>} */
const pending = new WeakSet();

/** Delays drawing; the map fires "opened" when it is to be drawn. @param {any} map */
export function deferFirstDraw(map) {
  pending.add(map);
  queueMicrotask(() => {
    pending.delete(map);
    map.fire("opened");
  });
}

/** Whether a map is not to be drawn yet. @param {any} map */
export const isFirstDrawPending = (map) => pending.has(map);
