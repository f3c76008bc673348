// The text of a report in a column, with its drafts underlined and numbered.
import { button, element } from "../../page/dom.js";
import { text, typeOf } from "../vocabulary.js";

/** @typedef {[start: number, end: number]} Span characters of the text, as the server counts them */
/** @typedef {{start: number, text: string, page: number | null, paragraph: number, is_heading: boolean}} Paragraph */
/** @typedef {{feature: any, hints: {candidates?: Record<string, string[]>, flags?: string[], same_as?: number, may_repeat: {id: string, title: string}[]}, state: "open" | "accepted" | "refused" | "same", record: string | null, of: number | null}} OpenDraft */
/** @typedef {{choose: (n: number) => void, select: (span: Span) => void}} On */

/** Ranges of the text by the names of the styles in report-text.css. */
const STYLES = ["draft-typed", "draft-untyped", "draft-decided", "draft-chosen", "draft-evidence", "draft-lit"];
/** Where the chosen sentence should stand: below the top and above the bottom by these parts of the height. */
const [HIGHEST, LOWEST, WISHED] = [0.12, 0.72, 0.28];

const WORD_JOINER = "\u2060";

/** The first characters of a text; the server counts one that a script has as two. @param {string} words @param {number} count */
const unitsOf = (words, count) => [...words].slice(0, count).join("").length;

/** @param {OpenDraft} draft @returns {Span} */
export const quoteOf = ({ feature }) => [feature.properties.extracted.quotes[0].start, feature.properties.extracted.quotes[0].end];

/** The name of a draft in words. @param {OpenDraft} draft @param {number} n */
export function nameOf({ feature, state }, n) {
  const { title, type } = feature.properties;
  const known = typeOf(type);
  const what = title || (known ? `${known.theme} / ${known.label}` : text("untyped"));
  return `${text("draftNumber", { n: n + 1 })}: ${what}${state === "open" ? "" : `, ${text(`draftStates.${state}`)}`}`;
}

export class TextView {
  box = element("div", { class: "pages", tabindex: "0", role: "region", "aria-label": text("textOfReport") });
  /** The pieces of text between the numbers, in order. @type {{node: Text, start: number}[]} */
  #pieces = [];
  /** @type {OpenDraft[]} */
  #drafts = [];
  /** The buttons of the drafts by their places in the list. @type {HTMLElement[]} */
  #marks = [];
  #on;

