// Draws a place on the map: a point, a line, an area, a disc or a ring, by clicks or by keys.
import { handleKeys, handlePointer } from "../../page/measure/input.js";
import { areaOf, lineOf, niceKilometres, positionOf } from "./shapes.js";

/**
 * @typedef {"point" | "line" | "area" | "disc" | "ring"} Kind
 * @typedef {{geometry?: any, radius?: number, inner?: number}} Shape of a place; radii in kilometres
 * @typedef {import("./shapes.js").Position} Position
 */

/** How many places complete a shape; lines and areas end by Enter or a double click. */
const COMPLETE = /** @type {Record<Kind, number>} */ ({ point: 1, disc: 2, ring: 3, line: Infinity, area: Infinity });
const METRES = 1000;

/** @param {Position} a @param {Position} b */
const kilometresBetween = (a, b) => niceKilometres(window.geotrackPolar.distance(...a, ...b) / METRES);

/**
 * The shape of the places that are set; none if they are too few.
 * @param {Kind} kind @param {Position[]} places
 * @returns {Shape}
 */
function shapeOf(kind, places) {
  if (!places.length) return { geometry: null };
  if (kind === "line") return { geometry: lineOf(places) };
  if (kind === "area") return { geometry: areaOf(places) ?? lineOf(places) };
  const radii = places.slice(1).map((place) => kilometresBetween(places[0], place));
  const [least, most] = [Math.min(...radii), Math.max(...radii)];
  return {
    geometry: { type: "Point", coordinates: places[0] },
    ...(radii.length ? { radius: most } : {}),
    ...(radii.length > 1 && least < most ? { inner: least } : {}),
  };
}

/** @param {L.Map} map @param {(shape: Shape | null) => void} preview draws what a click here would give; null: nothing */
export function createDrawingTool(map, preview) {
  const frame = map.getContainer();
  /** @type {{stage: string, byKeys: boolean, next: Position | null, places: Position[]}} */
  const now = { stage: "off", byKeys: false, next: null, places: [] };
  let kind = /** @type {Kind} */ ("point");
  /** @type {(shape: Shape) => void} */
  let changed = () => undefined;
  /** @type {() => void} */
  let ended = () => undefined;

  /** @param {Kind} wanted @param {(shape: Shape) => void} onChange @param {() => void} onEnd */
  function begin(wanted, onChange, onEnd) {
    stop();
    [kind, changed, ended] = [wanted, onChange, onEnd];
    Object.assign(now, { stage: "setting", byKeys: false, next: null, places: [] });
    frame.classList.add("measuring");
    map.doubleClickZoom.disable();
    map.closePopup();
    window.focus();
    frame.focus({ preventScroll: true });
  }

  function stop() {
    if (now.stage === "off") return;
    now.stage = "off";
    frame.classList.remove("measuring", "by-keys");
    map.doubleClickZoom.enable();
    preview(null);
    ended();
  }

  const acts = {
    /** A line ends at its last place, an area also at its first. @param {L.Point} at @param {number} reach pixels */
    set(at, reach) {
      const ends = kind === "area" && now.places.length > 2 ? [now.places[0], now.places.at(-1)] : [now.places.at(-1)];
      const isEnd = ends.some((place) => place && map.latLngToContainerPoint([place[1], place[0]]).distanceTo(at) <= reach);
      if (isEnd && COMPLETE[kind] === Infinity) return acts.finish();
      now.places.push(positionOf(map.containerPointToLatLng(at)));
      changed(shapeOf(kind, now.places));
      if (now.places.length >= COMPLETE[kind]) stop();
    },
    lead() {
      frame.classList.toggle("by-keys", now.byKeys);
      if (!now.next || !now.places.length) return;
      const [lng, lat] = now.next;
      preview(shapeOf(kind, [...now.places, positionOf({ lat, lng })]));
    },
    undo() {
      now.places.pop();
      changed(shapeOf(kind, now.places));
      preview(null);
    },
    /** What is begun is given up. */
    leave() {
      if (now.places.length) changed({ geometry: null });
      stop();
    },
    finish() {
      if (kind === "area" && now.places.length < 3) changed({ geometry: null });
      stop();
    },
  };
  handlePointer(map, /** @type {any} */ (now), acts);
  handleKeys(map, /** @type {any} */ (now), acts, { opener: frame.ownerDocument.documentElement, box: frame });
  frame.addEventListener("dblclick", () => now.stage === "setting" && acts.finish(), true);

  return {
    begin,
    stop,
    /** A key that is pressed beside the map while something is drawn. @param {string} key */
    press(key) {
      if (now.stage !== "setting") return false;
      const act = { Escape: acts.leave, Backspace: acts.undo, Enter: acts.finish }[key];
      act?.();
      return act !== undefined;
    },
  };
}
