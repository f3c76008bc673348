// Which columns the table of records shows: chosen in a menu, and kept in the browser.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

const KEY = "geotrack-table-columns";
const FIRST = ["title", "type", "date", "where", "actors", "status", "marking", "review"];

/** The names of the columns that are shown. @returns {string[]} */
export function shownColumns() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null") ?? FIRST;
  } catch {
    return FIRST;
  }
}

/** @param {{name: string, label: string}[]} columns @param {(name: string, isShown: boolean) => void} show */
export function columnMenu(columns, show) {
  const shown = new Set(shownColumns());
  const items = columns.map(({ name, label }) => {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", ...(shown.has(name) ? { checked: "" } : {}) }));
    box.addEventListener("change", () => {
      shown[box.checked ? "add" : "delete"](name);
      show(name, box.checked);
      try {
        localStorage.setItem(KEY, JSON.stringify([...shown]));
      } catch {
        // The browser keeps nothing, or is full.
      }
    });
    return element("label", {}, [box, label]);
  });
  return element("details", { class: "column-menu" }, [element("summary", {}, [text("table.columns")]), element("div", {}, items)]);
}
