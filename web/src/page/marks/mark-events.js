// Events of a mark: click, popup, hover.
import { narrow } from "../screen-size.js";
import { cardCopy, cardPopup, placePopup } from "../card/popup.js";

/**
 * Makes a symbol open its record's card, or on a small screen the bottom sheet.
 * @param {L.Map} map @param {any} marker
 * @param {object} on each called with the record's number
 * @param {(n: number) => void} on.tap
 * @param {(n: number) => void} on.mark when its card is opened
 * @param {(n: number) => void} on.close when its card is closed
 * @param {(n: number, on: boolean) => void} on.hover
 * @param {(click: Event) => void} on.follow on a click in its card
 * @returns {() => void} to be called when the page becomes small or large
 */
export function listenToMark(map, marker, { tap, mark, close, follow, hover }) {
  const record = /** @type {import("../payload.js").PageRecord} */ (marker.event);
  const { n } = record;
  /** @type {Element | null} */
  let focusedBefore = null;
  const choose = () => tap(n);
  const bind = () => {
    marker.unbindPopup();
    marker.off("click", choose);
    if (narrow.matches) marker.on("click", choose);
    else marker.bindPopup(cardPopup(() => cardCopy(record.line, follow)));
  };
  bind();
  marker.on("popupopen", (/** @type {any} */ { popup }) => {
    placePopup(map, popup, marker);
    mark(n);
    focusedBefore = document.activeElement;
    const body = popup.getElement().querySelector(".leaflet-popup-content");
    // In the desk, its reader may be typing in the form beside the page.
    if (document.hasFocus()) Object.assign(body, { tabIndex: -1 }).focus({ preventScroll: true });
  });
  marker.on("popupclose", () => {
    close(n);
    const previousFocus = focusedBefore;
    focusedBefore = null;
    // A reader who types in the search keeps the focus there.
    const isSearching = document.activeElement?.closest(".finder");
    const refocus = () => {
      // In the desk, the card is closed by the form that opens beside the page.
      if (!document.hasFocus() || /** @type {any} */ (map)._popup?.isOpen()) return;
      /** @type {HTMLElement} */ (previousFocus).focus({ preventScroll: true });
    };
    // Later, because Leaflet sets the focus to the symbol.
    if (previousFocus instanceof HTMLElement && !isSearching) setTimeout(refocus, 0);
  });
  marker.on("mouseover", () => hover(n, true));
  marker.on("mouseout", () => hover(n, false));
  return bind;
}
