// Cards of a long list stand aside until they are wanted: a browser that runs no script shows them,
// one that does has a text in place of a hundred elements a record.

/** @param {string} markup of the document's own cards @returns {Document} */
const read = (markup) => new DOMParser().parseFromString(markup, "text/html");

/** @type {((card: Element) => void)[]} */
const listeners = [];

/** Call this with each card that was put in its place later. @param {(card: Element) => void} listener */
export const onCard = (listener) => void listeners.push(listener);

/** What its line says anyway, a card that stands aside leaves out. @param {Element} aside @param {Element[]} made */
function put(aside, made) {
  const item = /** @type {HTMLElement} */ (aside.parentElement);
  aside.replaceWith(...made.map((one) => document.adoptNode(one)));
  for (const card of made) {
    const title = document.createElement("h2");
    title.textContent = item.querySelector(".pick-title")?.textContent ?? "";
    card.querySelector(".card-kind")?.after(title);
    /** @type {HTMLElement} */ (card).style.setProperty("--theme", item.style.getPropertyValue("--theme"));
    for (const listener of listeners) listener(card);
  }
}

/** The card of a record, in its place. @param {Element | null} item its line in the list */
export function cardOf(item) {
  const aside = item?.querySelector("noscript");
  if (aside) put(aside, [...read(aside.textContent ?? "").body.children]);
  return item?.querySelector(".card") ?? null;
}

/** All cards in their places, for what reads or prints them all. */
export function allCards() {
  const asides = [...document.querySelectorAll(".record > noscript")];
  const texts = asides.map(({ textContent }) => `<section>${textContent}</section>`);
  const sections = [...read(texts.join("")).body.children];
  asides.forEach((aside, i) => put(aside, [...sections[i].children]));
}

/**
 * What parts of a line and its card say, without putting the card in its place.
 * @param {Element | null} item @param {string[]} selectors
 */
export function said(item, selectors) {
  const aside = item?.querySelector("noscript");
  const card = aside && read(aside.textContent ?? "").body;
  if (card) for (const listener of listeners) listener(card);
  const within = [item, card];
  return selectors.map((one) => within.map((place) => place?.querySelector(one)?.textContent ?? "").join(""));
}
