// Popup with the card of the selected record: beside its mark, or docked at the right of a wide map.
import { coveredArea } from "../map/panel-buttons.js";
import { panTo } from "../map/view-fit.js";
import { placeCard } from "./placement.js";
import { addCopyButtons } from "./copy-buttons.js";
import { cardOf } from "./packed-cards.js";
import { comparison, showInColumns } from "./accounts.js";
import { scaleFactors, wide } from "../screen-size.js";
import { onLanguage } from "../i18n.js";

const L = window.L;
const BESIDE = { className: "record-popup", maxWidth: 340, minWidth: 320, autoPan: false };
const DOCKED = { ...BESIDE, className: "record-popup docked", pane: "cards" };
/** How wide a docked card is at first, pixels. */
const CARD = 380;

/** A column of accounts, and the space beside the columns, pixels. */
const [COLUMN, ASIDE] = [112, 42];

/**
 * Sets how wide a docked card is: wider where it compares accounts, but no wider than half the map.
 * @param {L.Map} map @param {Element | null} item the record's line in the list
 * @returns {number} pixels of the map
 */
export function setCardWidth(map, item) {
  const [scale, card] = scaleFactors("--scale", "--card");
  const columns = comparison(cardOf(item))?.tBodies.length ?? 0;
  const cardWidth = Math.min(ASIDE + columns * COLUMN * scale, map.getSize().x / 2 / card);
  const width = Math.round(Math.max(CARD, cardWidth));
  // Only where it differs from the style sheet's: all that the map holds is styled anew.
  map.getContainer().style.setProperty("--docked", width === CARD ? "" : `${width}px`);
  return width * card;
}

/** The style sheet sets the size of a docked card; Leaflet would lay the page out twice to measure it. */
const DockedPopup = /* @__PURE__ */ L.Popup.extend({
  _containerWidth: 0,
  _updateLayout() {},
});

/** A popup as it opens on a map as wide as this one. @param {() => HTMLElement} content */
export const cardPopup = (content) =>
  (wide.matches ? new DockedPopup(DOCKED) : new L.Popup(BESIDE)).setContent(/** @type {any} */ (content));

/**
 * A copy of a record's card for the map.
 * @param {HTMLElement | null} item its line in the list @param {(click: Event) => void} follow
 */
export function cardCopy(item, follow) {
  const source = cardOf(item);
  const copy = /** @type {HTMLElement} */ (source?.cloneNode(true) ?? document.createElement("div"));
  if (item) copy.style.setProperty("--theme", getComputedStyle(item).getPropertyValue("--theme"));
  if (wide.matches) showInColumns(copy);
  copy.addEventListener("click", follow);
  addCopyButtons(copy);
  return copy;
}

/** Where there is room for it, and no longer than that. @param {L.Map} map @param {any} popup @param {any} marker */
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
  // Not all of it: what is in the card stays, and how far it was read.
  popup._updatePosition();
}

/** The card stays open, and right, in another language and where the map is turned. @param {L.Map} map */
export function keepPopupPlaced(map) {
  // Beside the map's own panes, which move with it.
  map.createPane("cards", map.getContainer());
  /** @param {boolean} anew */
  const keep = (anew) => {
    const popup = /** @type {any} */ (map)._popup;
    if (!popup?.isOpen() || !popup._source?.event) return;
    if (anew) popup.update(); // a card is a copy
    placePopup(map, popup, popup._source);
  };
  onLanguage(() => keep(true));
  map.on("resize", () => keep(false));
  map.on("projectionchange", () => {
    keep(false);
    const popup = /** @type {any} */ (map)._popup;
    const docked = popup?.isOpen() && popup.options.pane === "cards" && popup._source?.event;
    if (docked) panTo(map, popup._source, [], popup.getElement().offsetWidth);
  });
}
