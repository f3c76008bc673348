// A flight from scene to scene. The map jumps to its goal at once; over it pictures of the ground and copies of the symbols
// move, so that no frame draws the map, and so that the end of a flight is what a jump leads to.
import { element } from "../dom.js";
import { calm } from "../screen-size.js";
import { poseAt, sightOf } from "./camera.js";
import { DURATION, flightAt } from "./clock.js";
import { movePicture, paintWide, pictureOf, poseIn, viewOf } from "./ground.js";
import { frameTo, moveSymbols, symbolLayer, symbolsInFlight, visibleSymbols } from "./travellers.js";

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/** How long one picture takes to give way to the next where nothing is to move, milliseconds. */
const FADE_MS = 200;
/** Shares of the camera's way at which the picture of the start has faded, from which that of the end appears, and at which it hides the others. */
const [START_GONE, END_COMES, END_ALONE] = [0.15, 0.6, 0.95];
/** Keys that change nothing by themselves. */
const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock"]);

/**
 * @typedef {object} Stage what a flight shows beside the map
 * @property {HTMLElement} caption
 * @property {() => MapRecord[]} next records that the present scene is about, in order of date
 * @property {(record: MapRecord) => {x: number, y: number} | null} tickOf where a record is on the timeline, pixels of the page
 * @property {() => number | null} day of the marker
 * @property {(from: number, to: number, share: number) => void} moveMarker between two days
 * @property {() => void} rest puts the marker where it belongs
 */

/** An element over the page that no pointer or screen reader meets. @param {Node[]} content */
function overPage(content) {
  const root = element("div", { class: "flight", "aria-hidden": "true", inert: "" }, content);
  document.body.append(root);
  return root;
}

/** A copy of the caption where it stands. @param {HTMLElement} caption */
function copyCaption(caption) {
  const copy = /** @type {HTMLElement} */ (caption.cloneNode(true));
  frameTo(copy, caption.getBoundingClientRect());
  return copy;
}

/**
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords @param {Stage} stage
 * @returns {(jump: () => void) => void} shows a jump of the map as a flight
 */
export function createFlight(map, mapRecords, stage) {
  /** Ends the present flight. @type {(() => void) | null} */
  let land = null;

  /** @param {() => void} jump */
  return (jump) => {
    land?.();
    if (document.hidden) return jump();
    const [picture, start] = [pictureOf(map), viewOf(map)];
    if (calm.matches) return crossFade(picture, start.frame, jump);
    const before = visibleSymbols(mapRecords);
    const caption = stage.caption.hidden ? [] : [copyCaption(stage.caption)];
    const day = stage.day();
    Object.assign(map.options, { inFlight: true });
    jump();
    land = fly({ map, picture, start, before, after: visibleSymbols(mapRecords), caption, day, stage }, () => {
      land = null;
      Object.assign(map.options, { inFlight: false });
      // What was put off: waterlines, labels and names.
      map.fire("groundchange");
      map.fire("landed");
    });
  };
}

/** @param {ReturnType<typeof pictureOf>} picture @param {import("./travellers.js").Frame} frame @param {() => void} jump */
function crossFade({ picture, margin }, frame, jump) {
  picture.style.transform = `translate(${-margin.x}px, ${-margin.y}px)`;
  const ground = element("div", { class: "flight-ground" }, [picture]);
  frameTo(ground, frame);
  jump();
  const root = overPage([ground]);
  root.animate({ opacity: [1, 0] }, FADE_MS).onfinish = () => root.remove();
}

/**
 * @typedef {{map: L.Map, picture: ReturnType<typeof pictureOf>, start: import("./ground.js").View, before: ReturnType<typeof visibleSymbols>,
 *   after: ReturnType<typeof visibleSymbols>, caption: HTMLElement[], day: number | null, stage: Stage}} Flight
 */

/**
 * The pictures and symbols of a flight, over the page.
 * @param {Flight} flight
 * @returns its root, and a function that shows it at a time and returns whether it is over
 */
