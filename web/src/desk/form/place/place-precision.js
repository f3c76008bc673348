// How precise a place is: one of the kinds of precision, and radii where they mean something.
import { element, svg } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";
import { bindOutsideFocus, input, segmented } from "../fields.js";

/** Precisions that may have a radius. */
const WITH_RADIUS = ["near", "ring", "line", "representative"];

/** What each precision leaves open, drawn in a box of 28 by 20: dark is known, pale is possible. @type {Record<string, [string, Record<string, string>][]>} */
const DRAWINGS = {
  exact: [["circle", { cx: "14", cy: "10", r: "3", class: "known" }]],
  near: [["circle", { cx: "14", cy: "10", r: "8.5", class: "possible" }], ["circle", { cx: "14", cy: "10", r: "1.5", class: "known" }]],
  ring: [["path", { d: "M14 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18M14 5.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9", class: "possible" }], ["circle", { cx: "14", cy: "10", r: "1.5", class: "known" }]],
  line: [["path", { d: "M3 16L10 7L18 12L25 4", class: "band" }], ["path", { d: "M3 16L10 7L18 12L25 4", class: "stroke" }]],
  area: [["path", { d: "M4 6L15 2L25 8L20 18L7 17Z", class: "possible" }]],
  region: [["path", { d: "M4 6C8 1 12 5 16 3S26 6 24 11S18 19 12 17S1 11 4 6Z", class: "possible named" }]],
  representative: [["circle", { cx: "14", cy: "10", r: "8.5", class: "possible named" }], ["circle", { cx: "14", cy: "10", r: "2.5", class: "chosen" }]],
};

/** @param {string} precision */
const drawingOf = (precision) =>
  svg("svg", { class: "precision-drawing", viewBox: "0 0 28 20", "aria-hidden": "true" }, DRAWINGS[precision].map(([name, attributes]) => svg(name, attributes)));

/** A number as it is typed, in either language. @param {string | undefined} value */
function kilometres(value) {
  if (value === undefined) return undefined;
  const number = Number(value.replace(",", "."));
  return Number.isFinite(number) ? number : value;
}

/** The keys to set for a radius: without a stored precision a radius means *near*. @param {any} values @param {string} key @param {number | string | undefined} radius */
export const withRadius = ({ precision }, key, radius) => ({ [key]: radius, ...(radius !== undefined && precision === undefined ? { precision: "near" } : {}) });

/** An input of a radius. @param {import("./record-place.js").RecordPlace} place @param {"radius" | "inner"} name */
function radiusInput(place, name) {
  const box = input(name, { inputmode: "decimal", "aria-label": text(`fields.${name}`) });
  const key = name === "radius" ? "radius_km" : "inner_radius_km";
  return { box, update: bindOutsideFocus(box, () => place.values[key], (value) => place.set(withRadius(place.values, key, kilometres(value)))) };
}

/** @param {import("./record-place.js").RecordPlace} place @param {string[]} choices */
export function createPlacePrecision(place, choices) {
  const options = ["", ...choices].map((value) => /** @type {[string, string]} */ ([value, value ? text(`precision.${value}`) : text("unstated")]));
  const precision = segmented("precision", text("fields.precision"), options, () => place.values.precision, (value) =>
    // What is not stated has no radius, which would mean near.
    place.set({ precision: value, ...(value === "ring" ? {} : { inner_radius_km: undefined }), ...(value === undefined ? { radius_km: undefined } : {}) }),
  );
  const radius = radiusInput(place, "radius");
  const inner = radiusInput(place, "inner");
  for (const label of precision.box.children) {
    const { value } = /** @type {HTMLInputElement} */ (label.querySelector("input"));
    if (value) label.querySelector("span")?.prepend(drawingOf(value));
    if (value) label.setAttribute("title", text(`precisionMeaning.${value}`));
  }
  const meaning = element("p", { class: "hint precision-meaning" });
  const dash = element("span", { class: "to" }, ["–"]);
  const radii = element("span", { class: "radii" }, [inner.box, dash, radius.box, " km"]);

  /** Fills the controls, and hides those that the precision has no use for. */
  function update() {
    for (const part of [precision, radius, inner]) part.update();
    const { precision: current, radius_km } = place.values;
    radii.hidden = !WITH_RADIUS.includes(current) && radius_km === undefined;
    for (const part of [inner.box, dash]) part.hidden = current !== "ring";
    radius.box.setAttribute("aria-label", text(current === "ring" ? "fields.outer" : "fields.radius"));
    meaning.textContent = current in DRAWINGS ? text(`precisionMeaning.${current}`) : "";
  }
  return { box: element("div", { class: "how" }, [precision.box, radii, meaning]), update };
}
