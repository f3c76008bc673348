// Keyboard shortcuts of the list, the search and the filters.
import { CLOSE, FILTERS, LINE_DOWN, LINE_UP, NEXT_RECORD, PREVIOUS_RECORD, SEARCH } from "../keyboard-shortcuts.js";
import { bind, press } from "../keyboard.js";

/** Lines of the list that the filter shows. @returns {HTMLElement[]} */
const shownLines = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record:not(.left-out) .pick"))];

/** The line before or after another; without another the first or last; none at the ends. @param {Element | null | undefined} from @param {1 | -1} step */
function neighbourOf(from, step) {
  const visible = shownLines();
  const index = visible.findIndex((line) => line === from);
  return index < 0 ? visible[step > 0 ? 0 : visible.length - 1] : visible[index + step];
}

/** The line that has the focus. */
const focusedLine = () => document.activeElement?.closest(".pick");

/** @param {() => number | null} chosen number of the record that is chosen */
export function bindRecordShortcuts(chosen) {
  const showNeighbour = (/** @type {1 | -1} */ step) => {
    const selected = chosen();
    const next = neighbourOf(selected === null ? focusedLine() : document.querySelector(`#record-${selected} .pick`), step);
    next?.focus();
    next?.click();
  };
  const focusNeighbour = (/** @type {1 | -1} */ step) => neighbourOf(focusedLine(), step)?.focus();
  const inList = () => Boolean(focusedLine());
  bind(NEXT_RECORD, () => showNeighbour(1));
  bind(PREVIOUS_RECORD, () => showNeighbour(-1));
  bind(LINE_DOWN, () => focusNeighbour(1), inList);
  bind(LINE_UP, () => focusNeighbour(-1), inList);
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector(".finder-field"));
  bind(SEARCH, () => field()?.focus());
  bind(FILTERS, () => press(".finder-opener"));
  // What is open closes itself: this only adds the key to the list of shortcuts.
  bind(CLOSE, () => false);
}
