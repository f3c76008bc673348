// One tab stop for all marks (roving tabindex); arrow keys move to the next number.
import { panTo } from "../map/view-fit.js";

/** @typedef {import("./map-record.js").MapRecord} MapRecord */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

/**
 * The number to which an arrow key leads; after the last comes the first.
 * @param {number[]} numbers in order @param {number} from @param {number} step
 */
export const nextNumber = (numbers, from, step) => numbers[(numbers.indexOf(from) + step + numbers.length) % numbers.length];

/**
 * @param {L.Map} map @param {import("./map-record.js").MapRecords} mapRecords
 * @returns {() => void} updates the tab stop
 */
export function rovingTabindex(map, mapRecords) {
  /** Number of the symbol that Tab reaches. */
  let stop = 0;
  /** The element that Tab reaches. @type {HTMLElement | null} */
  let stopIcon = null;
  const icon = (/** @type {number} */ n) => /** @type {HTMLElement | null} */ (mapRecords.get(n)?.face?._icon ?? null);
  /** The numbers of visible symbols; of a stack or cluster the first. */
  const visibleNumbers = () => {
    /** @type {Map<HTMLElement | null, number>} */
    const firsts = new Map([[null, 0]]);
    const inDiscs = mapRecords.discs.map(({ members }) => members[0]);
    const order = [...inDiscs, ...mapRecords.made].filter(({ out }) => !out).map(({ event }) => event.n);
    for (const n of order.sort((a, b) => a - b)) {
      const found = icon(n);
      if (!firsts.has(found)) firsts.set(found, n);
    }
    return [...firsts.values()].slice(1);
  };

  function update() {
    const numbers = visibleNumbers();
    if (!numbers.includes(stop)) stop = numbers[0] ?? 0;
    // The one before may be hidden by now, by a filter or a stack.
    if (stopIcon) stopIcon.tabIndex = -1;
    stopIcon = icon(stop);
    if (stopIcon) stopIcon.tabIndex = 0;
  }

  const pane = /** @type {HTMLElement} */ (map.getPane("mapPane"));
  pane.addEventListener("focusin", ({ target }) => {
    stop = visibleNumbers().find((n) => icon(n) === target) ?? stop;
    update();
  });
  pane.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!visibleNumbers().some((n) => icon(n) === event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    const next = nextNumber(visibleNumbers(), stop, step);
    panTo(map, mapRecords.get(next)?.face, [], 0);
    icon(next)?.focus({ preventScroll: true });
  });
  map.on("moveend overlayadd overlayremove projectionchange marksmoved", update);
  update();
  return update;
}
