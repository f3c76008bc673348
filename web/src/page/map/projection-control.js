// Control that turns the map: which side of the Arctic is at its foot, and whether shapes or areas are true.
import { element } from "../dom.js";
import { openerButton, addPanel } from "./panel-buttons.js";
import { addControl } from "./controls.js";
import { createGlobe, SIDES, sideOf } from "./projection-globe.js";
import { notifyChange, registerPart } from "../url/page-state.js";
import { onLanguage, projectionInShort, projectionLabel, translateElement } from "../i18n.js";

const L = window.L;

/** Codes of projections that a link may set. */
const ARCTIC_CODE = /^EPSG:(?:3995|3413|5936|357[1-6]|(?:3995|3571)@-?\d{1,3}(?:\.\d+)?)$/;

/** @typedef {import("./projection-globe.js").Side} Side */
/** @typedef {"shapes" | "areas"} Kind */
/** @typedef {Record<Side, Record<Kind, number>>} Meridians */

/**
 * The meridian that each side brings down: one for which EPSG has a code, where there is one near,
 * and the one with which the page opened.
 * @param {{kind: Kind, centralMeridian: number}} opened
 * @returns {Meridians}
 */
export function meridians({ kind, centralMeridian }) {
  const meridians = /** @type {Meridians} */ (
    Object.fromEntries(Object.entries(SIDES).map(([side, lon]) => [side, { shapes: lon, areas: lon }]))
  );
  meridians.atlantic.shapes = -45; // EPSG:3413
  meridians.europe.shapes = 0; // EPSG:3995
  const side = meridians[sideOf(centralMeridian)];
  if (side[kind] !== centralMeridian) side.shapes = side.areas = centralMeridian;
  return meridians;
}

/**
 * Makes choices a radio group: Tab reaches the chosen one, arrows choose the next.
 * @template {Element} T
 * @param {T[]} choices @param {(choice: T) => void} choose
 * @returns {(chosen: T) => void} marks the one that is chosen
 */
function radioGroup(choices, choose) {
  const steps = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });
  for (const [i, choice] of choices.entries()) {
    choice.addEventListener("click", () => choose(choice));
    choice.addEventListener("keydown", (event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      const step = key === " " || key === "Enter" ? 0 : steps[key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = choices[(i + step + choices.length) % choices.length];
      /** @type {any} */ (next).focus();
      choose(next);
    });
  }
  return (selected) => {
    for (const choice of choices) {
      choice.setAttribute("aria-checked", `${choice === selected}`);
      choice.setAttribute("tabindex", choice === selected ? "0" : "-1");
    }
  };
}

/** The land of the basemap; empty without one. @param {L.Map} map @returns {import("../../polar/unpack.js").Ring[][]} */
function land(map) {
  /** @type {import("../../polar/unpack.js").Ring[][]} */
  let parts = [];
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer.shapes instanceof Function) parts = layer.shapes()[0] ?? [];
  });
  return parts;
}

/** The two buttons below the globe: true shapes or true areas. */
function kindChoices() {
  const buttons = ["shapes", "areas"].map((kind) =>
    translateElement(element("button", { type: "button", role: "radio", "data-kind": kind }), { text: [`turn.kind.${kind}`] }),
  );
  const box = element("div", { class: "turn-kinds", role: "radiogroup" }, buttons);
  return { box: translateElement(box, { "aria-label": ["turn.kinds"] }), buttons };
}

/** The button that opens the globe, such as "View from Europe". */
function openerWithSide() {
  const button = openerButton();
  const side = element("b");
  button.append(translateElement(element("span"), { text: ["turn.from"] }), side);
  translateElement(button, { title: ["turn.button"] });
  return { button, side };
}

/**
 * Adds the control at the top left.
 * @param {L.Map} map @param {HTMLElement} button @param {Element[]} content of its panel
 * @param {() => void} first called before the panel opens for the first time
 */
function addToMap(map, button, content, first) {
  const panel = element("div", { class: "turn-panel" }, content);
  const control = element("div", { class: "turn-control" }, [button, panel]);
  addPanel(map, control, button, panel, first);
  L.DomEvent.disableScrollPropagation(control);
  addControl(map, "topleft", control);
  // Before the list of layers, on the screen and in the order of the Tab key.
  map.getContainer().querySelector(".leaflet-control-layers")?.before(control);
}

/** Adds the control, and keeps the name of the projection on the page. @param {L.Map} map */
export function addProjectionControl(map) {
  /** @type {() => import("../../polar/projections.js").Projection} */
  const current = () => /** @type {any} */ (map.options).crs.polar;
  const opened = current();
  const sideMeridians = meridians(opened);
  const turnTo = (/** @type {Side} */ side, /** @type {Kind} */ kind) => {
    const code = window.geotrackPolar.codeOf(kind, sideMeridians[side][kind]);
    if (code !== current().code) window.geotrackPolar.turn(map, code);
  };
  const { drawing, fill, turn, choices } = createGlobe();
  const { box, buttons } = kindChoices();
  const opener = openerWithSide();
  const markSide = radioGroup(choices, ({ dataset }) =>
    turnTo(/** @type {Side} */ (dataset.side), current().kind),
  );
  const markKind = radioGroup(buttons, ({ dataset }) =>
    turnTo(sideOf(current().centralMeridian), /** @type {Kind} */ (dataset.kind)),
  );
  const update = () => {
    const { kind, centralMeridian } = current();
    const side = sideOf(centralMeridian);
    turn(centralMeridian);
    translateElement(opener.side, { text: [`turn.written.${side}`] });
    markSide(/** @type {SVGElement} */ (choices.find(({ dataset }) => dataset.side === side)));
    markKind(/** @type {HTMLElement} */ (buttons.find(({ dataset }) => dataset.kind === kind)));
    for (const note of document.querySelectorAll(".projection-note")) {
      const isShort = note.classList.contains("in-short");
      note.textContent = isShort ? projectionInShort(current(), opened.centralMeridian) : projectionLabel(current());
    }
  };
  // Reading the land takes longer than all else here, and most readers never look.
  addToMap(map, opener.button, [drawing, box], () => fill(land(map)));
  map.on("projectionchange", update);
  map.on("projectionchange", notifyChange);
  onLanguage(update);
  update();
  registerPart("p", {
    read: () => (current().code === opened.code ? "" : current().code),
    write(code) {
      const target = code || opened.code;
      if (target !== current().code && ARCTIC_CODE.test(target)) window.geotrackPolar.turn(map, target);
    },
  });
}
