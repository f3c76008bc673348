// The form of a report, of one of its claims, or of its text.
import { button } from "../../page/dom.js";
import { area, bindText, choice, field, input, leadToFault } from "../form/fields.js";
import { slugOf } from "../maps/form-dialog.js";
import { text } from "../vocabulary.js";

const HINTS = /** @type {Record<string, string>} */ ({ id: "idHint", when: "dateHint", place: "placeHint", published: "publishedHint", text: "textHint" });
/** Number of lines of the values that are longer than one. */
const LINES = /** @type {Record<string, number>} */ ({ says: 4, note: 4, text: 12 });
const KINDS = ["event", "statement", "assessment", "outlook"];

/** @typedef {import("../form/fields.js").Finding} Finding */
/** @typedef {import("../form/fields.js").Field} Field */
/** @typedef {Record<string, string>} Values */
/**
 * @typedef {object} Form
 * @property {string} title @property {readonly string[]} keys @property {Record<string, any>} [first] the values at first
 * @property {(values: Values) => Promise<{id: string, findings: Finding[]}>} send
 * @property {boolean} [isNew] whether it makes a report, which without an id gets that of its title
 * @property {boolean} [isText] whether a text is read
 * @property {Node[]} [head] above the fields
 */

/** The kinds of claims with their names. */
const kindOptions = () => KINDS.map((kind) => /** @type {[string, string]} */ ([kind, text(`values.${kind}`)]));

/** The control of a property of a report or claim. @param {string} key */
function controlOf(key) {
  if (key === "kind") return choice(key, kindOptions());
  const control = key in LINES ? area(key, LINES[key]) : input(key);
  if (key in HINTS) control.placeholder = text(HINTS[key]);
  return control;
}

/** A field that reads and writes a property. @param {string} key @param {Values} values */
function fieldOf(key, values) {
  const control = controlOf(key);
  const update = bindText(control, () => values[key], (value) => void (values[key] = value ?? ""));
  return field(`report_${key}`, [key], control, update);
}

/** Shows each error at its field, and leads to the first. @param {Field[]} fields @param {Finding[]} errors */
function showErrors(fields, errors) {
  for (const field of fields) field.show(errors.filter(({ key }) => field.pointers.includes(key)), undefined, true);
  leadToFault(fields);
}

/** @param {string} key @returns {Finding} */
const missing = (key) => ({ rule: "missing", severity: "error", pointer: "", key, message: "", remedy: "" });

/**
 * Sends a form; returns the id of what is stored, or null.
 * @param {Form} form @param {Values} values @param {Field[]} fields @param {import("../vocabulary.js").Say} say
 */
async function send(form, values, fields, say) {
  const sent = form.isNew ? { ...values, id: values.id || slugOf(values.title) } : values;
  try {
    // Without a title a report has no id.
    const absent = form.isNew && !sent.id ? "title" : form.keys.find((key) => key === "text" && !values.text);
    if (form.isText && !absent) say(text("reading"));
    const { id, findings } = absent ? { id: "", findings: [missing(absent)] } : await form.send(sent);
    const errors = findings.filter(({ severity }) => severity === "error");
    showErrors(fields, errors);
    if (errors.length) say(text("reportFaults"), "fault");
    else if (form.isText) say("");
    else say(values.title ? text("saved", { title: values.title }) : text("claimSaved"));
    return errors.length ? null : id;
  } catch (error) {
    say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    return null;
  }
}

/**
 * Fills a panel with a form.
 * @param {import("./panels.js").Panel} panel @param {Form} form @param {import("../vocabulary.js").Say} say
 * @param {() => void} cancel @param {(id: string) => unknown} done called when it is stored
 */
export function fillForm(panel, form, say, cancel, done) {
  const { title, keys, first = {}, head = [] } = form;
  const values = /** @type {Values} */ (Object.fromEntries(keys.map((key) => [key, first[key] ?? ""])));
  const fields = keys.map((key) => fieldOf(key, values));
  panel.heading.textContent = title;
  fields.forEach(({ update }) => update());
  panel.body.replaceChildren(...head, ...fields.map(({ row }) => row));
  const save = button("main", text(form.isText ? "readIt" : "save"), async () => {
    save.setAttribute("disabled", "");
    const id = await send(form, values, fields, say);
    save.removeAttribute("disabled");
    if (id !== null) void done(id);
  });
  panel.foot.replaceChildren(save, button("quiet", text("cancel"), cancel));
  /** @type {HTMLElement | null} */ (panel.body.querySelector("input, textarea"))?.focus();
}
