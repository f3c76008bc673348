// The card of a record. On a small page it stands in the record's line; on a page of many it comes there from elsewhere
// when it is needed.
import { copyTitle } from "../list/record-line.js";
import { markCard } from "../terms/terms.js";

/** HTML of a card that is not in the document, by the number of its record. @type {(n: number) => string | null} */
let markupOf = () => null;

/** Sets where cards come from that are not in the document. @param {typeof markupOf} source */
export const setCardSource = (source) => void (markupOf = source);

/** Adds the title to a card; the document has it in the line only. @param {Element} item @param {Element} card */
function addTitle(item, card) {
  const title = document.createElement("h2");
  copyTitle(item, title);
  card.querySelector(".card-kind")?.after(title);
}

/** @type {((card: Element) => void)[]} */
const listeners = [];

/** Adds a function to be called with each card that comes from elsewhere. @param {(card: Element) => void} listener */
export const onCard = (listener) => void listeners.push(listener);

/** The card of a record that is not in the document. @param {number} n */
export function parsedCard(n) {
  const markup = markupOf(n);
  if (!markup) return null;
  const card = document.importNode(/** @type {Element} */ (new DOMParser().parseFromString(markup, "text/html").body.firstElementChild), true);
  for (const listener of listeners) listener(card);
  return card;
}

/** The card of a record in the list, inserted there if it is not in the document. @param {HTMLElement | null} item its line in the list */
export function cardOf(item) {
  if (!item) return null;
  const card = item.querySelector(".card") ?? parsedCard(Number(item.dataset.record));
  if (!card) return null;
  if (!card.querySelector("h2")) addTitle(item, card);
  if (!card.parentNode) item.append(card);
  markCard(card);
  return card;
}

/** The texts of parts of the card in a line. @param {Element | null} item the line @param {string[]} selectors */
export const cardTexts = (item, selectors) => selectors.map((selector) => item?.querySelector(`.card ${selector}`)?.textContent?.trim() ?? "");
