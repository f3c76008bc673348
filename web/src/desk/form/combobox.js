// A combobox with a list box, by the pattern of the ARIA practices guide.
import { element } from "../../page/dom.js";
import { input } from "./fields.js";

/**
 * @typedef {{id: string, label: string, colour?: string, note?: string}} Option
 *
 * @param {string} name of its elements @param {string} placeholder
 * @param {(text: string) => Option[] | Promise<Option[]>} find
 * @param {(option: Option) => void} choose
 */
export function combobox(name, placeholder, find, choose) {
  const box = input(name, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${name}-options`, placeholder });
  const options = element("ul", { class: "options", id: `${name}-options`, role: "listbox", "aria-label": placeholder, hidden: "" });
  let active = -1;
  let asked = 0;
  /** @type {Option[]} */
  let found = [];

  function close() {
    asked++;
    options.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  /** @param {number} n */
  function take(n) {
    const option = found[n];
    close();
    if (option) choose(option);
  }

  async function list() {
    const mine = ++asked;
    const answer = find(box.value);
    found = Array.isArray(answer) ? answer : await answer.catch(() => []);
    if (mine !== asked) return;
    options.replaceChildren(
      ...found.map(({ label, colour, note }, n) => {
        const dot = element("i", { class: "dot" });
        if (colour) dot.style.background = colour;
        const words = note ? [label, element("small", {}, [note])] : [label];
        const option = element("li", { role: "option", id: `${name}-option-${n}` }, [...(colour ? [dot] : []), ...words]);
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(n);
        });
        return option;
      }),
    );
    options.hidden = !found.length;
    active = -1;
    box.setAttribute("aria-expanded", `${!options.hidden}`);
  }

  /** @param {number} step */
  function move(step) {
    const all = [...options.children];
    all[active]?.removeAttribute("aria-selected");
    active = Math.min(Math.max(active + step, 0), all.length - 1);
    all[active]?.setAttribute("aria-selected", "true");
    all[active]?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", all[active]?.id ?? "");
  }

  box.addEventListener("input", () => void list());
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (options.hidden) await list();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !options.hidden) {
      event.preventDefault();
      take(Math.max(active, 0));
    } else if (event.key === "Escape" && !options.hidden) {
      close();
      event.stopPropagation();
    }
  });
  return { box, options };
}
