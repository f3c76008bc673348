// A line of the list of records: reads its texts, and adds the page's notes to it.
import { element } from "../dom.js";
import { addWritten, copyText, translateElement } from "../i18n.js";

/** The line of a record. @param {number} n */
export const recordLine = (n) => document.getElementById(`record-${n}`);

/** Selectors of the parts of a line. */
const PARTS = { title: ".pick-title", place: ".pick-place", standing: ".pick > i:not(.possibly)", correction: ".pick-corrected" };

addWritten(PARTS.title);

/** Selectors of titles, and of notes on records and their places. */
export const [TITLES, NOTES] = [PARTS.title, `.pick > i, ${PARTS.place}`];

/** Gives an element the title of a line. @param {Element | null} line @param {Element} target */
export const copyTitle = (line, target) => copyText(line?.querySelector(PARTS.title) ?? null, target);

/** @param {Element | null} line @param {keyof typeof PARTS} part */
export const lineText = (line, part) => line?.querySelector(PARTS[part])?.textContent?.trim() ?? "";

/** Whether a node is a note beside the date, such as *draft*, *new* or *changed*. @param {Node} node */
const isNote = (node) => node instanceof Element && node.matches(".draft");

/** Shows the title of a record that was saved: in its line, else in a line before the others. @param {Element | null} line @param {string} title */
export function showTitle(line, title) {
  const written = line?.querySelector(PARTS.title);
  if (written) return void (written.textContent = title);
  const added = element("li", { class: "record saved" }, [element("span", { class: "pick-title" }, [title])]);
  document.querySelector("#records .records")?.prepend(added);
}

/** The date in words, and the notes beside it. @param {Element | null} line */
export function lineDate(line) {
  const nodes = [...(line?.querySelector(".pick-date")?.childNodes ?? [])];
  const text = (/** @type {Node[]} */ nodes) => nodes.map(({ textContent }) => textContent).join("").trim();
  return { date: text(nodes.filter((node) => !isNote(node))), notes: nodes.filter(isNote).map((node) => text([node])) };
}

/** Sets the note beside the date that a record is new or changed. @param {Element | null} line @param {string} kind @param {string} word empty for no note */
export function noteChange(line, kind, word) {
  line?.querySelector(".draft.told-since")?.remove();
  if (word) line?.querySelector(".pick-date")?.append(" ", element("span", { class: `draft told-since ${kind}`, "data-w": "" }, [word]));
}

/** Sets the note that a record matches only possibly. @param {HTMLElement | null} line @param {string} text its key, empty for no note */
export function notePossible(line, text) {
  line?.querySelector(".possibly")?.remove();
  if (text) line?.querySelector(".pick")?.append(translateElement(element("i", { class: "possibly" }), { text: [text] }));
}

/** Marks a line as that of the selected record. @param {Element | null | undefined} line @param {boolean} isCurrent */
export function setCurrent(line, isCurrent) {
  const button = line?.querySelector(".pick");
  if (isCurrent) button?.setAttribute("aria-current", "true");
  else button?.removeAttribute("aria-current");
}

/** Gives an element the colour of a line: the class of who acts, else of its theme. @param {Element} line @param {Element} copy */
export const copyColour = (line, copy) => copy.classList.add(...[...line.classList].filter((name) => /^(side|t)-/.test(name)));

/** A copy of a line's button, for another list. @param {HTMLElement | null} line */
export function copyLineButton(line) {
  const copy = /** @type {HTMLElement} */ (line?.querySelector(".pick")?.cloneNode(true));
  copy.removeAttribute("aria-describedby");
  return copy;
}
