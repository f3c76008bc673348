// Choosing a record: in the list, on the map, or by a link in another's card.
import { covered } from "./bar.js";
import { placeCard } from "./card-place.js";
import { equip } from "./card.js";
import { cardOf } from "./cards.js";
import { narrow, wide } from "./narrow.js";
import { opens } from "./opened.js";
import { panTo } from "./panning.js";
import { changed, part } from "./state.js";
import { sheet } from "./sheet.js";
import { showShapes } from "./uncertainty.js";
import { onLanguage } from "./words.js";

const L = window.L;
const POPUP = { className: "record-popup", maxWidth: 340, minWidth: 320, autoPan: false };
/** A card at the right of a wide map, and how wide it is. */
const DOCKED = { ...POPUP, className: "record-popup docked", pane: "cards" };
const CARD = 380;

/** @param {number} n */
const listItem = (n) => document.getElementById(`record-${n}`);

/**
 * @param {L.Map} map
 * @param {Map<number, import("./drawn.js").Drawn>} drawn
 * @param {(n: number) => void} reveal shows a record that a filter hides
 */
export function chooser(map, drawn, reveal) {
  // Beside the map's own panes, which move with it.
  map.createPane("cards", map.getContainer());
  /** @type {number | null} */
  let chosen = null;
  /** @type {Element | null} */
  let cameFrom = null;
  const opened = opens(document.body, null);
  const foot = sheet(map);
  /** @type {((n: number, state: "chosen" | "hovered", on: boolean) => void)[]} */
  const listeners = [];

  /** @param {number} n @param {"chosen" | "hovered"} state @param {boolean} on */
  function setState(n, state, on) {
    listItem(n)?.classList.toggle(state, on);
    drawn.get(n)?.shown?._icon.classList.toggle(state, on);
    for (const listener of listeners) listener(n, state, on);
  }

  /** Shapes that are on the map only because their record is chosen. @type {any[]} */
  let added = [];

  /** All that a record may mean: regions, which are hatched for it alone, and what a crowd leaves out. @param {number} n */
  function showAll(n) {
    const { shapes = [] } = drawn.get(n) ?? {};
    added = shapes.filter(({ _map }) => !_map);
    for (const shape of added) shape.addTo(map);
    showShapes(shapes, true);
  }

  /** @param {number} n */
  function showAllNoMore(n) {
    const { shapes = [], group } = drawn.get(n) ?? {};
    // Its theme may have been switched on since, or its view have got room.
    for (const shape of added) if (!(group?._map && group.hasLayer(shape))) shape.remove();
    added = [];
    showShapes(shapes, false);
  }

  function letGo() {
    if (chosen === null) return;
    showAllNoMore(chosen);
    setState(chosen, "chosen", false);
    listItem(chosen)?.querySelector(".pick")?.removeAttribute("aria-current");
    chosen = null;
    opened(false);
    foot.hide();
    changed();
  }

  /** @param {number} n @param {boolean} [tapped] on the map of a small screen */
  function mark(n, tapped = false) {
    letGo();
    chosen = n;
    opened(true);
    setState(n, "chosen", true);
    const item = listItem(n);
    cardOf(item);
    item?.querySelector(".pick")?.setAttribute("aria-current", "true");
    if (narrow.matches || !drawn.has(n)) equip(item?.querySelector(".card"));
    // A symbol that is tapped stays where it is looked at.
    if (tapped) foot.show(n);
    else item?.scrollIntoView({ block: "nearest" });
    showAll(n);
    changed();
  }

  /** Brings a symbol into view; its shapes too where a card is to stand beside it. @param {number} n @param {number} [card] how wide */
  function show(n, card = wide.matches ? CARD : 0) {
    const { mark, shapes } = /** @type {import("./drawn.js").Drawn} */ (drawn.get(n));
    panTo(map, mark, card ? shapes : [], card);
  }

  /** Show a record: its place, its card, its line in the index. @param {number} n @param {boolean} [tapped] */
  function choose(n, tapped = false) {
    reveal(n);
    const found = drawn.get(n);
    if (!found) {
      map.closePopup();
      if (chosen === n) letGo();
      else mark(n);
      return;
    }
    // In this order: where the map is moved, a crowd takes off the symbols of all that is not chosen yet.
    show(n);
    if (!found.mark._map) found.mark.addTo(map);
    if (narrow.matches) mark(n, tapped);
    else found.mark.openPopup();
  }

  /** Links to another record choose it on the map. @param {Event} click */
  function follow(click) {
    const target = /** @type {Element} */ (click.target).closest("a[data-record]");
    if (!target) return;
    click.preventDefault();
    choose(Number(target.getAttribute("data-record")));
  }

  /** @param {number} n */
  function card(n) {
    const source = cardOf(listItem(n));
    const copy = /** @type {HTMLElement} */ (source?.cloneNode(true) ?? document.createElement("div"));
    const item = listItem(n);
    if (item) copy.style.setProperty("--theme", getComputedStyle(item).getPropertyValue("--theme"));
    copy.addEventListener("click", follow);
    equip(copy);
    return copy;
  }

  /** @param {any} popup @param {any} marker */
  function place(popup, marker) {
    const element = popup.getElement();
    if (popup.options.pane === "cards") return;
    const body = element.querySelector(".leaflet-popup-content");
    body.style.maxHeight = "";
    const at = map.latLngToContainerPoint(marker.getLatLng());
    const { x: right, y: height } = map.getSize();
    const room = { right, height, ...covered(map) };
    const foot = placeCard(
      { x: at.x + marker.offset.x, y: at.y + marker.offset.y },
      { x: element.offsetWidth, y: element.offsetHeight },
      room,
    );
    const over = element.offsetHeight - foot.height;
    if (over > 0) body.style.maxHeight = `${body.offsetHeight - over}px`;
    popup.options.offset = L.point(foot.x - at.x, foot.y - at.y);
    // Not all of it: what is in the card stays, and how far it was read.
    popup._updatePosition();
  }

  // A card is a copy: it is made anew.
  onLanguage(() => {
    const popup = /** @type {any} */ (map)._popup;
    if (!popup?.isOpen() || !popup._source?.event) return;
    popup.update();
    place(popup, popup._source);
  });
  // The card stays open where the map is turned.
  map.on("projectionchange", () => {
    const popup = /** @type {any} */ (map)._popup;
    if (popup?.isOpen() && popup._source?.event) place(popup, popup._source);
  });

  /** @param {any} marker */
  function listen(marker) {
    const { event } = marker;
    const chooses = () => choose(event.n, true);
    const bind = () => {
      marker.unbindPopup();
      marker.off("click", chooses);
      if (narrow.matches) marker.on("click", chooses);
      else marker.bindPopup(() => card(event.n), wide.matches ? DOCKED : POPUP);
    };
    bind();
    for (const one of [narrow, wide]) one.addEventListener("change", bind);
    marker.on("popupopen", (/** @type {any} */ { popup }) => {
      place(popup, marker);
      mark(event.n);
      cameFrom = document.activeElement;
      const body = popup.getElement().querySelector(".leaflet-popup-content");
      Object.assign(body, { tabIndex: -1 }).focus({ preventScroll: true });
    });
    marker.on("popupclose", () => {
      if (chosen === event.n) letGo();
      const back = cameFrom;
      cameFrom = null;
      // After Leaflet has given the focus to the symbol.
      // Who types in the search goes on typing.
      const away = document.activeElement?.closest(".finder");
      if (back instanceof HTMLElement && !away) setTimeout(() => map._popup?.isOpen() || back.focus({ preventScroll: true }), 0);
    });
    marker.on("mouseover", () => setState(event.n, "hovered", true));
    marker.on("mouseout", () => setState(event.n, "hovered", false));
  }
  for (const found of drawn.values()) found.whenMarked(listen);
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record"))) {
    const n = Number(item.dataset.record);
    item.querySelector(".pick")?.addEventListener("click", () => choose(n));
    item.addEventListener("mouseenter", () => setState(n, "hovered", true));
    item.addEventListener("mouseleave", () => setState(n, "hovered", false));
    item.addEventListener("click", follow);
  }
  // What a line does is said of the one that has the focus: of all at once it would be said thousands of times.
  document.getElementById("records")?.addEventListener("focusin", ({ target }) => {
    const pick = /** @type {Element} */ (target).closest(".pick");
    const n = Number(pick?.closest(".record")?.getAttribute("data-record"));
    if (pick && drawn.has(n)) pick.setAttribute("aria-describedby", "how-to-pick");
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    map.closePopup();
    letGo();
  });
  const letAllGo = () => {
    map.closePopup();
    letGo();
  };
  part("r", {
    read: () => `${chosen ?? ""}`,
    write(number) {
      if (!number) letAllGo();
      // A number that is on no record of this page is passed over.
      else if (number !== `${chosen}` && /^\d+$/.test(number) && listItem(Number(number))) choose(Number(number));
    },
  });
  return {
    choose,
    show: (/** @type {number} */ n) => show(n, 0),
    chosen: () => chosen,
    /** @param {number} n @param {boolean} on */
    hover: (n, on) => setState(n, "hovered", on),
    letGo: letAllGo,
    /** @param {typeof listeners[number]} listener called when a record is chosen, let go or pointed at */
    onState: (listener) => void listeners.push(listener),
  };
}
