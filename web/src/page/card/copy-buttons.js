// A record's card as the screen has it: its coordinates can be taken away.
import { copy } from "../clipboard.js";
import { button } from "../dom.js";
import { worded } from "../i18n.js";

/** What is done is told for so long, milliseconds. */
const TOLD = 1600;
/** The rows of a position, in their order. */
const ROWS = ["card.decimal", "card.dms"];

/** @param {Element} row @param {string} name key of what it copies */
function copyButton(row, name) {
  const says = /** @type {ChildNode} */ (row.firstChild);
  const tell = (/** @type {boolean} */ done) =>
    worded(made, { text: [done ? "card.copied" : "card.copy"], "aria-label": [done ? "card.copied" : name] });
  const made = button("copy-button", "", async () => {
    if (!(await copy((says.textContent ?? "").trim()))) {
      window.getSelection()?.selectAllChildren(row);
      return;
    }
    tell(true);
    setTimeout(() => tell(false), TOLD);
  });
  return tell(false);
}

/** Gives a card its buttons, whether it has had them before or not. @param {Element | null | undefined} card */
export function equip(card) {
  for (const [i, row] of [...(card?.querySelectorAll(".at") ?? [])].entries()) {
    row.querySelector("button")?.remove();
    row.append(copyButton(row, ROWS[i]));
  }
}
