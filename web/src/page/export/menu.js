// Menu of the page: copy a link, download records, print.
import { copyText } from "../clipboard.js";
import { button, element } from "../dom.js";
import { closeOnEscape } from "../chrome/escape-key.js";
import { currentLink, hasLink } from "../url/permalink.js";
import { addTool } from "../chrome/toolbar.js";
import { onLanguage, translate, translateElement } from "../i18n.js";
import { print } from "../print/print.js";

/** Time that the confirmation of a copy is shown, milliseconds. */
const CONFIRMATION_MS = 2500;

/**
 * Makes a button open a menu below it, with the keys of the ARIA menu button pattern.
 * @param {HTMLElement} opener @param {HTMLElement} panel @param {HTMLButtonElement[]} items
 * @param {() => void} opening called before it opens
 * @returns {(focusOpener: boolean) => void} closes it
 */
function bindMenu(opener, panel, items, opening) {
  const isOpen = () => !panel.hidden;
  const update = closeOnEscape(panel, () => close(true));
  const setOpen = (/** @type {boolean} */ isOpen) => {
    panel.hidden = !isOpen;
    update(isOpen);
    opener.setAttribute("aria-expanded", `${isOpen}`);
  };
  const close = (/** @type {boolean} */ focusOpener) => {
    if (!isOpen()) return;
    setOpen(false);
    if (focusOpener) opener.focus();
  };
  const visibleItems = () => items.filter((item) => !item.hidden);
  const open = (/** @type {number} */ index) => {
    opening();
    setOpen(true);
    visibleItems().at(index)?.focus();
  };
  opener.addEventListener("click", () => (isOpen() ? close(true) : open(0)));
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event.key === "ArrowDown" ? 0 : -1);
  });
  panel.addEventListener("keydown", (event) => {
    const items = visibleItems();
    const index = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    // -1 is the last item; `next % items.length` leads from the last one to the first.
    const next = { ArrowDown: index + 1, ArrowUp: index - 1 + (index < 0 ? 1 : 0), Home: 0, End: -1 }[event.key];
    if (next !== undefined && index >= 0) {
      event.preventDefault();
      items.at(next % items.length)?.focus();
    }
  });
  panel.parentElement?.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !panel.parentElement?.contains(relatedTarget)) close(false);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !panel.parentElement?.contains(target)) close(false);
  });
  setOpen(false);
  return close;
}

/** An item of the menu. @param {string} text key of its text @param {() => void} act */
function menuItem(text, act) {
  const item = translateElement(button("", " ", act), { text: [`take.${text}`] });
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  return /** @type {HTMLButtonElement} */ (item);
}

/** Copies the link to the page as it is; if the clipboard cannot be used, shows it in a field to copy from. */
function linkItem() {
  const field = /** @type {HTMLInputElement} */ (element("input", { type: "text", class: "take-link", readonly: "" }));
  translateElement(field, { "aria-label": ["take.byHand"] });
  field.hidden = true;
  const status = element("p", { class: "take-said", role: "status" });
  let timer = 0;
  const line = menuItem("copy", async () => {
    const link = currentLink();
    const copied = await copyText(link);
    status.textContent = translate(copied ? "take.copied" : "take.byHand");
    clearTimeout(timer);
    if (copied) timer = window.setTimeout(() => (status.textContent = ""), CONFIRMATION_MS);
    field.hidden = copied;
    if (copied) return;
    field.value = link;
    field.focus();
    field.select();
  });
  const reset = () => {
    line.hidden = !hasLink();
    field.hidden = true;
    status.textContent = "";
  };
  return { line, field, status, reset };
}

/** @typedef {ReturnType<typeof import("./record-files.js").recordFiles>} Files */

/** @param {Files} files @param {() => void} close */
function downloads(files, close) {
  return /** @type {const} */ ([
    ["geojson", "geojson", "application/geo+json"],
    ["xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["csv", "csv", "text/csv;charset=utf-8"],
    ["semicolons", "csv", "text/csv;charset=utf-8"],
  ]).map(([kind, ending, type]) =>
    menuItem(kind, async () => {
      close();
      download(await files[kind](), files.name(ending), type);
    }),
  );
}

/**
 * @param {import("../query/query.js").PageQuery} query
 * @param {Files | null} files of records; null where there are none
 * @param {number} scenes of the story, how many
 */
export function addExportMenu(query, files, scenes) {
  const link = linkItem();
  /** @type {import("../print/print.js").Extent[]} */
  const extents = [...(scenes ? /** @type {const} */ (["scenes"]) : []), "map", "all"];
  const items = [
    link.line,
    ...(files ? downloads(files, () => close(true)) : []),
    ...extents.map((extent) =>
      menuItem(`print.${extent}`, () => {
        close(true);
        print(extent);
      }),
    ),
  ];
  const countText = element("p", { class: "take-many" });
  const list = translateElement(element("div", { role: "menu" }, items), { "aria-label": ["take.title"] });
  const panel = element("div", { class: "take-panel" }, [list, link.field, link.status, countText]);
  const opener = translateElement(button("take-opener", " ", () => {}), { text: ["take.title"] });
  opener.setAttribute("aria-haspopup", "menu");
  const count = () => {
    const n = query.items.length;
    const hits = query.result().count;
    countText.hidden = !files;
    countText.textContent = hits < n ? translate("finder.someOf", { some: hits, n }) : translate("finder.records", { n });
  };
  const holder = element("div", { class: "take" }, [opener, panel]);
  const close = bindMenu(opener, panel, items, () => {
    link.reset();
    count();
  });
  onLanguage(count);
  addTool("take", holder);
}

/** Lets the reader save a file. @param {string | Uint8Array<ArrayBuffer>} content @param {string} name @param {string} type */
export function download(content, name, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser begins to read it some time after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