  /** @param {On} on */
  constructor(on) {
    this.#on = on;
    this.box.addEventListener("click", (event) => this.#choose(event));
    // On the document: a selection may end beside the text.
    document.addEventListener("pointerup", () => this.#select());
  }

  /** Shows a text with its drafts. @param {Paragraph[]} paragraphs @param {OpenDraft[]} drafts */
  fill(paragraphs, drafts) {
    const { scrollTop } = this.box;
    this.#drafts = drafts;
    this.#pieces = [];
    this.#marks = drafts.map((_, n) => button("mark", `${n + 1}`, () => this.#on.choose(n)));
    const ends = drafts.map((draft, n) => ({ n, end: quoteOf(draft)[1] })).sort((a, b) => a.end - b.end || a.n - b.n);
    let lastPage = /** @type {number | null} */ (null);
    this.box.replaceChildren(
      ...paragraphs.flatMap((paragraph) => {
        const { page } = paragraph;
        const pageHead = page && page !== lastPage ? [element("p", { class: "page-number" }, [text("page", { n: page })])] : [];
        lastPage = page;
        return [...pageHead, this.#paragraph(paragraph, ends)];
      }),
    );
    this.update();
    this.box.scrollTop = scrollTop;
  }

  /** @param {Paragraph} paragraph @param {{n: number, end: number}[]} ends */
  #paragraph({ start, text: words, is_heading: isHeading }, ends) {
    const characters = [...words];
    const parts = /** @type {Node[]} */ ([]);
    let from = start;
    const add = (/** @type {number} */ to) => {
      const node = document.createTextNode(characters.slice(from - start, to - start).join(""));
      this.#pieces.push({ node, start: from });
      parts.push(node);
      from = to;
    };
    for (const { n, end } of ends.filter(({ end }) => end > start && end <= start + characters.length)) {
      if (end > from) add(end);
      // A number stands in the line of its sentence's end.
      parts.push(document.createTextNode(WORD_JOINER), this.#marks[n]);
    }
    add(start + characters.length);
    return element(isHeading ? "h3" : "p", words.includes("\t") ? { class: "row" } : {}, parts);
  }

  /** Underlines the drafts anew, after a decision. */
  update() {
    const spans = { "draft-typed": /** @type {Span[]} */ ([]), "draft-untyped": /** @type {Span[]} */ ([]), "draft-decided": /** @type {Span[]} */ ([]) };
    this.#drafts.forEach((draft, n) => {
      const style = draft.state !== "open" ? "draft-decided" : draft.feature.properties.type ? "draft-typed" : "draft-untyped";
      spans[style].push(quoteOf(draft));
      const mark = this.#marks[n];
      mark.dataset.state = draft.state;
      mark.setAttribute("aria-label", nameOf(draft, n));
    });
    for (const [name, list] of Object.entries(spans)) this.#paint(name, list);
  }

  /** The draft whose form is open, and the words that its values were read from. @param {number | null} n */
  setChosen(n) {
    const draft = n === null ? null : this.#drafts[n];
    this.#marks.forEach((mark, other) => mark.setAttribute("aria-current", `${other === n}`));
    this.#paint("draft-chosen", draft ? [quoteOf(draft)] : []);
    this.#paint("draft-evidence", /** @type {Span[]} */ (Object.values(draft?.feature.properties.extracted.evidence ?? {}).flat()));
    this.light([]);
    if (draft) this.#reveal(quoteOf(draft));
  }

  /** Lights the words of one value. @param {Span[]} spans @param {boolean} [isInView] whether to scroll to them: not for a pointer that passes */
  light(spans, isInView = false) {
    this.#paint("draft-lit", spans);
    if (spans.length && isInView) this.#reveal(spans[0]);
  }

  /** The words of a piece of the text, in one line. @param {Span} span */
  words(span) {
    return this.#text(span).replace(/\s+/g, " ").trim();
  }

  /** A piece of the text without the numbers; a space stands for what is between two paragraphs. @param {Span} span */
  #text([start, end]) {
    const last = this.#indexOf(end, true);
    let [index, words] = [this.#indexOf(start, false), ""];
    for (let at = start; index <= last; index++) {
      const { node, start: from } = this.#pieces[index];
      const characters = [...node.data];
      if (from > at) words += " ".repeat(from - at);
      words += characters.slice(Math.max(start - from, 0), end - from).join("");
      at = from + characters.length;
    }
    return words;
  }

  /** No text is shown any more. */
  clear() {
    this.box.replaceChildren();
    for (const name of STYLES) CSS.highlights?.delete(name);
  }

  /** @param {string} name @param {Span[]} spans */
  #paint(name, spans) {
    CSS.highlights?.set(name, new Highlight(...spans.map((span) => this.#range(span))));
  }

  /** @param {Span} span */
  #range([start, end]) {
    const range = document.createRange();
    range.setStart(...this.#position(start, false));
    range.setEnd(...this.#position(end, true));
    return range;
  }

  /** @param {number} offset @param {boolean} isEnd @returns {[Text, number]} */
  #position(offset, isEnd) {
    const { node, start } = this.#pieces[this.#indexOf(offset, isEnd)];
    return [node, unitsOf(node.data, offset - start)];
  }

  /** The number of the piece with an offset; an end between two pieces belongs to the first. @param {number} offset @param {boolean} isEnd */
  #indexOf(offset, isEnd) {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const { start } = this.#pieces[middle];
      if (isEnd ? start < offset : start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The offset of a boundary in the text. @param {Node} node @param {number} at @returns {number} */
  #offsetOf(node, at) {
    const piece = this.#pieces.find((one) => one.node === node);
    if (piece) return piece.start + [...piece.node.data.slice(0, at)].length;
    // Between elements: at the start of the next piece.
    const range = document.createRange();
    range.setStart(node, at);
    const next = this.#pieces.find((one) => range.comparePoint(one.node, 0) >= 0) ?? this.#pieces[this.#pieces.length - 1];
    return next.start;
  }

  /** A click on an underlined sentence chooses its draft. @param {MouseEvent} event */
  #choose({ clientX, clientY, target }) {
    if (target instanceof HTMLButtonElement || !getSelection()?.isCollapsed) return;
    const caret = document.caretPositionFromPoint?.(clientX, clientY);
    const node = caret?.offsetNode;
    if (!caret || !node || !this.box.contains(node)) return;
    const offset = this.#offsetOf(node, caret.offset);
    const hit = this.#drafts.findIndex((draft) => quoteOf(draft)[0] <= offset && offset < quoteOf(draft)[1]);
    if (hit >= 0) this.#on.choose(hit);
  }

  #select() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!this.box.contains(range.commonAncestorContainer)) return;
    const first = this.#offsetOf(range.startContainer, range.startOffset);
    const last = this.#offsetOf(range.endContainer, range.endOffset);
    const words = this.#text([first, last]);
    const start = first + words.length - words.trimStart().length;
    const end = last - words.length + words.trimEnd().length;
    if (end > start) this.#on.select([start, end]);
  }

  /** Scrolls only where the words are not well in view. @param {Span} span */
  #reveal(span) {
    const words = this.#range(span).getBoundingClientRect();
    const view = this.box.getBoundingClientRect();
    const [top, bottom] = [words.top - view.top, words.bottom - view.top].map((y) => y / view.height);
    if (top >= HIGHEST && bottom <= LOWEST) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.box.scrollBy({ top: (top - WISHED) * view.height, behavior: isCalm ? "instant" : "smooth" });
  }
}
