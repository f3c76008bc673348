// Fields of a form: a label, a control, and the findings about what stands in it.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

/**
 * @typedef {object} Field
 * @property {HTMLElement} row
 * @property {string[]} pointers of the Feature whose findings stand here
 * @property {(findings: Finding[]) => void} show
 * @property {() => void} update fills the controls from the record
 *
 * @typedef {{pointer: string, severity: string, message: string, remedy: string, rule: string}} Finding
 */

let ids = 0;

/**
 * @param {string} key of its label
 * @param {string[]} pointers
 * @param {HTMLElement} control the one that the label names
 * @param {() => void} update
 * @param {Node[]} [more] after the control
 * @returns {Field}
 */
export function field(key, pointers, control, update, more = []) {
  const id = `field-${++ids}`;
  control.id = id;
  const list = element("ul", { class: "findings", id: `${id}-findings` });
  control.setAttribute("aria-describedby", list.id);
  const isGroup = control.matches("div");
  const label = isGroup ? element("span", { class: "label", id: `${id}-label` }, [text(`fields.${key}`)]) : element("label", { for: id }, [text(`fields.${key}`)]);
  if (isGroup) {
    control.setAttribute("role", "group");
    control.setAttribute("aria-labelledby", `${id}-label`);
  }
  const row = element("div", { class: `field field-${key}` }, [label, element("div", { class: "control" }, [control, ...more, list])]);
  return {
    row,
    pointers,
    update,
    show(findings) {
      list.replaceChildren(
        ...findings.map(({ severity, message, remedy, rule }) =>
          element("li", { class: `${severity} ${rule}` }, [rule === "missing" ? text("needed") : remedy ? `${message}; ${remedy}` : message]),
        ),
      );
      // What is missing is no fault of the reader's before the record is to be saved.
      const wrong = findings.some(({ severity, rule }) => severity === "error" && rule !== "missing");
      control.setAttribute("aria-invalid", `${wrong}`);
      row.classList.toggle("wrong", wrong);
    },
  };
}

/** The value of a property as text. @param {any} value */
const shown = (value) => (value === undefined || value === null ? "" : `${value}`);

/**
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @param {() => any} read @param {(value: string | undefined) => void} write
 */
export function bindText(control, read, write) {
  control.addEventListener("input", () => write(control.value.trim() === "" ? undefined : control.value));
  return () => {
    if (shown(read()) !== control.value.trim()) control.value = shown(read());
  };
}

/** @param {string} name @param {Record<string, string>} [attributes] */
export const input = (name, attributes = {}) =>
  /** @type {HTMLInputElement} */ (element("input", { type: "text", name, autocomplete: "off", ...attributes }));

/** @param {string} name @param {number} rows */
export const area = (name, rows) => /** @type {HTMLTextAreaElement} */ (element("textarea", { name, rows: `${rows}` }));

/** @param {string} name @param {[value: string, label: string][]} options the first is none */
export const choice = (name, options) =>
  /** @type {HTMLSelectElement} */ (
    element("select", { name }, options.map(([value, label]) => element("option", { value }, [label])))
  );
