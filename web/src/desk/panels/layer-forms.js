// What a file of shapes becomes beside records: regions to filter and ask by, or a layer of a map.
import { element } from "../../page/dom.js";
import { area, choice, field, input } from "../form/fields.js";
import { shownText } from "../form/translations.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {import("../form/fields.js").Finding} Finding */
/** @typedef {{parts: Node[], label: () => string, save: () => Promise<string | null>}} LayerForm save returns what was done, or null where something is wrong */

/** Shows findings above the form. @param {Element} box @param {Finding[]} findings @returns whether there is an error */
function showFindings(box, findings) {
  box.replaceChildren(...findings.map(({ severity, message, remedy }) => element("p", { class: severity }, [remedy ? `${message}; ${remedy}` : message])));
  return findings.some(({ severity }) => severity === "error");
}

/** Fields of where a drawing is from; those of an own drawing need nothing. @param {string} fileName */
function originFields(fileName) {
  const source = input("source");
  source.value = text("ownDrawing");
  const licence = input("licence");
  licence.value = text("ownDrawing");
  const definition = area("definition", 2);
  definition.value = text("fromFile", { file: fileName });
  return {
    source, licence, definition,
    rows: [field("map.layer_source", [], source, () => undefined).row, field("map.region_licence", [], licence, () => undefined).row],
    definitionRow: field("map.region_definition", [], definition, () => undefined).row,
  };
}

/**
 * The form of regions: which areas, and how each is called.
 * @param {string} key of the file @param {string} fileName
 * @returns {Promise<LayerForm>}
 */
export async function regionForm(key, fileName) {
  const origin = originFields(fileName);
  const faults = element("div", { class: "found", role: "alert" });
  const list = element("ul", { class: "areas" });
  const columns = choice("column", []);
  const columnRow = field("map.name_column", [], columns, () => undefined).row;
  /** @type {{n: number, box: HTMLInputElement, name: HTMLInputElement}[]} */
  let rows = [];

  /** @param {string} column */
  async function read(column) {
    const answer = await post(`/api/imports/${key}/areas`, { column });
    columns.replaceChildren(...answer.columns.map((/** @type {string} */ name) => element("option", { value: name }, [name])));
    columns.value = answer.column;
    columnRow.hidden = !answer.columns.length;
    rows = answer.areas.map((/** @type {{n: number, name: string}} */ { n, name }) => {
      const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", "aria-label": name }));
      box.checked = true;
      const nameBox = input(`area-${n}`, { "aria-label": text("nameOfArea", { n: n + 1 }) });
      nameBox.value = name;
      return { n, box, name: nameBox };
    });
    list.replaceChildren(...rows.map(({ box, name }) => element("li", {}, [box, name])));
  }
  columns.addEventListener("change", () => void read(columns.value));
  await read("");
  const chosen = () => rows.filter(({ box }) => box.checked);
  return {
    parts: [faults, element("p", { class: "hint" }, [text("regionsHint")]), columnRow, list, ...origin.rows, origin.definitionRow],
    label: () => text("addRegions"),
    async save() {
      const names = Object.fromEntries(chosen().map(({ n, name }) => [n, name.value]));
      const { source, licence, definition } = origin;
      const { ids, findings } = await post(`/api/imports/${key}/regions`, { names, source: source.value, licence: licence.value, definition: definition.value });
      showFindings(faults, findings);
      return ids.length ? text("regionsAdded", { n: ids.length }) : null;
    },
  };
}

/**
 * The form of a layer of a map.
 * @param {string} key of the file @param {string} fileName
 * @returns {Promise<LayerForm>}
 */
export async function layerForm(key, fileName) {
  const origin = originFields(fileName);
  const maps = /** @type {import("../maps/map-form.js").MapEntry[]} */ (await get("/api/maps"));
  const map = choice("map", maps.map(({ name, values }) => [name, shownText(values.title) || name]));
  const name = input("layer_name");
  name.value = fileName.replace(/\.\w+$/, "");
  const colour = input("layer_colour", { type: "color" });
  colour.value = "#0b6fa4";
  const faults = element("div", { class: "found", role: "alert" });
  if (!maps.length) showFindings(faults, [/** @type {any} */ ({ severity: "error", message: text("noMapYet"), remedy: "" })]);
  const rowOf = (/** @type {string} */ label, /** @type {HTMLElement} */ control) => field(`map.${label}`, [], control, () => undefined).row;
  return {
    parts: [faults, element("p", { class: "hint" }, [text("layerHint")]), rowOf("of_map", map), rowOf("layer_name", name), rowOf("layer_colour", colour), ...origin.rows],
    label: () => text("addLayer"),
    async save() {
      const layer = { name: name.value.trim(), source: origin.source.value.trim(), licence: origin.licence.value.trim(), colour: colour.value };
      const { base } = /** @type {any} */ (maps.find((one) => one.name === map.value) ?? {});
      const { findings } = await post(`/api/imports/${key}/layer`, { map: map.value, base, layer });
      return showFindings(faults, findings) ? null : text("layerAdded", { name: layer.name });
    },
  };
}
