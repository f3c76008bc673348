// Lists of a record's parts, as its sources and actors: a row of inputs for each.
import { button, element } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { bindCountry, bindText, choice, field, input, more } from "./fields.js";

/**
 * @typedef {object} Column
 * @property {string} name of the key, with dots into objects: `grade.reliability`
 * @property {[value: string, label: string][]} [options] @property {string} [list] id of a datalist
 * @property {boolean} [is_wide] @property {boolean} [is_number]
 * @property {"always" | "more" | "stated"} [show] whether it is behind *More*, or only there where it has a value
 */

/**
 * @param {string} key of the property @param {string} short the key of a part that is a text alone
 * @param {Column[]} columns
 * @param {() => any[]} read @param {(parts: any[]) => void} write
 */
export function listField(key, short, columns, read, write) {
  const rows = element("div", { class: `parts parts-${key}` });
  let shownCount = -1;
  const asObject = (/** @type {any} */ part) => (typeof part === "object" ? part ?? {} : { [short]: part });

  /** @param {number} n @param {Column} column @param {string | undefined} value */
  function set(n, { name, is_number: isNumber }, value) {
    const parts = read().map((part) => structuredClone(asObject(part)));
    const isCounted = isNumber && value !== undefined && /^\d+$/.test(value);
    parts[n] = withValue(parts[n], name.split("."), isCounted ? Number(value) : value);
    write(parts);
  }

  /** @type {(() => void)[]} */
  let updates = [];
  /** @param {number} n @param {Column} column */
  function control(n, column) {
    const { name, options, list, is_wide: isWide } = column;
    const label = text(`parts.${key}.${name}`);
    const control = options ? choice(name, [["", label], ...options]) : input(name, { placeholder: label, ...(list ? { list } : {}) });
    control.setAttribute("aria-label", `${label} ${n + 1}`);
    if (isWide) control.classList.add("wide");
    updates.push((list === "countries" ? bindCountry : bindText)(/** @type {any} */ (control), () => valueOf(asObject(read()[n]), name), (value) => set(n, column, value)));
    return control;
  }
  /** @param {number} n */
  function rowOf(n) {
    const present = columns.filter(({ name, show }) => show !== "stated" || valueOf(asObject(read()[n]), name));
    const removeButton = button("remove", "×", () => write(read().filter((_, i) => i !== n)));
    removeButton.setAttribute("aria-label", text("removePart", { n: n + 1 }));
    const controls = (/** @type {boolean} */ isMore) => present.filter(({ show }) => (show === "more") === isMore).map((column) => control(n, column));
    const extra = controls(true);
    return element("div", { class: "part" }, [...controls(false), removeButton, ...(extra.length ? [more(extra)] : [])]);
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
    updates.forEach((update) => update());
  }
  return field(key, [`/properties/${key}`], rows, update, [add]);
}

/** @param {any} part @param {string} path */
const valueOf = (part, path) => path.split(".").reduce((value, key) => value?.[key], part);

/**
 * A part with a value at a path; objects without values are removed.
 * @param {any} part @param {string[]} path @param {any} value @returns {any}
 */
export function withValue(part, [key, ...innerPath], value) {
  const inner = innerPath.length ? withValue(part?.[key] ?? {}, innerPath, value) : value;
  const { [key]: _, ...others } = part ?? {};
  const isEmpty = inner === undefined || (innerPath.length && !Object.keys(inner).length);
  // An existing key keeps its place.
  return isEmpty ? others : { ...part, [key]: inner };
}
