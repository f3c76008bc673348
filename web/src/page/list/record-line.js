// A line of the list: the words that the document has of a record, and what the page adds to them.
import { element } from "../dom.js";
import { translateElement } from "../i18n.js";

/** @param {number} n */
export const recordLine = (n) => document.getElementById(`record-${n}`);

/** The parts of a line. */
const PARTS = { title: ".pick-title", place: ".pick-place", standing: ".pick > i:not(.possibly)", correction: ".pick-corrected" };

/** @param {Element | null} line @param {keyof typeof PARTS} part */
export const lineText = (line, part) => line?.querySelector(PARTS[part])?.textContent?.trim() ?? "";

/** What stands beside a date: that the record is a draft, new or changed. @param {Node} node */
const isNote = (node) => node instanceof Element && node.matches(".draft");

/** The date in words, and the notes beside it. @param {Element | null} line */
export function lineDate(line) {
  const nodes = [...(line?.querySelector(".pick-date")?.childNodes ?? [])];
  const text = (/** @type {Node[]} */ nodes) => nodes.map(({ textContent }) => textContent).join("").trim();
  return { date: text(nodes.filter((node) => !isNote(node))), notes: nodes.filter(isNote).map((node) => text([node])) };
}

/** Notes beside the date that a record is new or changed, in place of such a note. @param {Element | null} line @param {string} kind @param {string} word none: no note */
export function noteChange(line, kind, word) {
  line?.querySelector(".draft.told-since")?.remove();
  if (word) line?.querySelector(".pick-date")?.append(" ", element("span", { class: `draft told-since ${kind}`, "data-w": "" }, [word]));
}

/** Notes that a record matches only possibly. @param {HTMLElement | null} line @param {string} text a key, or none */
export function notePossible(line, text) {
  line?.querySelector(".possibly")?.remove();
  if (text) line?.querySelector(".pick")?.append(translateElement(element("i", { class: "possibly" }), { text: [text] }));
}

/** Marks a line as that of the selected record. @param {Element | null} line @param {boolean} on */
export function setCurrent(line, on) {
  const button = line?.querySelector(".pick");
  if (on) button?.setAttribute("aria-current", "true");
  else button?.removeAttribute("aria-current");
}

/** A copy of a line's button, for another list. @param {HTMLElement | null} line */
export function copyLineButton(line) {
  const copy = /** @type {HTMLElement} */ (line?.querySelector(".pick")?.cloneNode(true));
  copy.removeAttribute("aria-describedby");
  return copy;
}
