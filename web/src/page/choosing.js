// Choosing a record: in the list, on the map, or by a link in another's card.
import { equip } from "./card.js";
import { cardOf } from "./cards.js";
import { hearList } from "./list-hearing.js";
import { narrow, wide } from "./narrow.js";
import { opens } from "./opened.js";
import { panTo } from "./panning.js";
import { CARD, cardCopy, keepCard, place, popupOptions } from "./popup-card.js";
import { changed, part } from "./state.js";
import { sheet } from "./sheet.js";
import { showShapes } from "./uncertainty.js";

/** @typedef {import("./drawn.js").Drawn} Drawn */

/** @param {number} n */
const listItem = (n) => document.getElementById(`record-${n}`);

/** Who is told that a record is chosen or pointed at, or no more. */
function states(/** @type {Map<number, Drawn>} */ drawn) {
  /** @type {((n: number, state: "chosen" | "hovered", on: boolean) => void)[]} */
  const listeners = [];
  return {
    /** @param {number} n @param {"chosen" | "hovered"} state @param {boolean} on */
    set(n, state, on) {
      listItem(n)?.classList.toggle(state, on);
      drawn.get(n)?.shown?._icon.classList.toggle(state, on);
      for (const listener of listeners) listener(n, state, on);
    },
    /** @param {typeof listeners[number]} listener called when a record is chosen, let go or pointed at */
    on: (listener) => void listeners.push(listener),
  };
}

/**
 * All that a record may mean, while it is chosen: regions, which are hatched for it alone, and what a crowd leaves out.
 * @param {L.Map} map @param {Map<number, Drawn>} drawn
 */
function showingAll(map, drawn) {
  /** On the map only because their record is chosen. @type {any[]} */
  let added = [];
  return {
    /** @param {number} n */
    show(n) {
      const { shapes = [] } = drawn.get(n) ?? {};
      added = shapes.filter(({ _map }) => !_map);
      for (const shape of added) shape.addTo(map);
      showShapes(shapes, true);
    },
    /** @param {number} n */
    hide(n) {
      const { shapes = [], group } = drawn.get(n) ?? {};
      // Its theme may have been switched on since, or its view have got room.
      for (const shape of added) if (!(group?._map && group.hasLayer(shape))) shape.remove();
      added = [];
      showShapes(shapes, false);
    },
  };
}

/**
 * Which record is chosen, and what tells it: its line, its symbol, its shapes, the sheet of a small screen.
 * @param {L.Map} map @param {Map<number, Drawn>} drawn @param {ReturnType<typeof states>} state
 */
function marking(map, drawn, state) {
  /** @type {number | null} */
  let chosen = null;
  const opened = opens(document.body, null);
  const foot = sheet(map);
  const all = showingAll(map, drawn);

  function letGo() {
    if (chosen === null) return;
    all.hide(chosen);
    state.set(chosen, "chosen", false);
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
    state.set(n, "chosen", true);
    const item = listItem(n);
    cardOf(item);
    item?.querySelector(".pick")?.setAttribute("aria-current", "true");
    if (narrow.matches || !drawn.has(n)) equip(item?.querySelector(".card"));
    // A symbol that is tapped stays where it is looked at.
    if (tapped) foot.show(n);
    else item?.scrollIntoView({ block: "nearest" });
    all.show(n);
    changed();
  }

  return { chosen: () => chosen, mark, letGo };
}

/**
 * A symbol opens its record's card; on a small screen its sheet.
 * @param {L.Map} map @param {any} marker
 * @param {object} on
 * @param {() => void} on.choose by a tap
 * @param {() => void} on.mark
 * @param {() => void} on.close its card
 * @param {(click: Event) => void} on.follow
 * @param {(on: boolean) => void} on.hover
 */
function hearMark(map, marker, { choose, mark, close, follow, hover }) {
  /** @type {Element | null} */
  let cameFrom = null;
  const bind = () => {
    marker.unbindPopup();
    marker.off("click", choose);
    if (narrow.matches) marker.on("click", choose);
    else marker.bindPopup(() => cardCopy(listItem(marker.event.n), follow), popupOptions());
  };
  bind();
  for (const one of [narrow, wide]) one.addEventListener("change", bind);
  marker.on("popupopen", (/** @type {any} */ { popup }) => {
    place(map, popup, marker);
    mark();
    cameFrom = document.activeElement;
    const body = popup.getElement().querySelector(".leaflet-popup-content");
    Object.assign(body, { tabIndex: -1 }).focus({ preventScroll: true });
  });
  marker.on("popupclose", () => {
    close();
    const back = cameFrom;
    cameFrom = null;
    // After Leaflet has given the focus to the symbol. Who types in the search goes on typing.
    const away = document.activeElement?.closest(".finder");
    const refocus = () => /** @type {any} */ (map)._popup?.isOpen() || /** @type {HTMLElement} */ (back).focus({ preventScroll: true });
    if (back instanceof HTMLElement && !away) setTimeout(refocus, 0);
  });
  marker.on("mouseover", () => hover(true));
  marker.on("mouseout", () => hover(false));
}

/**
 * @param {L.Map} map
 * @param {Map<number, Drawn>} drawn
 * @param {(n: number) => void} reveal shows a record that a filter hides
 */
export function chooser(map, drawn, reveal) {
  keepCard(map);
  const state = states(drawn);
  const { chosen, mark, letGo } = marking(map, drawn, state);

  /** Brings a symbol into view; its shapes too where a card is to stand beside it. @param {number} n @param {number} [card] how wide */
  function show(n, card = wide.matches ? CARD : 0) {
    const { mark, shapes } = /** @type {Drawn} */ (drawn.get(n));
    panTo(map, mark, card ? shapes : [], card);
  }

  /** Show a record: its place, its card, its line in the index. @param {number} n @param {boolean} [tapped] */
  function choose(n, tapped = false) {
    reveal(n);
    const found = drawn.get(n);
    if (!found) {
      map.closePopup();
      if (chosen() === n) letGo();
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

  const hover = (/** @type {number} */ n, /** @type {boolean} */ on) => state.set(n, "hovered", on);
  for (const [n, found] of drawn) {
    found.whenMarked((/** @type {any} */ marker) =>
      hearMark(map, marker, {
        choose: () => choose(n, true),
        mark: () => mark(n),
        close: () => chosen() === n && letGo(),
        follow,
        hover: (on) => hover(n, on),
      }),
    );
  }
  const list = /** @type {HTMLElement} */ (document.getElementById("records"));
  hearList(list, { choose, hover, follow, placed: (n) => drawn.has(n) });
  const letAllGo = () => {
    map.closePopup();
    letGo();
  };
  document.addEventListener("keydown", ({ key }) => key === "Escape" && letAllGo());
  part("r", {
    read: () => `${chosen() ?? ""}`,
    write(number) {
      if (!number) letAllGo();
      // A number that is on no record of this page is passed over.
      else if (number !== `${chosen()}` && /^\d+$/.test(number) && listItem(Number(number))) choose(Number(number));
    },
  });
  return { choose, show: (/** @type {number} */ n) => show(n, 0), chosen, hover, letGo: letAllGo, onState: state.on };
}
