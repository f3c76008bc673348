// A dialog of a few fields whose answer the server may refuse: it stays open, with the findings at the fields.
import { button, element } from "../../page/dom.js";
import { area, field, input } from "../form/fields.js";
import { text } from "../vocabulary.js";

/**
 * @param {string} title @param {{key: string, pointer: string, rows?: number, value?: string, list?: string, hint?: string, optional?: boolean}[]} questions
 * @param {(Node | string)[]} parts above the fields
 * @param {(values: Record<string, string>) => Promise<import("../form/fields.js").Finding[]>} send returns what is wrong
 * @returns {Promise<Record<string, string> | null>} null: cancelled
 */
export function formDialog(title, questions, parts, send) {
  const controls = questions.map(({ key, rows, value = "", list, hint = "", optional }) => {
    const control = rows ? area(key, rows) : input(key, { ...(optional ? {} : { required: "" }), ...(list ? { list } : {}) });
    control.placeholder = hint;
    control.value = value;
    return control;
  });
  const fields = questions.map(({ key, pointer }, n) => field(`map.${key}`, [pointer], controls[n], () => undefined));
  const fault = element("p", { class: "findings", role: "alert" });
  const save = element("button", { class: "main", type: "submit" }, [text("save")]);
  const cancel = button("quiet", text("cancel"), () => dialog.close());
  const form = element("form", {}, [element("h2", { id: "dialog-title" }, [title]), ...parts, ...fields.map(({ row }) => row), fault, element("footer", {}, [save, cancel])]);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "wide", "aria-labelledby": "dialog-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    /** @type {Record<string, string> | null} */
    let answer = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(questions.map(({ key }, n) => [key, controls[n].value.trim()]));
      try {
        const findings = (await send(values)).filter(({ severity }) => severity === "error");
        const fieldsAt = (/** @type {string} */ pointer) => fields.filter(({ pointers }) => pointers.some((path) => pointer.startsWith(path)));
        for (const field of fields) field.show(findings.filter(({ pointer }) => fieldsAt(pointer).includes(field)));
        fault.textContent = findings.filter(({ pointer }) => !fieldsAt(pointer).length).map(({ message, remedy }) => (remedy ? `${message}; ${remedy}` : message)).join(" ");
        if (findings.length) return;
        answer = values;
        dialog.close();
      } catch (error) {
        fault.textContent = text("failed", { why: /** @type {Error} */ (error).message });
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
    controls[0].focus();
  });
}

/** A name for a file or an id, of a title. @param {string} title */
export const slugOf = (title) =>
  title.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[æÆ]/g, "ae").replace(/[øØ]/g, "o").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
