// The records of a page: on the map, in the index, in the search, on paper. A page without any is made
// without all this; see build.mjs.
import { addOffScreenTabs } from "./map/off-screen-records.js";
import { insertAllCards, onCard, indexPackedCards } from "./card/packed-cards.js";
import { recordSelection } from "./card/selected-record.js";
import { createDots } from "./dots/many-records.js";
import { themeGroup } from "./marks/theme-layer.js";
import { addSearchBar } from "./query/search-bar.js";
import { hatchedRegions } from "./map/region-shapes.js";
import { addMarkTooltip } from "./marks/tooltip.js";
import { addRecordTable } from "./print/record-table.js";
import { bindRecordShortcuts } from "./list/shortcuts.js";
import { createSequence } from "./marks/sequence.js";
import { rovingTabindex } from "./marks/roving-tabindex.js";
import { markFilter } from "./marks/filtered-marks.js";
import { layOutMarks } from "./marks/layout.js";
import { recordFiles } from "./export/record-files.js";
import { themeLegendUpdater } from "./map/legend.js";
import { createUncertaintyLayer } from "./marks/uncertainty-layer.js";
import { retranslate } from "./i18n.js";

/** @typedef {import("./query/query.js").PageQuery} Asking */
/** @typedef {Map<number, import("./marks/map-record.js").MapRecord>} MapRecords */

/**
 * @typedef {object} RecordParts what the parts of a page share of its records
 * @property {import("./payload.js").PageData} data
 * @property {MapRecords} drawn
 * @property {Map<string, any>} groups the layers of the themes
 * @property {boolean} many
 * @property {boolean} arranged whether the map has the view with which it opens: before, no symbol is moved
 * @property {(map: L.Map) => void} apart moves symbols apart
 */

/**
 * Choosing, searching and filtering.
 * @param {RecordParts} held @param {L.Map} map @param {Asking} question @param {(HTMLElement | null)[]} rows of the list
 */
function startSelection(held, map, question, rows) {
  const { data, drawn, groups, many, apart } = held;
  const choosing = recordSelection(map, drawn, question.reveal);
  const dots = many ? createDots(map, data, drawn, groups, apart, choosing) : null;
  const sift = markFilter(map, data, drawn, dots?.arrange ?? apart, choosing);
  addSearchBar(data, question, rows);
  question.onAsk(() => sift(question.found(), !question.active().length));
  const arrange = () => {
    held.arranged = true;
    if (dots) dots.begin();
    else apart(map);
  };
  return { choosing, arrange };
}

/** @param {import("./payload.js").PageData} data @param {import("./map/region-shapes.js").Regions} regions */
export function createRecords(data, regions) {
  indexPackedCards(data.events);
  const many = document.querySelector(".index.many") !== null;
  const apart = (/** @type {L.Map} */ map) => void (held.arranged && layOutMarks(map, held.drawn));
  /** @type {RecordParts} */
  const held = { data, drawn: new Map(), groups: new Map(), many, arranged: false, apart };
  const { drawn, groups } = held;
  const sightings = createSequence();
  /** @type {ReturnType<typeof hatchedRegions> | undefined} */
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
      hatched: () => (named = hatchedRegions(data, regions)).group,
      order: () => sightings.group,
      uncertainty: createUncertaintyLayer,
    },
    /** The regions of these records alone are hatched; of none, those of all. @param {readonly number[]} numbers */
    light: (numbers) => named?.light(numbers),
    /** Before an open card is placed anew, which stands beside its symbol. */
    spread(/** @type {L.Map} */ map) {
      map.on("zoomend overlayadd overlayremove projectionchange lit scalechange", () => apart(map));
    },
    /** @param {L.Map} map @param {Asking} question @param {(HTMLElement | null)[]} rows of the list */
    begin: (map, question, rows) => startSelection(held, map, question, rows),
    /** What follows the question, and the cards. @param {L.Map} map @param {Asking} question @param {HTMLElement} themeKey @param {ReturnType<typeof recordSelection>} choosing */
    follow(map, question, themeKey, choosing) {
      question.onAsk(themeLegendUpdater(themeKey, map, drawn, groups));
      question.onAsk(addOffScreenTabs(map, drawn, groups));
      question.onAsk(sightings.start(map, data, drawn));
      question.onAsk(() => named?.show(question.found().shown));
      question.onAsk(rovingTabindex(map, drawn, choosing.show));
      addMarkTooltip(map, drawn);
      onCard(retranslate);
      window.addEventListener("beforeprint", insertAllCards);
    },
    keys: bindRecordShortcuts,
    /** On paper. @param {Asking} question @returns {() => void} takes them away again */
    printed: (question) => addRecordTable(data, question),
    /** As files. @param {Asking} question @param {(HTMLElement | null)[]} rows */
    files: (question, rows) => recordFiles(data, question, rows),
  };
}
