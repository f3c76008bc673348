// Texts that the search looks in, read in idle time.
import { cardTexts } from "../card/packed-cards.js";
import { featureCollection } from "../payload.js";
import { NONE } from "./filter.js";
import { foldText } from "./text-folding.js";
import { countryName, onLanguage } from "../i18n.js";

/** So long after the page has opened its texts begin to be read, milliseconds: who searches before reads them then. */
const LATER = 1000;

/** Sources of a record, as one text. @param {number} i its place */
function sourcesOf(i) {
  /** @type {any[]} */
  const sources = [featureCollection().features[i].properties.sources].flat();
  return sources.map(({ publisher, title, cite, claimant }) => [publisher, title, cite, claimant].join(" ")).join(" ");
}

/**
 * @param {import("../payload.js").PageData} data
 * @param {import("./filter.js").Item[]} items whose texts are read
 * @param {readonly string[]} countries codes
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function searchIndex(data, items, countries, rows) {
  /** How many have been read. */
  let ready = 0;
  let waiting = false;
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ call) => setTimeout(call, 300));

  /** Reads texts from the document and the payload. @param {() => boolean} [more] whether there is time for another */
  function read(more = () => true) {
    for (; ready < rows.length && more(); ready++) {
      const parts = cardTexts(rows[ready], [".pick-title", ".summary", ".where"]);
      parts.push(...items[ready].in.country.map((at) => (at === NONE ? "" : countryName(countries[at]))));
      items[ready].text = foldText([`#${data.events[ready].n}`, ...parts, items[ready].words, sourcesOf(ready)].join(" "));
    }
  }

  function readIdly() {
    if (waiting || ready >= rows.length) return;
    waiting = true;
    idle((/** @type {IdleDeadline | undefined} */ deadline) => {
      waiting = false;
      read(deadline && (() => deadline.timeRemaining() > 2));
      readIdly();
    });
  }

  setTimeout(readIdly, LATER);
  onLanguage(() => {
    ready = 0;
    readIdly();
  });
  return { read, done: () => ready >= rows.length };
}
