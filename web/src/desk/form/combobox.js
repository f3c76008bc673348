// A combobox with a list box, by the pattern of the ARIA practices guide.
import { element, svg } from "../../page/dom.js";
import { input } from "./fields.js";

/** @typedef {{colour: string, shape: string}} Symbol path data in a box of 28 by 28 */
/** @typedef {{id: string, label: string, symbol?: Symbol, note?: string}} Option */

/** @param {Symbol} symbol */
export const symbolOf = ({ colour, shape }) =>
  svg("svg", { class: "type-symbol", viewBox: "0 0 28 28", "aria-hidden": "true" }, [svg("path", { d: shape, fill: colour })]);

/** @param {Option} option @param {string} id @param {() => void} choose */
function optionItem({ label, symbol, note }, id, choose) {
  const item = element("li", { role: "option", id }, [...(symbol ? [symbolOf(symbol)] : []), label, ...(note ? [element("small", {}, [note])] : [])]);
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose();
  });
  return item;
}

/** The list of options, one of which is active. @param {HTMLInputElement} box @param {HTMLElement} options */
function createList(box, options) {
  let active = -1;
  /** @param {Node[]} items */
  function show(items) {
    options.replaceChildren(...items);
    options.hidden = !items.length;
    active = -1;
    box.setAttribute("aria-expanded", `${!options.hidden}`);
    box.removeAttribute("aria-activedescendant");
  }
  /** @param {number} step */
  function move(step) {
    const items = [...options.children];
    items[active]?.removeAttribute("aria-selected");
    active = Math.min(Math.max(active + step, 0), items.length - 1);
    items[active]?.setAttribute("aria-selected", "true");
    items[active]?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[active]?.id ?? "");
  }
  return { show, move, active: () => Math.max(active, 0) };
}

/**
 * @param {string} name of its elements @param {string} placeholder
 * @param {(text: string) => Option[] | Promise<Option[]>} find
 * @param {(option: Option) => void} choose
 */
export function combobox(name, placeholder, find, choose) {
  const box = input(name, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${name}-options`, placeholder });
  const options = element("ul", { class: "options", id: `${name}-options`, role: "listbox", "aria-label": placeholder, hidden: "" });
  const { show, move, active } = createList(box, options);
  let requestNumber = 0;
  /** @type {Option[]} */
  let matches = [];

  function close() {
    requestNumber++;
    show([]);
  }
  /** @param {number} n */
  function chooseMatch(n) {
    close();
    if (matches[n]) choose(matches[n]);
  }
  async function list() {
    const ownNumber = ++requestNumber;
    const answer = find(box.value);
    const options = Array.isArray(answer) ? answer : await answer.catch(() => []);
    // Another text was typed meanwhile.
    if (ownNumber !== requestNumber) return;
    matches = options;
    show(matches.map((match, n) => optionItem(match, `${name}-option-${n}`, () => chooseMatch(n))));
  }

  box.addEventListener("input", () => void list());
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", async (event) => {
    const isOpen = !options.hidden;
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (isArrow || (isOpen && event.key === "Enter")) event.preventDefault();
    if (isArrow) {
      if (!isOpen) await list();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (isOpen && event.key === "Enter") chooseMatch(active());
    else if (isOpen && event.key === "Escape") {
      close();
      event.stopPropagation();
    }
  });
  return { box, options };
}
