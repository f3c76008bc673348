// The briefing page's own script: it ties the records on the map to the records in the index.
import "./page.css";
import { pageData, regionRings } from "./data.js";
import { hatchedRegions, regionOutline, themeGroup } from "./events.js";
import { spread } from "./spread.js";

const L = window.L;
const GAP = 25;
const POPUP = {
  className: "record-popup",
  maxWidth: 340,
  minWidth: 260,
  autoPanPadding: L.point(16, 16),
};

const data = pageData();
const regions = regionRings(data);
/** @type {Map<number, import("./events.js").Drawn>} */
const drawn = new Map();

/** Where the map is too small for a card, the card opens in the list under it. */
const narrow = window.matchMedia(
  "(max-width: 760px), (max-width: 1000px) and (orientation: portrait)",
);

/** @param {number} n */
const listItem = (n) => document.getElementById(`record-${n}`);

/** @param {L.Map} map none of the symbols that are on the map hides another */
function spreadMarks(map) {
  const shown = [...drawn.values()].filter(({ mark }) => mark._map);
  const places = shown.map(({ mark }) => map.latLngToLayerPoint(mark.getLatLng()));
  const offsets = spread(places, GAP);
  shown.forEach(({ mark }, i) => mark.moveBy(L.point(offsets[i].x, offsets[i].y)));
}

/** @param {number} n @param {string} state @param {boolean} on */
function setState(n, state, on) {
  listItem(n)?.classList.toggle(state, on);
  drawn.get(n)?.mark._icon?.classList.toggle(state, on);
}

/** @param {L.Map} map @param {number} n */
function card(map, n) {
  const source = listItem(n)?.querySelector(".card");
  const copy = /** @type {HTMLElement} */ (source?.cloneNode(true) ?? document.createElement("div"));
  copy.addEventListener("click", (click) => follow(click, map));
  return copy;
}

/** Links to another record choose it on the map. @param {Event} click @param {L.Map} map */
function follow(click, map) {
  const target = /** @type {Element} */ (click.target).closest("a[data-record]");
  if (!target) return;
  click.preventDefault();
  choose(map, Number(target.getAttribute("data-record")));
}

/** @type {number | null} */
let chosen = null;

function letGo() {
  if (chosen === null) return;
  const { shapes = [], event } = drawn.get(chosen) ?? {};
  shapes.forEach((shape, i) => event?.shapes[i].kind === "region" && shape.remove());
  setState(chosen, "chosen", false);
  listItem(chosen)?.querySelector(".pick")?.removeAttribute("aria-current");
  chosen = null;
}

/** @param {L.Map} map @param {number} n */
function mark(map, n) {
  letGo();
  chosen = n;
  setState(n, "chosen", true);
  const item = listItem(n);
  item?.querySelector(".pick")?.setAttribute("aria-current", "true");
  item?.scrollIntoView({ block: "nearest" });
  const { shapes = [], event } = drawn.get(n) ?? {};
  shapes.forEach((shape, i) => event?.shapes[i].kind === "region" && shape.addTo(map));
}

/** Show a record: its place, its card, its line in the index. @param {L.Map} map @param {number} n */
function choose(map, n) {
  const found = drawn.get(n);
  if (!found) {
    map.closePopup();
    if (chosen === n) letGo();
    else mark(map, n);
    return;
  }
  if (!found.mark._map) found.mark.addTo(map);
  const at = map.latLngToContainerPoint(found.mark.getLatLng());
  if (!L.bounds([30, 30], map.getSize().subtract([30, 30])).contains(at)) {
    map.panTo(found.mark.getLatLng());
  }
  if (narrow.matches) mark(map, n);
  else found.mark.openPopup();
}

/** @param {L.Map} map */
function tie(map) {
  for (const { event, mark: marker } of drawn.values()) {
    const bind = () => {
      marker.unbindPopup();
      marker.off("click", marker.chooses);
      if (narrow.matches) marker.on("click", marker.chooses);
      else marker.bindPopup(() => card(map, event.n), POPUP);
    };
    marker.chooses = () => choose(map, event.n);
    bind();
    narrow.addEventListener("change", bind);
    marker.on("popupopen", (/** @type {any} */ { popup }) => {
      popup.options.offset = marker.offset.add([0, -8]);
      popup.update();
      mark(map, event.n);
    });
    marker.on("popupclose", () => chosen === event.n && letGo());
    marker.on("mouseover", () => setState(event.n, "hovered", true));
    marker.on("mouseout", () => setState(event.n, "hovered", false));
  }
  for (const item of document.querySelectorAll(".record")) {
    const n = Number(item.getAttribute("data-record"));
    item.querySelector(".pick")?.addEventListener("click", () => choose(map, n));
    item.addEventListener("mouseenter", () => setState(n, "hovered", true));
    item.addEventListener("mouseleave", () => setState(n, "hovered", false));
    item.addEventListener("click", (click) => follow(click, map));
  }
}

/**
 * A button that shows or hides a part of the list of layers.
 * @param {Element} control @param {string} text @param {string} state class while hidden
 * @param {boolean} hidden at first
 */
function folding(control, text, state, hidden) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fold";
  button.textContent = text;
  const set = (/** @type {boolean} */ on) => {
    control.classList.toggle(state, on);
    button.setAttribute("aria-expanded", `${!on}`);
  };
  set(hidden);
  button.addEventListener("click", () => set(!control.classList.contains(state)));
  return button;
}

/** The list of layers folds away, and starts so where it would hide the map.
 * @param {L.Map} map */
function foldLayers(map) {
  const control = map.getContainer().querySelector(".leaflet-control-layers");
  if (!control) return;
  control.prepend(folding(control, "Layers", "folded", narrow.matches));
  if (control.querySelectorAll(".leaflet-control-layers-group").length > 1) {
    control.append(folding(control, "Regions, routes, places", "records-only", true));
  }
}

/** @param {L.Map} map */
function start(map) {
  document.body.classList.add("scripted");
  map.invalidateSize({ animate: false });
  foldLayers(map);
  tie(map);
  spreadMarks(map);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    map.closePopup();
    letGo();
  });
  map.on("zoomend overlayadd overlayremove projectionchange", () => spreadMarks(map));
}

Object.assign(window, {
  geotrackPage: {
    theme: (/** @type {string} */ name) => themeGroup(name, data, regions, drawn),
    hatched: () => hatchedRegions(data, regions),
    region: (/** @type {string} */ id) => regionOutline(id, regions),
    start,
  },
});
