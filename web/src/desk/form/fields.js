// Fields of a form: a label, a control, and the findings about what stands in it with their remedies.
import { button, element } from "../../page/dom.js";
import { countryCode, countryName, hasText, text } from "../vocabulary.js";

/**
 * @typedef {object} Field
 * @property {HTMLElement} row
 * @property {string[]} pointers of the Feature whose findings stand here
 * @property {(findings: Finding[], apply?: Apply, isRefused?: boolean) => void} show refused: what is missing is a fault too
 * @property {() => void} update fills the controls from the record
 *
 * @typedef {{pointer: string, key: string, severity: string, message: string, remedy: string, rule: string, remedies?: {text: string, values?: Record<string, any>, patch: import("./json-patch.js").Step[]}[]}} Finding
 * @typedef {(patch: import("./json-patch.js").Step[]) => void} Apply changes the record
 */

/** Number of fields made so far, for their ids. */
let fieldCount = 0;

/** The label of the button of a remedy. @param {{text: string, values?: Record<string, any>}} remedy with a key, or the value that it writes */
const remedyText = ({ text: key, values }) => (hasText(`remedies.${key}`) ? text(`remedies.${key}`, values) : key);

/** @param {Finding} finding @param {Apply} apply */
export function findingItem({ severity, message, remedy, rule, remedies = [] }, apply) {
  if (rule === "missing") return element("li", { class: `${severity} ${rule}` }, [text("needed")]);
  const buttons = remedies.map((remedy) => button("remedy", remedyText(remedy), () => apply(remedy.patch)));
  const words = remedy && !buttons.length ? `${message}; ${remedy}` : message;
  return element("li", { class: `${severity} ${rule}` }, [element("span", {}, [words]), ...buttons]);
}

/**
 * @param {string} key of its label
 * @param {string[]} pointers
 * @param {HTMLElement} control the one that the label names
 * @param {() => void} update
 * @param {Node[]} [parts] after the control
 * @returns {Field}
 */
export function field(key, pointers, control, update, parts = []) {
  const id = `field-${++fieldCount}`;
  control.id = id;
  const list = element("ul", { class: "findings", id: `${id}-findings` });
  control.setAttribute("aria-describedby", list.id);
  const isGroup = control.matches("div");
  const label = isGroup ? element("span", { class: "label", id: `${id}-label` }, [text(`fields.${key}`)]) : element("label", { for: id }, [text(`fields.${key}`)]);
  if (isGroup) {
    control.setAttribute("role", "group");
    control.setAttribute("aria-labelledby", `${id}-label`);
  }
  const row = element("div", { class: `field field-${key}` }, [label, element("div", { class: "control" }, [control, ...parts, list])]);
  return {
    row,
    pointers,
    update,
    show(findings, apply = () => undefined, isRefused = false) {
      list.replaceChildren(...findings.map((finding) => findingItem(finding, apply)));
      // A missing value is marked as wrong only after the record was refused for it.
      const wrong = findings.some(({ severity, rule }) => severity === "error" && (isRefused || rule !== "missing"));
      if (!isGroup) control.setAttribute("aria-invalid", `${wrong}`);
      row.classList.toggle("wrong", wrong);
      if (findings.length) openAround(list);
    },
  };
}

/** Moves the focus to the first field that is wrong. @param {Field[]} fields in their order on the page */
export function leadToFault(fields) {
  const row = fields.find((field) => field.row.matches(".wrong"))?.row;
  row?.scrollIntoView({ block: "center" });
  /** @type {HTMLElement | null | undefined} */ (row?.querySelector(".control :is(input, textarea, select, button)"))?.focus({ preventScroll: true });
}

/** Opens the details round a part that has a finding. @param {HTMLElement} part */
function openAround(part) {
  const details = part.closest("details");
  if (details) details.open = true;
}

/** Rare controls, shown at a press or where one has a finding. @param {Node[]} parts @param {string} [summary] */
export const more = (parts, summary = text("more")) =>
  /** @type {HTMLDetailsElement} */ (element("details", { class: "more" }, [element("summary", {}, [summary, element("b")]), ...parts]));

/** Shows beside *More* how many of its controls have values. @param {HTMLElement} control one of them */
export function countFilled(control) {
  const details = control.closest("details.more");
  const count = details?.querySelector(":scope > summary b");
  if (!details || !count) return;
  const controls = /** @type {HTMLInputElement[]} */ ([...details.querySelectorAll("input, select, textarea")]);
  const filled = controls.filter(({ value }) => value).length + details.querySelectorAll(".chips li").length;
  count.textContent = filled ? `${filled}` : "";
}

/** The value of a property as text. @param {any} value */
const asText = (value) => (value === undefined || value === null ? "" : `${value}`);

/**
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @param {() => any} read @param {(value: string | undefined) => void} write
 */
export function bindText(control, read, write) {
  control.addEventListener("input", () => write(control.value.trim() === "" ? undefined : control.value));
  return () => {
    if (asText(read()) !== control.value.trim()) control.value = asText(read());
    countFilled(control);
  };
}

/** @param {string} name @param {Record<string, string>} [attributes] */
export const input = (name, attributes = {}) =>
  /** @type {HTMLInputElement} */ (element("input", { type: "text", name, autocomplete: "off", dir: "auto", ...attributes }));

/** @param {string} name @param {number} rows */
export const area = (name, rows) => /** @type {HTMLTextAreaElement} */ (element("textarea", { name, rows: `${rows}`, dir: "auto" }));

/** @param {string} name @param {[value: string, label: string][]} options the first is none */
export const choice = (name, options) =>
  /** @type {HTMLSelectElement} */ (
    element("select", { name }, options.map(([value, label]) => element("option", { value }, [label])))
  );

/** Options that an input offers. @param {string} id @param {string[]} values */
export const datalist = (id, values) => element("datalist", { id }, values.map((value) => element("option", { value })));

/**
 * Radio buttons side by side.
 * @param {string} name @param {string} label @param {[value: string, label: string][]} options
 * @param {() => string | undefined} read @param {(value: string | undefined) => void} write
 */
export function segmented(name, label, options, read, write) {
  const inputs = options.map(([value]) => {
    const radio = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name, value }));
    radio.addEventListener("change", () => write(value || undefined));
    return radio;
  });
  const labels = options.map(([, word], n) => element("label", {}, [inputs[n], element("span", {}, [word])]));
  const box = element("div", { class: "segments", role: "radiogroup", "aria-label": label }, labels);
  const update = () => inputs.forEach((input) => (input.checked = input.value === (read() ?? "")));
  return { box, update };
}

/**
 * As bindText, but never rewrites what is being typed: the stored value may lack a comma or zero that was just typed.
 * @param {HTMLInputElement} box
 * @param {() => any} read @param {(value: string | undefined) => void} write
 */
export const bindOutsideFocus = (box, read, write) =>
  bindText(box, () => (document.activeElement === box ? box.value.trim() : read()), write);

/** A country: its name is shown, and its code is stored. @type {typeof bindOutsideFocus} */
export function bindCountry(box, read, write) {
  const update = bindOutsideFocus(box, () => countryName(read()), (words) => write(words && countryCode(words)));
  box.addEventListener("blur", update);
  return update;
}

/** The parts of a text with commas. @param {string | undefined} value */
export const partsOf = (value) => value?.split(",").map((part) => part.trim()).filter(Boolean);
