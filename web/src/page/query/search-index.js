// Texts that the search looks in, read in idle time.
import { NONE } from "./filter.js";
import { foldText } from "./text-folding.js";
import { countryName, onLanguage } from "../i18n.js";

/** How long after the page has opened the texts are read, milliseconds. A search before reads them at once. */
const DELAY = 1000;

/** Sources of a record, as one text. @param {import("../payload.js").PageRecord} record */
function sourcesOf({ feature }) {
  /** @type {any[]} */
  const sources = [feature.properties.sources].flat();
  return sources.map(({ publisher, title, cite, claimant }) => [publisher, title, cite, claimant].join(" ")).join(" ");
}

/** Title, summary and place of a record in each language, if it has several. @param {import("../payload.js").PageRecord} record */
function otherTexts({ feature: { properties } }) {
  const { title, summary, place, translations = {} } = properties;
  const ofPlace = Object.values(place?.translations ?? {}).map(({ name }) => name);
  const others = Object.values(translations).flatMap((texts) => [texts.title, texts.summary]);
  return [...(others.length ? [title, summary, ...others] : []), ...(ofPlace.length ? [place.name, ...ofPlace] : [])];
}

/**
 * @param {import("../payload.js").PageData} data
 * @param {import("./filter.js").Item[]} items whose texts are read
 * @param {readonly string[]} countries codes
 */
export function searchIndex({ records: { all } }, items, countries) {
  /** Number of items whose texts have been read. */
  let ready = 0;
  let isScheduled = false;
  // Safari has no `requestIdleCallback`.
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => setTimeout(call, 300));

  /** Reads texts from the document and the payload. @param {() => boolean} [hasTime] whether there is time for another one */
  function read(hasTime = () => true) {
    for (; ready < all.length && hasTime(); ready++) {
      const [item, record] = [items[ready], all[ready]];
      const { summary, place } = record.cardTexts;
      const names = item.in.country.map((i) => (i === NONE ? "" : countryName(countries[i])));
      const texts = [record.title, summary, place, ...names, item.words, ...otherTexts(record), sourcesOf(record)];
      item.text = foldText([`#${record.n}`, ...texts].join(" "));
    }
  }

  function readIdly() {
    if (isScheduled || ready >= all.length) return;
    isScheduled = true;
    idle((/** @type {IdleDeadline | undefined} */ deadline) => {
      isScheduled = false;
      read(deadline && (() => deadline.timeRemaining() > 2));
      readIdly();
    });
  }

  setTimeout(readIdly, DELAY);
  onLanguage(() => {
    ready = 0;
    readIdly();
  });
  return { read, done: () => ready >= all.length };
}
