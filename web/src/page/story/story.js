// The story: scenes in order. Scene 0 is the whole map as it opened.
import { createCaption, textOf, titleOf } from "./caption.js";
import { createHighlighter } from "./highlight.js";
import { addLead, addPrintedText } from "./lead.js";
import { calm, narrow } from "../screen-size.js";
import { formatPeriod } from "../query/periods.js";
import { presentationMode } from "./presentation-mode.js";
import { registerScene } from "../url/scene.js";
import { sceneView, SET } from "./scene-view.js";
import { notifyChange, isTrackingPaused, setState, readState } from "../url/page-state.js";
import { addSceneSelector } from "./scene-selector.js";
import { onLanguage, translate } from "../i18n.js";
import { LAST_SCENE, NEXT_SCENE, NOTES, OVERVIEW, PAGE_BACK, PAGE_ON, PREVIOUS_SCENE } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";

/** @typedef {import("../payload.js").SceneData} SceneData */
/** @typedef {Map<number, import("../marks/map-record.js").MapRecord>} MapRecords */
/** @typedef {import("./scene-view.js").RecordStory} RecordStory */
/** @typedef {{choose: (n: number) => void, deselect: () => void, selected: () => number | null}} Selection */

/** The focus goes to where it was, be it nowhere: a card would keep the keys to itself. @param {Element | null} from */
function restoreFocus(from) {
  if (from instanceof HTMLElement && from !== document.body) from.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/**
 * The records of scenes.
 * @param {L.Map} map @param {SceneData[]} scenes @param {MapRecords} mapRecords
 * @param {RecordStory} [names]
 */
function sceneRecords(map, scenes, mapRecords, names) {
  // Highlighting creates the marks of all records: a page without highlights needs none.
  const light = scenes.some(({ highlight }) => highlight) ? createHighlighter(map, mapRecords) : () => {};
  /** @param {number} n */
  const citedNumbers = (n) => scenes[n - 1]?.highlight ?? scenes[n - 1]?.cited ?? [];
  return {
    cited: citedNumbers,
    /** Numbers of the records that the view must show. @param {number} n */
    numbers: (n) => new Set(n ? citedNumbers(n) : mapRecords.keys()),
    /** Where they are. @param {Set<number>} numbers */
    places: (numbers) =>
      [...numbers].map((number) => mapRecords.get(number)?.event.at ?? null).filter((place) => place !== null),
    /** They stand out. @param {number} n */
    show(n) {
      names?.show(n ? scenes[n - 1].labels ?? [] : null, citedNumbers(n));
      light(scenes[n - 1]?.highlight ?? []);
    },
  };
}

/**
 * Sets the state of a scene, all but its view.
 * @param {Partial<SceneData>} scene @param {Selection} selection
 * @param {(animate: boolean) => void} show updates the caption and moves the map, before the card opens
 */
function showSceneState({ state: sets = {}, card }, selection, show) {
  const opens = card !== undefined && !narrow.matches;
  const from = document.activeElement;
  const turned = (sets.p ?? "") !== (readState(["p"]).p ?? "");
  selection.deselect();
  setState(sets, SET);
  show(!turned && !calm.matches && !opens);
  if (!opens) return;
  selection.choose(card);
  // The story goes on from the scene where the presentation ended.
  restoreFocus(from);
}

/** What of the records is shown, in words. @param {import("../query/query.js").PageQuery} query */
function describeShown(query) {
  const n = query.items.length;
  const { count } = query.result();
  const { period } = query.conditions();
  return [period ? formatPeriod(period) : "", count < n ? translate("finder.someOf", { some: count, n }) : ""].filter(Boolean).join(" · ");
}

/**
 * The way into the story, and where it is, in the masthead and on paper.
 * @param {number} total of the scenes
 * @param {Parameters<typeof addSceneSelector>[1] & {choose: (n: number) => void}} acts
 * @param {HTMLElement} caption
 * @returns {(n: number) => void} updates it after a step of the story
 */
function leadAndSelector(total, acts, caption) {
  function begin() {
    acts.go(1);
    // The button is hidden with the lead.
    /** @type {HTMLElement | null} */ (document.querySelector(".story-next"))?.focus();
    if (narrow.matches) caption.scrollIntoView();
  }
  addLead(total, { begin, choose: acts.choose });
  const print = addPrintedText();
  if (total) return addSceneSelector(total, acts, print);
  const update = () => print([]);
  onLanguage(update);
  return update;
}

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {MapRecords} mapRecords
 * @param {import("../query/query.js").PageQuery} query
 * @param {Selection} selection
 * @param {RecordStory} [names]
 */
export function createStory(map, data, mapRecords, query, selection, names) {
  const { scenes = [], scenes: { length: total } = [] } = data;
  const records = sceneRecords(map, scenes, mapRecords, names);
  let current = 0;

  /** Makes a scene the present one without setting its state. @param {number} n */
  function mark(n) {
    current = n;
    document.body.classList.toggle("in-scene", n > 0);
    sceneCaption.box.hidden = !n && !present.on();
    updateSelector(n);
    sceneCaption.update(n);
    records.show(n);
  }

  /** @param {boolean} animate */
  function fit(animate) {
    if (!current && !present.on()) return view.reset();
    const numbers = records.numbers(current);
    view.fit([...(scenes[current - 1]?.view ?? data.opening), ...records.places(numbers)], numbers, animate);
  }

  /** @param {number} n */
  function go(n) {
    if (n < 0 || n > total) return;
    view.set(() => showSceneState(scenes[n - 1] ?? {}, selection, (animate) => (mark(n), fit(animate))));
    notifyChange();
  }

  /** Begun or left, presenting gives the map another size. */
  function presented() {
    const unchanged = !view.own();
    mark(current);
    if (unchanged) view.set(() => fit(false));
  }

  const acts = { back: () => go(current - 1), on: () => go(current + 1), leave: () => go(0), go, choose: selection.choose };
  const sceneCaption = createCaption(total, acts, () => describeShown(query));
  const updateSelector = leadAndSelector(total, acts, sceneCaption.box);
  const view = sceneView(map, mapRecords, sceneCaption.box, selection.selected, names);
  const present = presentationMode(map, sceneCaption.box, presented);
  if (total) bindStoryShortcuts(acts, { total, at: () => current, presenting: present.on, toggleNotes: sceneCaption.toggleNotes });
  mark(0);
  map.on("resize", () => {
    if ((current || present.on()) && !isTrackingPaused() && !view.own()) view.set(() => fit(false));
  });
  query.onChange(sceneCaption.updateShown);
  registerScene(total, () => current, { ...view, go, mark });
  return storyForPaper(scenes, records, query, { at: () => current, mark, fit });
}

/**
 * @param {SceneData[]} scenes @param {ReturnType<typeof sceneRecords>} records @param {import("../query/query.js").PageQuery} query
 * @param {{at: () => number, mark: (n: number) => void, fit: (animate: boolean) => void}} acts
 */
const storyForPaper = (scenes, records, query, { at, mark, fit }) => ({
  total: scenes.length,
  at,
  mark,
  /** Without motion, and without a card. @param {number} n */
  show(n) {
    setState(scenes[n - 1]?.state ?? {}, SET);
    mark(n);
    fit(false);
  },
  /** The contents of a scene, and the numbers of its records. @param {number} n */
  contents: (n) => ({ title: titleOf(n), shown: describeShown(query), text: textOf(n), numbers: records.cited(n) }),
});

/**
 * @param {{back: () => void, on: () => void, go: (n: number) => void}} acts
 * @param {{total: number, at: () => number, presenting: () => boolean, toggleNotes: () => void}} sceneCaption
 */
export function bindStoryShortcuts({ back, on, go }, { total, at, presenting, toggleNotes }) {
  /** Elsewhere they scroll. @param {KeyboardEvent} event */
  const turns = ({ target }) =>
    presenting() || (at() > 0 && !narrow.matches && !(target instanceof Element && target.closest(".index, .caption, .leaflet-popup")));
  bind(NEXT_SCENE, on);
  bind(PREVIOUS_SCENE, back);
  bind(PAGE_ON, on, turns);
  bind(PAGE_BACK, back, turns);
  bind(OVERVIEW, () => go(0), turns);
  bind(LAST_SCENE, () => go(total), turns);
  if (document.querySelector(".scene-notes")) bind(NOTES, toggleNotes);
}
