// The story: scenes in order. Scene 0 is the whole map as it opened.
import { createCaption, textOf, titleOf } from "./caption.js";
import { createFlight } from "../flight/flight.js";
import { prepareRelief } from "../flight/ground.js";
import { createHighlighter } from "./highlight.js";
import { addLead, addPrintedText } from "./lead.js";
import { narrow } from "../screen-size.js";
import { formatPeriod } from "../query/periods.js";
import { presentationMode } from "./presentation-mode.js";
import { registerScene } from "../url/scene.js";
import { sceneView, SCENE_KEYS } from "./scene-view.js";
import { notifyChange, isTrackingPaused, setState } from "../url/page-state.js";
import { sceneBrackets } from "./scene-brackets.js";
import { addSceneSelector } from "./scene-selector.js";
import { onLanguage, translate } from "../i18n.js";
import { LAST_SCENE, NEXT_SCENE, NOTES, OVERVIEW, PAGE_BACK, PAGE_ON, PREVIOUS_SCENE } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";

/** @typedef {import("../payload.js").SceneData} SceneData */
/** @typedef {import("../marks/map-record.js").MapRecords} MapRecords */
/** @typedef {import("./scene-view.js").RecordStory} RecordStory */
/** @typedef {{choose: (n: number) => void, deselect: () => void, selected: () => number | null}} Selection */

