// Lists of a record's parts, as its sources and actors: a row of inputs for each.
import { button, element } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { bindText, choice, field, input } from "./fields.js";

/**
 * @param {string} key of the property
 * @param {{name: string, options?: [string, string][], list?: string, wide?: boolean, rare?: boolean}[]} columns of a part; rare ones only where they have a value
 * @param {() => any[]} read @param {(parts: any[]) => void} write
 */
export function listField(key, columns, read, write) {
  const rows = element("div", { class: `parts parts-${key}` });
  let shownCount = -1;

  /** @param {number} n @param {string} name @param {string | undefined} value */
  function set(n, name, value) {
    const parts = read().map((part) => (typeof part === "object" ? { ...part } : { name: part }));
    if (value === undefined) delete parts[n][name];
    else parts[n][name] = value;
    write(parts);
  }

  /** @type {(() => void)[]} */
  let updates = [];
  /** @param {number} n */
  function rowOf(n) {
    const inputs = columns.filter(({ name, rare }) => !rare || valueOf(read()[n], name)).map(({ name, options, list, wide }) => {
      const label = text(`parts.${key}.${name}`);
      const control = options ? choice(name, [["", label], ...options]) : input(name, { placeholder: label, ...(list ? { list } : {}) });
      control.setAttribute("aria-label", `${label} ${n + 1}`);
      if (wide) control.classList.add("wide");
      updates.push(bindText(control, () => valueOf(read()[n], name), (value) => set(n, name, value)));
      return control;
    });
    const gone = button("remove", "×", () => write(read().filter((_, one) => one !== n)));
    gone.setAttribute("aria-label", text("removePart", { n: n + 1 }));
    return element("div", { class: "part" }, [...inputs, gone]);
  }

  const add = button("add", text(`parts.${key}.add`), () => {
    write([...read(), {}]);
    /** @type {HTMLElement | null} */ (rows.querySelector(".part:last-child input"))?.focus();
  });

  function update() {
    if (read().length !== shownCount) {
      updates = [];
      shownCount = read().length;
      rows.replaceChildren(...read().map((_, n) => rowOf(n)));
    }
    updates.forEach((one) => one());
  }
  return field(key, [`/properties/${key}`], rows, update, [add]);
}

/** @param {any} part @param {string} name */
const valueOf = (part, name) => (typeof part === "object" ? part?.[name] : name === "name" ? part : undefined);
