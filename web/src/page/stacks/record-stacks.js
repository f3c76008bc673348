// Record stacks: records that stand for the same regions have one symbol, over the name of the region, and a card with
// a list of them.
import { cardPopup, placePopup } from "../card/popup.js";
import { element, svg, themeSymbol } from "../dom.js";
import { onLanguage, translate, translateText } from "../i18n.js";
import { copyLineButton } from "../list/record-line.js";
import { regionNames } from "../map/region-shapes.js";
import { wide } from "../screen-size.js";
import { RecordMark } from "../marks/record-mark.js";

/** From the name of a region to the middle of its stack, pixels. */
const LIFT = 26;
/** How high a symbol is; what of a stack is wider has round ends. */
const HIGH = 26;
/** Where the signs of a symbol are drawn: see `DOUBT` and `NEWS` in geotrack/mapview/symbols.py. */
const RIGHT = "18 -3.5 14 14";
const LEFT = "-4 -3.5 14 14";
/** States of records that their stack has where some or all of them have it. */
const STATES = /** @type {const} */ ([["stands-out", "some"], ["chosen", "some"], ["hovered", "some"], ["stands-back", "every"], ["only-possible", "every"]]);

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {ReturnType<typeof import("../card/selected-record.js").recordSelection>} Selection */

/**
 * A symbol without its drawing, over the name of a region.
 * @param {MapRecord} first of its records @param {import("../payload.js").Theme} theme @param {() => string} nameOf what it is called
 */
function stackMark({ event }, theme, nameOf) {
  const mark = new RecordMark(event, theme);
  const pill = element("div", { class: "stack-pill" });
  const { options } = mark.options.icon;
  options.className += " record-stack";
  options.html.replaceChildren(pill);
  /** Measured when symbols are laid out: at once would force a layout of the page. @type {number | null} */
  let halfWidth = null;
  Object.assign(mark, {
    lift: LIFT,
    wide: () => (halfWidth ??= Math.max(0, pill.offsetWidth - HIGH) / 2),
    _name: () => mark._icon.setAttribute("aria-label", nameOf()),
    moveBy(/** @type {L.Point} */ offset, /** @type {number} */ size) {
      RecordMark.prototype.moveBy.call(mark, offset, size);
      // A leader would cross the name.
      if (Math.hypot(offset.x, offset.y + LIFT * size) < HIGH) mark.leader.remove();
    },
  });
  /** @param {MapRecord[]} records @param {string} text @param {import("../payload.js").PageData} data */
  function fill(records, text, data) {
    fillPill(pill, records, text, data);
    halfWidth = null;
    mark._name();
    if (mark.isPopupOpen()) mark.getPopup().update();
  }
  return { mark, fill };
}

/**
 * The card of a stack: lines as in the list.
 * @param {HTMLElement} icon of its symbol @param {string} count @param {string} names of its regions
 * @param {MapRecord[]} records @param {(n: number) => void} choose
 */
function stackCard(icon, count, names, records, choose) {
  const lines = records.map(({ event: { n, line: row } }) => {
    const button = copyLineButton(row);
    button.addEventListener("click", () => {
      // Closed again, the record's card gives the focus back to the stack.
      icon.focus({ preventScroll: true });
      choose(n);
    });
    const line = element("li", {}, [button]);
    line.style.setProperty("--theme", getComputedStyle(/** @type {HTMLElement} */ (row)).getPropertyValue("--theme"));
    return line;
  });
  const head = [element("p", { class: "card-kind" }, [count]), element("h2", {}, [names])];
  return element("div", { class: "stack-card" }, [...head, element("ul", {}, lines)]);
}

/** A symbol opens a card. @param {L.Map} map @param {any} mark @param {() => HTMLElement} card */
function openCard(map, mark, card) {
  const bind = () => mark.closePopup().unbindPopup().bindPopup(cardPopup(card));
  bind();
  wide.addEventListener("change", bind);
  mark.on("popupopen", (/** @type {any} */ { popup }) => {
    placePopup(map, popup, mark);
    popup.getElement().querySelector("li button").focus({ preventScroll: true });
  });
  mark.on("popupclose", () => document.hasFocus() && document.activeElement?.closest(".stack-card") && mark._icon?.focus({ preventScroll: true }));
}

/**
 * What a stack shows: small symbols of its themes, how many records it stands for or their numbers, and their signs.
 * @param {HTMLElement} pill @param {MapRecord[]} records @param {string} text @param {import("../payload.js").PageData} data
 */
function fillPill(pill, records, text, data) {
  const colours = new Map(records.map(({ event: { theme } }) => [theme, data.themes[theme].colour]));
  const signs = new Set(records.flatMap(({ event }) => event.signs));
  pill.replaceChildren(
    ...[...colours].map(([theme, colour]) => themeSymbol(theme, colour)),
    text,
    ...[...signs].map((sign) =>
      svg("svg", { class: "symbol stack-sign", viewBox: sign === "doubt" ? RIGHT : LEFT }, [svg("use", { href: `#${sign}` })]),
    ),
  );
  pill.style.setProperty("--theme", colours.size > 1 ? "var(--quiet)" : `${[...colours.values()]}`);
}

/** A stack is paler where all of its records are, and stands out where one does. @param {any} mark @param {MapRecord[]} records */
function updateState({ _icon: icon }, records) {
  const states = records.map(({ mark }) => mark._icon.classList);
  for (const [name, how] of STATES) icon?.classList.toggle(name, states[how]((classes) => classes.contains(name)));
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {MapRecord[]} members
 * @param {Selection} selection
 * @returns {(paper: boolean) => void} gathers those of its records that are on the map
 */
function recordStack(map, data, members, selection) {
  const regions = members[0].event.shapes.flatMap((shape) => (shape.kind === "region" ? shape.id : []));
  const lettering = regionNames(data, regions.slice(0, 1));
  /** Those that it stands for now. @type {MapRecord[]} */
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
    for (const layer of [mark, lettering]) {
      if (!records.length) layer.remove();
      else if (!layer._map) layer.addTo(map);
    }
    const numbers = records.map(({ event }) => event.n).join(" ");
    const state = `${paper} ${count()} ${numbers}`;
    if (records.length && state !== last) fill(records, paper ? numbers : count(), data);
    last = state;
    updateState(mark, records);
  };
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data @param {Map<number, MapRecord>} mapRecords
 * @param {Selection} selection @param {(map: L.Map) => void} layOut moves symbols apart
 * @returns {() => void} updates the stacks
 */
export function createRecordStacks(map, data, mapRecords, selection, layOut) {
  const stacks = (data.stacks ?? []).map((numbers) =>
    recordStack(map, data, numbers.map((n) => /** @type {MapRecord} */ (mapRecords.get(n))), selection),
  );
  let paper = false;
  const update = () => stacks.forEach((gather) => gather(paper));
  onLanguage(update);
  // Paper has a table with these numbers. Before the map is fitted to it.
  for (const when of ["beforeprint", "afterprint"]) {
    window.addEventListener(when, () => {
      paper = when === "beforeprint";
      layOut(map);
    });
  }
  update();
  return update;
}
