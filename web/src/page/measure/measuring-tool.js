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
 * @param {L.Map} map @param {MeasuringState} now @param {ReturnType<typeof measuringPanel>} panel @param {HTMLElement} opener
 */
function measurementView(map, now, panel, opener) {
  const frame = map.getContainer();
  const lines = measuredLines(map);
  let found = measure([], false);

  /** The leg to the pointer, which alone changes while that moves. */
  function lead() {
    const { stage, byKeys, places, next } = now;
    const setting = stage === "setting";
    frame.classList.toggle("by-keys", setting && byKeys);
    if (stage !== "off") lines.lead(places[places.length - 1], setting ? next : null);
    panel.update({ stage, byKeys, places: places.length, found, live: setting ? leg(now) : null });
  }

  function update() {
    const [on, setting] = [now.stage !== "off", now.stage === "setting"];
    const left = !on && panel.box.contains(document.activeElement);
    frame.classList.toggle("measuring", setting);
    opener.setAttribute("aria-pressed", `${on}`);
    map.doubleClickZoom[setting ? "disable" : "enable"]();
    if (on) lines.draw(now.places, now.closed);
    lines.group[on ? "addTo" : "removeFrom"](map);
    found = measure(now.places, now.closed);
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

  /** @param {L.Point} at of the map's frame @param {number} reach pixels */
  function set(at, reach) {
    const spots = now.places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const does = clickAction(at, spots, reach);
    if (does !== "set") {
      if (does === "close" || now.places.length > 1) finish(does === "close");
      return;
    }
    const { lat, lng } = map.containerPointToLatLng(at);
    add([lng, lat]);
    panel.say();
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
      // Light beneath dark: seen on land, water and ice.
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
  const now = { stage: "off", places: [], closed: false, byKeys: false, next: null };

  function leave() {
    if (now.stage === "off") return;
    [now.stage, now.places, now.next] = ["off", [], null];
    update();
  }

  return {
    now,
    leave,
    start() {
      [now.stage, now.places, now.closed, now.next] = ["setting", [], false, null];
      update();
    },
    /** @param {Position} place */
    add(place) {
      [now.places, now.next] = [[...now.places, place], null];
      update();
    },
    /** @param {boolean} closing */
    finish(closing) {
      [now.stage, now.closed, now.next] = ["ended", closing, null];
      if (now.places.length < 2) leave();
      else update();
    },
    undo() {
      if (now.stage === "ended" && now.closed) now.closed = false;
      else now.places = now.places.slice(0, -1);
      now.stage = "setting";
      update();
    },
  };
}
