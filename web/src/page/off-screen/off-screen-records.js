// Tabs at the edge of the map for off-screen records: how many there are in each direction.
import { boxesOf, CONTROLS } from "../map/controls.js";
import { groupOffScreen, placeTabs, viewChange } from "./off-screen-tabs.js";
import { element, onceIdle, svg } from "../dom.js";
import { scaleFactors } from "../screen-size.js";
import { translate, onLanguage } from "../i18n.js";

const L = window.L;
/** Size of a tab at scale 1, pixels. */
const TAB_SIZE = { x: 44, y: 24 };
/** Free space round the records that the map moves to, pixels. */
const VIEW_MARGIN = { x: 60, y: 64 };
/** Panels that the reader opened: records under them do not count as hidden. */
const OPEN_PANELS = ".unfolded > .bar-panel, .docked";

const arrow = () =>
  svg("svg", { viewBox: "-6 -6 12 12", "aria-hidden": "true" }, [svg("path", { d: "M-5 0H4.5M1 -3.5L4.5 0L1 3.5" })]);

/** @param {() => void} act */
function tabButton(act) {
  const button = element("button", { type: "button", class: "beyond-tab" }, [element("span"), arrow()]);
  button.addEventListener("click", act);
  return button;
}

/**
 * Updates the text and the position of a tab.
 * @param {HTMLElement} button @param {import("./off-screen-tabs.js").Tab} tab @param {import("../map/boxes.js").Spot} size of the tab
 */
function updateTab(button, { count, across, down, x, y, angle }, size) {
  const text = translate("beyond.tab", { n: count, side: translate(`beyond.side.${sideName(across, down)}`) });
  button.setAttribute("aria-label", text);
  button.title = text;
  button.style.transform = `translate(${(x - size.x / 2).toFixed(1)}px, ${(y - size.y / 2).toFixed(1)}px)`;
  /** @type {any} */ (button.lastElementChild).style.transform = `rotate(${angle.toFixed(1)}deg)`;
  /** @type {any} */ (button.firstElementChild).textContent = `${count}`;
}

/** Moves the map to the records of a tab. @param {L.Map} map @param {import("./off-screen-tabs.js").Tab} tab */
function moveToTab(map, { box }) {
  const size = map.getSize();
  const { shift, shrink } = viewChange(box, size, VIEW_MARGIN);
  const middle = map.containerPointToLatLng(size.divideBy(2).add([shift.x, shift.y]));
  map.setView(middle, map.getZoom() + Math.log2(shrink), { animate: false });
}

/**
 * Adds the tabs to the map, and the list of off-screen records to its legend on paper.
 * @param {L.Map} map
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {Map<string, any>} groups the layers of the themes
 * @returns {() => void} updates the tabs when the page has time
 */
export function addOffScreenTabs(map, mapRecords, groups) {
  const holder = element("div", { class: "beyond", role: "group" });
  map.getContainer().append(holder);
  L.DomEvent.disableClickPropagation(holder);
  const note = element("p", { class: "beyond-note" }); // Printed only.
  document.querySelector(".key-box")?.append(note);
  /** @type {import("./off-screen-tabs.js").Tab[]} */
  let shownTabs = [];
  let lastPlaces = "";
  const spotsOf = recordPositions(map, mapRecords, groups);
  const buttons = Array.from({ length: 8 }, (_, i) => tabButton(() => follow(shownTabs[i])));

  /** @param {import("./off-screen-tabs.js").Tab} tab */
  function follow(tab) {
    moveToTab(map, tab);
    // The tab is removed; keyboard focus moves to the map.
    if (holder.contains(document.activeElement) || document.activeElement === document.body) {
      map.getContainer().focus({ preventScroll: true });
    }
  }

  function update() {
    const size = map.getSize();
    const hiding = boxesOf(map, CONTROLS);
    const covered = [...hiding, ...boxesOf(map, OPEN_PANELS)];
    const spots = spotsOf();
    const [scale] = scaleFactors("--tab");
    const tab = { x: TAB_SIZE.x * scale, y: TAB_SIZE.y * scale };
    shownTabs = placeTabs(groupOffScreen(spots, size, hiding), size, tab, covered, spots);
    note.textContent = printedNote(spots, size);
    holder.setAttribute("aria-label", translate("beyond.title"));
    shownTabs.forEach((shownTab, i) => updateTab(buttons[i], shownTab, tab));
    const places = shownTabs.map(({ x, y }) => `${x} ${y}`).join();
    if (places !== lastPlaces) map.fire("tabsmoved");
    lastPlaces = places;
    // A button that is removed and inserted again while it is pressed gets no click.
    if (holder.childElementCount !== shownTabs.length) holder.replaceChildren(...buttons.slice(0, shownTabs.length));
  }

  const soon = onFrameChange(map, update);
  onLanguage(update);
  soon();
  return soon;
}

/** More numbers than this on paper are of no use, and take long to write. */
const MOST_PRINTED = 1000;

/** The numbers of the records that are off-screen, in words. @param {(import("../map/boxes.js").Spot & {n: number})[]} spots @param {import("../map/boxes.js").Spot} size of the map */
function printedNote(spots, size) {
  const offScreen = spots.filter(({ x, y }) => x < 0 || y < 0 || x > size.x || y > size.y);
  if (!offScreen.length || offScreen.length > MOST_PRINTED) return "";
  const numbers = offScreen.map(({ n }) => n).sort((a, b) => a - b).join(", ");
  return translate("beyond.printed", { numbers });
}

/**
 * Updates the tabs whenever other records may be off-screen or covered, when the page has time.
 * @param {L.Map} map @param {() => void} update @returns {() => void} updates them
 */
function onFrameChange(map, update) {
  const later = onceIdle(update);
  let printing = false;
  for (const [when, onPaper] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) {
    window.addEventListener(when, () => (printing = onPaper));
  }
  // Printing does not wait.
  const soon = () => (printing ? update() : later());
  map.on("moveend zoomend resize projectionchange overlayadd overlayremove marksmoved popupopen popupclose panelchange", soon);
  for (const opener of map.getContainer().querySelectorAll(".bar-button")) opener.addEventListener("click", soon);
  return soon;
}

/** No offset. */
const NOWHERE = { x: 0, y: 0 };

/**
 * The screen positions of records that neither a filter nor the list of layers hides; many have no symbol yet.
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords @param {Map<string, any>} groups
 * @returns {() => (import("../map/boxes.js").Spot & {n: number})[]}
 */
function recordPositions(map, mapRecords, groups) {
  return () => {
    const planes = mapRecords.positions();
    planes.follow(map);
    const pane = /** @type {any} */ (map)._getMapPanePos();
    const shownThemes = new Set([...groups].flatMap(([theme, group]) => (map.hasLayer(group) ? theme : [])));
    /** @type {(import("../map/boxes.js").Spot & {n: number})[]} */
    const spots = [];
    mapRecords.inOrder().forEach((record, i) => {
      if (!record || record.out || !(record.shown || shownThemes.has(record.event.theme))) return;
      const { x, y } = record.shown?.offset ?? NOWHERE;
      spots.push({ x: planes.xs[i] + pane.x + x, y: planes.ys[i] + pane.y + y, n: record.event.n });
    });
    return spots;
  };
}

const SIDES = [
  ["topLeft", "top", "topRight"],
  ["left", "", "right"],
  ["bottomLeft", "bottom", "bottomRight"],
];

/** @param {number} across @param {number} down */
const sideName = (across, down) => SIDES[down + 1][across + 1];
