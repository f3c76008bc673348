// The form of a map's definition: its keys by part, its scenes, or the whole as text.
import { button, element } from "../../page/dom.js";
import { area, bindText, choice, datalist, field, input, leadToFault } from "../form/fields.js";
import { mapDraft } from "../draft-store.js";
import { linkField } from "../form/link-field.js";
import { shownText, writtenField } from "../form/translations.js";
import { languageOfMap, ownLanguage, text } from "../vocabulary.js";
import { get, latest, post } from "../requests.js";
import { findingList, openText, saveDefinition } from "./definition-text.js";
import { slugOf } from "./form-dialog.js";
import { createSceneList } from "./scene-list.js";
import { layerFilesField } from "./fields/layer-files.js";
import { colourField, logoField, themeColoursField } from "./fields/look-fields.js";
import { mapHistory } from "./map-history.js";
import { sideList } from "./fields/side-list.js";
import { sinceField } from "./fields/since-field.js";
import { wordsField } from "./fields/words-field.js";

/**
 * @typedef {import("../form/fields.js").Finding & {line: number | null}} Finding
 * @typedef {Record<string, [id: string, label: string][]>} Choices
 * @typedef {Record<"title" | "text" | "notes", import("../form/translations.js").Written>} Scene
 * @typedef {{name: string, values: Record<string, any>, scenes: Scene[], findings: Finding[], text: string, base: string | null}} MapEntry
 *
 * @typedef {object} Form
 * @property {Record<string, any>} values of the definition, by key
 * @property {(key: string, value: any) => void} set
 * @property {Choices} choices
 */

/** The pause in typing after which the preview follows, milliseconds. */
const PREVIEW_MS = 600;
/** Keys of each part, with how each is edited. */
const PARTS = /** @type {Record<string, [key: string, kind: string][]>} */ ({
  about: [["title", "written"], ["subtitle", "written"], ["marking", "markings"], ["as_of", "day"], ["lead", "writtenArea"], ["labels", "records"], ["language", "languages"], ["questions", "flag"], ["since", "since"]],
  select: [
    ["select.from", "text"], ["select.to", "text"], ["select.themes", "themes"], ["select.types", "types"], ["select.regions", "regions"], ["select.all_regions", "flag"],
    ["select.within", "text"], ["select.of", "text"], ["select.north_of", "number"], ["select.bbox", "numbers"], ["select.actors", "words"], ["select.kinds", "kinds"],
    ["select.statuses", "statuses"], ["select.verifications", "verifications"], ["select.review", "released"], ["select.review", "review"], ["select.disputed", "flag"], ["select.grade", "text"], ["select.text", "text"],
    ["select.tags", "words"], ["select.sources", "sources"], ["select.part_of", "records"], ["select.without", "records"], ["select.certain", "flag"],
  ],
  layers: [["layers.regions", "regions"], ["layers.routes", "routes"], ["layers.boundaries", "boundaries"], ["layers.places", "places"], ["layers.shown", "lines"], ["layers.hatched", "flag"], ["layers.order", "flag"], ["layers.depth", "flag"], ["layers.relief", "flag"], ["layers.files", "files"]],
  view: [["projection", "projections"], ["view.frame", "frame"], ["view.south", "number"], ["view.fit", "fit"], ["view.lat", "number"], ["view.lon", "number"], ["view.radius_km", "number"]],
  look: [["look.organisation", "text"], ["look.accent", "colour"], ["look.colours", "colours"], ["look.typeface", "typeface"], ["look.logo", "logo"], ["look.logo_png", "logo"], ["look.logo_alt", "text"], ["symbols", "symbols"]],
});
/** Kinds of keys that have several words. */
const WORD_KINDS = new Set(["words", "themes", "types", "regions", "kinds", "statuses", "verifications", "review", "sources", "routes", "boundaries", "places", "lines"]);
/** The words of kinds that have a fixed choice of them. */
const FIXED_CHOICES = /** @type {Record<string, string[]>} */ ({ fit: ["records"], frame: ["full", "round"], symbols: ["app6"], typeface: ["serif", "sans"], languages: ["en", "nb"] });
const FORMATS = /** @type {const} */ (["html", "pdf", "pptx", "png", "svg", "md"]);
/** Keys whose label is not one of those under `fields.map`. */
const LABELS_OF_FORM = new Set(["title", "subtitle", "marking", "as_of", "lead", "language", "projection"]);

/** @param {string} key */
function labelOf(key) {
  if (LABELS_OF_FORM.has(key)) return key;
  if (key === "editions") return "map.since";
  return key === "layers.regions" ? "map.layer_regions" : `map.${key.split(".").pop()}`;
}

/** @param {string} text numbers @returns {number[] | string | undefined} the text itself if it has something else, for a finding */
function numbersOf(text) {
  const numbers = text.split(/[\s,;]+/).filter(Boolean).map(Number);
  if (!numbers.length) return undefined;
  return numbers.every(Number.isFinite) ? numbers : text;
}

