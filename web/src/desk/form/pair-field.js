// An object of a record with one chief key and a few words beside it, as a verification and its basis.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { bindText, choice, field, input } from "./fields.js";
import { withValue } from "./list-field.js";

/**
 * @param {string} key of the property
 * @param {import("./list-field.js").Column[]} parts its keys; for the first one a text alone stands
 * @param {() => any} read @param {(value: any) => void} write
 */
export function pairField(key, parts, read, write) {
  const chief = parts[0].name;
  const long = () => (typeof read() === "string" ? { [chief]: read() } : read() ?? {});
  const controls = parts.map(({ name, options }) => {
    const label = text(`parts.${key}.${name}`);
    const made = options ? choice(name, [["", text("unstated")], ...options]) : input(name, { placeholder: label });
    made.setAttribute("aria-label", label);
    const update = bindText(made, () => long()[name], (value) => {
      const next = withValue(long(), [name], value);
      write(Object.keys(next).length ? next : undefined);
    });
    return { made, update };
  });
  const group = element("div", { class: "pair" }, controls.map(({ made }) => made));
  return field(key, [`/properties/${key}`], group, () => controls.forEach(({ update }) => update()));
}
