// Entry of page.js, the script of a briefing page.
// Styles are imported here, in the order in which they override one another: a module that imports its own style
// could not be loaded by a test, which node runs without a bundler.
import "./page.css";
import "./list/record-line.css";
import "./query/search-bar.css";
import "./map/panel-buttons.css";
import "./off-screen/off-screen-records.css";
import "./map/context-layers.css";
import "./sequence/sequence.css";
import "./marks/uncertainty-layer.css";
import "./story/large-screen.css";
import "./card/card.css";
import "./card/accounts.css";
import "./dots/many-records.css";
import "./keyboard.css";
import "./measure/measuring-tool.css";
import "./chrome/dark-mode.css";
import "./print/print.css";
import "./story/presentation-mode.css";
import "./story/story.css";
import "./export/menu.css";
import "./timeline/timeline.css";
import "./flight/flight.css";
import "./marks/tooltip.css";
import "./annotations/annotations.css";
import "./stacks/record-stacks.css";
import "./card/bottom-sheet.css";
import "./terms/terms.css";
import "./sheet/round-sheet.css";
import "./sheet/insets.css";
import { createQuery } from "./query/query.js";
import { readPayload, readRegionRings } from "./payload.js";
import { readRecords, Records } from "./records.js";
import { readManyRecords } from "./many/many-record.js";
import { startPlugins, registerPlugin } from "./plugin-api.js";
import { roomInside } from "./map/controls.js";
import { fitTo, placesOf } from "./map/view-fit.js";
import { setHome } from "./map/home.js";
import { createSheet } from "./sheet/round-sheet.js";
import { addInsets } from "./sheet/insets.js";
import { prepareSheet } from "./sheet/page-layout.js";
import { startKeyboard } from "./keyboard.js";
import { addLanguageChoice } from "./chrome/language-choice.js";
import { openLinksInNewTab } from "./chrome/links.js";
import { registerLayers } from "./url/layers.js";
import { addLayerList } from "./map/layer-list.js";
import { bindMapShortcuts } from "./map/shortcuts.js";
import { addMeasuringTool } from "./measure/measuring-tool.js";
import { narrow } from "./screen-size.js";
import { addDarkMode } from "./chrome/dark-mode.js";
import { startPermalink } from "./url/permalink.js";
import { fitToPaper } from "./print/print.js";
import { createRecords } from "./record-components.js";
import { contextLayer, updateContextKey } from "./map/context-layers.js";
import { regionOutline } from "./map/region-shapes.js";
import { MapRecords } from "./marks/map-record.js";
import { markLayout, marksWithin } from "./marks/layout.js";
import { pauseTracking } from "./url/page-state.js";
import { createStory } from "./story/story.js";
import { addExportMenu } from "./export/menu.js";
import { addThemeLegend } from "./map/legend.js";
import { createTimeline, addTimelineSection } from "./timeline/timeline.js";
import { addProjectionControl } from "./map/projection-control.js";
import { registerView } from "./url/view.js";
import { addTerms } from "./terms/terms.js";
import { onLanguage, section, translateText, translateElement } from "./i18n.js";

const payload = readPayload();
/** @type {import("./payload.js").PageData} */
const data = Object.assign(payload, { records: MANY_RECORDS ? readManyRecords(payload) : new Records(WITH_RECORDS ? readRecords(payload) : []) });
const regions = readRegionRings(data);
const records = WITH_RECORDS ? createRecords(data, regions) : null;
const mapRecords = records?.mapRecords ?? new MapRecords(data.records);
// Before there is a map, which fits its view to the room that is left.
const place = addTimelineSection(data);
const themeKey = addThemeLegend(data);
if (WITH_RECORDS && !MANY_RECORDS) prepareSheet(data);

/** Stands for the selection on a page without records. @param {L.Map} map */
const noSelection = (map) => ({
  choose() {},
  selected: () => null,
  hover() {},
  deselect: () => void map.closePopup(),
  onState: () => undefined,
});

