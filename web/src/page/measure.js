// Measuring on the map: lines and areas of geodesics, clicked out or set by keys.
import { key } from "./keys.js";
import { button, element } from "./making.js";
import { clicked, drawnLine, measure } from "./measuring.js";
import { readout } from "./measure-panel.js";
import { onLanguage, worded } from "./words.js";

const L = window.L;
/** How near a click is one at a place, pixels. */
const REACH = { mouse: 9, touch: 22 };
/** Further than this a click was a drag. */
const DRAGGED = 5;

/** @typedef {import("./measuring.js").Position} Position */
/** @typedef {"off" | "setting" | "ended"} Stage */

/** A ruler. */
function ruler() {
  const svg = L.SVG.create("svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = L.SVG.create("path");
  path.setAttribute("d", "M2.4 13.6 13.6 2.4l4 4L6.4 17.6ZM5.2 10.8l1.9 1.9M8 8l2.6 2.6M10.8 5.2l1.9 1.9");
  svg.append(path);
  return svg;
}

/** The lines and points of what is measured. @param {L.Map} map */
function drawing(map) {
  Object.assign(map.createPane("measure").style, { zIndex: "620", pointerEvents: "none" });
  const renderer = L.svg({ pane: "measure" });
  const common = { renderer, pane: "measure", interactive: false, edges: "plane", smoothFactor: 0.5 };
  const group = L.layerGroup();
  const latlngs = (/** @type {Position[]} */ line) => line.map(([lon, lat]) => [lat, lon]);
  return {
    group,
    /** @param {Position[]} places @param {boolean} closed @param {Position | null} next where the pointer is */
    draw(places, closed, next) {
      group.clearLayers();
      if (closed) new L.Polygon(latlngs(drawnLine(places, true)), { ...common, className: "measure-area" }).addTo(group);
      const line = latlngs(drawnLine(places, closed));
      // Light beneath dark: seen on land, water and ice.
      for (const className of ["measure-halo", "measure-line"]) new L.Polyline(line, { ...common, className }).addTo(group);
      const last = places[places.length - 1];
      if (next && last) new L.Polyline(latlngs(drawnLine([last, next], false)), { ...common, className: "measure-next" }).addTo(group);
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
  /** @type {Stage} */
  let stage = "off";
  /** @type {Position[]} */
  let places = [];
  let closed = false;
  /** Whether places are set at the middle of the map, by keys. */
  let byKeys = false;
  /** @type {Position | null} */
  let next = null;
  const panel = readout(map, { undo, again: start, leave, end: () => finish(false) });
  const opener = button("measure-open", "", toggle);
  opener.append(ruler(), worded(element("span"), { text: ["measure.button"] }));
  worded(opener, { title: ["measure.hint"] });
  const cross = element("div", { class: "measure-cross", "aria-hidden": "true" });
  frame.append(cross);

  function tell() {
    const on = stage !== "off";
    frame.classList.toggle("measuring", stage === "setting");
    frame.classList.toggle("by-keys", stage === "setting" && byKeys);
    opener.setAttribute("aria-pressed", `${on}`);
    if (on) lines.draw(places, closed, stage === "setting" ? next : null);
    panel.tell({ stage, byKeys, places: places.length, found: measure(places, closed), live: stage === "setting" ? leg() : null });
  }

  const leg = () => (next && places.length ? measure([places[places.length - 1], next], false).legs[0] : null);

  function start() {
    map.closePopup();
    [stage, places, closed, next] = ["setting", [], false, null];
    map.doubleClickZoom.disable();
    lines.group.addTo(map);
    if (byKeys) frame.focus({ preventScroll: true });
    tell();
  }

  /** @param {boolean} closing */
  function finish(closing) {
    [stage, closed, next] = ["ended", closing, null];
    map.doubleClickZoom.enable();
    if (places.length < 2) leave();
    else tell();
  }

  function leave() {
    if (stage === "off") return;
    const within = panel.box.contains(document.activeElement);
    stage = "off";
    [places, next] = [[], null];
    map.doubleClickZoom.enable();
    lines.group.remove();
    tell();
    if (within) opener.focus();
  }

  /** @param {MouseEvent} [click] none, or one without a pointer: by keys */
  function toggle(click) {
    byKeys = !click?.detail;
    if (stage === "off") start();
    else leave();
  }

  function undo() {
    if (stage === "ended" && closed) closed = false;
    else places = places.slice(0, -1);
    if (stage === "ended") map.doubleClickZoom.disable();
    stage = "setting";
    tell();
  }

  /** @param {L.Point} at of the map's frame @param {number} reach pixels */
  function set(at, reach) {
    const spots = places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const does = clicked(at, spots, reach);
    if (does !== "set") {
      if (does === "close" || places.length > 1) finish(does === "close");
      return;
    }
    const { lat, lng } = map.containerPointToLatLng(at);
    places = [...places, [lng, lat]];
    next = null;
    tell();
    panel.say();
  }

  /** @type {L.Point | null} */
  let pressedAt = null;
  /** The second click of a double one has ended the line: it zooms no more. */
  let over = false;
  // Before Leaflet and the page hear of it: measuring chooses no record.
  frame.addEventListener(
    "pointerdown",
    (event) => {
      pressedAt = L.point(event.clientX, event.clientY);
      over = false;
    },
    true,
  );
  for (const name of ["click", "dblclick"]) frame.addEventListener(name, take, true);

  /** @param {Event} event */
  function take(event) {
    const click = /** @type {PointerEvent} */ (event);
    const target = /** @type {Element} */ (click.target);
    if (over && click.type === "dblclick") click.stopImmediatePropagation();
    if (stage !== "setting" || target.closest(".leaflet-control-container, .leaflet-popup")) return;
    click.stopImmediatePropagation();
    click.preventDefault();
    const moved = pressedAt && pressedAt.distanceTo(L.point(click.clientX, click.clientY)) > DRAGGED;
    if (click.type === "dblclick" || moved) return;
    byKeys = false;
    set(map.mouseEventToContainerPoint(click), click.pointerType === "touch" ? REACH.touch : REACH.mouse);
    over = stage !== "setting";
  }

  frame.addEventListener("mousemove", (event) => {
    if (stage !== "setting") return;
    const out = /** @type {Element} */ (event.target).closest(".leaflet-control-container");
    const { lat, lng } = map.mouseEventToLatLng(event);
    byKeys = false;
    next = out ? null : [lng, lat];
    tell();
  });
  map.on("move", () => {
    if (stage !== "setting" || !byKeys) return;
    const { lat, lng } = map.getCenter();
    next = [lng, lat];
    tell();
  });
  // Also while the map has the focus, whose own keys only move it.
  document.addEventListener("keydown", (event) => hear(event), true);

  /** @param {KeyboardEvent} event */
  function hear(event) {
    const at = /** @type {Element} */ (event.target);
    const free = at === document.body || at === frame || at.closest(".leaflet-pane") || at === opener;
    if (stage === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (free || panel.box.contains(at)) && (stage === "setting" || !map._popup?.isOpen())) leave();
    else if (stage !== "setting" || !free) return;
    else if (event.key.startsWith("Arrow") && at === frame) byKeys = true;
    else if (event.key === "Backspace" && places.length) undo();
    else if (event.key === "Enter" && at !== opener) byKeys ? set(map.getSize().divideBy(2), 2) : finish(false);
    else return;
    if (!event.key.startsWith("Arrow")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  control(map, opener);
  onLanguage(tell);
  key("m", "keys.measure", () => (toggle(), frame.focus({ preventScroll: true })), { group: "map" });
  tell();
}

/** The button stands below those that zoom. @param {L.Map} map @param {HTMLElement} opener */
function control(map, opener) {
  const Measure = L.Control.extend({
    options: { position: "topleft" },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar measure-control");
      bar.append(opener);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  });
  const made = new Measure();
  map.addControl(made);
  const zoom = map.getContainer().querySelector(".leaflet-control-zoom");
  zoom?.after(/** @type {HTMLElement} */ (made.getContainer()));
}
