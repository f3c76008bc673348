// The view of a scene: what it is fitted to, and whether the reader has changed it.
import { boxOf, moveTo, placesOf, viewToFit } from "../map/view-fit.js";
import { leastCovered } from "./caption-corner.js";
import { narrow, wide } from "../screen-size.js";
import { markLayout } from "../marks/layout.js";
import { KEYS, isTrackingPaused, readState, setState } from "../url/page-state.js";

/** Keys of the state that a scene sets; those that it does not name are as when the page opened. */
export const SCENE_KEYS = KEYS.filter((key) => !["lang", "v", "n", "s", "r"].includes(key));
/** Least distance of places from the edge of the map or its caption, pixels. */
const MARGIN = 24;
/** Least distance of symbols from it, pixels. */
const EDGE = 6;
/** Between the caption and the edge of the map, pixels. */
const CAPTION_MARGIN = 14;

/**
 * @typedef {object} RecordStory labels and regions of the records in a story
 * @property {(labels: readonly number[] | null, numbers: readonly number[]) => void} show labels records, and hatches the regions of `numbers`
 * @property {() => void} beforeFit called before the page sets a view
 * @property {(zoom: number) => void} afterFit called after it
 */

/** The closest of some views. @param {import("../map/view-fit.js").View[]} views */
const nearer = (views) => views.reduce((best, view) => (view.zoom > best.zoom ? view : best));

/**
 * The view of a target, and the corner of the caption; on a small screen the caption is a sheet at the foot of the map.
 * @param {L.Map} map @param {import("../map/view-fit.js").FitTarget} target @param {HTMLElement} box the caption
 * @param {boolean} leftOnly whether a card opens at the right
 */
function viewBesideCaption(map, target, box, leftOnly) {
  const caption = { x: box.offsetWidth + CAPTION_MARGIN, y: box.offsetHeight + CAPTION_MARGIN };
  /** @param {Partial<import("../map/boxes.js").Box>} room kept free beside or above the caption */
  const viewIn = (room) => viewToFit(map, { ...target, room: { ...target.room, ...room } });
  if (narrow.matches) return viewIn({ bottom: caption.y + EDGE });
  const view = viewIn({});
  const [middle, size] = [map.project(view.center, view.zoom), map.getSize()];
  const symbols = { main: view.symbols, all: (target.uncut?.(view.zoom) ?? []).map(boxOf) };
  const place = leastCovered({ x: middle.x - size.x / 2, y: middle.y - size.y / 2 }, size, caption, symbols, leftOnly);
  box.dataset.corner = place.corner;
  return place.covered ? nearer([viewIn({ [place.side]: caption.x + EDGE }), viewIn({ [place.end]: caption.y + EDGE })]) : view;
}

/**
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords @param {HTMLElement} box the caption
 * @param {() => number | null} selected which record is
 * @param {RecordStory} [labels]
 */
export function sceneView(map, mapRecords, box, selected, labels) {
  let isStoryMoving = false;
  let isMovedByReader = false;
  /** What a scene sets: the values of its keys, and which record is selected. */
  const stateText = () => JSON.stringify([readState(SCENE_KEYS), selected()]);
  let stateOfScene = stateText();
  map.on("movestart", () => (isMovedByReader ||= !isStoryMoving && !isTrackingPaused()));
  map.on("moveend", () => (isStoryMoving = false));
  return {
    /** Whether the reader has changed the scene since the story set it. */
    isChangedByReader: () => isMovedByReader || stateText() !== stateOfScene,
    /** Counts the scene as changed by the reader: its state is never the empty text. */
    markChanged: () => void (stateOfScene = ""),
    /** Changes the page as the story, not as the reader. @param {() => void} act sets the state and moves the map, at once or in a while */
    setByStory(act) {
      isStoryMoving = true;
      act();
      isMovedByReader = false;
      stateOfScene = stateText();
    },
    /** Shows the view with which the page opened. */
    showOpening() {
      labels?.beforeFit();
      setState({}, ["v"]);
      labels?.afterFit(map.getZoom());
    },
    /**
     * Fits the map to places and symbols, and puts the caption into the corner that covers the fewest symbols.
     * @param {import("../payload.js").Place[]} rim @param {Set<number>} numbers of the records whose symbols it shows
     * @param {boolean} hasCard whether a card opens at the right
     */
    fit(rim, numbers, hasCard) {
      labels?.beforeFit();
      const uncut = (/** @type {number} */ zoom) => markLayout(map, mapRecords, zoom);
      const marksAt = (/** @type {number} */ zoom) => uncut(zoom).filter(({ record }) => numbers.has(record.event.n));
      const target = { places: placesOf(map, rim, MARGIN - EDGE), whole: marksAt, uncut, room: { left: EDGE, top: EDGE, right: EDGE, bottom: EDGE } };
      const view = viewBesideCaption(map, target, box, hasCard && wide.matches);
      moveTo(map, view);
      labels?.afterFit(view.zoom);
    },
  };
}
