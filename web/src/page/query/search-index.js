// Texts that the search looks in, read in idle time.
import { NONE } from "./filter.js";
import { foldText } from "./text-folding.js";
import { countryName, onLanguage } from "../i18n.js";

/** While a search waits for the texts, they are read in slices of this length, between which the page responds, milliseconds. */
const SLICE_MS = 40;
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
 * Where the search looks: in texts that the page reads.
 * @param {import("../records.js").Records} records
 * @param {import("./filter.js").Item[]} items whose texts are read
 * @param {{readonly country: readonly string[]}} ids codes of countries
 */
export function searchIndex({ all }, items, ids) {
  /** Number of items whose texts have been read. */
  let ready = 0;
  let isScheduled = false;
  let timer = 0;

  /** Reads texts from the document and the payload. @param {() => boolean} [hasTime] whether there is time for another one */
  function read(hasTime = () => true) {
    for (; ready < all.length && hasTime(); ready++) {
      const [item, record] = [items[ready], all[ready]];
      const { summary, place } = record.cardTexts;
      const names = item.in.country.map((i) => (i === NONE ? "" : countryName(ids.country[i])));
      const texts = [record.title, summary, place, ...names, item.words, ...otherTexts(record), sourcesOf(record)];
      item.text = foldText([`#${record.n}`, ...texts].join(" "));
    }
  }

  function readIdly() {
    if (isScheduled || ready >= all.length) return;
    isScheduled = true;
    window.geotrackPolar.whenIdle((deadline) => {
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
  return {
    /** Reads for a while. @param {string} _ the words of the search */
    read(_) {
      const until = performance.now() + SLICE_MS;
      read(() => performance.now() < until);
    },
    done: () => ready >= all.length,
    /** Calls a function when more can be read. @param {() => void} act */
    later(act) {
      clearTimeout(timer);
      timer = window.setTimeout(act, 0);
    },
    /** Places of the records that match, where something else than the page has found them. @returns {ReadonlySet<number> | undefined} */
    found: () => undefined,
  };
}

/**
 * The same by the server of the desk, which has the texts.
 * @param {import("../many/source.js").RemoteSource} remote @param {import("../records.js").Records} records
 * @returns {ReturnType<typeof searchIndex>}
 */
export function serverSearch(remote, records) {
  /** Words and version of the records that are searched for. */
  let sought = "";
  /** @type {ReadonlySet<number> | undefined} */
  let found;
  let act = () => undefined;
  return {
    read(search) {
      const key = `${records.version} ${search}`;
      if (key === sought) return;
      [sought, found] = [key, undefined];
      const use = (/** @type {number[]} */ places) => {
        if (sought !== key) return;
        found = new Set(places);
        act();
      };
      // Without an answer nothing is found; the desk says that its server does not answer.
      remote.search(search).then(use, () => use([]));
    },
    done: () => found !== undefined,
    later: (listener) => void (act = /** @type {() => undefined} */ (listener)),
    found: () => found,
  };
}
