// The selected record: selected in the list, on the map, by a link on a card, or by the address.
import { followSource } from "./accounts.js";
import { addPanels } from "./account-panels.js";
import { addCopyButtons } from "./copy-buttons.js";
import { cardOf } from "./record-card.js";
import { onRecordLink } from "../chrome/links.js";
import { listenToList } from "../list/record-list.js";
import { setCurrent } from "../list/record-line.js";
import { listenToMark } from "../marks/mark-events.js";
import { narrow, wide } from "../screen-size.js";
import { closeOnEscape } from "../chrome/escape-key.js";
import { panTo } from "../map/view-fit.js";
import { keepPopupPlaced, setCardWidth } from "./popup.js";
import { notifyChange, registerPart } from "../url/page-state.js";
import { bottomSheet } from "./bottom-sheet.js";
import { showShapes } from "../marks/uncertainty-layer.js";

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */

/** @typedef {import("../records.js").Records} Records */

/** Selected and hovered states of records, with listeners. @param {Records} records @param {import("../marks/map-record.js").MapRecords} mapRecords */
function recordStates(records, mapRecords) {
  /** @type {((n: number, state: "chosen" | "hovered", on: boolean, replaced: boolean) => void)[]} */
  const listeners = [];
  return {
    /** @param {number} n @param {"chosen" | "hovered"} state @param {boolean} on @param {boolean} [replaced] by another record at once */
    set(n, state, on, replaced = false) {
      records.get(n)?.mark(state, on);
      mapRecords.get(n)?.shown?._icon.classList.toggle(state, on);
      for (const listener of listeners) listener(n, state, on, replaced);
    },
    /** @param {typeof listeners[number]} listener called when a record is selected, deselected or hovered */
    on: (listener) => void listeners.push(listener),
  };
}

/**
 * Shapes that are shown only while their record is selected: regions, and those of a record drawn as a dot.
 * @param {L.Map} map @param {import("../marks/map-record.js").MapRecords} mapRecords
 */
function selectedShapes(map, mapRecords) {
  /** The shapes that `show` has added. @type {any[]} */
  let added = [];
  return {
    /** @param {number} n */
    show(n) {
      const { shapes = [] } = mapRecords.get(n) ?? {};
      const missing = shapes.filter(({ _map }) => !_map);
      added.push(...missing);
      for (const shape of missing) shape.addTo(map);
      showShapes(shapes, true);
    },
    /** @param {number} n */
    hide(n) {
      const { shapes = [], group } = mapRecords.get(n) ?? {};
      for (const shape of added) {
        // Meanwhile its theme may have been switched on, or dots may have become symbols: then it stays.
        const isOnMapAnyway = group?._map && group.hasLayer(shape);
        if (!isOnMapAnyway) shape.remove();
      }
      added = [];
      showShapes(shapes, false);
    },
  };
}

/** The line of a record with its card, if that is not on its way. @param {Records} records @param {Map<number, MapRecord>} mapRecords @param {number} n */
function lineWithCard(records, mapRecords, n) {
  const item = records.get(n)?.line ?? null;
  cardOf(item);
  if (narrow.matches || !mapRecords.has(n)) {
    const card = item?.querySelector(".card");
    addCopyButtons(card);
    if (card) addPanels(card, n);
  }
  return item;
}

/**
 * The selected record, shown by its line, its mark, its shapes, and the bottom sheet of a small screen.
 * @param {L.Map} map @param {Records} records @param {import("../marks/map-record.js").MapRecords} mapRecords @param {ReturnType<typeof recordStates>} state
 */
function selection(map, records, mapRecords, state) {
  /** @type {number | null} */
  let selected = null;
  /** The record that is about to be selected. @type {number | null} */
  let next = null;
  const setOpen = closeOnEscape(document.body, null);
  const sheet = bottomSheet(map);
  const shapes = selectedShapes(map, mapRecords);

  function deselect() {
    if (selected === null) return;
    shapes.hide(selected);
    state.set(selected, "chosen", false, next !== null && next !== selected);
    setCurrent(records.get(selected)?.listed, false);
    selected = null;
    setOpen(false);
    sheet.hide();
    notifyChange();
  }

  /** Selects a record. @param {number} n @param {boolean} [tapped] on the map of a small screen */
  function mark(n, tapped = false) {
    deselect();
    selected = n;
    setOpen(true);
    state.set(n, "chosen", true);
    const item = lineWithCard(records, mapRecords, n);
    setCurrent(item, true);
    // A tapped mark must not scroll out of sight.
    const record = tapped && mapRecords.get(n);
    if (record) sheet.show(record.event);
    else item?.scrollIntoView({ block: "nearest" });
    shapes.show(n);
    notifyChange();
  }

  /** @param {number} n @param {() => void} open selects it */
  function replace(n, open) {
    next = n;
    open();
    next = null;
  }

  return { selected: () => selected, mark, deselect, replace, addShapes: shapes.show };
}

/**
 * Pans to a mark, and to its shapes if a card opens beside it.
 * @param {L.Map} map @param {MapRecord} found @param {number} cardWidth pixels, 0 for no card
 */
