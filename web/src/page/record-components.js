// Joins the parts of a page that show records: map, list, search, paper, files. The bundle for pages without records
// leaves this module out; see build.mjs.
import { accountAreas } from "./card/account-areas.js";
import { accountPanels } from "./card/account-panels.js";
import { printComparison } from "./card/accounts.js";
import { addHitZoom } from "./query/hit-zoom.js";
import { addOffScreenTabs } from "./off-screen/off-screen-records.js";
import { onCard } from "./card/record-card.js";
import { recordSelection } from "./card/selected-record.js";
import { createDots } from "./dots/many-records.js";
import { addMapRecords, dropMapRecords, themeGroup } from "./marks/theme-layer.js";
import { addSearchBar } from "./query/search-bar.js";
import { chosenRegions, hatchedRegions } from "./map/region-shapes.js";
import { addMarkTooltip } from "./marks/tooltip.js";
import { addRecordTable, recordLines, recordList } from "./print/record-table.js";
import { bindRecordShortcuts } from "./list/shortcuts.js";
import { createSequence } from "./sequence/sequence.js";
import { rovingTabindex } from "./marks/roving-tabindex.js";
import { markFilter } from "./marks/filtered-marks.js";
import { MapRecords } from "./marks/map-record.js";
import { layOutMarks } from "./marks/layout.js";
import { createRecordStacks } from "./stacks/record-stacks.js";
import { recordFiles } from "./export/record-files.js";
import { themeLegendUpdater } from "./map/legend.js";
import { createUncertaintyLayer } from "./marks/uncertainty-layer.js";
import { NamedRecords } from "./annotations/named-records.js";
import { retranslate } from "./i18n.js";

/** @typedef {import("./query/query.js").PageQuery} PageQuery */

/**
 * @typedef {object} RecordParts what the parts of a page share of its records
 * @property {import("./payload.js").PageData} data
 * @property {MapRecords} mapRecords
 * @property {Map<string, any>} groups the layers of the themes
 * @property {boolean} many so many records that they are drawn as dots
 * @property {() => void} gather updates the stacks
 * @property {() => void} updateLegend
 * @property {boolean} arranged whether the map has the view with which it opens: before, no symbol is moved
 * @property {(map: L.Map) => void} apart moves symbols apart
 */

/**
 * Starts selection, search and filters.
 * @param {RecordParts} parts @param {L.Map} map @param {PageQuery} query
 * @param {import("./map/region-shapes.js").Regions} regions
 */
function startSelection(parts, map, query, regions) {
  const { data, mapRecords, groups, apart } = parts;
  const selection = recordSelection(map, data.records, mapRecords, query.reveal);
  // After the selection, which is closed before its symbol goes.
  data.records.onDrop((dropped) => dropMapRecords(dropped, mapRecords));
  printComparison();
  accountPanels(map, data, regions);
  const showAreas = accountAreas(map, data, regions, mapRecords);
  selection.onState((n, state, on) => state === "chosen" && showAreas(n, on));
  const dots = MANY_RECORDS ? createDots(map, data, mapRecords, groups, apart, selection) : null;
  const filterMarks = markFilter(map, data, mapRecords, dots?.arrange ?? apart, selection);
  if (!MANY_RECORDS) parts.gather = createRecordStacks(map, data, mapRecords, selection, apart);
  // A chosen symbol is larger. Where one record replaces another, symbols are laid out once.
  if (!MANY_RECORDS) selection.onState((_, state, __, replaced) => state === "chosen" && !replaced && apart(map));
  addSearchBar(data, query);
  query.onChange(() => {
    filterMarks(query.result(), !query.active().length);
    parts.gather();
  });
  const arrange = () => {
    parts.arranged = true;
    if (dots) dots.begin();
    else apart(map);
  };
  return { selection, arrange };
}

/** @param {RecordParts} parts @param {string} theme */
function themeLayer({ mapRecords, groups, many }, theme) {
  const group = themeGroup(theme, mapRecords, many);
  groups.set(theme, group);
  return group;
}

/** @param {RecordParts} parts @param {L.Map} map */
function moveApart({ arranged, gather, mapRecords }, map) {
  if (!arranged) return;
  gather();
  layOutMarks(map, mapRecords);
}

/** @param {import("./payload.js").PageData} data @param {import("./map/region-shapes.js").Regions} regions */
export function createRecords(data, regions) {
  onCard(retranslate);
  /** @type {RecordParts} */
  const parts = { data, mapRecords: new MapRecords(data.records), groups: new Map(), many: MANY_RECORDS, gather() {}, updateLegend() {}, arranged: false, apart: (map) => moveApart(parts, map) };
  const { mapRecords, groups, apart } = parts;
  addMapRecords(data, regions, mapRecords);
  data.records.onReplace(() => addMapRecords(data, regions, mapRecords));
  const sightings = createSequence();
  const names = new NamedRecords(parts);
  /** @type {ReturnType<typeof hatchedRegions> | undefined} */
  let hatchedLayer;

  return {
    mapRecords,
    /** Layers for the map's script. */
    layers: {
      theme: (/** @type {string} */ name) => themeLayer(parts, name),
      hatched: () => (hatchedLayer = hatchedRegions(data, regions)).group,
      order: () => sightings.group,
      uncertainty: createUncertaintyLayer,
      ...names.switches,
    },
    story: names.story((numbers) => (hatchedLayer?.light(numbers), parts.updateLegend())),
    /** Bound before the popup is placed again, which depends on the position of the mark. */
    spread(/** @type {L.Map} */ map) {
      names.begin(map);
      map.on("zoomend overlayadd overlayremove projectionchange sheetchange lit scalechange", () => apart(map));
    },
    /** @param {L.Map} map @param {PageQuery} query */
    begin: (map, query) => startSelection(parts, map, query, regions),
    /** Adds what follows the query, and the cards. @param {L.Map} map @param {PageQuery} query @param {HTMLElement} themeKey @param {ReturnType<typeof recordSelection>} selection @param {() => boolean} [busy] whether the period is just being moved */
    follow(map, query, themeKey, selection, busy = () => false) {
      addHitZoom(map, data, query, mapRecords, regions, busy);
      query.onChange(addOffScreenTabs(map, mapRecords, groups));
      query.onChange(sightings.start(map, data, mapRecords));
      query.onChange(() => hatchedLayer?.show(query.result().shown));
      query.onChange((parts.updateLegend = themeLegendUpdater(themeKey, map, mapRecords, groups, data.order, () => !!hatchedLayer?.some())));
      query.onChange(chosenRegions(map, data, regions, query.conditions));
      names.follow(query, selection);
      query.onChange(rovingTabindex(map, mapRecords));
      addMarkTooltip(map, mapRecords);
    },
    /** @param {PageQuery} query @param {() => number | null} selected */
    keys: (query, selected) => bindRecordShortcuts(data, query, selected),
    /** On paper. @param {PageQuery} query @returns {import("./print/print.js").Parts} */
    paper: (query) => ({ table: () => addRecordTable(data, query), list: () => [recordList(data, query)], lines: (numbers) => recordLines(data, query, numbers) }),
    /** As files. @param {PageQuery} query */
    files: (query) => recordFiles(data, query),
  };
}
