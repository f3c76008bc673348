// Delays drawing until the script that builds a map has ended: position, view and language are set by then, and each
// would draw the map again.

/** Maps whose script has not ended. @type {WeakSet<object>} */
const pending = new WeakSet();

/** Delays drawing until the map fires "opened". @param {any} map */
export function deferFirstDraw(map) {
  pending.add(map);
  queueMicrotask(() => {
    pending.delete(map);
    map.fire("opened");
  });
}

/** Whether drawing a map is still delayed. @param {any} map */
export const isFirstDrawPending = (map) => pending.has(map);
