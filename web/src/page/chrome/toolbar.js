// Toolbar in the masthead, in a fixed order.
import { element } from "../dom.js";

/** From left to right. */
const ORDER = /** @type {const} */ (["story", "present", "take", "language", "theme", "keys"]);

/** @type {HTMLElement | null} */
let row = null;

/** @param {typeof ORDER[number]} name @param {HTMLElement} made */
export function addTool(name, made) {
  if (!row) {
    row = element("div", { class: "tools" });
    document.querySelector(".masthead")?.append(row);
  }
  made.dataset.tool = name;
  const after = [...row.children].find((other) => {
    const place = ORDER.findIndex((one) => one === /** @type {HTMLElement} */ (other).dataset.tool);
    return place > ORDER.indexOf(name);
  });
  row.insertBefore(made, after ?? null);
}
