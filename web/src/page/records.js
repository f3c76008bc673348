// The records of a page: on the map, in the index, in the search, on paper. A page without any is made
// without all this; see build.mjs.
import { tellBeyond } from "./map/off-screen-records.js";
import { allCards, onCard, standAside } from "./card/packed-cards.js";
import { chooser } from "./card/selected-record.js";
import { crowd } from "./dots/many-records.js";
import { themeGroup } from "./marks/theme-layer.js";
import { find } from "./query/search-bar.js";
import { namedRegions } from "./map/region-shapes.js";
import { markTip } from "./marks/tooltip.js";
import { printedRecords } from "./print/record-table.js";
import { recordKeys } from "./list/shortcuts.js";
import { sequence } from "./marks/sequence.js";
import { roving } from "./marks/roving-tabindex.js";
import { sifting } from "./marks/filtered-marks.js";
import { spreadMarks } from "./marks/layout.js";
import { taken } from "./export/record-files.js";
import { keyOfThemes } from "./map/legend.js";
import { uncertainty } from "./marks/uncertainty-layer.js";
import { retell } from "./i18n.js";

/** @typedef {import("./query/query.js").Asking} Asking */
/** @typedef {Map<number, import("./marks/map-record.js").Drawn>} AllDrawn */

/**
 * @typedef {object} Held what the parts of a page share of its records
 * @property {import("./payload.js").PageData} data
 * @property {AllDrawn} drawn
 * @property {Map<string, any>} groups the layers of the themes
 * @property {boolean} many
 * @property {boolean} arranged whether the map has the view with which it opens: before, no symbol is moved
 * @property {(map: L.Map) => void} apart moves symbols apart
 */

/**
 * Choosing, searching and filtering.
 * @param {Held} held @param {L.Map} map @param {Asking} question @param {(HTMLElement | null)[]} rows of the list
 */
function begin(held, map, question, rows) {
  const { data, drawn, groups, many, apart } = held;
  const choosing = chooser(map, drawn, question.reveal);
  const dots = many ? crowd(map, data, drawn, groups, apart, choosing) : null;
  const sift = sifting(map, data, drawn, dots?.arrange ?? apart, choosing);
  find(data, question, rows);
  question.onAsk(() => sift(question.found(), !question.active().length));
  const arrange = () => {
    held.arranged = true;
    if (dots) dots.begin();
    else apart(map);
  };
  return { choosing, arrange };
}

/** @param {import("./payload.js").PageData} data @param {import("./map/region-shapes.js").Regions} regions */
export function recordsOf(data, regions) {
  standAside(data.events);
  const many = document.querySelector(".index.many") !== null;
  const apart = (/** @type {L.Map} */ map) => void (held.arranged && spreadMarks(map, held.drawn));
  /** @type {Held} */
  const held = { data, drawn: new Map(), groups: new Map(), many, arranged: false, apart };
  const { drawn, groups } = held;
  const sightings = sequence();
  /** @type {ReturnType<typeof namedRegions> | undefined} */
  let named;

  return {
    drawn,
    /** What the map's script asks for as layers. */
    layers: {
      theme(/** @type {string} */ name) {
        const group = themeGroup(name, data, regions, drawn, many);
        groups.set(name, group);
        return group;
      },
      hatched: () => (named = namedRegions(data, regions)).group,
      order: () => sightings.group,
      uncertainty,
    },
    /** The regions of these records alone are hatched; of none, those of all. @param {readonly number[]} numbers */
    light: (numbers) => named?.light(numbers),
    /** Before an open card is placed anew, which stands beside its symbol. */
    spread(/** @type {L.Map} */ map) {
      map.on("zoomend overlayadd overlayremove projectionchange lit scalechange", () => apart(map));
    },
    /** @param {L.Map} map @param {Asking} question @param {(HTMLElement | null)[]} rows of the list */
    begin: (map, question, rows) => begin(held, map, question, rows),
    /** What follows the question, and the cards. @param {L.Map} map @param {Asking} question @param {HTMLElement} themeKey @param {ReturnType<typeof chooser>} choosing */
    follow(map, question, themeKey, choosing) {
      question.onAsk(keyOfThemes(themeKey, map, drawn, groups));
      question.onAsk(tellBeyond(map, drawn, groups));
      question.onAsk(sightings.start(map, data, drawn));
      question.onAsk(() => named?.show(question.found().shown));
      question.onAsk(roving(map, drawn, choosing.show));
      markTip(map, drawn);
      onCard(retell);
      window.addEventListener("beforeprint", allCards);
    },
    keys: recordKeys,
    /** On paper. @param {Asking} question @returns {() => void} takes them away again */
    printed: (question) => printedRecords(data, question),
    /** As files. @param {Asking} question @param {(HTMLElement | null)[]} rows */
    files: (question, rows) => taken(data, question, rows),
  };
}
