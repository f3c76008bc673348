// The layers of a map from files, and the regions of the workspace: listed, named, styled and removed.
import { button, element } from "../../../page/dom.js";
import { askDialog, inputDialog } from "../../form/save-dialog.js";
import { field, input } from "../../form/fields.js";
import { shownText } from "../../form/translations.js";
import { get, post } from "../../requests.js";
import { text } from "../../vocabulary.js";

/** @typedef {{file: string, name: import("../../form/translations.js").Written, colour?: string, shown?: boolean}} LayerFile */

/** @param {string} key @param {string} label @param {string[]} pointers @param {import("../map-form.js").Form} form */
export function layerFilesField(key, label, pointers, { values, set }) {
  const layers = () => /** @type {LayerFile[]} */ (values[key] ?? []);
  const box = element("div", { class: "layer-files" });
  /** @param {LayerFile[]} changed */
  const write = (changed) => set(key, changed.length ? changed : undefined);

  /** @param {LayerFile} layer @param {number} n */
  function rowOf(layer, n) {
    const change = (/** @type {Partial<LayerFile>} */ part) => write(layers().map((one, m) => (m === n ? { ...one, ...part } : one)));
    const name = shownText(layer.name);
    const colour = input(`layer_colour_${n}`, { type: "color", "aria-label": text("colourOf", { name }) });
    colour.value = layer.colour ?? "#5b6b75";
    colour.addEventListener("change", () => change({ colour: colour.value }));
    const shown = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    shown.checked = layer.shown !== false;
    shown.addEventListener("change", () => change({ shown: shown.checked }));
    const remove = button("remove", "×", () => write(layers().filter((_, m) => m !== n)));
    remove.setAttribute("aria-label", text("removeWord", { what: name }));
    return element("div", { class: "layer-file" }, [colour, element("span", { title: layer.file, dir: "auto" }, [name]), element("label", {}, [shown, text("onAtStart")]), remove]);
  }
  return field(label, pointers, box, () => {
    const rows = layers().map(rowOf);
    box.replaceChildren(...(rows.length ? rows : [element("p", { class: "hint" }, [text("dropLayer")])]));
  });
}

/** The regions of the workspace's own, below the maps. @param {import("../../vocabulary.js").Say} say @param {boolean} readOnly */
export async function ownRegions(say, readOnly) {
  const regions = /** @type {{id: string, name: string, licence: string}[]} */ (await get("/api/own-regions"));
  const list = element("ul", { class: "rows" });
  const box = element("details", { class: "own-regions" }, [element("summary", {}, [text("ownRegions", { n: regions.length })]), list]);

  /** @param {{id: string, name: string}} region @param {{name?: string}} body @param {string} done */
  async function change({ id }, body, done) {
    try {
      await post(`/api/own-regions/${encodeURIComponent(id)}`, body);
      say(done);
      const again = /** @type {HTMLDetailsElement} */ (await ownRegions(say, readOnly));
      again.open = true;
      box.replaceWith(again);
    } catch (error) {
      say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }
  const rowOf = (/** @type {{id: string, name: string, licence: string}} */ region) => {
    const rename = button("tool", text("rename"), async () => {
      const name = await inputDialog(text("rename"), "", region.name, text("save"));
      if (name) await change(region, { name }, text("regionSaved", { name }));
    });
    const remove = button("tool", text("removeRecord"), async () => {
      const isSure = await askDialog(text("removeRegion", { name: region.name }), text("removeRecord"));
      if (isSure) await change(region, {}, text("removed", { title: region.name }));
    });
    return element("li", {}, [element("div", {}, [element("b", { dir: "auto" }, [region.name]), element("p", {}, [region.licence]), ...(readOnly ? [] : [element("div", { class: "tools" }, [rename, remove])])])]);
  };
  list.replaceChildren(...(regions.length ? regions.map(rowOf) : [element("li", { class: "none" }, [text("dropRegions")])]));
  return box;
}