function sceneOf({ map, picture, start, before, after, caption, day, stage }) {
  const goal = viewOf(map);
  const { frame, polar } = goal;
  const [from, to] = [poseIn(start, goal), poseIn(goal, goal)];
  const wide = paintWide(map, sightOf(from, to, { x: frame.width, y: frame.height }, polar.hemisphere));
  const end = pictureOf(map);
  const pictures = [
    { picture: wide.picture, drawn: { ...wide, turn: to.turn } },
    { picture: picture.picture, drawn: { pole: poleIn(picture, start), scale: from.scale, turn: from.turn } },
    { picture: end.picture, drawn: { pole: poleIn(end, goal), scale: to.scale, turn: to.turn } },
  ];
  const symbols = symbolsInFlight(before, after, stage.next(), polar, stage.tickOf);
  const ground = element("div", { class: "flight-ground" }, pictures.map((one) => one.picture));
  frameTo(ground, frame);
  const root = overPage([ground, symbolLayer(symbols, frame), ...caption]);
  const goalDay = stage.day();
  /** @param {number} t milliseconds */
  function show(t) {
    const state = flightAt(t, symbols.travellers.length);
    const pose = poseAt(from, to, state.camera);
    for (const { picture: one, drawn } of pictures) movePicture(one, drawn, pose, frame, polar.hemisphere);
    fade(picture.picture, 1 - state.camera / START_GONE);
    const alone = (state.camera - END_COMES) / (END_ALONE - END_COMES);
    fade(end.picture, alone);
    fade(wide.picture, Number(alone < 1));
    fade(ground, 1 - state.labels);
    // Under the pictures it would be drawn in each frame.
    document.body.classList.toggle("aloft", state.labels === 0);
    for (const old of caption) fade(old, state.captionOut);
    stage.caption.style.opacity = `${state.captionIn}`;
    moveSymbols(symbols, state, pose, frame, polar);
    if (day !== null && goalDay !== null) stage.moveMarker(day, goalDay, state.marker);
    return state.isOver;
  }
  return { root, show };
}

/** @param {Flight} flight @param {() => void} landed @returns {() => void} ends it at its goal */
function fly(flight, landed) {
  const { root, show } = sceneOf(flight);
  document.body.classList.add("in-flight");
  let request = 0;
  let began = 0;
  /** @param {number} now */
  function step(now) {
    began ||= now;
    if (show(Math.min(now - began, DURATION))) finish();
    else request = requestAnimationFrame(step);
  }
  function finish() {
    cancelAnimationFrame(request);
    stop();
    root.remove();
    document.body.classList.remove("in-flight", "aloft");
    flight.stage.caption.style.opacity = "";
    flight.stage.rest();
    landed();
  }
  const stop = endOnInput(finish);
  show(0);
  request = requestAnimationFrame(step);
  return finish;
}

/** Where the pole is in the picture of a view. @param {ReturnType<typeof pictureOf>} picture @param {import("./ground.js").View} view */
const poleIn = ({ margin }, { pole }) => ({ x: pole.x + margin.x, y: pole.y + margin.y });

/** @param {HTMLElement} part @param {number} opacity */
const fade = (part, opacity) => void Object.assign(part.style, { opacity: `${Math.min(Math.max(opacity, 0), 1)}`, visibility: opacity > 0 ? "" : "hidden" });

/** Ends a flight at a key, a click or a swipe, which does nothing else. @param {() => void} finish @returns {() => void} stops listening */
function endOnInput(finish) {
  const listening = new AbortController();
  const end = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent) {
      if (MODIFIERS.has(event.key)) return;
      // Keys of the browser, and the next element, stay.
      if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Tab") event.preventDefault();
      event.stopPropagation();
    }
    if (event.type === "pointerdown") {
      // Its click too.
      const swallow = (/** @type {Event} */ click) => (click.stopPropagation(), click.preventDefault());
      document.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 400);
    }
    finish();
  };
  for (const kind of ["keydown", "pointerdown", "wheel", "resize"]) window.addEventListener(kind, end, { capture: true, passive: kind === "wheel", signal: listening.signal });
  return () => listening.abort();
}
