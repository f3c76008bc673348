// The measuring tool: lengths and areas of geodesics.
import { addControl } from "../map/controls.js";
import { MEASURE } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { button, element, onceAFrame, svg } from "../dom.js";
import { handleKeys, handlePointer } from "./input.js";
import { measuringPanel } from "./panel.js";
import { clickAction, geodesicLine, measure } from "../../polar/measurement.js";
import { onLanguage, translateElement } from "../i18n.js";

const ruler = () =>
  svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [
    svg("path", { d: "M2.4 13.6 13.6 2.4l4 4L6.4 17.6ZM5.2 10.8l1.9 1.9M8 8l2.6 2.6M10.8 5.2l1.9 1.9" }),
  ]);

/** The button stands below those that zoom. @param {L.Map} map @param {() => void} toggle */
function openerOn(map, toggle) {
  const opener = button("measure-open", "", toggle);
  opener.append(ruler(), translateElement(element("span"), { text: ["measure.button"] }));
  translateElement(opener, { title: ["measure.hint"] });
  const bar = element("div", { class: "leaflet-bar measure-control" }, [opener]);
  addControl(map, "topleft", bar);
  map.getContainer().querySelector(".leaflet-control-zoom")?.after(bar);
  return opener;
}

/** The leg to the pointer. @param {MeasuringState} now */
function pointerLeg({ next, places }) {
  if (!next || !places.length) return null;
  return measure([places[places.length - 1], next], false).legs[0];
}

/**
 * Shows what is measured: its lines, the panel, the button.
 * @param {L.Map} map @param {MeasuringState} state @param {ReturnType<typeof measuringPanel>} panel @param {HTMLElement} opener
 */
function measurementView(map, state, panel, opener) {
  const frame = map.getContainer();
  const lines = measuredLines(map);
  let measured = measure([], false);

  /** Draws the leg to the pointer, and shows its length; nothing else changes while the pointer moves. */
  function lead() {
    const { stage, byKeys, places, next } = state;
    const isSetting = stage === "setting";
    frame.classList.toggle("by-keys", isSetting && byKeys);
    if (stage !== "off") lines.lead(places[places.length - 1], isSetting ? next : null);
    panel.update({ stage, byKeys, places: places.length, measured, live: isSetting ? pointerLeg(state) : null });
  }

  function update() {
    const isOn = state.stage !== "off";
    const isSetting = state.stage === "setting";
    const losesFocus = !isOn && panel.box.contains(document.activeElement);
    frame.classList.toggle("measuring", isSetting);
    opener.setAttribute("aria-pressed", `${isOn}`);
    map.doubleClickZoom[isSetting ? "disable" : "enable"]();
    if (isOn) lines.draw(state.places, state.closed);
    lines.group[isOn ? "addTo" : "removeFrom"](map);
    measured = measure(state.places, state.closed);
    lead();
    if (losesFocus) opener.focus();
  }

  return { lead, update };
}

/** @param {L.Map} map */
export function addMeasuringTool(map) {
  const frame = map.getContainer();
  const { now, start, add, finish, undo, leave } = measuringSteps(() => view.update());
  const panel = measuringPanel(map, { undo, again: begin, leave, end: () => finish(false) });
  frame.append(element("div", { class: "measure-cross", "aria-hidden": "true" }));
  const opener = openerOn(map, toggle);
  const view = measurementView(map, now, panel, opener);

  function begin() {
    map.fire("drawbegin");
    map.closePopup();
    if (now.byKeys) frame.focus({ preventScroll: true });
    start();
  }

  /** @param {MouseEvent} [click] without one, or if a key caused it (detail 0), places are set by keys */
  function toggle(click) {
    now.byKeys = !click?.detail;
    if (now.stage === "off") begin();
    else leave();
  }

  /** @param {L.Point} point of the map's frame @param {number} reach pixels */
  function set(point, reach) {
    const points = now.places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const action = clickAction(point, points, reach);
    if (action !== "set") {
      if (action === "close" || now.places.length > 1) finish(action === "close");
      return;
    }
    const { lat, lng } = map.containerPointToLatLng(point);
    add([lng, lat]);
    panel.announce();
  }

  const acts = { set, lead: onceAFrame(view.lead), undo, leave, finish };
  handlePointer(map, now, acts);
  handleKeys(map, now, acts, { opener, box: panel.box });
  onLanguage(view.update);
  // Another tool begins to draw.
  map.on("drawbegin", leave);
  bind(MEASURE, () => {
    toggle();
    frame.focus({ preventScroll: true });
  });
  view.update();
}

const L = window.L;

/** @typedef {import("../../polar/measurement.js").Position} Position */

/** The lines and points of what is measured. @param {L.Map} map */
export function measuredLines(map) {
  Object.assign((map.getPane("measure") ?? map.createPane("measure")).style, { zIndex: "620", pointerEvents: "none" });
  const renderer = L.svg({ pane: "measure" });
  const style = { renderer, pane: "measure", interactive: false, edges: "plane", smoothFactor: 0.5 };
  const group = L.layerGroup();
  const nextLeg = new L.Polyline([], { ...style, className: "measure-next" });
  const latlngs = (/** @type {Position[]} */ line) => line.map(([lon, lat]) => [lat, lon]);
  return {
    group,
    /** Draws the leg from the last place to the pointer. @param {Position | undefined} last @param {Position | null} next */
    lead(last, next) {
      if (!last || !next) return void group.removeLayer(nextLeg);
      nextLeg.setLatLngs(latlngs(geodesicLine([last, next], false)));
      nextLeg.addTo(group);
    },
    /** @param {Position[]} places @param {boolean} closed */
    draw(places, closed) {
      group.clearLayers();
      if (closed) new L.Polygon(latlngs(geodesicLine(places, true)), { ...style, className: "measure-area" }).addTo(group);
      const line = latlngs(geodesicLine(places, closed));
      // A light line below a dark one is visible on land, water and ice.
      for (const className of ["measure-halo", "measure-line"]) new L.Polyline(line, { ...style, className }).addTo(group);
      for (const [lon, lat] of places) {
        new L.CircleMarker([lat, lon], { ...style, radius: 4, className: "measure-point" }).addTo(group);
      }
    },
  };
}

/**
 * What is measured now.
 * @typedef {object} MeasuringState
 * @property {"off" | "setting" | "ended"} stage
 * @property {Position[]} places
 * @property {boolean} closed
 * @property {boolean} byKeys whether places are set at the middle of the map, by keys
 * @property {Position | null} next where the pointer is
 */

/** @param {() => void} update called after each step */
export function measuringSteps(update) {
  /** @type {MeasuringState} */
  const state = { stage: "off", places: [], closed: false, byKeys: false, next: null };

  function leave() {
    if (state.stage === "off") return;
    Object.assign(state, { stage: "off", places: [], next: null });
    update();
  }

  return {
    now: state,
    leave,
    start() {
      Object.assign(state, { stage: "setting", places: [], closed: false, next: null });
      update();
    },
    /** @param {Position} place */
    add(place) {
      Object.assign(state, { places: [...state.places, place], next: null });
      update();
    },
    /** @param {boolean} closing */
    finish(closing) {
      Object.assign(state, { stage: "ended", closed: closing, next: null });
      if (state.places.length < 2) leave();
      else update();
    },
    undo() {
      // Of an area the closing edge is undone first.
      if (state.stage === "ended" && state.closed) state.closed = false;
      else state.places = state.places.slice(0, -1);
      state.stage = "setting";
      update();
    },
  };
}
