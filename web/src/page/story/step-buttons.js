// The buttons that step through the story, in the masthead and in the caption.
import { button } from "../dom.js";
import { worded } from "../i18n.js";

const SIGNS = { previous: "◂", next: "▸", close: "×" };

/** @param {"story" | "caption"} where @param {keyof typeof SIGNS} kind @param {() => void} act */
export function stepButton(where, kind, act) {
  const made = worded(button(`${where}-${kind}`, SIGNS[kind], act), { "aria-label": [`story.${kind}`], title: [`story.${kind}`] });
  return /** @type {HTMLButtonElement} */ (made);
}
