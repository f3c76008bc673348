// Draws a place on the map: a point, a line, an area, a disc or a ring, by clicks or by keys.
import { handleKeys, handlePointer } from "../../page/measure/input.js";
import { areaOf, lineOf, niceKilometres, positionOf } from "./shapes.js";

/**
 * @typedef {"point" | "line" | "area" | "disc" | "ring"} Kind
 * @typedef {{geometry?: any, radius?: number, inner?: number}} Shape of a place; radii in kilometres
 * @typedef {import("./shapes.js").Position} Position
 * @typedef {{stage: string, byKeys: boolean, next: Position | null, places: Position[], kind: Kind, changed: (shape: Shape) => void, ended: () => void}} Drawing
 */

/** Number of places that completes a shape; lines and areas end by Enter or a double click. */
const PLACES_NEEDED = /** @type {Record<Kind, number>} */ ({ point: 1, disc: 2, ring: 3, line: Infinity, area: Infinity });
const METRES_PER_KM = 1000;

/** @param {Position} a @param {Position} b */
const kilometresBetween = (a, b) => niceKilometres(window.geotrackPolar.distance(...a, ...b) / METRES_PER_KM);

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
  const shortest = Math.min(...radii);
  const longest = Math.max(...radii);
  return {
    geometry: { type: "Point", coordinates: places[0] },
    ...(radii.length ? { radius: longest } : {}),
    ...(radii.length > 1 && shortest < longest ? { inner: shortest } : {}),
  };
}

/**
 * What a reader does while something is drawn.
 * @param {L.Map} map @param {Drawing} state @param {(shape: Shape | null) => void} preview @param {() => void} stop
 */
function createActs(map, state, preview, stop) {
  const frame = map.getContainer();
  const acts = {
    /** A line ends at its last place, an area also at its first. @param {L.Point} point @param {number} reach pixels */
    set(point, reach) {
      const { kind, places } = state;
      const ends = kind === "area" && places.length > 2 ? [places[0], places.at(-1)] : [places.at(-1)];
      const isEnd = ends.some((place) => place && map.latLngToContainerPoint([place[1], place[0]]).distanceTo(point) <= reach);
      if (isEnd && PLACES_NEEDED[kind] === Infinity) return acts.finish();
      places.push(positionOf(map.containerPointToLatLng(point)));
      state.changed(shapeOf(kind, places));
      if (places.length >= PLACES_NEEDED[kind]) stop();
    },
    lead() {
      frame.classList.toggle("by-keys", state.byKeys);
      if (!state.next || !state.places.length) return;
      const [lng, lat] = state.next;
      preview(shapeOf(state.kind, [...state.places, positionOf({ lat, lng })]));
    },
    undo() {
      state.places.pop();
      state.changed(shapeOf(state.kind, state.places));
      preview(null);
    },
    /** Cancels the drawing. */
    leave() {
      if (state.places.length) state.changed({ geometry: null });
      stop();
    },
    finish() {
      if (state.kind === "area" && state.places.length < 3) state.changed({ geometry: null });
      stop();
    },
  };
  return acts;
}

/** @param {L.Map} map @param {(shape: Shape | null) => void} preview draws the shape that a click here would give; null: none */
export function createDrawingTool(map, preview) {
  const frame = map.getContainer();
  /** @type {Drawing} */
  const state = { stage: "off", byKeys: false, next: null, places: [], kind: "point", changed: () => undefined, ended: () => undefined };
  const acts = createActs(map, state, preview, stop);

  /** @param {Kind} kind @param {(shape: Shape) => void} changed @param {() => void} onEnd */
  function begin(kind, changed, onEnd) {
    stop();
    Object.assign(state, { stage: "setting", byKeys: false, next: null, places: [], kind, changed, ended: onEnd });
    frame.classList.add("measuring");
    map.doubleClickZoom.disable();
    map.closePopup();
    window.focus();
    frame.focus({ preventScroll: true });
  }

  function stop() {
    if (state.stage === "off") return;
    state.stage = "off";
    frame.classList.remove("measuring", "by-keys");
    map.doubleClickZoom.enable();
    preview(null);
    state.ended();
  }

  handlePointer(map, /** @type {any} */ (state), acts);
  handleKeys(map, /** @type {any} */ (state), acts, { opener: frame.ownerDocument.documentElement, box: frame });
  frame.addEventListener("dblclick", () => state.stage === "setting" && acts.finish(), true);

  /** A key that is pressed beside the map while something is drawn. @param {string} key */
  function press(key) {
    if (state.stage !== "setting") return false;
    const act = { Escape: acts.leave, Backspace: acts.undo, Enter: acts.finish }[key];
    act?.();
    return act !== undefined;
  }
  return { begin, stop, press };
}
