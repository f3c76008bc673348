// Toolbar in the masthead, in a fixed order.
import { element } from "../dom.js";

/** From left to right. */
const ORDER = /** @type {const} */ (["story", "present", "take", "language", "theme", "keys"]);

/** @type {HTMLElement | null} */
let row = null;

/** @param {typeof ORDER[number]} name @param {HTMLElement} tool */
export function addTool(name, tool) {
  if (!row) {
    row = element("div", { class: "tools" });
    document.querySelector(".masthead")?.append(row);
  }
  tool.dataset.tool = name;
  const after = [...row.children].find((sibling) => {
    const place = ORDER.findIndex((toolName) => toolName === /** @type {HTMLElement} */ (sibling).dataset.tool);
    return place > ORDER.indexOf(name);
  });
  row.insertBefore(tool, after ?? null);
}