/** Translates the titles of the map's controls. @param {L.Map} map */
function translateControls(map) {
  const frame = map.getContainer();
  for (const [selector, key, ...attributes] of [
    [".leaflet-control-zoom-in", "map.zoomIn", "title", "aria-label"],
    [".leaflet-control-zoom-out", "map.zoomOut", "title", "aria-label"],
    [".polar-scale", "map.scale", "title"],
    [".polar-north", "map.north", "aria-label"],
  ]) {
    const element = frame.querySelector(selector);
    if (element) translateElement(element, Object.fromEntries(attributes.map((name) => [name, [key]])));
  }
}

/** Translates the letters and names on the map. @param {L.Map} map */
function translateMap(map) {
  const update = () =>
    window.geotrackPolar.reword(map, { .../** @type {any} */ (section("map.letters")), name: translateText });
  onLanguage(update);
  update();
}

/**
 * The toolbar, the legend and the timeline have reduced the map's room: the opening view is fitted to what
 * is left.
 * @param {L.Map} map
 */
function fitOpeningView(map) {
  // No reader moved it: the view is still the page's own.
  pauseTracking(true);
  map.invalidateSize({ animate: false });
  fitTo(map, {
    places: placesOf(map, data.opening),
    whole: (zoom) => marksWithin(map, mapRecords, data.opening, zoom),
    uncut: (zoom) => markLayout(map, mapRecords, zoom),
    room: roomInside(map, narrow.matches),
  });
  pauseTracking(false);
}

/** @param {L.Map} map */
function start(map) {
  if (WITH_RECORDS) addTerms();
  addLayerList(map);
  records?.spread(map);
  const query = createQuery(data);
  const started = records?.begin(map, query);
  const selection = started?.selection ?? noSelection(map);
  const times = place && createTimeline(place, data, query, selection, mapRecords);
  addProjectionControl(map);
  registerLayers(map);
  updateContextKey(map);
  const story = createStory(map, data, mapRecords, query, selection, records?.story, times);
  addExportMenu(query, records?.files(query) ?? null, story.total);
  addLanguageChoice();
  openLinksInNewTab();
  translateControls(map);
  translateMap(map);
  addMeasuringTool(map);
  if (started) records?.follow(map, query, themeKey, started.selection, times?.busy);
  addDarkMode(map);
  startKeyboard();
  // Their buttons take room of the view.
  startPlugins({ map, query, timeline: times, data, regions, selection });
  // It gives the map its room before that is fitted to paper.
  const sheet = MANY_RECORDS || !WITH_RECORDS ? null : createSheet(map, { data, mapRecords, query, selection, compact: times?.compact });
  fitToPaper(map, data, mapRecords, query, selection, story, records?.paper(query) ?? { table: () => () => {}, list: () => [], lines: () => [] }, sheet);
  if (!sheet?.fit()) {
    fitOpeningView(map);
    setHome(map);
  }
  records?.story.afterFit(map.getZoom());
  // Symbols are moved apart once, off the insets too.
  if (!MANY_RECORDS) addInsets(map, data, mapRecords, selection.choose);
  started?.arrange();
  registerView(map);
  records?.keys(query, selection.selected);
  bindMapShortcuts(map);
  // After all that reads the records.
  data.records.onReplace(query.update);
  // Last, when each part of the page's state is there.
  startPermalink();
}

/** Starts the page when its letters can be measured: mostly at once, for the head asks for them. @param {L.Map} map */
function startWithLetters(map) {
  const loading = [...document.fonts].filter(({ status }) => status === "loading");
  if (loading.length) Promise.allSettled(loading.map(({ loaded }) => loaded)).then(() => start(map));
  else start(map);
}

Object.assign(window, {
  geotrackPage: {
    ...records?.layers,
    registerPlugin,
    region: (/** @type {string} */ id) => regionOutline(id, data, regions),
    context: (/** @type {number} */ n) => contextLayer(data.context?.[n], n),
    start: startWithLetters,
  },
});