/** @param {string} key @param {string} kind @param {Form} form */
function fieldOf(key, kind, form) {
  const { values, set, choices } = form;
  const pointers = [`/${key.replace(".", "/")}`];
  const label = labelOf(key);
  if (WORD_KINDS.has(kind)) {
    const options = kind === "lines" ? ["regions", "routes", "boundaries", "places"].flatMap((name) => choices[name]) : choices[kind] ?? [];
    return wordsField(label, pointers, options, () => [values[key] ?? []].flat(), (words) => set(key, words.length ? words : undefined));
  }
  if (kind === "flag" || kind === "released") {
    // Of the states of review, those alone that are released.
    const [on, off] = kind === "flag" ? [true, false] : [["released"], undefined];
    const control = input(key, { type: "checkbox" });
    control.addEventListener("change", () => set(key, control.checked ? on : off));
    return field(kind === "flag" ? label : "map.released", pointers, control, () => void (control.checked = `${values[key]}` === `${on}`));
  }
  if (kind === "since") return sinceField(form, dayOf);
  if (kind === "colour") return colourField(key, label, pointers, form);
  if (kind === "colours") return themeColoursField(key, label, pointers, form);
  if (kind === "files") return layerFilesField(key, label, pointers, form);
  if (kind === "logo") return logoField(key, label, pointers, form);
  if (kind === "records") return linkField(label, ownLanguage(), () => [values[key] ?? []].flat(), (ids) => set(key, ids.length ? ids : undefined), null, false, pointers);
  if (kind === "written" || kind === "writtenArea") return writtenField(label, pointers, kind === "written" ? input(key) : area(key, 6), languageOfMap(values), () => values[key], (value) => set(key, value));
  const readText = () => (Array.isArray(values[key]) ? values[key].join(" ") : values[key]);
  const write = (/** @type {string | undefined} */ value) => {
    if (kind === "numbers") set(key, numbersOf(value ?? ""));
    else if (kind === "number" && value !== undefined) set(key, Number.isFinite(Number(value)) ? Number(value) : value);
    else set(key, value);
  };
  const few = kind === "projections" ? choices.projections : FIXED_CHOICES[kind]?.map((word) => [word, kind === "languages" ? word.toUpperCase() : text(`choices.${word}`)]);
  const noneLabel = kind === "fit" ? text("choices.circle") : "–";
  const control = few ? choice(key, /** @type {[string, string][]} */ ([["", noneLabel], ...few])) : kind === "area" ? area(key, 6) : input(key, kind === "markings" ? { list: "map-markings" } : {});
  if (kind === "day") control.addEventListener("change", () => void dayOf(control.value).then((day) => day && set(key, day)));
  return field(label, pointers, control, bindText(control, readText, write));
}

/** The day that words mean, such as *1 October 2024*; null if they mean several, or none. @param {string} words @returns {Promise<string | null>} */
async function dayOf(words) {
  const { readings = [] } = words.trim() ? await get("/api/dates", { text: words }) : {};
  const [{ start, end } = { start: "", end: null }] = readings;
  return readings.length === 1 && !end && /^\d{4}-\d\d-\d\d$/.test(start) ? start : null;
}

/** Keys of a definition as fields, by part. @param {Form} form @param {Node} usePresent fills the view */
function partsOf(form, usePresent) {
  const parts = Object.entries(PARTS).map(([part, keys]) => ({ part, fields: keys.map(([key, kind]) => fieldOf(key, kind, form)) }));
  const boxes = parts.map(({ part, fields }) =>
    element("details", { class: `part-${part}` }, [element("summary", {}, [text(`mapParts.${part}`)]), ...(part === "view" ? [usePresent] : []), ...fields.map(({ row }) => row)]),
  );
  return { fields: parts.flatMap((part) => part.fields), boxes };
}

/**
 * Puts findings at their fields, the others into a box. @param {Finding[]} findings
 * @param {import("../form/fields.js").Field[]} fields @param {Element} otherBox @param {boolean} [isLed] whether the focus goes to the first fault
 */
function showFindings(findings, fields, otherBox, isLed = true) {
  const others = new Set(findings);
  for (const field of fields) {
    const fieldFindings = findings.filter(({ pointer }) => field.pointers.some((path) => pointer === path || pointer.startsWith(`${path}/`)));
    fieldFindings.forEach((finding) => others.delete(finding));
    field.show(fieldFindings);
    for (let box = fieldFindings.length ? field.row.closest("details") : null; box; box = box.parentElement?.closest("details") ?? null) box.open = true;
  }
  otherBox.replaceChildren(findingList([...others]));
  if (isLed) leadToFault(fields);
}

/** The name of a new map's file, by itself that of its title. @param {MapEntry} entry @param {() => string} title @param {() => void} changed */
function nameField({ name, base }, title, changed) {
  const id = input("name", { placeholder: text("idHint") });
  id.value = base === null ? name : "";
  id.addEventListener("input", changed);
  return { named: field("name", ["/name"], id, () => undefined), name: () => (base === null ? id.value.trim() || slugOf(title()) || "map" : name) };
}

