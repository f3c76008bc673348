// Popup with the card of the selected record: beside its mark, or docked at the right of a wide map.
import { coveredArea } from "../map/panel-buttons.js";
import { panTo } from "../map/view-fit.js";
import { placeCard } from "./placement.js";
import { addCopyButtons } from "./copy-buttons.js";
import { cardOf } from "./record-card.js";
import { copyColour } from "../list/record-line.js";
import { comparison, showInColumns } from "./accounts.js";
import { addPanels } from "./account-panels.js";
import { scaleFactors, wide } from "../screen-size.js";
import { element } from "../dom.js";
import { onLanguage, translateElement } from "../i18n.js";

const L = window.L;
/** Options of a card beside its mark. */
const BESIDE = { className: "record-popup", maxWidth: 340, minWidth: 320, autoPan: false };
/** Options of a docked card. */
const DOCKED = { ...BESIDE, className: "record-popup docked", pane: "cards" };
/** Width of a docked card without columns, pixels. */
const CARD_WIDTH = 380;
/** Width of a column of accounts, pixels: a panel and the gap beside it. */
const COLUMN_WIDTH = 171.5;
/** A card of fewer columns is as wide as one of these: the rule of days needs the room. */
const LEAST_COLUMNS = 4;
/** Space beside the columns, pixels. */
const COLUMNS_MARGIN = 34;
/** Width of the map beside the columns at least, pixels: its buttons stand in one row. */
const LEAST_MAP = 530;

/** The view before a card compared accounts. @type {{center: L.LatLng, zoom: number} | null} */
let viewBefore = null;

/**
 * While a card compares accounts in columns, the map and the card have the whole page.
 * @param {L.Map} map @param {boolean} on
 */
function setComparing(map, on) {
  if (on === Boolean(viewBefore)) return;
  const before = viewBefore;
  viewBefore = on ? { center: map.getCenter(), zoom: map.getZoom() } : null;
  document.body.classList.toggle("comparing-accounts", on);
  map.invalidateSize({ animate: false });
  if (before) map.setView(before.center, before.zoom, { animate: false });
}

/**
 * Sets how wide a docked card is: wider where it compares accounts.
 * @param {L.Map} map @param {HTMLElement | null} item the record's line in the list
 * @returns {number} pixels of the map
 */
export function setCardWidth(map, item) {
  const [scale, card] = scaleFactors("--scale", "--card");
  const accounts = comparison(cardOf(item))?.tBodies.length ?? 0;
  const columns = accounts && Math.max(accounts, LEAST_COLUMNS);
  setComparing(map, columns > 0);
  const cardWidth = Math.min(COLUMNS_MARGIN + columns * COLUMN_WIDTH * scale, (map.getSize().x - LEAST_MAP) / card);
  const width = Math.round(Math.max(CARD_WIDTH, cardWidth));
  // Set only if it differs from the style sheet: a new value makes the browser style all that the map contains again.
  map.getContainer().style.setProperty("--docked", width === CARD_WIDTH ? "" : `${width}px`);
  return width * card;
}

/** The style sheet sets the size of a docked card; Leaflet would lay the page out twice to measure it. */
const DockedPopup = /* @__PURE__ */ L.Popup.extend({
  _containerWidth: 0,
  _updateLayout() {},
});

/** A popup, docked if the map is wide. @param {() => HTMLElement} content */
export const cardPopup = (content) =>
  (wide.matches ? new DockedPopup(DOCKED) : new L.Popup(BESIDE)).setContent(/** @type {any} */ (content));

/** What stands in place of a card that is on its way. */
const loadingCard = () => element("div", { class: "card", "aria-busy": "true" }, [translateElement(element("p"), { text: ["card.loading"] })]);

/**
 * A copy of a record's card for the map.
 * @param {HTMLElement | null} item its line in the list @param {(click: Event) => void} follow
 */
export function cardCopy(item, follow) {
  const copy = /** @type {HTMLElement} */ (cardOf(item)?.cloneNode(true) ?? loadingCard());
  if (item) copyColour(item, copy);
  if (wide.matches) showInColumns(copy);
  addPanels(copy, Number(item?.dataset.record));
  copy.addEventListener("click", follow);
  addCopyButtons(copy);
  return copy;
}

/** Puts an undocked popup where there is room, and limits its height to that. @param {L.Map} map @param {any} popup @param {any} marker */
export function placePopup(map, popup, marker) {
  const element = popup.getElement();
  if (popup.options.pane === "cards") return;
  const body = element.querySelector(".leaflet-popup-content");
  body.style.maxHeight = "";
  const point = map.latLngToContainerPoint(marker.getLatLng());
  const { x: right, y: height } = map.getSize();
  const room = { right, height, ...coveredArea(map) };
  const foot = placeCard(
    { x: point.x + marker.offset.x, y: point.y + marker.offset.y },
    { x: element.offsetWidth, y: element.offsetHeight },
    room,
  );
  const overflow = element.offsetHeight - foot.height;
  if (overflow > 0) body.style.maxHeight = `${body.offsetHeight - overflow}px`;
  popup.options.offset = L.point(foot.x - point.x, foot.y - point.y);
  // Not `update`, which would replace the content, and with it how far it was scrolled.
  popup._updatePosition();
}

/**
 * Keeps the open card in its place, and in the page's language, when the map is resized or turned.
 * @param {L.Map} map @returns {() => void} copies the card again
 */
export function keepPopupPlaced(map) {
  // Outside the pane that moves with the map.
  map.createPane("cards", map.getContainer());
  /** @param {boolean} renew whether to copy the card again */
  const keep = (renew) => {
    const popup = /** @type {any} */ (map)._popup;
    if (!popup?.isOpen() || !popup._source?.event) return;
    if (renew) popup.update();
    placePopup(map, popup, popup._source);
  };
  onLanguage(() => keep(true));
  // Later, because a card that replaces it may be one that compares.
  map.on("popupclose", () => queueMicrotask(() => {
    const popup = /** @type {any} */ (map)._popup;
    setComparing(map, Boolean(popup?.isOpen() && popup.getElement().querySelector(".in-columns")));
  }));
  map.on("resize", () => keep(false));
  map.on("projectionchange", () => {
    // Panels of accounts are in the map's projection.
    keep(Boolean(viewBefore));
    const popup = /** @type {any} */ (map)._popup;
    const docked = popup?.isOpen() && popup.options.pane === "cards" && popup._source?.event;
    if (docked) panTo(map, popup._source, [], popup.getElement().offsetWidth);
  });
  return () => keep(true);
}
