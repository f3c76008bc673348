// The dialog that sets one value in many cells of the table of records.
import { button, element } from "../../page/dom.js";
import { input } from "../form/fields.js";
import { text } from "../vocabulary.js";

/** Columns of several values, to which one may be added. */
const SEVERAL = ["actors", "tags"];

/** @typedef {{column: string, value: string, isAdded: boolean}} ManySet */

/**
 * @param {number} n how many records @param {{name: string, label: string, options: string[]}[]} columns that may be set
 * @returns {Promise<ManySet | null>} null: not to be done
 */
export function setDialog(n, columns) {
  const column = /** @type {HTMLSelectElement} */ (element("select", { id: "set-column" }, columns.map(({ name, label }) => element("option", { value: name }, [label]))));
  const options = element("datalist", { id: "set-options" });
  const value = input("value", { id: "set-value", list: "set-options" });
  const added = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", checked: "" }));
  const addedRow = element("label", { class: "set-added" }, [added, text("table.addValue")]);
  const update = () => {
    const chosen = columns.find(({ name }) => name === column.value);
    options.replaceChildren(...(chosen?.options ?? []).map((option) => element("option", { value: option })));
    addedRow.hidden = !SEVERAL.includes(column.value);
  };
  column.addEventListener("change", update);
  update();
  const submit = element("button", { class: "main", type: "submit", value: "yes" }, [text("table.set")]);
  const cancel = button("quiet", text("cancel"), () => dialog.close());
  const form = element("form", { method: "dialog" }, [
    element("h2", { id: "set-title" }, [text("table.setIn", { n })]),
    element("label", { for: "set-column" }, [text("table.column")]),
    column,
    element("label", { for: "set-value" }, [text("table.value")]),
    value,
    options,
    addedRow,
    element("footer", {}, [submit, cancel]),
  ]);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { "aria-labelledby": "set-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? { column: column.value, value: value.value.trim(), isAdded: !addedRow.hidden && added.checked } : null);
    });
    dialog.showModal();
  });
}

/** The text of a cell in which a value is set. @param {string} before @param {ManySet} set */
export function cellText(before, { value, isAdded }) {
  const parts = before.split(";").map((part) => part.trim()).filter(Boolean);
  return isAdded && !parts.includes(value) ? [...parts, value].join("; ") : isAdded ? before : value;
}
