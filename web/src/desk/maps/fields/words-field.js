// A field of several words: chips, and an input that offers the known ones.
import { button, element } from "../../../page/dom.js";
import { field, input } from "../../form/fields.js";
import { text } from "../../vocabulary.js";

/** Number of datalists of known words made so far, for their ids. */
let listCount = 0;

/**
 * A field of several words, such as themes or regions: chips, and an input that offers the known ones.
 * @param {string} key of its label @param {string[]} pointers @param {[id: string, label: string][]} known
 * @param {() => string[]} read @param {(words: string[]) => void} write
 */
export function wordsField(key, pointers, known, read, write) {
  const list = `words-${++listCount}`;
  const control = input(key, { list });
  const labels = new Map(known);
  const chips = element("ul", { class: "chips" });
  const options = element("datalist", { id: list }, known.map(([value, label]) => element("option", { value }, label ? [label] : [])));

  function add() {
    const word = control.value.trim();
    if (!word) return;
    control.value = "";
    // A label stands for its word, where it is the only one of that name.
    const ids = known.filter(([id, label]) => id === word || label === word).map(([id]) => id);
    write([...new Set([...read(), ids.length === 1 ? ids[0] : word])]);
  }
  control.addEventListener("change", add);
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });

  function update() {
    chips.replaceChildren(
      ...read().map((word) => {
        const removeButton = button("remove", "×", () => {
          write(read().filter((kept) => kept !== word));
          control.focus();
        });
        removeButton.setAttribute("aria-label", text("removeWord", { what: labels.get(word) || word }));
        return element("li", { title: word }, [labels.get(word) || word, removeButton]);
      }),
    );
  }
  return field(key, pointers, control, update, [chips, options]);
}
