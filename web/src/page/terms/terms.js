// Explanations of words where they stand: a dotted line under the first mention in a text, and a note under the pointer,
// on focus and on a tap. The words are those of the list "Words on this map" in the document.
import { closeOnEscape } from "../chrome/escape-key.js";
import { element } from "../dom.js";
import { onLanguage } from "../i18n.js";
import { NOTES, TITLES } from "../list/record-line.js";
import { termSplitter } from "./pieces.js";

/** Space between a word and its note, and beside the edge of the window, pixels. */
const SPACE = 6;

/** Texts with words of the subject. */
const TEXTS = `.masthead .subtitle, .lead-text, .scene-text, .scene-notes, ${TITLES}`;
/** Those of a card; a level is the one word at the start of its row. */
const NOTES_OF_CARD = ".card-kind, .facts dd > span:first-child:not([class])";
const LEVEL = /^\S+$/;
/** What has no explanations in it. */
const LEFT_ALONE = "svg, sup, .term, .sr-only";
/** What a reader can choose: in it nothing else takes the focus. */
const CHOICE = "a, button, summary, label";

/** The names in the list of terms. */
const names = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".terms dt")]);

/** @param {boolean} own whether of geotrack, else of the subject */
const splitter = (own) =>
  termSplitter(names().map(({ dataset, textContent, className }) => ((className === "own") === own ? JSON.parse(dataset.forms ?? "null") ?? [textContent] : [])));

/** @type {{subject: ReturnType<typeof splitter>, own: ReturnType<typeof splitter>} | undefined} */
let splitters;
/** Made when the first text is marked. */
const known = () => (splitters ??= { subject: splitter(false), own: splitter(true) });

/**
 * Marks the first mention of each term in the text of an element.
 * @param {Element} within @param {ReturnType<typeof splitter>} split @param {Set<number>} [met]
 */
function markTerms(within, split, met = new Set()) {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const nodes = [];
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  for (const node of nodes) {
    const parent = node.parentElement;
    if (parent?.closest(LEFT_ALONE)) continue;
    const pieces = split(node.data, met);
    if (!pieces.some(({ term }) => term !== undefined)) continue;
    // No button, which would not break between lines.
    /** @type {Record<string, string>} */
    const role = parent?.closest(CHOICE) ? {} : { role: "button", tabindex: "0" };
    node.replaceWith(...pieces.map(({ text, term }) => (term === undefined ? text : element("span", { class: "term", "data-term": `${term}`, ...role }, [text]))));
  }
}

/** Takes away the marks of an earlier time. @param {Element} within */
function unmark(within) {
  for (const marked of within.querySelectorAll(".term")) marked.replaceWith(...marked.childNodes);
  within.normalize();
}

/** Marks the words of a card. @param {Element} card */
export function markCard(card) {
  unmark(card);
  const met = new Set();
  for (const note of card.querySelectorAll(NOTES_OF_CARD)) if (note.className || LEVEL.test(note.textContent ?? "")) markTerms(note, known().own, met);
  markTerms(card, known().subject);
}

/** Marks the words of lead, scenes and list, or of one line that is made later. @param {ParentNode} [within] */
export function markTexts(within = document) {
  for (const text of within.querySelectorAll(TEXTS)) {
    unmark(text);
    markTerms(text, known().subject);
  }
  for (const note of within.querySelectorAll(NOTES)) {
    unmark(note);
    markTerms(note, known().own);
  }
}

/** The note, placed under its word, or above it where there is no room. */
function createNote() {
  const note = element("div", { class: "term-note", id: "term-note", role: "tooltip", hidden: "" });
  document.body.append(note);
  /** @type {Element | null} */
  let shown = null;
  const escape = closeOnEscape(note, hide);
  function hide() {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    note.hidden = true;
    escape(false);
  }
  function place() {
    const box = shown?.getClientRects()[0];
    // It may have been marked anew, as in another language.
    if (!box) return hide();
    const { left, top, bottom } = box;
    const room = { x: document.documentElement.clientWidth, y: document.documentElement.clientHeight };
    const x = Math.max(SPACE, Math.min(left, room.x - note.offsetWidth - SPACE));
    const y = bottom + note.offsetHeight + SPACE > room.y ? top - note.offsetHeight : bottom;
    note.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
  /** @param {Element | null | undefined} term */
  function show(term) {
    if (!term || shown === term) return;
    hide();
    const meaning = names()[Number(term.getAttribute("data-term"))]?.nextElementSibling;
    note.textContent = meaning?.textContent ?? "";
    note.lang = meaning?.closest("[lang]")?.getAttribute("lang") ?? "";
    note.hidden = false;
    (shown = term).setAttribute("aria-describedby", note.id);
    place();
    escape(true);
  }
  return { note, place, show, hide };
}

/** Marks words that are explained, and shows their explanations. */
export function addTerms() {
  if (!names().length) return;
  markTexts();
  onLanguage(() => markTexts());
  const { note, place, show, hide } = createNote();
  /** @param {Event} event */
  const elementOf = ({ target }) => /** @type {Element} */ (target instanceof Element ? target : document.body);
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && show(elementOf(event).closest(".term")));
  // Not on the way from the word to its note, nor while the word has the focus.
  document.addEventListener("pointerout", ({ relatedTarget }) => relatedTarget !== note && !document.activeElement?.matches(".term") && hide());
  // A link has the focus, not the word in it.
  document.addEventListener("focusin", (event) => elementOf(event).matches(":focus-visible") && show(elementOf(event).closest(".term") ?? elementOf(event).querySelector(":scope:is(a) .term")));
  document.addEventListener("focusout", hide);
  document.addEventListener("click", (event) => show(elementOf(event).closest(".term[role]")));
  document.addEventListener("keydown", (event) => event.key === "Enter" && show(elementOf(event).closest(".term[role]")));
  document.addEventListener("pointerdown", (event) => elementOf(event) !== note && !elementOf(event).closest(".term") && hide());
  document.addEventListener("scroll", place, { capture: true, passive: true });
}
