// The clock of a flight from scene to scene: what each part of the page does at a time. A pure function, so that a slow
// machine drops frames and not their order.

/** Length of a flight, milliseconds. */
export const DURATION = 1800;
/** Times from the start, milliseconds. */
const TIMES = /** @type {const} */ ({ captionOut: [0, 250], told: [0, 500], camera: [0, 1400], marker: [200, 1200], labels: [1300, 1550], captionIn: [1400, 1700] });
/** When the first record leaves its tick and the last one lands, how long each takes, and the longest time between two. */
const [LEAVE, LAND, TRAVEL, APART] = [700, 1450, 500, 60];
/** How long the thread of a record that has landed takes to fade. */
const THREAD = 200;

/**
 * The curve of CSS's cubic-bezier().
 * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @returns {(x: number) => number}
 */
export function bezier(x1, y1, x2, y2) {
  const along = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ t) => 3 * a * t * (1 - t) ** 2 + 3 * b * t ** 2 * (1 - t) + t ** 3;
  return (x) => {
    if (x <= 0 || x >= 1) return Math.min(Math.max(x, 0), 1);
    let [low, high] = [0, 1];
    while (high - low > 1e-5) {
      const middle = (low + high) / 2;
      if (along(x1, x2, middle) < x) low = middle;
      else high = middle;
    }
    return along(y1, y2, low);
  };
}

const easeCamera = bezier(0.45, 0, 0.2, 1);
const easeRecord = bezier(0.2, 0.8, 0.2, 1);

/** How much of a time has passed, from 0 to 1. @param {number} t @param {readonly [number, number]} span */
const share = (t, [from, to]) => Math.min(Math.max((t - from) / (to - from), 0), 1);

/**
 * @param {number} t milliseconds from the start @param {number} count of the records that travel, in order of date
 * @returns each from 0 to 1: opacities of the old and the new caption and of the labels; how far told records have faded,
 *   and camera and marker have moved; of each record how far it has travelled, and the opacity of its thread
 */
export function flightAt(t, count) {
  const gap = count > 1 ? Math.min(APART, (LAND - TRAVEL - LEAVE) / (count - 1)) : 0;
  return {
    captionOut: 1 - share(t, TIMES.captionOut),
    told: share(t, TIMES.told),
    camera: easeCamera(share(t, TIMES.camera)),
    marker: easeCamera(share(t, TIMES.marker)),
    records: Array.from({ length: count }, (_, i) => {
      const left = LEAVE + i * gap;
      const way = easeRecord(share(t, [left, left + TRAVEL]));
      return { way, thread: way > 0 ? 1 - share(t, [left + TRAVEL, left + TRAVEL + THREAD]) : 0 };
    }),
    labels: share(t, TIMES.labels),
    captionIn: share(t, TIMES.captionIn),
    isOver: t >= DURATION,
  };
}
