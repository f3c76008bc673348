// Maps: their definitions, a preview that is the very page, and downloads in each format.
import { button, element } from "../page/dom.js";
import { area, bindText, field, input } from "./form/fields.js";
import { download, get, post, RequestError } from "./requests.js";
import { text } from "./vocabulary.js";

const FORMATS = /** @type {const} */ (["html", "pdf", "pptx", "png", "svg", "md"]);
const KEYS = /** @type {const} */ (["title", "subtitle", "lead", "marking", "as_of", "projection", "language"]);

/** @typedef {{name: string, values: Record<string, string>, scenes: number, findings: import("./form/fields.js").Finding[], base: string | null}} MapEntry */

/**
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{say: (message: string) => void, preview: (address: string | null, title: string) => void, readOnly: boolean}} on
 */
export function createMapsPanel(panels, on) {
  const panel = panels.add(() => on.preview(null, ""));
  const count = panels.tab(text("maps"), panel, () => void list());

  async function list() {
    const maps = /** @type {MapEntry[]} */ (await get("/api/maps"));
    count(maps.length);
    const fresh = () => edit({ name: "", values: {}, scenes: 0, findings: [], base: null });
    panel.foot.replaceChildren(...(on.readOnly ? [] : [button("quiet", text("newMap"), fresh)]));
    panel.body.replaceChildren(element("ul", { class: "rows maps" }, maps.map(rowOf)));
  }

  /** @param {MapEntry} entry */
  function rowOf(entry) {
    const { name, values, findings } = entry;
    const title = values.title || name;
    const tools = element("div", { class: "tools" }, [
      button("tool", text("preview"), () => on.preview(`/maps/${encodeURIComponent(name)}`, title)),
      ...(on.readOnly ? [] : [button("tool", text("editMap"), () => edit(entry)), ...FORMATS.map((form) => button("tool", text(`formats.${form}`), () => void build(name, form)))]),
    ]);
    return element("li", {}, [
      element("div", {}, [
        element("b", {}, [title]),
        element("p", {}, [[values.marking, values.as_of && text("asOf", { date: values.as_of })].filter(Boolean).join(" · ")]),
        element("ul", { class: "findings" }, findings.map(({ severity, message }) => element("li", { class: severity }, [message]))),
        tools,
      ]),
    ]);
  }

  /** @param {string} name @param {string} form */
  async function build(name, form) {
    on.say(text("building", { what: `${name}.${form}` }));
    try {
      await download(`/api/maps/${encodeURIComponent(name)}/${form}`, `${name}.${form}`);
      on.say("");
    } catch (error) {
      on.say(text("failedBuild", { why: /** @type {Error} */ (error).message }));
    }
  }

  /** @param {MapEntry} entry */
  function edit({ name, values, base }) {
    const now = { ...values };
    const id = input("name");
    const fields = KEYS.map((key) => {
      const control = key === "lead" ? area(key, 6) : input(key);
      return field(key, [`/${key}`], control, bindText(control, () => now[key], (value) => void (now[key] = value ?? "")));
    });
    fields.forEach(({ update }) => update());
    const named = field("name", ["/name"], id, () => undefined);
    const save = button("main", text("save"), () => void write(base === null ? id.value.trim() : name));
    panel.body.replaceChildren(...(base === null ? [named.row] : []), ...fields.map(({ row }) => row));
    panel.foot.replaceChildren(save, button("quiet", text("cancel"), () => void list()));

    /** @param {string} as */
    async function write(as) {
      try {
        const { findings } = await post(`/api/maps/${encodeURIComponent(as)}`, { values: now, base });
        const errors = findings.filter((/** @type {any} */ { severity }) => severity === "error");
        for (const one of fields) one.show(findings.filter((/** @type {any} */ { pointer, message }) => one.pointers.includes(pointer) || one.pointers.includes(`/${/'(.+?)'/.exec(message)?.[1]}`)));
        if (errors.length) return;
        await list();
        on.preview(`/maps/${encodeURIComponent(as)}`, now.title);
      } catch (error) {
        on.say(text("failed", { why: /** @type {RequestError} */ (error).message }));
      }
    }
  }

  return { update: async () => count((await get("/api/maps")).length) };
}
