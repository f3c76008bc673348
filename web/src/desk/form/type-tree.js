// All types by theme, from which one is chosen, and to which one of the workspace's own is added.
import { button, element } from "../../page/dom.js";
import { post } from "../requests.js";
import { addType, languages, ownLanguage, text, typesByTheme } from "../vocabulary.js";
import { symbolOf } from "./combobox.js";
import { choice, input } from "./fields.js";

/** @typedef {import("../vocabulary.js").Vocabulary["types"][number]} EventType */

/** Number of trees made so far, for their ids. */
let treeCount = 0;

/**
 * A button, and the tree that it opens.
 * @param {() => string | undefined} read @param {(id: string) => void} choose
 */
export function typeTree(read, choose) {
  const tree = element("div", { class: "type-tree", id: `type-tree-${++treeCount}`, hidden: "" });
  const opener = button("link", text("typeTree.all"), () => (tree.hidden ? open() : close()));
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", tree.id);

  /** @param {string} id */
  const chooseAndClose = (id) => {
    choose(id);
    close();
    opener.focus();
  };
  function open() {
    tree.replaceChildren(...typesByTheme().map((types) => themePart(types, read(), chooseAndClose)));
    tree.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    tree.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }
  function close() {
    tree.hidden = true;
    opener.setAttribute("aria-expanded", "false");
  }
  tree.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    opener.focus();
  });
  return [opener, tree];
}

/** @param {EventType[]} types of one theme @param {string | undefined} chosen @param {(id: string) => void} choose */
function themePart(types, chosen, choose) {
  const { theme } = types[0];
  const items = types.map(({ id, label }) => {
    const item = button("type-choice", label, () => choose(id));
    if (id === chosen) item.setAttribute("aria-current", "true");
    return item;
  });
  const another = button("type-choice another", text("typeTree.another"), () => void typeDialog(types[0]).then((id) => id && choose(id)));
  const isOpen = types.some(({ id }) => id === chosen);
  return element("details", isOpen ? { name: "type-theme", open: "" } : { name: "type-theme" }, [element("summary", {}, [symbolOf(types[0]), theme]), ...items, another]);
}

/**
 * The dialog of a new type of a theme.
 * @param {EventType} of any type of the theme
 * @returns {Promise<string | null>} its id; null: none was added
 */
function typeDialog({ theme, theme_id }) {
  const own = ownLanguage();
  const codes = Object.keys(languages()).sort((a, b) => Number(b === own) - Number(a === own));
  const names = codes.map((code) => input(`type-${code}`, { id: `new-type-${code}`, maxlength: "60", lang: code, ...(code === own ? { required: "" } : {}) }));
  const labels = codes.map((code) => element("label", { for: `new-type-${code}` }, [code === own ? text("typeTree.name") : text("typeTree.nameIn", { language: languages()[code] })]));
  const medium = choice("type-medium", ["any", "sea", "air", "land"].map((word) => [word, text(`typeTree.media.${word}`)]));
  medium.id = "new-type-medium";
  const fault = element("p", { class: "fault", role: "alert" });
  const submit = element("button", { class: "main", type: "submit" }, [text("typeTree.add")]);
  const cancel = button("quiet", text("cancel"), () => dialog.close());
  const form = element("form", { method: "dialog" }, [
    element("h2", { id: "type-title" }, [text("typeTree.title", { theme })]),
    ...codes.flatMap((_, n) => [labels[n], names[n]]),
    element("label", { for: "new-type-medium" }, [text("typeTree.medium")]),
    medium,
    element("p", { class: "hint" }, [text("typeTree.hint", { theme })]),
    fault,
    element("footer", {}, [submit, cancel]),
  ]);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { "aria-labelledby": "type-title" }, [form]));
  document.body.append(dialog);
  return new Promise((resolve) => {
    /** @type {string | null} */
    let added = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const label = Object.fromEntries(codes.map((code, n) => [code, names[n].value]));
        const type = await post("/api/types", { theme: theme_id, label, medium: medium.value });
        addType(type);
        added = type.id;
        dialog.close();
      } catch (error) {
        fault.textContent = text("failed", { why: /** @type {Error} */ (error).message });
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(added);
    });
    dialog.showModal();
    names[0].focus();
  });
}
