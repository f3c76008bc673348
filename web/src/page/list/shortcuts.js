// Keyboard shortcuts of the list, the search and the filters.
import { CLOSE, FILTERS, LINE_DOWN, LINE_UP, NEXT_RECORD, PREVIOUS_RECORD, SEARCH } from "../keyboard-shortcuts.js";
import { bind, press } from "../keyboard.js";
import { openList } from "../sheet/page-layout.js";

/** Longer than the flight from a scene takes, milliseconds. */
const LONGEST_FLIGHT = 3000;

/** The line that has the focus. */
const focusedLine = () => document.activeElement?.closest(".pick");

/**
 * @param {import("../payload.js").PageData} data @param {import("../query/query.js").PageQuery} query
 * @param {() => number | null} chosen number of the record that is chosen
 */
export function bindRecordShortcuts({ records }, query, chosen) {
  // In the order of the list, where those without a place are last.
  const listed = records.lazily((all) => [...all.filter(({ at }) => at), ...all.filter(({ at }) => !at)]);

  /** The button of the record before or after another; without another of the first or last; none at the ends. @param {number | null} from @param {1 | -1} step */
  function neighbourOf(from, step) {
    const { shown } = query.result();
    const visible = listed().filter(({ i }) => shown[i]);
    const index = visible.findIndex(({ n }) => n === from);
    const next = index < 0 ? visible.at(step > 0 ? 0 : -1) : visible[index + step];
    return /** @type {HTMLElement | null | undefined} */ (next?.line?.querySelector(".pick"));
  }

  const focused = () => Number(focusedLine()?.closest(".record")?.getAttribute("data-record")) || null;
  const showNeighbour = (/** @type {1 | -1} */ step) => {
    const next = neighbourOf(chosen() ?? focused(), step);
    next?.focus();
    next?.click();
  };
  const focusNeighbour = (/** @type {1 | -1} */ step) => neighbourOf(focused(), step)?.focus();
  const inList = () => Boolean(focusedLine());
  bind(NEXT_RECORD, () => showNeighbour(1));
  bind(PREVIOUS_RECORD, () => showNeighbour(-1));
  bind(LINE_DOWN, () => focusNeighbour(1), inList);
  bind(LINE_UP, () => focusNeighbour(-1), inList);
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector(".finder-field"));
  /** Shows the list, which a scene hides until its flight has ended, and a sheet folds. @param {() => void} act then */
  function showList(act) {
    if (document.body.matches(".in-story:not(.presenting)")) press(".caption-close");
    const last = performance.now() + LONGEST_FLIGHT;
    const tryAgain = () => {
      openList();
      if (field()?.checkVisibility() || performance.now() > last) act();
      else requestAnimationFrame(tryAgain);
    };
    tryAgain();
  }
  bind(SEARCH, () => showList(() => field()?.focus()));
  bind(FILTERS, () => showList(() => press(".finder-opener")));
  // What is open closes itself: this only adds the key to the list of shortcuts.
  bind(CLOSE, () => false);
}
