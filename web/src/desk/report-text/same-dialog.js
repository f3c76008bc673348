// The dialog that asks which event a draft is the same as: another draft of the text, or a stored record.
import { button, element } from "../../page/dom.js";
import { combobox } from "../form/combobox.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {{draft: number} | {record: string}} Same */

/** @param {string} label @param {string | undefined} words @param {() => void} choose */
function candidate(label, words, choose) {
  const box = button("candidate", label, choose);
  if (words) box.append(element("small", {}, [text("quoted", { words })]));
  return box;
}

/**
 * @param {{same: Same, label: string, words?: string}[]} likely what it may be the same as, the likeliest first; of a draft the words of the text
 * @returns {Promise<Same | null>} null if nothing was chosen
 */
export function sameDialog(likely) {
  return new Promise((resolve) => {
    /** @type {Same | null} */
    let chosen = null;
    const choose = (/** @type {Same} */ same) => {
      chosen = same;
      dialog.close();
    };
    const find = async (/** @type {string} */ words) => {
      const answer = await get("/api/titles", { text: words, lang: document.documentElement.lang });
      return answer.map((/** @type {any} */ { id, title, date }) => ({ id, label: title, note: date }));
    };
    const { box, options } = combobox("same", text("searchRecords"), find, ({ id }) => choose({ record: id }));
    box.setAttribute("aria-label", text("searchRecords"));
    const dialog = /** @type {HTMLDialogElement} */ (
      element("dialog", { "aria-labelledby": "same-title", class: "same" }, [
        element("h2", { id: "same-title" }, [text("sameWhich")]),
        element("div", { class: "likely" }, likely.map(({ same, label, words }) => candidate(label, words, () => choose(same)))),
        element("div", { class: "control" }, [box, options]),
        element("footer", {}, [button("quiet", text("cancel"), () => dialog.close())]),
      ])
    );
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    dialog.showModal();
    // The list itself may scroll, and then would have the focus.
    const first = /** @type {HTMLElement | null} */ (dialog.querySelector("button.candidate"));
    (first ?? box).focus();
  });
}
