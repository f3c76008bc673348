// Keys for the records, the search and the filters.
import { key, press } from "../keyboard.js";

/** Lines of the list that can be seen. @returns {HTMLElement[]} */
const lines = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record:not(.left-out) .pick"))];

/** The line before or after one; at the ends none. @param {Element | null | undefined} from @param {1 | -1} step */
function beside(from, step) {
  const all = lines();
  const at = all.findIndex((one) => one === from);
  return at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[at + step];
}

/** The line that has the focus. */
const focused = () => document.activeElement?.closest(".pick");

/** @param {() => number | null} chosen number of the record that is chosen */
export function recordKeys(chosen) {
  const show = (/** @type {1 | -1} */ step) => {
    const now = chosen();
    const next = beside(now === null ? focused() : document.querySelector(`#record-${now} .pick`), step);
    next?.focus();
    next?.click();
  };
  const walk = (/** @type {1 | -1} */ step) => beside(focused(), step)?.focus();
  const inList = () => Boolean(focused());
  key("j", "keys.next", () => show(1), { group: "records" });
  key("k", "keys.previous", () => show(-1), { group: "records" });
  key("ArrowDown", "keys.down", () => walk(1), { group: "records", when: inList });
  key("ArrowUp", "keys.up", () => walk(-1), { group: "records", when: inList });
  const field = () => /** @type {HTMLElement | null} */ (document.querySelector(".finder-field"));
  key("/", "keys.search", () => field()?.focus(), { group: "records" });
  key("f", "keys.filters", () => press(".finder-opener"), { group: "records" });
  // Each closes its own; here it is told.
  key("Escape", "keys.escape", () => false, { group: "records" });
}
