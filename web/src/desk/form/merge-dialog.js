// The record of the form beside a stored one: what differs, and which value is kept.
import { button, element } from "../../page/dom.js";
import { post } from "../requests.js";
import { hasText, text } from "../vocabulary.js";

/** @typedef {{name: string, A: string | null, B: string | null, side: "A" | "B" | null}} Row */

/** @param {string} name of a property */
export const labelOf = (name) => (hasText(`fields.${name}`) ? text(`fields.${name}`) : name);

/**
 * @param {any} feature of the form @param {string} id of the stored record
 * @returns {Promise<import("../draft-store.js").Draft | null>} the merged record, a change of the stored one; null: not to be merged
 */
export async function mergeDialog(feature, id) {
  const { title, rows } = await post(`/api/compare?lang=${document.documentElement.lang}`, { feature, with: id });
  const head = element("tr", {}, [element("td"), element("th", { scope: "col" }, [text("storedRecord")]), element("th", { scope: "col" }, [text("thisRecord")])]);
  const body = /** @type {Row[]} */ (rows).map((row) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [labelOf(row.name)]),
      ...(/** @type {const} */ (["A", "B"])).map((side) => {
        const radio = element("input", { type: "radio", name: `side-${row.name}`, value: side, required: "" });
        if (row.side === side) radio.setAttribute("checked", "");
        return element("td", {}, [element("label", {}, [radio, element("span", {}, [row[side] ?? text("unstated")])])]);
      }),
    ]),
  );
  const error = element("p", { class: "error", role: "alert" });
  const submit = element("button", { class: "main", type: "submit" }, [text("merge")]);
  const form = /** @type {HTMLFormElement} */ (
    element("form", {}, [
      element("h2", { id: "merge-title" }, [title]),
      element("div", { class: "scroll" }, [element("table", {}, [head, ...body])]),
      element("p", { class: "hint" }, [text(rows.length ? "mergeNote" : "mergeSame")]),
      error,
      element("footer", {}, [submit, button("quiet", text("cancel"), () => dialog.close())]),
    ])
  );
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "wide", "aria-labelledby": "merge-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    /** @type {any} */
    let merged = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sides = Object.fromEntries([...new FormData(form)].map(([name, side]) => [name.replace("side-", ""), side]));
      try {
        merged = await post("/api/merge", { feature, with: id, sides });
        dialog.close();
      } catch (problem) {
        error.textContent = /** @type {Error} */ (problem).message;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(merged);
    });
    dialog.showModal();
  });
}
