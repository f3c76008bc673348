// The type of a record: a search in the names of all types, in each language, and all types by theme.
import { element } from "../../page/dom.js";
import { text, typeOf, typesLike } from "../vocabulary.js";
import { combobox, symbolOf } from "./combobox.js";
import { field } from "./fields.js";
import { typeTree } from "./type-tree.js";

/** Types that the list offers at most. */
const OPTION_LIMIT = 12;

/** @param {{theme: string, label: string}} type */
const labelOf = ({ theme, label }) => `${theme} / ${label}`;

/**
 * @param {string} name of its elements
 * @param {() => string | undefined} read
 * @param {(id: string | undefined, isChoice: boolean) => void} write as it is typed, and when one is chosen
 */
export function typePicker(name, read, write) {
  const label = () => {
    const id = read();
    const type = id ? typeOf(id) : undefined;
    return type ? labelOf(type) : id ?? "";
  };
  const find = (/** @type {string} */ word) => typesLike(word).slice(0, OPTION_LIMIT).map((type) => ({ id: type.id, label: labelOf(type), symbol: type }));
  const choose = (/** @type {string} */ id) => {
    write(id, true);
    box.value = label();
  };
  const { box, options } = combobox(name, text("searchTypes"), find, ({ id }) => choose(id));
  box.addEventListener("input", () => write(box.value.trim() || undefined, false));
  const symbol = element("span", { class: "chosen-symbol" });
  const update = () => {
    if (document.activeElement !== box) box.value = label();
    box.title = label();
    const type = typeOf(read() ?? "");
    symbol.replaceChildren(...(type ? [symbolOf(type)] : []));
  };
  return { box, options, chosen: symbol, tree: typeTree(read, choose), update };
}

/** @param {() => string | undefined} read @param {(id: string | undefined) => void} write */
export function typeField(read, write) {
  const { box, options, chosen, tree, update } = typePicker("type", read, (id, isChoice) => {
    write(id);
    if (isChoice) update();
  });
  return field("type", ["/properties/type"], box, update, [chosen, options, ...tree]);
}
