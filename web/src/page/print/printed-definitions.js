// Which regions are defined on paper.
import { told } from "../i18n.js";

/**
 * On paper only those regions are defined that a printed record names or the map shows.
 * @param {import("../payload.js").PageData} data @param {boolean[]} shown which records are, in the order of the data
 */
export function defineFew(data, shown) {
  const listed = data.events.filter((_, i) => shown[i]);
  const named = new Set(listed.flatMap(({ shapes }) => shapes.map((/** @type {any} */ shape) => shape.id)));
  for (const input of document.querySelectorAll(".leaflet-control-layers-selector:checked")) {
    named.add(input.parentElement?.textContent?.trim());
  }
  for (const { id, name } of data.regions) if (named.has(id)) named.add(told(name));
  for (const term of document.querySelectorAll(".definitions dt:not(.line)")) {
    term.classList.toggle("off-paper", !named.has(term.textContent ?? ""));
  }
}
