// How precise a place is: one of the kinds of precision, and radii where they mean something.
import { element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";
import { bindOutsideFocus, input, segmented } from "../fields.js";

/** Precisions that may have a radius. */
const WITH_RADIUS = ["near", "ring", "line", "representative"];

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
  const dash = element("span", { class: "to" }, ["–"]);
  const radii = element("span", { class: "radii" }, [inner.box, dash, radius.box, " km"]);

  /** Fills the controls, and hides those that the precision has no use for. */
  function update() {
    for (const part of [precision, radius, inner]) part.update();
    const { precision: current, radius_km } = place.values;
    radii.hidden = !WITH_RADIUS.includes(current) && radius_km === undefined;
    for (const part of [inner.box, dash]) part.hidden = current !== "ring";
  }
  return { box: element("div", { class: "how" }, [precision.box, radii]), update };
}
