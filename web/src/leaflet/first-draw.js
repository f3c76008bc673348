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

/**
 * Calls a function after the frame that is due, when the browser has nothing more urgent to do. Safari has no `requestIdleCallback`.
 * @param {(deadline?: IdleDeadline) => void} act @param {number} [timeout] by which it is called in any case, milliseconds
 */
export const whenIdle = (act, timeout = 300) =>
  void (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout }) : setTimeout(act, timeout / 3));
