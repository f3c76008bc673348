// What a question on the map becomes: a map definition, or a region.
import { button, element } from "../../page/dom.js";
import { post } from "../requests.js";
import { text } from "../vocabulary.js";
import { formDialog, slugOf } from "./form-dialog.js";

/** @typedef {import("./present-view.js").PresentView} PresentView */

/** What a definition cannot state, in words. @param {string[]} left */
export const inWords = (left) => [...new Set(left.map((part) => text(`stateParts.${part.startsWith("l:") || part === "l" ? "layer" : part}`)))].join(", ");

/** Titles, the first few of many. @param {string[]} titles */
const few = (titles) => titles.slice(0, 3).join("; ") + (titles.length > 3 ? " …" : "");

/** What a definition selects, by which conditions, and how its answer differs from that of the page. @param {any} answer of the server @param {PresentView} present */
const differences = (answer, { asked, total }) =>
  [
    `${text("selects", { n: answer.count, of: total })} ${answer.more.length || answer.fewer.length ? "" : text("mapSame")}`,
    Object.keys(asked).length && text("mapAsks", { what: Object.values(asked).join("; ") }),
    answer.left.length && text("cannot", { what: inWords(answer.left) }),
    answer.more.length && text("mapMore", { n: answer.more.length, what: few(answer.more) }),
    answer.fewer.length && text("mapFewer", { n: answer.fewer.length, what: few(answer.fewer) }),
  ].filter(Boolean);

/**
 * Makes a map definition from the query of the page. An area that is drawn is saved first, as a region.
 * @param {PresentView} present @param {string[]} shown ids of the records that it shows @param {(name: string) => void} onMade
 */
export async function makeMap(present, shown, onMade) {
  const questionAnswer = await post("/api/question", { hash: present.hash, shown });
  const questions = [{ key: "new_title", pointer: "/title" }, { key: "new_marking", pointer: "/marking", list: "map-markings-all", value: questionAnswer.marking }];
  const lines = element("ul", { class: "said" }, differences(questionAnswer, present).map((line) => element("li", {}, [`${line}`])));
  const saveFirst = button("quiet", text("areaFirst"), () => {
    saveFirst.closest("dialog")?.close();
    void saveArea(present, (name, id) => void makeMap({ ...present, area: null, asked: { ...present.asked, area: name }, hash: askRegion(present.hash, id) }, shown, onMade));
  });
  const asRegion = present.area && !hasRegion(present.hash) ? [saveFirst] : [];
  let name = "";
  const answer = await formDialog(text("makeMap"), questions, [lines, ...asRegion, markings(questionAnswer.markings)], async ({ new_title: title, new_marking: marking }) => {
    name = slugOf(title) || "map";
    const { findings } = await post(`/api/maps/${encodeURIComponent(name)}`, { values: { ...questionAnswer.values, title, marking }, base: null });
    return findings;
  });
  if (answer) onMade(name);
}

/** @param {string} hash */
const hasRegion = (hash) => /(^|;)region:/.test(new URLSearchParams(hash).get("f") ?? "");

/** The page's state with a region in place of the area that was drawn. @param {string} hash @param {string} id */
function askRegion(hash, id) {
  const state = new URLSearchParams(hash);
  state.delete("a");
  state.set("f", [state.get("f"), `region:${id}`].filter(Boolean).join(";"));
  return `${state}`.replaceAll("+", "%20");
}

/** @param {string[]} words */
const markings = (words) => element("datalist", { id: "map-markings-all" }, words.map((value) => element("option", { value })));

/**
 * Makes a region of the area that is drawn, or of all within a distance.
 * @param {PresentView} present @param {(name: string, id: string) => void} onMade
 */
export async function saveArea({ area, disc }, onMade) {
  const questions = [
    { key: "region_name", pointer: "/properties/name" },
    { key: "region_definition", pointer: "/properties/definition", rows: 3, ...(disc ? { value: text("discDefinition", { km: disc.radius_km, lat: disc.at[1], lon: disc.at[0] }) } : {}) },
    { key: "region_licence", pointer: "/properties/licence", value: text("ownDrawing"), hint: text("licenceHint") },
    { key: "region_id", pointer: "/id", hint: text("idHint"), optional: true },
  ];
  const hint = element("p", {}, [text("regionCopies")]);
  let id = "";
  const answer = await formDialog(text("areaTitle"), questions, [hint], async (values) => {
    const properties = { name: values.region_name, definition: { text: values.region_definition }, licence: values.region_licence };
    id = values.region_id || slugOf(values.region_name);
    const feature = { type: "Feature", id, properties, geometry: area };
    return (await post("/api/regions", { feature, disc })).findings;
  });
  if (answer) onMade(answer.region_name, id);
}
