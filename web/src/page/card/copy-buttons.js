// Buttons on a record's card that copy its coordinates.
import { copyText } from "../clipboard.js";
import { button } from "../dom.js";
import { translateElement } from "../i18n.js";

/** Time that the confirmation is shown, milliseconds. */
const CONFIRMED = 1600;
/** The rows of a position, in their order. */
const ROWS = ["card.decimal", "card.dms"];

/** @param {Element} row @param {string} name key of what it copies */
function copyButton(row, name) {
  const says = /** @type {ChildNode} */ (row.firstChild);
  const update = (/** @type {boolean} */ copied) =>
    translateElement(copier, { text: [copied ? "card.copied" : "card.copy"], "aria-label": [copied ? "card.copied" : name] });
  const copier = button("copy-button", "", async () => {
    if (!(await copyText((says.textContent ?? "").trim()))) {
      window.getSelection()?.selectAllChildren(row);
      return;
    }
    update(true);
    setTimeout(() => update(false), CONFIRMED);
  });
  return update(false);
}

/** Gives a card its buttons, whether it has had them before or not. @param {Element | null | undefined} card */
export function addCopyButtons(card) {
  for (const [i, row] of [...(card?.querySelectorAll(".at") ?? [])].entries()) {
    row.querySelector("button")?.remove();
    row.append(copyButton(row, ROWS[i]));
  }
}
