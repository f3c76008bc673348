// Record stacks: records that stand for the same regions have one symbol, above the name of the region, and a card with
// a list of the records.
import { cardPopup, placePopup } from "../card/popup.js";
import { element, svg } from "../dom.js";
import { onLanguage, translate, translateText } from "../i18n.js";
import { copyColour, copyLineButton } from "../list/record-line.js";
import { regionNames } from "../map/region-shapes.js";
import { wide } from "../screen-size.js";
import { keySymbol, RecordMark } from "../marks/record-mark.js";

/** Distance of the stack's middle above the name of its region, pixels. */
const ABOVE_NAME = 26;
/** Height of a symbol, pixels. A stack that is wider than high has round ends. */
const SYMBOL_HEIGHT = 26;
/** View boxes of the signs at the right and left corner of a symbol: see `DOUBT` and `NEWS` in geotrack/mapview/symbols.py. */
const RIGHT_SIGN = "18 -3.5 14 14";
const LEFT_SIGN = "-4 -3.5 14 14";
/** States that a stack has if some, or if all, of its records have them. */
const STATES = /** @type {const} */ ([["stands-out", "some"], ["chosen", "some"], ["hovered", "some"], ["stands-back", "every"], ["only-possible", "every"]]);

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {ReturnType<typeof import("../card/selected-record.js").recordSelection>} Selection */

/**
 * The mark of a stack: that of its first record, with a pill in place of the drawing of the symbol.
 * @param {MapRecord} first of its records @param {import("../payload.js").Theme} theme @param {() => string} label for screen readers
 */
function stackMark({ event }, theme, label) {
  const mark = new RecordMark(event, theme);
  const pill = element("div", { class: "stack-pill" });
  const { options } = mark.options.icon;
  options.className += " record-stack";
  options.html.replaceChildren(pill);
  /** Half the width beyond that of a symbol. Measured when symbols are laid out, since measuring now would force a layout of the page. @type {number | null} */
  let extraHalfWidth = null;
  Object.assign(mark, {
    lift: ABOVE_NAME,
    wide: () => (extraHalfWidth ??= Math.max(0, pill.offsetWidth - SYMBOL_HEIGHT) / 2),
    _name: () => mark._icon.setAttribute("aria-label", label()),
    moveBy(/** @type {L.Point} */ offset, /** @type {number} */ size) {
      RecordMark.prototype.moveBy.call(mark, offset, size);
      // So near its place, a leader would cross the name.
      if (Math.hypot(offset.x, offset.y + ABOVE_NAME * size) < SYMBOL_HEIGHT) mark.leader.remove();
    },
  });
  /** @param {MapRecord[]} records @param {string} text */
  function fill(records, text) {
    fillStackPill(pill, records, text);
    extraHalfWidth = null;
    mark._name();
    if (mark.isPopupOpen()) mark.getPopup().update();
  }
  return { mark, fill };
}

/**
 * The card of a stack or cluster, with lines as in the list.
 * @param {HTMLElement} icon of its symbol @param {string} count @param {string} names of its regions, or what else heads it
 * @param {MapRecord[]} records @param {(n: number) => void} choose
 */
export function stackCard(icon, count, names, records, choose) {
  const lines = records.map(({ event: { n, line: row } }) => {
    const button = copyLineButton(row);
    button.addEventListener("click", () => {
      // The record's card, when it is closed, gives the focus back to what had it: the stack.
      icon.focus({ preventScroll: true });
      choose(n);
    });
    const line = element("li", {}, [button]);
    copyColour(/** @type {HTMLElement} */ (row), line);
    return line;
  });
  const head = [element("p", { class: "card-kind" }, [count]), element("h2", {}, [names])];
  return element("div", { class: "stack-card" }, [...head, element("ul", {}, lines)]);
}

