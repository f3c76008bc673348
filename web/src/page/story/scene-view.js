// The view of a scene: what it is fitted to, and whether the reader has changed it.
import { fitTo, placesOf } from "../map/view-fit.js";
import { markLayout } from "../marks/layout.js";
import { KEYS, isTrackingPaused, readState, setState } from "../url/page-state.js";

/** Keys of the state that a scene sets; those that it does not name are as when the page opened. */
export const SCENE_KEYS = KEYS.filter((key) => !["lang", "v", "n", "s", "r"].includes(key));
/** Least distance of places from the edge of the map or its caption, pixels. */
const MARGIN = 24;
/** Least distance of symbols from it, pixels. */
const EDGE = 6;

/**
 * @typedef {object} RecordStory labels and regions of the records in a story
 * @property {(labels: readonly number[] | null, numbers: readonly number[]) => void} show labels records, and hatches the regions of `numbers`
 * @property {() => void} beforeFit called before the page sets a view
 * @property {(zoom: number) => void} afterFit called after it
 */

/**
 * How far something covers the map from its left.
 * @param {DOMRect} box @param {DOMRect} frame of the map
 */
function coverOf(box, frame) {
  const isBeside = box.right <= frame.left || box.left >= frame.right;
  const isAboveOrBelow = box.bottom <= frame.top || box.top >= frame.bottom;
  return !box.width || isBeside || isAboveOrBelow ? 0 : box.right - frame.left;
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
    /** Fits the map to places and symbols. @param {import("../payload.js").Place[]} rim @param {Set<number>} numbers of the records whose symbols it shows @param {boolean} animate */
    fit(rim, numbers, animate) {
      labels?.beforeFit();
      const cover = coverOf(box.getBoundingClientRect(), map.getContainer().getBoundingClientRect());
      const room = { left: cover + EDGE, top: EDGE, right: EDGE, bottom: EDGE };
      const uncut = (/** @type {number} */ zoom) => markLayout(map, mapRecords, zoom);
      const marksAt = (/** @type {number} */ zoom) => uncut(zoom).filter(({ record }) => numbers.has(record.event.n));
      const zoom = fitTo(map, { places: placesOf(map, rim, MARGIN - EDGE), whole: marksAt, uncut, room }, animate);
      labels?.afterFit(zoom);
    },
  };
}
