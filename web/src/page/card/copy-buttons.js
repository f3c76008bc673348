// Buttons on a record's card that copy its coordinates.
import { copyText } from "../clipboard.js";
import { button } from "../dom.js";
import { translateElement } from "../i18n.js";

/** Time that the confirmation is shown, milliseconds. */
const CONFIRMATION_MS = 1600;
/** Keys of the names of a position's rows, in their order. */
const ROWS = ["card.decimal", "card.dms"];

/** @param {Element} row @param {string} name key of what it copies */
function copyButton(row, name) {
  const position = /** @type {ChildNode} */ (row.firstChild);
  const update = (/** @type {boolean} */ copied) =>
    translateElement(copier, { text: [copied ? "card.copied" : "card.copy"], "aria-label": [copied ? "card.copied" : name] });
  const copier = button("copy-button", "", async () => {
    if (!(await copyText((position.textContent ?? "").trim()))) {
      window.getSelection()?.selectAllChildren(row);
      return;
    }
    update(true);
    setTimeout(() => update(false), CONFIRMATION_MS);
  });
  return update(false);
}

/** Adds the buttons to a card, in place of any that it has. @param {Element | null | undefined} card */
export function addCopyButtons(card) {
  for (const [i, row] of [...(card?.querySelectorAll(".at") ?? [])].entries()) {
    row.querySelector("button")?.remove();
    row.append(copyButton(row, ROWS[i]));
  }
}
