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

/** The leg to where the pointer is. @param {MeasuringState} now */
const leg = ({ next, places }) => (next && places.length ? measure([places[places.length - 1], next], false).legs[0] : null);

/**
 * Shows what is measured: its lines, the panel, the button.
 * @param {L.Map} map @param {MeasuringState} state @param {ReturnType<typeof measuringPanel>} panel @param {HTMLElement} opener
 */
function measurementView(map, state, panel, opener) {
  const frame = map.getContainer();
  const lines = measuredLines(map);
  let measured = measure([], false);

  /** The leg to the pointer, which alone changes while that moves. */
  function lead() {
    const { stage, byKeys, places, next } = state;
    const setting = stage === "setting";
    frame.classList.toggle("by-keys", setting && byKeys);
    if (stage !== "off") lines.lead(places[places.length - 1], setting ? next : null);
    panel.update({ stage, byKeys, places: places.length, measured, live: setting ? leg(state) : null });
  }

  function update() {
    const [on, setting] = [state.stage !== "off", state.stage === "setting"];
    const left = !on && panel.box.contains(document.activeElement);
    frame.classList.toggle("measuring", setting);
    opener.setAttribute("aria-pressed", `${on}`);
    map.doubleClickZoom[setting ? "disable" : "enable"]();
    if (on) lines.draw(state.places, state.closed);
    lines.group[on ? "addTo" : "removeFrom"](map);
    measured = measure(state.places, state.closed);
    lead();
    if (left) opener.focus();
  }

  return { lead, update };
}

/** @param {L.Map} map */
export function addMeasuringTool(map) {
  const frame = map.getContainer();
  const { now, start, add, finish, undo, leave } = measuringSteps(() => shown.update());
  const panel = measuringPanel(map, { undo, again: begin, leave, end: () => finish(false) });
  frame.append(element("div", { class: "measure-cross", "aria-hidden": "true" }));
  const opener = openerOn(map, toggle);
  const shown = measurementView(map, now, panel, opener);

  function begin() {
    map.fire("drawbegin");
    map.closePopup();
    if (now.byKeys) frame.focus({ preventScroll: true });
    start();
  }

  /** @param {MouseEvent} [click] none, or one without a pointer: by keys */
  function toggle(click) {
    now.byKeys = !click?.detail;
    if (now.stage === "off") begin();
    else leave();
  }

  /** @param {L.Point} point of the map's frame @param {number} reach pixels */
  function set(point, reach) {
    const spots = now.places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const does = clickAction(point, spots, reach);
    if (does !== "set") {
      if (does === "close" || now.places.length > 1) finish(does === "close");
      return;
    }
    const { lat, lng } = map.containerPointToLatLng(point);
    add([lng, lat]);
    panel.announce();
  }

  const acts = { set, lead: onceAFrame(shown.lead), undo, leave, finish };
  handlePointer(map, now, acts);
  handleKeys(map, now, acts, { opener, box: panel.box });
  onLanguage(shown.update);
  // Another tool draws.
  map.on("drawbegin", leave);
  bind(MEASURE, () => (toggle(), frame.focus({ preventScroll: true })));
  shown.update();
}

const L = window.L;

/** @typedef {import("../../polar/measurement.js").Position} Position */

/** The lines and points of what is measured. @param {L.Map} map */
export function measuredLines(map) {
  Object.assign((map.getPane("measure") ?? map.createPane("measure")).style, { zIndex: "620", pointerEvents: "none" });
  const renderer = L.svg({ pane: "measure" });
  const common = { renderer, pane: "measure", interactive: false, edges: "plane", smoothFactor: 0.5 };
  const group = L.layerGroup();
  const ahead = new L.Polyline([], { ...common, className: "measure-next" });
  const latlngs = (/** @type {Position[]} */ line) => line.map(([lon, lat]) => [lat, lon]);
  return {
    group,
    /** The way from the last place to the pointer. @param {Position | undefined} last @param {Position | null} next */
    lead(last, next) {
      if (!last || !next) return void group.removeLayer(ahead);
      ahead.setLatLngs(latlngs(geodesicLine([last, next], false)));
      ahead.addTo(group);
    },
    /** @param {Position[]} places @param {boolean} closed */
    draw(places, closed) {
      group.clearLayers();
      if (closed) new L.Polygon(latlngs(geodesicLine(places, true)), { ...common, className: "measure-area" }).addTo(group);
      const line = latlngs(geodesicLine(places, closed));
      // Light beneath dark: visible on land, water and ice.
      for (const className of ["measure-halo", "measure-line"]) new L.Polyline(line, { ...common, className }).addTo(group);
      for (const [lon, lat] of places) {
        new L.CircleMarker([lat, lon], { ...common, radius: 4, className: "measure-point" }).addTo(group);
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
    [state.stage, state.places, state.next] = ["off", [], null];
    update();
  }

  return {
    now: state,
    leave,
    start() {
      [state.stage, state.places, state.closed, state.next] = ["setting", [], false, null];
      update();
    },
    /** @param {Position} place */
    add(place) {
      [state.places, state.next] = [[...state.places, place], null];
      update();
    },
    /** @param {boolean} closing */
    finish(closing) {
      [state.stage, state.closed, state.next] = ["ended", closing, null];
      if (state.places.length < 2) leave();
      else update();
    },
    undo() {
      if (state.stage === "ended" && state.closed) state.closed = false;
      else state.places = state.places.slice(0, -1);
      state.stage = "setting";
      update();
    },
  };
}
