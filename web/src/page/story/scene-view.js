// The view of a scene: what it is fitted to, and whether the reader has changed it.
import { fitTo, placesOf } from "../map/view-fit.js";
import { markLayout } from "../marks/layout.js";
import { KEYS, isTrackingPaused, readState, setState } from "../url/page-state.js";

/** What a scene sets, or puts back as it was when the page opened. */
export const SET = KEYS.filter((key) => !["lang", "v", "n", "s", "r"].includes(key));
/** Between what a scene shows and the edge of the map or its caption: places, and symbols, pixels. */
const MARGIN = 24;
const EDGE = 6;

/**
 * @typedef {object} RecordStory what the records do in a story
 * @property {(labels: readonly number[] | null, numbers: readonly number[]) => void} show names records, and hatches their regions
 * @property {() => void} fitting the page is about to set a view
 * @property {(zoom: number) => void} fitted it has set it
 */

/**
 * How far something covers the map from its left.
 * @param {DOMRect} box @param {DOMRect} frame of the map
 */
function coverOf(box, frame) {
  const beside = box.right <= frame.left || box.left >= frame.right;
  const isOutside = box.bottom <= frame.top || box.top >= frame.bottom;
  return !box.width || beside || isOutside ? 0 : box.right - frame.left;
}

/**
 * @param {L.Map} map @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords @param {HTMLElement} box the caption
 * @param {() => number | null} selected which record is
 * @param {RecordStory} [names]
 */
export function sceneView(map, mapRecords, box, selected, names) {
  let setting = false;
  let moved = false;
  /** Of the parts that a scene sets, and the record that is chosen. */
  const stateText = () => JSON.stringify([readState(SET), selected()]);
  /** The state when the scene was set. */
  let settled = stateText();
  map.on("movestart", () => (moved ||= !setting && !isTrackingPaused()));
  map.on("moveend", () => (setting = false));
  return {
    /** Whether it is as the reader has made it. */
    own: () => moved || stateText() !== settled,
    /** It is so from here on. */
    resetOwn: () => void (settled = ""),
    /** @param {() => void} act which sets the page and moves the map, at once or in a while */
    set(act) {
      setting = true;
      act();
      moved = false;
      settled = stateText();
    },
    /** The view with which the page opened. */
    reset() {
      names?.fitting();
      setState({}, ["v"]);
      names?.fitted(map.getZoom());
    },
    /** @param {import("../payload.js").Place[]} rim @param {Set<number>} numbers of the records whose symbols it shows @param {boolean} animate */
    fit(rim, numbers, animate) {
      names?.fitting();
      const cover = coverOf(box.getBoundingClientRect(), map.getContainer().getBoundingClientRect());
      const room = { left: cover + EDGE, top: EDGE, right: EDGE, bottom: EDGE };
      const uncut = (/** @type {number} */ zoom) => markLayout(map, mapRecords, zoom);
      const marksAt = (/** @type {number} */ zoom) => uncut(zoom).filter(({ record }) => numbers.has(record.event.n));
      const zoom = fitTo(map, { places: placesOf(map, rim, MARGIN - EDGE), whole: marksAt, uncut, room }, animate);
      names?.fitted(zoom);
    },
  };
}