/** Opens the card by a click on the mark; as a popup on wide screens, else as a sheet. @param {L.Map} map @param {any} mark @param {() => HTMLElement} card */
export function openCard(map, mark, card) {
  const bind = () => mark.closePopup().unbindPopup().bindPopup(cardPopup(card));
  bind();
  mark.on("add", () => wide.addEventListener("change", bind)).on("remove", () => wide.removeEventListener("change", bind));
  mark.on("popupopen", (/** @type {any} */ { popup }) => {
    placePopup(map, popup, mark);
    popup.getElement().querySelector("li button").focus({ preventScroll: true });
  });
  mark.on("popupclose", () => document.hasFocus() && document.activeElement?.closest(".stack-card") && mark._icon?.focus({ preventScroll: true }));
}

/**
 * Fills a stack: small symbols of its themes, a text (the number of its records, or on paper their numbers), and the
 * signs of its records.
 * @param {HTMLElement} pill @param {MapRecord[]} records @param {string} text
 */
function fillStackPill(pill, records, text) {
  const symbols = new Map(records.map(({ event }) => [`${event.theme} ${event.colourClass}`, event]));
  const colours = new Set(records.map(({ event }) => event.paint));
  const signs = new Set(records.flatMap(({ event }) => event.signs));
  pill.replaceChildren(
    ...[...symbols.values()].map(keySymbol),
    text,
    ...[...signs].map((sign) =>
      svg("svg", { class: "symbol stack-sign", viewBox: sign === "doubt" ? RIGHT_SIGN : LEFT_SIGN }, [svg("use", { href: `#${sign}` })]),
    ),
  );
  pill.style.setProperty("--theme", colours.size > 1 ? "var(--quiet)" : `${[...colours]}`);
}

/** Gives a stack the states of its records. @param {any} mark @param {MapRecord[]} records */
function updateState({ _icon: icon }, records) {
  const states = records.map(({ mark }) => mark._icon.classList);
  for (const [name, someOrEvery] of STATES) icon?.classList.toggle(name, states[someOrEvery]((classes) => classes.contains(name)));
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {MapRecord[]} members
 * @param {Selection} selection
 * @returns {(paper: boolean) => void} updates it: one record alone keeps its own symbol
 */
function recordStack(map, data, members, selection) {
  const regions = members[0].event.shapes.flatMap((shape) => (shape.kind === "region" ? shape.id : []));
  const regionName = regionNames(data, regions.slice(0, 1));
  /** The members that are on the map; none if it is only one. @type {MapRecord[]} */
  let records = [];
  let last = "";
  const names = () => data.facets.regions.flatMap(([id, name]) => (regions.includes(id) ? translateText(name) : [])).join(", ");
  const count = () => translate("finder.records", { n: records.length });
  const { mark, fill } = stackMark(members[0], data.themes[members[0].event.theme], () => `${count()}: ${names()}`);
  openCard(map, mark, () => stackCard(mark._icon, count(), names(), records, selection.choose));
  selection.onState(() => updateState(mark, records));

  return (paper) => {
    const shown = members.filter((record) => record.shown && !record.out);
    records = shown.length > 1 ? shown : [];
    for (const member of members) {
      member.stack = records.includes(member) ? mark : null;
      member.shown?._icon.classList.toggle("in-stack", member.stack !== null);
    }
    for (const layer of [mark, regionName]) {
      if (!records.length) layer.remove();
      else if (!layer._map) layer.addTo(map);
    }
    const numbers = records.map(({ event }) => event.n).join(" ");
    const state = `${paper} ${count()} ${numbers}`;
    if (records.length && state !== last) fill(records, paper ? numbers : count());
    last = state;
    updateState(mark, records);
  };
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {Selection} selection @param {(map: L.Map) => void} layOut moves symbols apart
 * @returns {() => void} updates the stacks
 */
export function createRecordStacks(map, data, mapRecords, selection, layOut) {
  const stacks = (data.stacks ?? []).map((numbers) =>
    recordStack(map, data, numbers.map((n) => /** @type {MapRecord} */ (mapRecords.get(n))), selection),
  );
  let paper = false;
  const update = () => stacks.forEach((updateStack) => updateStack(paper));
  onLanguage(update);
  // The printed table has the numbers of records. This listener comes before that which fits the map to the paper.
  for (const when of ["beforeprint", "afterprint"]) {
    window.addEventListener(when, () => {
      paper = when === "beforeprint";
      layOut(map);
    });
  }
  update();
  return update;
}
