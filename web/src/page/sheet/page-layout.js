// The layout of a page with a round sheet: title and list in a column at the left of the map. On the sheet the list is folded, and the
// legend counts.
import { button, element } from "../dom.js";
import { translateElement } from "../i18n.js";
import { narrow } from "../screen-size.js";

/** Screens with room for it: the map would be small in others. */
export const roomy = globalThis.window?.matchMedia("screen and (min-width: 1100px) and (min-height: 600px)");

/** Whether the page tells a scene, or is presented. */
export const isTold = () => document.body.classList.contains("in-story");

/** Whether the layout is that of a sheet: not in a scene, nor while presenting. */
export const hasRoom = () => Boolean(roomy?.matches) && !isTold();

/** Whether the sheet has the whole width of a small screen: what stands beside it elsewhere is below it. */
export const isSmall = () => narrow.matches && !isTold() && !isOnPaper();

/** Whether the sheet is being printed. */
export const isOnPaper = () => document.body.classList.contains("paper-sheet");

/** @param {boolean} atlas whether there is room beside a sheet @param {boolean} sheet whether it is shown */
export function setLayout(atlas, sheet) {
  document.body.classList.toggle("atlas", atlas);
  document.body.classList.toggle("round-sheet", atlas && sheet);
  document.body.classList.toggle("small-sheet", !atlas && sheet);
}

/** Lays out the page as it opens, before the map is made. @param {import("../payload.js").PageData} data */
export function prepareSheet(data) {
  if (data.roundSouth === undefined) return;
  const list = document.getElementById("records");
  const opener = translateElement(button("list-opener", "", () => showList(!document.body.classList.contains("list-open"))), { text: ["sheet.list", { n: data.records.all.length }] });
  opener.setAttribute("aria-expanded", "false");
  const lead = list?.querySelector(".lead");
  if (lead) lead.after(opener);
  else list?.prepend(opener);
  addToLegend(data);
  setLayout(hasRoom(), hasRoom());
}

/** Headings of the legend, and how many records each theme has. @param {import("../payload.js").PageData} data */
function addToLegend(data) {
  const [themes, who] = document.querySelectorAll(".key-box > dl");
  const heading = (/** @type {string} */ key, /** @type {Node[]} */ more = []) => {
    const words = translateElement(element("span"), { text: [`sheet.${key}`] });
    return element("p", { class: "sheet-heading", "aria-hidden": "true" }, [words, ...more]);
  };
  const count = (/** @type {string} */ tag, /** @type {number} */ n) => element(tag, { class: "sheet-total" }, [`${n}`]);
  themes?.before(heading("themes", [count("span", data.records.all.length)]));
  if (data.sides) who?.before(heading("who"));
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (themes?.querySelectorAll("div[data-theme]") ?? [])) {
    row.append(count("dd", data.records.all.filter(({ theme }) => theme === row.dataset.theme).length));
  }
}

/** Opens the list on a sheet, where it is folded. */
export const openList = () => document.body.classList.contains("round-sheet") && showList(true);

/** Opens or closes the list of records on a sheet. @param {boolean} open */
export function showList(open) {
  document.body.classList.toggle("list-open", open);
  document.querySelector(".list-opener")?.setAttribute("aria-expanded", `${open}`);
}
