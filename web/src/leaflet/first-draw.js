// A map is drawn once, when the script that makes it has ended: by then it has its place on the page, its
// view and its words, each of which would have it drawn anew.

/** Maps whose script is still at work. @type {WeakSet<object>} */
const opening = new WeakSet();

/** @param {any} map hears "opened" when it is to be drawn */
export function open(map) {
  opening.add(map);
  queueMicrotask(() => {
    opening.delete(map);
    map.fire("opened");
  });
}

/** Whether a map is not to be drawn yet. @param {any} map */
export const isOpening = (map) => opening.has(map);
