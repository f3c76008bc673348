// Toolbar in the masthead, in a fixed order.
import { element } from "../dom.js";

/** Names of the tools from left to right. */
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
  const nextTool = [...row.children].find((sibling) => {
    const index = ORDER.findIndex((toolName) => toolName === /** @type {HTMLElement} */ (sibling).dataset.tool);
    return index > ORDER.indexOf(name);
  });
  row.insertBefore(tool, nextTool ?? null);
}