/**
 * @typedef {object} On what the form calls
 * @property {import("../vocabulary.js").Say} say
 * @property {(name: string | null, message?: string) => void} done saved; null: discarded
 * @property {(name: string, scene?: {at: number, title: string}) => Promise<any>} keep the present view as a scene
 * @property {(name: string, format: string) => Promise<void>} build downloads the map
 * @property {() => Promise<import("./present-view.js").PresentView | null>} present
 * @property {(name: string) => void} draft shows the map as its form is, if its page is shown
 */

/**
 * Returns a function that shows a map as it is being edited, after a pause in typing.
 * @param {string} name @param {(findings: Finding[]) => void} show what is wrong @param {(name: string) => void} draw the draft, if nothing is
 */
const previewer = (name, show, draw) =>
  latest(
    (/** @type {object} */ body) => post(`/api/maps/${encodeURIComponent(name)}/draft`, body),
    ({ findings }) => {
      show(findings);
      if (!findings.some((/** @type {Finding} */ { severity }) => severity === "error")) draw(name);
    },
    PREVIEW_MS,
  );

/** The button that makes the view of the map that which is shown. @param {Form} form @param {On} on */
function presentButton(form, on) {
  return button("quiet", text("usePresent"), async () => {
    const present = await on.present();
    if (!present) return;
    for (const [key, value] of Object.entries({ fit: undefined, frame: undefined, south: undefined, ...present.view })) form.set(`view.${key}`, value);
  });
}

/**
 * @param {import("../panels/panels.js").Panel} panel @param {MapEntry} entry @param {Choices} choices
 * @param {On} on @param {import("../draft-store.js").MapDraft | null} [storedDraft] what was changed before a reload
 */
export function openForm(panel, entry, choices, on, storedDraft = null) {
  const isNew = entry.base === null;
  /** @type {Record<string, any>} */
  const changed = storedDraft ? storedDraft.values : isNew ? { ...entry.values } : {};
  /** @type {Form} */
  const form = {
    values: { ...entry.values, ...changed },
    choices,
    set(key, value) {
      form.values[key] = value;
      changed[key] = value ?? null;
      [...fields, ...sides.fields()].forEach(({ update }) => update());
      keepDraft();
    },
  };
  const { named, name } = nameField(entry, () => shownText(form.values.title), () => keepDraft());
  const usePresent = presentButton(form, on);
  const { fields, boxes } = partsOf(form, usePresent);
  const isChanged = () => Object.keys(changed).length > 0 || scenes.changed();
  // What is changed in the form is saved first: the form is filled again with what is stored.
  const saved = async () => !isChanged() || save();
  const scenes = createSceneList(entry, { keep: async (name, scene) => (await saved()) && on.keep(name, scene), reopen: () => on.done(entry.name), changed: keepDraft }, storedDraft?.scenes);
  const sides = sideList(form);
  const otherBox = element("div", { class: "other" });
  const show = (/** @type {Finding[]} */ findings) => showFindings(findings, [...fields, ...sides.fields(), ...scenes.fields()], otherBox);
  const body = () => ({ values: changed, base: entry.base, ...(scenes.changed() ? { scenes: scenes.list() } : {}) });
  const save = () => saveDefinition(name(), body(), show, on.say);
  const preview = previewer(entry.name, (findings) => showFindings(findings, [...fields, ...sides.fields(), ...scenes.fields()], otherBox, false), on.draft);
  /** A reload, or another panel meanwhile, loses nothing. */
  function keepDraft() {
    mapDraft.store({ name: name(), base: entry.base, values: changed, scenes: scenes.changed() ? scenes.list() : null });
    if (!isNew) preview(body());
  }
  const downloads = downloadTools(async (format) => {
    const stored = !isChanged();
    if (!(await saved())) return;
    await on.build(entry.name, format);
    if (!stored) on.done(entry.name);
  });
  boxes[0].toggleAttribute("open", isNew);
  panel.heading.textContent = shownText(entry.values.title) || text("newMap");
  panel.body.replaceChildren(...(isNew ? [named.row] : [downloads]), otherBox, boxes[0], ...(isNew ? [] : [scenes.box]), boxes[1], sides.box, ...boxes.slice(2), ...(isNew ? [] : [mapHistory(entry, show, on, labelOf)]), datalist("map-markings", choices.markings.map(([value]) => value)));
  fields.forEach(({ update }) => update());
  show(entry.findings);
  panel.foot.replaceChildren(
    button("main", text("save"), async () => (await save()) && on.done(name(), text("mapSaved"))),
    button("quiet", text("cancel"), () => on.done(null)),
    ...(isNew ? [] : [button("quiet", text("asText"), () => openText(panel, entry, on, () => openForm(panel, entry, choices, on)))]),
  );
}

/** A button for each format. @param {(format: string) => void} build */
export function downloadTools(build) {
  const buttons = FORMATS.map((format) => button("tool", text(`formats.${format}`), () => build(format)));
  return element("div", { class: "tools downloads" }, [element("span", {}, [text("download")]), ...buttons]);
}