/** Returns the focus to where it was, be it nowhere: an open card would keep the keys to itself. @param {Element | null} focused */
function restoreFocus(focused) {
  if (focused instanceof HTMLElement && focused !== document.body) focused.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/**
 * The records of scenes.
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {MapRecords} mapRecords
 * @param {RecordStory} [labels]
 */
function sceneRecords(map, { records, scenes = [], opening }, mapRecords, labels) {
  // Highlighting creates the marks of all records: a page without highlights needs none.
  const highlight = scenes.some((scene) => scene.highlight) ? createHighlighter(map, records, mapRecords) : () => {};
  /** @param {number} n */
  const cited = (n) => scenes[n - 1]?.highlight ?? scenes[n - 1]?.cited ?? [];
  return {
    cited,
    /** Fits the map to a scene, or to all records. @param {number} n @param {{fit: (rim: import("../payload.js").Place[], numbers: Set<number>, hasCard: boolean) => void}} sight */
    fit(n, sight) {
      const numbers = new Set(n ? cited(n) : mapRecords.keys());
      const places = [...numbers].map((number) => mapRecords.get(number)?.event.at ?? null).filter((place) => place !== null);
      sight.fit([...(scenes[n - 1]?.view ?? opening), ...places], numbers, scenes[n - 1]?.card !== undefined);
    },
    /** The date that a scene tells last: its day, and its words. @param {number} n */
    lastDate(n) {
      const dated = cited(n).flatMap((number) => {
        const record = records.get(number);
        return record?.times.own ? [{ day: record.times.own.s0, text: record.date }] : [];
      });
      return dated.reduce((/** @type {typeof dated[0] | null} */ last, date) => (last && last.day >= date.day ? last : date), null);
    },
    /** The map records that a scene is about, in order of date. @param {number} n */
    inOrder: (n) =>
      cited(n)
        .flatMap((number) => mapRecords.get(number) ?? [])
        .sort((a, b) => (a.event.times.own?.s0 ?? Infinity) - (b.event.times.own?.s0 ?? Infinity)),
    /** Labels and highlights the records of a scene; those of the scenes before it are ghosts. @param {number} n */
    show(n) {
      const told = new Set(scenes.slice(0, Math.max(0, n - 1)).flatMap((_, i) => cited(i + 1)));
      for (const number of cited(n)) told.delete(number);
      mapRecords.setGhosts("told", told);
      labels?.show(n ? scenes[n - 1].labels ?? [] : null, cited(n));
      highlight(scenes[n - 1]?.highlight ?? []);
    },
  };
}

/**
 * Sets the state of a scene, all but its view.
 * @param {Partial<SceneData>} scene @param {Selection} selection
 * @param {() => void} setCurrent updates the caption, and `fit` moves the map, both before the card opens
 * @param {() => void} fit
 */
function showSceneState({ state: sets = {}, card }, selection, setCurrent, fit) {
  const opensCard = card !== undefined && !narrow.matches;
  const focused = document.activeElement;
  selection.deselect();
  setState(sets, SCENE_KEYS);
  setCurrent();
  fit();
  if (!opensCard) return;
  selection.choose(card);
  restoreFocus(focused);
}

/** How long after a scene has begun the next one is prepared, milliseconds: the rest of the page comes first. */
const PREPARE_MS = 3000;

/** @param {L.Map} map @param {SceneData | undefined} next */
const prepareSoon = (map, next) => void (next && setTimeout(() => prepareRelief(map, next.state?.p ?? ""), PREPARE_MS));

/**
 * What a flight shows beside the map.
 * @param {HTMLElement} caption @param {() => import("../marks/map-record.js").MapRecord[]} next
 * @param {import("../plugin-api.js").Timeline | null} timeline @param {ReturnType<typeof sceneBrackets>} brackets
 * @returns {import("../flight/flight.js").Stage}
 */
const flightStage = (caption, next, timeline, brackets) => ({
  caption,
  next,
  tickOf: ({ event }) => timeline?.tick(event.i) ?? null,
  day: () => brackets?.day() ?? null,
  moveMarker: (from, to, share) => brackets?.moveMarker(from, to, share),
  rest: () => brackets?.rest(),
});

/**
 * The layout of a scene or a presentation: the map over the width of the page, and the compact timeline.
 * @param {L.Map} map @param {import("../plugin-api.js").Timeline | null} timeline @param {boolean} on
 */
function layOutStory(map, timeline, on) {
  const { classList } = document.body;
  if (classList.contains("in-story") === on) return on;
  classList.toggle("in-story", on);
  timeline?.compact(on);
  map.invalidateSize({ animate: false });
  return on;
}

/** What of the records is shown, in words. @param {import("../query/query.js").PageQuery} query */
function describeShown(query) {
  const n = query.items.length;
  const { count } = query.result();
  const { period } = query.conditions();
  return [period ? formatPeriod(period) : "", count < n ? translate("finder.someOf", { some: count, n }) : ""].filter(Boolean).join(" · ");
}

/**
 * Adds the lead, the selector of scenes in the masthead, and the text of the scene on paper.
 * @param {number} total of the scenes
 * @param {Parameters<typeof addSceneSelector>[1] & {choose: (n: number) => void}} acts
 * @returns {(n: number) => void} updates it after a step of the story
 */
function addLeadAndSelector(total, acts) {
  function begin() {
    acts.go(1);
    // The button is hidden with the lead.
    /** @type {HTMLElement | null} */ (document.querySelector(".caption-next"))?.focus();
  }
  addLead(total, { begin, choose: acts.choose });
  const print = addPrintedText();
  if (total) return addSceneSelector(total, acts, print);
  const update = () => print([]);
  onLanguage(update);
  return update;
}

/**
 * Makes the story of a page: its caption, selector, lead, shortcuts and presentation mode.
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {MapRecords} mapRecords
 * @param {import("../query/query.js").PageQuery} query
 * @param {Selection} selection
 * @param {RecordStory} [labels]
 * @param {import("../plugin-api.js").Timeline | null} [timeline]
 * @returns what printing needs of it
 */
export function createStory(map, data, mapRecords, query, selection, labels, timeline = null) {
  const [scenes, total] = [data.scenes ?? [], data.scenes?.length ?? 0];
  const records = sceneRecords(map, data, mapRecords, labels);
  let current = 0;
  const at = () => current;
  const acts = { back: () => step(current - 1), forward: () => step(current + 1), leave: () => step(0), go: step, choose: selection.choose };
  const sceneCaption = createCaption(total, acts, () => describeShown(query));
  const updateSelector = addLeadAndSelector(total, acts);
  const view = sceneView(map, mapRecords, sceneCaption.box, selection.selected, labels);
  const presentation = presentationMode(map, sceneCaption.box, afterPresentationChange);
  const brackets = sceneBrackets(scenes, timeline, step);
  const fly = createFlight(map, mapRecords, flightStage(sceneCaption.box, () => records.inOrder(current), timeline, brackets));

  /** Makes a scene the present one without setting its state. @param {number} n */
  function setCurrent(n) {
    sceneCaption.update((current = n), layOutStory(map, timeline, isShown()));
    updateSelector(n);
    brackets?.update(n, records.lastDate(n));
    records.show(n);
    prepareSoon(map, scenes[n]);
  }

  const isShown = () => current > 0 || presentation.isOn();
  const fit = () => (isShown() ? records.fit(current, view) : view.showOpening());

  /** Shows a scene, as a step of the story. @param {number} n */
  function go(n) {
    view.setByStory(() => showSceneState(scenes[n - 1] ?? {}, selection, () => setCurrent(n), fit));
    notifyChange();
  }

  /** Goes to a scene as the reader asks. @param {number} n */
  function step(n) {
    if (n >= 0 && n <= total) fly(() => go(n));
  }

  /** The map has another size when a presentation has begun or ended. */
  function afterPresentationChange() {
    const keepsView = view.isChangedByReader();
    setCurrent(current);
    if (!keepsView) view.setByStory(fit);
  }

  if (total) bindStoryShortcuts(acts, { total, at, isPresenting: presentation.isOn, toggleNotes: sceneCaption.toggleNotes });
  setCurrent(0);
  map.on("resize", () => void (isShown() && !isTrackingPaused() && !view.isChangedByReader() && view.setByStory(fit)));
  query.onChange(sceneCaption.updateShown);
  registerScene(total, at, { ...view, go, setCurrent });
  return storyForPaper(scenes, records, query, { at, setCurrent, fit });
}

/**
 * @param {SceneData[]} scenes @param {ReturnType<typeof sceneRecords>} records @param {import("../query/query.js").PageQuery} query
 * @param {{at: () => number, setCurrent: (n: number) => void, fit: () => void}} acts
 */
const storyForPaper = (scenes, records, query, { at, setCurrent, fit }) => ({
  total: scenes.length,
  at,
  setCurrent,
  /** Shows a scene without motion, and without a card. @param {number} n */
  show(n) {
    setState(scenes[n - 1]?.state ?? {}, SCENE_KEYS);
    setCurrent(n);
    fit();
  },
  /** The contents of a scene, and the numbers of its records. @param {number} n */
  contents: (n) => ({ title: titleOf(n), shown: describeShown(query), text: textOf(n), numbers: records.cited(n) }),
});

/**
 * @param {{back: () => void, forward: () => void, go: (n: number) => void}} acts
 * @param {{total: number, at: () => number, isPresenting: () => boolean, toggleNotes: () => void}} story
 */
function bindStoryShortcuts({ back, forward, go }, { total, at, isPresenting, toggleNotes }) {
  /** Whether a key turns the story: in the index, the caption or a card it scrolls. @param {KeyboardEvent} event */
  function turnsStory({ target }) {
    if (isPresenting()) return true;
    const scrolls = target instanceof Element && target.closest(".index, .caption, .leaflet-popup");
    return at() > 0 && !narrow.matches && !scrolls;
  }
  bind(NEXT_SCENE, forward);
  bind(PREVIOUS_SCENE, back);
  bind(PAGE_ON, forward, turnsStory);
  bind(PAGE_BACK, back, turnsStory);
  bind(OVERVIEW, () => go(0), turnsStory);
  bind(LAST_SCENE, () => go(total), turnsStory);
  if (document.querySelector(".scene-notes")) bind(NOTES, toggleNotes);
}
