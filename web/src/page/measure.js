// Measuring on the map: lines and areas of geodesics, clicked out or set by keys.
import { stand } from "./controls.js";
import { onceAFrame } from "./frames.js";
import { key } from "./keys.js";
import { button, element, svg } from "./making.js";
import { hearKeys, hearPointer } from "./measure-hearing.js";
import { clicked, drawnLine, measure } from "./measuring.js";
import { readout } from "./measure-panel.js";
import { onLanguage, worded } from "./words.js";

const L = window.L;

/** @typedef {import("./measuring.js").Position} Position */
/** @typedef {"off" | "setting" | "ended"} Stage */

/**
 * What is measured now.
 * @typedef {object} Measured
 * @property {Stage} stage
 * @property {Position[]} places
 * @property {boolean} closed
 * @property {boolean} byKeys whether places are set at the middle of the map, by keys
 * @property {Position | null} next where the pointer is
 */

const ruler = () =>
  svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [
    svg("path", { d: "M2.4 13.6 13.6 2.4l4 4L6.4 17.6ZM5.2 10.8l1.9 1.9M8 8l2.6 2.6M10.8 5.2l1.9 1.9" }),
  ]);

/** The lines and points of what is measured. @param {L.Map} map */
function drawing(map) {
  Object.assign(map.createPane("measure").style, { zIndex: "620", pointerEvents: "none" });
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
      ahead.setLatLngs(latlngs(drawnLine([last, next], false)));
      ahead.addTo(group);
    },
    /** @param {Position[]} places @param {boolean} closed */
    draw(places, closed) {
      group.clearLayers();
      if (closed) new L.Polygon(latlngs(drawnLine(places, true)), { ...common, className: "measure-area" }).addTo(group);
      const line = latlngs(drawnLine(places, closed));
      // Light beneath dark: seen on land, water and ice.
      for (const className of ["measure-halo", "measure-line"]) new L.Polyline(line, { ...common, className }).addTo(group);
      for (const [lon, lat] of places) {
        new L.CircleMarker([lat, lon], { ...common, radius: 4, className: "measure-point" }).addTo(group);
      }
    },
  };
}

/** @param {L.Map} map */
export function measuring(map) {
  const frame = map.getContainer();
  const lines = drawing(map);
  /** @type {Measured} */
  const now = { stage: "off", places: [], closed: false, byKeys: false, next: null };
  let found = measure(now.places, now.closed);
  const panel = readout(map, { undo, again: start, leave, end: () => finish(false) });
  const opener = button("measure-open", "", toggle);
  opener.append(ruler(), worded(element("span"), { text: ["measure.button"] }));
  worded(opener, { title: ["measure.hint"] });
  const cross = element("div", { class: "measure-cross", "aria-hidden": "true" });
  frame.append(cross);

  function tell() {
    const on = now.stage !== "off";
    frame.classList.toggle("measuring", now.stage === "setting");
    opener.setAttribute("aria-pressed", `${on}`);
    if (on) lines.draw(now.places, now.closed);
    found = measure(now.places, now.closed);
    lead();
  }

  /** The leg to where the pointer is: it alone changes while that moves. */
  function lead() {
    const { stage, byKeys, places, next } = now;
    const setting = stage === "setting";
    frame.classList.toggle("by-keys", setting && byKeys);
    if (stage !== "off") lines.lead(places[places.length - 1], setting ? next : null);
    panel.tell({ stage, byKeys, places: places.length, found, live: setting ? leg() : null });
  }

  const leg = () => (now.next && now.places.length ? measure([now.places[now.places.length - 1], now.next], false).legs[0] : null);

  function start() {
    map.closePopup();
    [now.stage, now.places, now.closed, now.next] = ["setting", [], false, null];
    map.doubleClickZoom.disable();
    lines.group.addTo(map);
    if (now.byKeys) frame.focus({ preventScroll: true });
    tell();
  }

  /** @param {boolean} closing */
  function finish(closing) {
    [now.stage, now.closed, now.next] = ["ended", closing, null];
    map.doubleClickZoom.enable();
    if (now.places.length < 2) leave();
    else tell();
  }

  function leave() {
    if (now.stage === "off") return;
    const within = panel.box.contains(document.activeElement);
    now.stage = "off";
    [now.places, now.next] = [[], null];
    map.doubleClickZoom.enable();
    lines.group.remove();
    tell();
    if (within) opener.focus();
  }

  /** @param {MouseEvent} [click] none, or one without a pointer: by keys */
  function toggle(click) {
    now.byKeys = !click?.detail;
    if (now.stage === "off") start();
    else leave();
  }

  function undo() {
    if (now.stage === "ended" && now.closed) now.closed = false;
    else now.places = now.places.slice(0, -1);
    if (now.stage === "ended") map.doubleClickZoom.disable();
    now.stage = "setting";
    tell();
  }

  /** @param {L.Point} at of the map's frame @param {number} reach pixels */
  function set(at, reach) {
    const spots = now.places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const does = clicked(at, spots, reach);
    if (does !== "set") {
      if (does === "close" || now.places.length > 1) finish(does === "close");
      return;
    }
    const { lat, lng } = map.containerPointToLatLng(at);
    now.places = [...now.places, [lng, lat]];
    now.next = null;
    tell();
    panel.say();
  }

  const acts = { set, lead: onceAFrame(lead), undo, leave, finish };
  hearPointer(map, now, acts);
  hearKeys(map, now, acts, { opener, box: panel.box });
  standing(map, opener);
  onLanguage(tell);
  key("m", "keys.measure", () => (toggle(), frame.focus({ preventScroll: true })), { group: "map" });
  tell();
}

/** The button stands below those that zoom. @param {L.Map} map @param {HTMLElement} opener */
function standing(map, opener) {
  const bar = element("div", { class: "leaflet-bar measure-control" }, [opener]);
  stand(map, "topleft", bar);
  map.getContainer().querySelector(".leaflet-control-zoom")?.after(bar);
}
