// Keyboard shortcuts of the list, the search and the filters.
import { CLOSE, FILTERS, LINE_DOWN, LINE_UP, NEXT_RECORD, PREVIOUS_RECORD, SEARCH } from "../keyboard-shortcuts.js";
import { bind, press } from "../keyboard.js";

/** Lines of the list that the filter shows. @returns {HTMLElement[]} */
const lines = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record:not(.left-out) .pick"))];

/** The line before or after one; at the ends none. @param {Element | null | undefined} from @param {1 | -1} step */
function neighbourOf(from, step) {
  const visible = lines();
  const index = visible.findIndex((line) => line === from);
  return index < 0 ? visible[step > 0 ? 0 : visible.length - 1] : visible[index + step];
}

/** The line that has the focus. */
const focused = () => document.activeElement?.closest(".pick");

/** @param {() => number | null} chosen number of the record that is chosen */
export function bindRecordShortcuts(chosen) {
  const show = (/** @type {1 | -1} */ step) => {
    const selected = chosen();
    const next = neighbourOf(selected === null ? focused() : document.querySelector(`#record-${selected} .pick`), step);
    next?.focus();
    next?.click();
  };
  const walk = (/** @type {1 | -1} */ step) => neighbourOf(focused(), step)?.focus();
  const inList = () => Boolean(focused());
  bind(NEXT_RECORD, () => show(1));
  bind(PREVIOUS_RECORD, () => show(-1));
  bind(LINE_DOWN, () => walk(1), inList);
  bind(LINE_UP, () => walk(-1), inList);
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector(".finder-field"));
  bind(SEARCH, () => field()?.focus());
  bind(FILTERS, () => press(".finder-opener"));
  // Each element closes itself; this adds the list's entry.
  bind(CLOSE, () => false);
}
