// The dialog of saving: what changes, the author (entered once) and the reason (each time).
import { button, element } from "../../page/dom.js";
import { reasonDraft } from "../draft-store.js";
import { text } from "../vocabulary.js";
import { input } from "./fields.js";
import { differenceList } from "./record/revision-changes.js";

const KEY = "geotrack-author";

/** The author that saved last; entered again where the browser stores nothing. */
export function lastAuthor() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name */
function keepAuthor(name) {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // The browser keeps nothing, or is full.
  }
}

/** The name under which is saved: entered once a browser, then shown, with a button to change it. @param {string} known */
function signatureOf(known) {
  const author = input("by", { required: "", id: "save-by" });
  author.value = known;
  const field = [element("label", { for: "save-by" }, [text("by")]), author];
  if (!known) return { author, parts: field };
  const hidden = element("div", { hidden: "" }, field);
  const change = button("link", text("otherName"), () => {
    hidden.hidden = false;
    shown.remove();
    author.focus();
    author.select();
  });
  const shown = element("p", { class: "signature" }, [text("savedAs", { name: known }), change]);
  return { author, parts: [shown, hidden] };
}

/** The record is saved, or not to be. */
export const forgetReason = () => reasonDraft.store(null);

/**
 * @param {string} title of the record @param {boolean} isChange of a stored record
 * @param {import("./record/revision-changes.js").Difference[] | null} [differences] from the stored record
 * @returns {Promise<{by: string, why: string | null} | null>} null: not to be saved
 */
export function saveDialog(title, isChange, differences = null) {
  const { author, parts: signature } = signatureOf(lastAuthor());
  const reason = input("why", { id: "save-why" });
  reason.value = (isChange && reasonDraft.read()) || "";
  reason.addEventListener("input", () => reasonDraft.store(reason.value));
  const cancel = button("quiet", text("cancel"), () => dialog.close());
  const submit = element("button", { class: "main", type: "submit" }, [text("save")]);
  const parts = [
    element("h2", { id: "save-title", dir: "auto" }, [title]),
    ...(differences ? [differenceList(differences, text("noDifference"))] : []),
    ...signature,
    ...(isChange ? [element("label", { for: "save-why" }, [text("why")]), reason] : []),
    element("footer", {}, [submit, cancel]),
  ];
  const form = element("form", { method: "dialog" }, parts);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { "aria-labelledby": "save-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    /** @type {{by: string, why: string | null} | null} */
    let answer = null;
    form.addEventListener("submit", () => {
      answer = { by: author.value.trim(), why: reason.value.trim() || null };
      keepAuthor(answer.by);
    });
    dialog.addEventListener("close", () => {
      if (!answer) forgetReason();
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
    (!author.value ? author : isChange ? reason : submit).focus();
  });
}

/**
 * Asks for one text.
 * @param {string} question @param {string} hint below it @param {string} first the text at first @param {string} yes what it does
 * @returns {Promise<string | null>} null: not to be done
 */
export function inputDialog(question, hint, first, yes) {
  const box = input("answer", { required: "", "aria-labelledby": "ask-title" });
  box.value = first;
  const submit = element("button", { class: "main", type: "submit", value: "yes" }, [yes]);
  const cancel = button("quiet", text("goBack"), () => dialog.close());
  const parts = [element("h2", { id: "ask-title" }, [question]), ...(hint ? [element("p", { class: "hint" }, [hint])] : []), box, element("footer", {}, [submit, cancel])];
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { "aria-labelledby": "ask-title" }, [element("form", { method: "dialog" }, parts)]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? box.value.trim() : null);
    });
    dialog.showModal();
    box.focus();
  });
}

/** Whether the reader confirms a question. @param {string} question @param {string} yes what it does @returns {Promise<boolean>} */
export function askDialog(question, yes) {
  const submit = element("button", { class: "main", value: "yes" }, [yes]);
  const cancel = element("button", { class: "quiet", value: "", autofocus: "" }, [text("goBack")]);
  const form = element("form", { method: "dialog" }, [element("h2", { id: "ask-title", dir: "auto" }, [question]), element("footer", {}, [submit, cancel])]);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { "aria-labelledby": "ask-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
