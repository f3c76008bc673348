// Cards of long lists are packed in the document and unpacked when they are needed: one text replaces a hundred elements
// a record.
import { lineText } from "../list/record-line.js";

/** Cards of one pack; see geotrack/page/document.py. */
const PACK_SIZE = 50;

/** The packed cards. @type {string[]} */
const packs = /* @__PURE__ */ JSON.parse(globalThis.document?.getElementById("geotrack-cards")?.textContent ?? "[]");
/** The index of a record's card among all cards, by the record's number. @type {Map<string, number>} */
const cardIndexes = new Map();

/** Adds the title to a card; the document has it in the line only. @param {Element} item @param {Element} card */
function addTitle(item, card) {
  const title = document.createElement("h2");
  title.textContent = lineText(item, "title");
  card.querySelector(".card-kind")?.after(title);
}

/** Sets the records of the packed cards, in their order. @param {{n: number}[]} records */
export function prepareCards(records) {
  if (packs.length) records.forEach(({ n }, i) => cardIndexes.set(`${n}`, i));
}

/** The pack that was unpacked last: the next card is usually in it too. */
let lastPack = { pack: -1, cards: /** @type {Element[]} */ ([]) };

/** @param {Element} item a line of the list @returns {Element | undefined} its card, to be copied */
function packedCard(item) {
  const index = cardIndexes.get(/** @type {HTMLElement} */ (item).dataset.record ?? "");
  if (index === undefined) return undefined;
  const pack = Math.floor(index / PACK_SIZE);
  if (pack !== lastPack.pack) {
    const markup = window.geotrackPolar.unpacked(packs[pack]);
    lastPack = { pack, cards: [...new DOMParser().parseFromString(markup, "text/html").body.children] };
  }
  return lastPack.cards[index % PACK_SIZE];
}

/** @type {((card: Element) => void)[]} */
const listeners = [];

/** Adds a function to be called with each card that is unpacked. @param {(card: Element) => void} listener */
export const onCard = (listener) => void listeners.push(listener);

/** Inserts an unpacked card, with its title. @param {Element} item @param {Element} card */
function insertCard(item, card) {
  const inserted = document.importNode(card, true);
  addTitle(item, inserted);
  item.querySelector("noscript")?.remove();
  item.append(inserted);
  for (const listener of listeners) listener(inserted);
}

/** The card of a record in the list, inserted there if it was packed. @param {Element | null} item its line in the list */
export function cardOf(item) {
  const present = item?.querySelector(".card");
  if (!item) return null;
  if (present && !present.querySelector("h2")) addTitle(item, present);
  const card = present ? undefined : packedCard(item);
  if (card) insertCard(item, card);
  return item.querySelector(".card");
}

/** Inserts all packed cards in the list, to read or print them all. */
export function insertAllCards() {
  if (packs.length) for (const item of document.querySelectorAll(".record")) cardOf(item);
}

/**
 * The texts of parts of a card, which is not inserted in the list if it is packed.
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
