// The briefing page's own script: it ties what is on the map to what stands round it.
// All styles are asked for here, in the order in which they override one another: a module that asks for its
// own could not be loaded by a test, which node runs without a bundler.
import "./page.css";
import "./query/search-bar.css";
import "./map/panel-buttons.css";
import "./map/off-screen-records.css";
import "./marks/sequence.css";
import "./marks/uncertainty-layer.css";
import "./story/large-screen.css";
import "./card/card.css";
import "./dots/many-records.css";
import "./keyboard.css";
import "./measure/measuring-tool.css";
import "./chrome/dark-mode.css";
import "./print/print.css";
import "./story/presentation-mode.css";
import "./story/story.css";
import "./export/menu.css";
import "./timeline/timeline.css";
import "./marks/tooltip.css";
import "./card/bottom-sheet.css";
import { asking } from "./query/query.js";
import { pageData, regionRings } from "./payload.js";
import { beginFurther, further } from "./plugin-api.js";
import { fitTo, placesOf } from "./map/view-fit.js";
import { keys } from "./keyboard.js";
import { languageChoice } from "./chrome/language-choice.js";
import { openLinksBeside } from "./chrome/links.js";
import { layerState } from "./url/layers.js";
import { foldLayers } from "./map/layer-list.js";
import { lineOf } from "./list/record-list.js";
import { mapKeys } from "./map/shortcuts.js";
import { measuring } from "./measure/measuring-tool.js";
import { narrow } from "./screen-size.js";
import { nights } from "./chrome/dark-mode.js";
import { permalink } from "./url/permalink.js";
import { printWhole } from "./print/print.js";
import { recordsOf } from "./records.js";
import { regionOutline } from "./map/region-shapes.js";
import { within } from "./marks/layout.js";
import { hush } from "./url/page-state.js";
import { story } from "./story/story.js";
import { taking } from "./export/menu.js";
import { themeKeyPlace } from "./map/legend.js";
import { timeline, timelinePlace } from "./timeline/timeline.js";
import { turning } from "./map/projection-control.js";
import { viewing } from "./url/view.js";
import { onLanguage, section, told, worded } from "./i18n.js";

const data = pageData();
const regions = regionRings(data);
const records = WITH_RECORDS ? recordsOf(data, regions) : null;
const drawn = records?.drawn ?? new Map();
// Before there is a map, which fits its view to the room that is left.
const place = timelinePlace(data);
const themeKey = themeKeyPlace(data);

/** Where there is nothing to choose. @param {L.Map} map */
const choosingNothing = (map) => ({
  choose() {},
  show() {},
  chosen: () => null,
  hover() {},
  letGo: () => void map.closePopup(),
  onState: () => undefined,
});

/** What the map's own controls say, in the page's language. @param {L.Map} map */
function nameControls(map) {
  const frame = map.getContainer();
  for (const [selector, key, ...attributes] of [
    [".leaflet-control-zoom-in", "map.zoomIn", "title", "aria-label"],
    [".leaflet-control-zoom-out", "map.zoomOut", "title", "aria-label"],
    [".polar-scale", "map.scale", "title"],
    [".polar-north", "map.north", "aria-label"],
  ]) {
    const element = frame.querySelector(selector);
    if (element) worded(element, Object.fromEntries(attributes.map((name) => [name, [key]])));
  }
}

/** The map's own letters and names, in the page's language. @param {L.Map} map */
function wordMap(map) {
  const speak = () =>
    window.geotrackPolar.reword(map, { .../** @type {any} */ (section("map.letters")), name: told });
  onLanguage(speak);
  speak();
}

/**
 * The tools, the key and the timeline have taken some of the map's room: the opening view is fitted to what
 * is left. On a small screen the buttons stand over the north, so what is shown begins under them; nowhere do
 * they stand on a symbol of that view.
 * @param {L.Map} map
 */
function fitToRoom(map) {
  map.invalidateSize({ animate: false });
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  const room = narrow.matches ? { left: 8, top: row + 4, right: 8, bottom: 8 } : { left: 12, top: 12, right: 12, bottom: 12 };
  // No reader moved it: the view is still the page's own.
  hush(true);
  fitTo(map, { places: placesOf(map, data.opening), whole: (zoom) => within(map, drawn, data.opening, zoom), room });
  hush(false);
}

/** @param {L.Map} map */
function start(map) {
  foldLayers(map);
  records?.spread(map);
  const rows = data.events.map(({ n }) => lineOf(n));
  const question = asking(data, rows);
  const begun = records?.begin(map, question, rows);
  const choosing = begun?.choosing ?? choosingNothing(map);
  const times = place && timeline(place, data, question, choosing, rows);
  turning(map);
  layerState(map);
  story(map, data, drawn, question, choosing, (numbers) => records?.light(numbers));
  taking(question, records?.files(question, rows) ?? null);
  languageChoice();
  openLinksBeside();
  nameControls(map);
  wordMap(map);
  measuring(map);
  if (begun) records?.follow(map, question, themeKey, begun.choosing);
  nights(map);
  keys();
  printWhole(map, data, drawn, question, choosing, () => records?.printed(question) ?? (() => {}));
  fitToRoom(map);
  begun?.arrange();
  viewing(map);
  records?.keys(choosing.chosen);
  mapKeys(map);
  beginFurther(map, question, times);
  // Last, when each part of the page's state is there.
  permalink();
}

Object.assign(window, {
  geotrackPage: {
    ...records?.layers,
    further,
    region: (/** @type {string} */ id) => regionOutline(id, regions),
    start,
  },
});
