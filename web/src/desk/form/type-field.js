// The type of a record: a search in the names of all types, in each language.
import { element } from "../../page/dom.js";
import { text, typeOf, typesLike } from "../vocabulary.js";
import { field, input } from "./fields.js";

const MOST = 12;

/**
 * A combobox with a list box, by the pattern of the ARIA practices guide.
 * @param {string} name of its elements
 * @param {() => string | undefined} read
 * @param {(id: string | undefined, isChoice: boolean) => void} write as it is typed, and when one is chosen
 */
export function typePicker(name, read, write) {
  const box = input(name, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${name}-options`, placeholder: text("searchTypes") });
  const options = element("ul", { class: "options", id: `${name}-options`, role: "listbox", hidden: "" });
  let active = -1;

  const label = () => {
    const id = read();
    const type = id ? typeOf(id) : undefined;
    return type ? `${type.theme} / ${type.label}` : id ?? "";
  };

  function close() {
    options.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  /** @param {string} id */
  function choose(id) {
    write(id, true);
    box.value = label();
    close();
  }

  function list() {
    const found = typesLike(box.value).slice(0, MOST);
    options.replaceChildren(
      ...found.map(({ id, label: word, theme, colour }, n) => {
        const dot = element("i", { class: "dot" });
        dot.style.background = colour;
        const option = element("li", { role: "option", id: `${name}-option-${n}`, "data-type": id }, [dot, `${theme} / ${word}`]);
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          choose(id);
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
    if (options.hidden) list();
    const all = [...options.children];
    all[active]?.removeAttribute("aria-selected");
    active = Math.min(Math.max(active + step, 0), all.length - 1);
    all[active]?.setAttribute("aria-selected", "true");
    all[active]?.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", all[active]?.id ?? "");
  }

  box.addEventListener("input", () => {
    write(box.value.trim() || undefined, false);
    list();
  });
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && !options.hidden) {
      const id = options.children[Math.max(active, 0)]?.getAttribute("data-type");
      if (id) choose(id);
      event.preventDefault();
    } else if (event.key === "Escape" && !options.hidden) {
      close();
      event.stopPropagation();
    }
  });
  const update = () => void (document.activeElement !== box && (box.value = label()));
  return { box, options, update };
}

/** @param {() => string | undefined} read @param {(id: string | undefined) => void} write */
export function typeField(read, write) {
  const { box, options, update } = typePicker("type", read, write);
  return field("type", ["/properties/type"], box, update, [options]);
}
