// The briefing page's own script: it ties the records on the map to the records in the index.
// All styles are asked for here, in the order in which they override one another: a module that asks for its
// own could not be loaded by a test, which node runs without a bundler.
import "./page.css";
import "./bar.css";
import "./beyond.css";
import "./sequence.css";
import "./uncertainty.css";
import "./large.css";
import "./card.css";
import "./crowd.css";
import "./keys.css";
import "./measure.css";
import "./night.css";
import "./printing.css";
import "./presenting.css";
import "./story.css";
import "./taking.css";
import "./timeline.css";
import "./mark-tip.css";
import "./sheet.css";
import { asking } from "./asking.js";
import { tellBeyond } from "./beyond.js";
import { allCards, onCard, standAside } from "./cards.js";
import { chooser } from "./choosing.js";
import { crowd } from "./crowd.js";
import { pageData, regionRings } from "./data.js";
import { regionOutline, themeGroup } from "./events.js";
import { find } from "./finder.js";
import { beginFurther, further } from "./further.js";
import { keys } from "./keys.js";
import { languageChoice } from "./language-choice.js";
import { openLinksBeside } from "./links.js";
import { layerState } from "./layer-state.js";
import { foldLayers } from "./layers-panel.js";
import { lineOf } from "./list-line.js";
import { measuring } from "./measure.js";
import { namedRegions } from "./named-regions.js";
import { markTip } from "./mark-tip.js";
import { narrow } from "./narrow.js";
import { nights } from "./nights.js";
import { pageKeys } from "./page-keys.js";
import { permalink } from "./permalink.js";
import { printWhole } from "./printing.js";
import { sequence } from "./sequence.js";
import { roving } from "./roving.js";
import { sifting } from "./sifting.js";
import { spread } from "./spread.js";
import { story } from "./story.js";
import { taking } from "./taking.js";
import { keyOfThemes, themeKeyPlace } from "./theme-key.js";
import { timeline, timelinePlace } from "./timeline.js";
import { turning } from "./turning.js";
import { uncertainty } from "./uncertainty.js";
import { viewing } from "./viewing.js";
import { onLanguage, retell, section, told, worded } from "./words.js";

const L = window.L;
/** Between the middles of two symbols, and of two with their number beside them, pixels. */
const GAP = 25;
const GAP_BESIDE = 31;

const data = pageData();
standAside(data.events);
const regions = regionRings(data);
/** @type {Map<number, import("./drawn.js").Drawn>} */
const drawn = new Map();
/** @type {Map<string, any>} */
const groups = new Map();
const many = document.querySelector(".index.many") !== null;
// Before there is a map, which fits its view to the room that is left.
const place = timelinePlace(data);
const themeKey = themeKeyPlace(data);

const sightings = sequence();
/** @type {ReturnType<typeof namedRegions> | undefined} */
let named;

/** @param {L.Map} map none of the symbols that are on the map hides another */
function spreadMarks(map) {
  const shown = [...drawn.values()].filter(({ shown, out }) => shown && !out);
  const places = shown.map(({ mark }) => map.latLngToLayerPoint(mark.getLatLng()));
  const scale = Number(getComputedStyle(document.documentElement).getPropertyValue("--scale")) || 1;
  const gap = shown.some(({ event }) => event.symbol) ? GAP_BESIDE : GAP;
  const offsets = spread(places, gap * scale);
  shown.forEach(({ mark }, i) => mark.moveBy(L.point(offsets[i].x, offsets[i].y)));
  map.fire("marksmoved");
}

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
 * is left. On a small screen the buttons stand over the north, so what is shown begins under them.
 * @param {L.Map} map
 */
function fitToRoom(map) {
  map.invalidateSize({ animate: false });
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  const room = { paddingTopLeft: [8, row + 4], paddingBottomRight: [8, 8] };
  window.geotrackPolar.fit(map, data.opening, narrow.matches ? room : { padding: [12, 12] });
}

/** @param {L.Map} map */
function start(map) {
  document.body.classList.add("scripted");
  map.invalidateSize({ animate: false });
  foldLayers(map);
  if (!many) spreadMarks(map);
  map.on("zoomend overlayadd overlayremove projectionchange", () => spreadMarks(map));
  // After that: an open card stands beside where its symbol has come to stand.
  const rows = data.events.map(({ n }) => lineOf(n));
  const question = asking(data, rows);
  const choosing = chooser(map, drawn, question.reveal);
  const dots = many ? crowd(map, data, drawn, groups, spreadMarks, choosing) : null;
  const sift = sifting(map, data, drawn, dots?.arrange ?? spreadMarks, choosing);
  // Of no records nothing can be looked for, and none is left out.
  if (data.events.length) find(data, question, rows);
  const times = place && timeline(place, data, question, choosing, rows);
  question.onAsk(() => sift(question.found(), !question.active().length));
  turning(map);
  layerState(map);
  story(map, data, drawn, question, choosing, (numbers) => named?.light(numbers));
  taking(data, question, rows);
  languageChoice();
  openLinksBeside();
  nameControls(map);
  wordMap(map);
  measuring(map);
  question.onAsk(keyOfThemes(themeKey, map, drawn, groups));
  question.onAsk(tellBeyond(map, drawn, groups));
  question.onAsk(sightings.start(map, data, drawn));
  question.onAsk(() => named?.show(question.found().shown));
  question.onAsk(roving(map, drawn, choosing.show));
  markTip(map, drawn);
  nights(map);
  keys();
  onCard(retell);
  window.addEventListener("beforeprint", allCards);
  printWhole(map, data, question, choosing);
  fitToRoom(map);
  dots?.begin();
  viewing(map);
  pageKeys(map, choosing.chosen);
  beginFurther(map, question, times);
  // Last, when each part of the page's state is there.
  permalink();
}

Object.assign(window, {
  geotrackPage: {
    theme(/** @type {string} */ name) {
      const group = themeGroup(name, data, regions, drawn, many);
      groups.set(name, group);
      return group;
    },
    hatched: () => (named = namedRegions(data, regions)).group,
    order: () => sightings.group,
    uncertainty,
    further,
    region: (/** @type {string} */ id) => regionOutline(id, regions),
    start,
  },
});
