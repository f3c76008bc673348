// Fields of a map's look: colours by picker, and logos as files.
import { button, element } from "../../../page/dom.js";
import { field, input } from "../../form/fields.js";
import { fileButton } from "../../panels/files-panel.js";
import { send } from "../../requests.js";
import { text } from "../../vocabulary.js";

/** @typedef {import("../map-form.js").Form} Form */

/** A colour by picker, and a button that leaves it as it is without. @param {string} name @param {() => string | undefined} read @param {(colour: string | undefined) => void} write */
function picker(name, read, write) {
  const control = input(name, { type: "color" });
  control.addEventListener("change", () => write(control.value));
  const reset = button("link", text("asWorkspace"), () => write(undefined));
  const update = (/** @type {string | undefined} */ otherwise) => {
    control.value = read() ?? otherwise ?? "#000000";
    control.classList.toggle("unset", !read());
    reset.hidden = !read();
  };
  return { control, reset, update };
}

/** @param {string} key @param {string} label @param {string[]} pointers @param {Form} form */
export function colourField(key, label, pointers, { values, set }) {
  const { control, reset, update } = picker(key, () => values[key], (colour) => set(key, colour));
  return field(label, pointers, control, () => update(undefined), [reset]);
}

/** The colours of themes, of those that have another on this map. @param {string} key @param {string} label @param {string[]} pointers @param {Form} form */
export function themeColoursField(key, label, pointers, { values, set, choices }) {
  const colours = () => /** @type {Record<string, string>} */ (values[key] ?? {});
  const rows = choices.theme_colours.map(([id, colour]) => {
    const name = choices.themes.find(([theme]) => theme === id)?.[1] ?? id;
    const { control, reset, update } = picker(`${key}.${id}`, () => colours()[id], (chosen) => {
      const { [id]: _, ...others } = colours();
      const all = chosen ? { ...others, [id]: chosen } : others;
      set(key, Object.keys(all).length ? all : undefined);
    });
    return { row: element("label", { class: "theme-colour" }, [control, name, reset]), update: () => update(colour) };
  });
  const box = element("div", { class: "theme-colours" }, rows.map(({ row }) => row));
  return field(label, pointers, box, () => rows.forEach(({ update }) => update()));
}

/** A logo: its file is chosen and stored in the workspace. @param {string} key @param {string} label @param {string[]} pointers @param {Form} form */
export function logoField(key, label, pointers, { values, set }) {
  const name = element("span", { class: "file-name", dir: "auto" });
  const fault = element("p", { class: "fault", role: "alert" });
  const choose = fileButton(async (file) => {
    fault.textContent = "";
    try {
      set(key, (await send(`/api/logos/${encodeURIComponent(file.name)}`, file)).path);
    } catch (error) {
      fault.textContent = text("failed", { why: /** @type {Error} */ (error).message });
    }
  }, text("chooseLogo"));
  const remove = button("link", text("remove", { what: text(`fields.${label}`) }), () => set(key, undefined));
  const box = element("div", { class: "logo" }, [name, choose, remove, fault]);
  return field(label, pointers, box, () => {
    name.textContent = values[key]?.split("/").pop() ?? "";
    remove.hidden = !values[key];
  });
}