const panToRecord = (map, { mark, shapes }, cardWidth) => panTo(map, mark, cardWidth ? shapes : [], cardWidth);

/**
 * Pans to a record and opens its card; symbols make room for the chosen one, which then may stand elsewhere.
 * @param {L.Map} map @param {MapRecord} record @param {HTMLElement | null} line @param {() => void} open
 */
function showBeside(map, record, line, open) {
  const pan = () => panToRecord(map, record, wide.matches ? setCardWidth(map, line) : 0);
  // Pan first: moving a map of dots removes the marks of records that are not selected.
  pan();
  if (!record.mark._map) record.mark.addTo(map);
  const { offset } = record.mark;
  open();
  if (!offset.equals(record.mark.offset)) pan();
}

/**
 * The record that is chosen, in a link.
 * @param {Records} records @param {() => number | null} selected @param {(n: number) => void} choose @param {() => void} deselect
 */
function registerSelection(records, selected, choose, deselect) {
  registerPart("r", {
    read: () => `${selected() ?? ""}`,
    write(number) {
      if (!number) deselect();
      // Numbers of no record are ignored.
      else if (number !== `${selected()}` && /^\d+$/.test(number) && records.get(Number(number))) choose(Number(number));
    },
  });
}

/**
 * Chooses a record again that has changed at the desk.
 * @param {Records} records @param {() => number | null} selected @param {(n: number) => void} choose @param {() => void} deselect
 */
function keepChoice(records, selected, choose, deselect) {
  records.onDrop((dropped) => {
    const n = selected();
    if (n === null || !dropped.has(/** @type {import("../records.js").PageRecord} */ (records.get(n)))) return;
    deselect();
    // When all of the page has the new records.
    queueMicrotask(() => records.get(n) && selected() === null && choose(n));
  });
}

/**
 * When the card or the row of the selected record has come, adds the card to its line and calls a function.
 * @param {Records} records @param {Map<number, MapRecord>} mapRecords @param {() => number | null} selected @param {(n: number) => void} complete shows shapes and accounts, and the card on the map
 */
function onArrival(records, mapRecords, selected, complete) {
  records.remote?.onArrival((kind, first, last) => {
    const record = records.get(selected());
    if (!record || kind === "feature" || record.i < first || record.i > last) return;
    lineWithCard(records, mapRecords, record.n);
    complete(record.n);
  });
}

/**
 * Opens cards in another way when the screen changes its size, and the open one again.
 * @param {L.Map} map @param {() => number | null} selected @param {() => void} rebind @param {(n: number) => void} choose
 */
function onScreenSize(map, selected, rebind, choose) {
  const change = () => {
    const openRecord = /** @type {any} */ (map)._popup?.isOpen() ? selected() : null;
    if (openRecord !== null) map.closePopup();
    rebind();
    if (openRecord === null) return;
    map.invalidateSize({ animate: false });
    choose(openRecord);
  };
  for (const size of [narrow, wide]) size.addEventListener("change", change);
}

/**
 * @param {L.Map} map
 * @param {Records} records
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {(n: number) => void} reveal shows a record that a filter hides
 */
export function recordSelection(map, records, mapRecords, reveal) {
  const renewCard = keepPopupPlaced(map);
  const state = recordStates(records, mapRecords);
  const { selected, mark, deselect, replace, addShapes } = selection(map, records, mapRecords, state);

  /** Selects a record, and shows its place, card and line. @param {number} n @param {boolean} [tapped] */
  function choose(n, tapped = false) {
    reveal(n);
    const record = mapRecords.get(n);
    if (!record) {
      map.closePopup();
      if (selected() === n) deselect();
      else mark(n);
      return;
    }
    showBeside(map, record, record.event.line, () =>
      replace(n, () => (narrow.matches ? mark(n, tapped) : record.mark.openPopup())),
    );
  }

  const follow = onRecordLink(choose);
  document.addEventListener("click", followSource);
  const hover = (/** @type {number} */ n, /** @type {boolean} */ on) => state.set(n, "hovered", on);
  const close = (/** @type {number} */ n) => selected() === n && deselect();
  const handlers = { tap: (/** @type {number} */ n) => choose(n, true), mark, close, follow, hover };
  /** @type {(() => void)[]} */
  const rebinds = [];
  mapRecords.whenMarked((_, marker) => void rebinds.push(listenToMark(map, marker, handlers)));
  onScreenSize(map, selected, () => rebinds.forEach((rebind) => rebind()), choose);
  listenToList(/** @type {HTMLElement} */ (document.getElementById("records")), { choose, hover, follow, isPlaced: (n) => mapRecords.has(n) });
  const clear = () => {
    map.closePopup();
    deselect();
  };
  document.addEventListener("keydown", ({ key }) => key === "Escape" && clear());
  registerSelection(records, selected, choose, clear);
  keepChoice(records, selected, choose, clear);
  onArrival(records, mapRecords, selected, (n) => {
    addShapes(n);
    state.set(n, "chosen", true, true);
    renewCard();
  });
  return {
    choose,
    selected,
    hover,
    deselect: clear,
    onState: state.on,
  };
}
