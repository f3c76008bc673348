// A map is drawn once, when the script that makes it has ended: by then it has its place on the page, its
// view and its words, each of which would have it drawn anew.

/** Maps whose script is still at work. @type {WeakSet<object>} */
const pending = new WeakSet();

/** @param {any} map hears "opened" when it is to be drawn */
export function deferFirstDraw(map) {
  pending.add(map);
  queueMicrotask(() => {
    pending.delete(map);
    map.fire("opened");
  });
}

/** Whether a map is not to be drawn yet. @param {any} map */
export const isFirstDrawPending = (map) => pending.has(map);
