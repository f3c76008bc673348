// Cards of long lists are packed in the document and unpacked when they are needed: one text replaces a hundred elements
// a record.
import { lineText } from "../list/record-line.js";

/** As many cards stand in one text; see geotrack/page/document.py. */
const TOGETHER = 50;

/** @type {string[]} */
const packs = /* @__PURE__ */ JSON.parse(globalThis.document?.getElementById("geotrack-cards")?.textContent ?? "[]");
/** The place of a record in them, by its number. @type {Map<string, number>} */
const places = new Map();

/** The title, which in the document only the line holds. @param {Element} item @param {Element} card */
function addTitle(item, card) {
  const title = document.createElement("h2");
  title.textContent = lineText(item, "title");
  card.querySelector(".card-kind")?.after(title);
}

/** Which records the packed cards are of, in their order. @param {{n: number}[]} records */
export function prepareCards(records) {
  if (packs.length) records.forEach(({ n }, i) => places.set(`${n}`, i));
}

/** The cards last unpacked, and from which text: neighbours are usually needed next. */
let last = { pack: -1, cards: /** @type {Element[]} */ ([]) };

/** @param {Element} item a line of the list @returns {Element | undefined} its card, to be copied */
function packedCard(item) {
  const place = places.get(/** @type {HTMLElement} */ (item).dataset.record ?? "");
  if (place === undefined) return undefined;
  const pack = Math.floor(place / TOGETHER);
  if (pack !== last.pack) {
    const markup = window.geotrackPolar.unpacked(packs[pack]);
    last = { pack, cards: [...new DOMParser().parseFromString(markup, "text/html").body.children] };
  }
  return last.cards[place % TOGETHER];
}

/** @type {((card: Element) => void)[]} */
const listeners = [];

/** Call this with each card that was put in its place later. @param {(card: Element) => void} listener */
export const onCard = (listener) => void listeners.push(listener);

/** Inserts an unpacked card, with its title. @param {Element} item @param {Element} card */
function insertCard(item, card) {
  const inserted = document.importNode(card, true);
  addTitle(item, inserted);
  item.querySelector("noscript")?.remove();
  item.append(inserted);
  for (const listener of listeners) listener(inserted);
}

/** The card of a record, in its place. @param {Element | null} item its line in the list */
export function cardOf(item) {
  const present = item?.querySelector(".card");
  if (!item) return null;
  if (present && !present.querySelector("h2")) addTitle(item, present);
  const card = present ? undefined : packedCard(item);
  if (card) insertCard(item, card);
  return item.querySelector(".card");
}

/** All packed cards in their places, for what reads or prints them all. */
export function insertAllCards() {
  if (packs.length) for (const item of document.querySelectorAll(".record")) cardOf(item);
}

/**
 * The texts of parts of a card, without putting it in its place.
 * @param {Element | null} item its line in the list @param {string[]} selectors
 */
export function cardTexts(item, selectors) {
  let card = item?.querySelector(".card");
  if (item && !card) {
    card = /** @type {Element | undefined} */ (packedCard(item)?.cloneNode(true));
    if (card) for (const listener of listeners) listener(card);
  }
  return selectors.map((selector) => card?.querySelector(selector)?.textContent ?? "");
}
