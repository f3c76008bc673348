// The form of a map's definition: its keys by part, its scenes, or the whole as text.
import { button, element } from "../../page/dom.js";
import { area, bindText, choice, field, input } from "../form/fields.js";
import { RequestError, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { createSceneList } from "./scene-list.js";
import { wordsField } from "./words-field.js";

/**
 * @typedef {import("../form/fields.js").Finding & {line: number | null}} Finding
 * @typedef {Record<string, [id: string, label: string][]>} Choices
 * @typedef {{title: string, text: string, notes: string}} Scene
 * @typedef {{name: string, values: Record<string, any>, scenes: Scene[], findings: Finding[], text: string, base: string | null}} MapEntry
 *
 * @typedef {object} Form
 * @property {Record<string, any>} values of the definition, by key
 * @property {(key: string, value: any) => void} set
 * @property {Choices} choices
 */

/** Keys of each part, with how each is edited. */
const PARTS = /** @type {Record<string, [key: string, kind: string][]>} */ ({
  about: [["title", "text"], ["subtitle", "text"], ["marking", "markings"], ["as_of", "text"], ["lead", "area"], ["labels", "words"], ["language", "languages"], ["questions", "flag"], ["since", "since"]],
  select: [
    ["select.from", "text"], ["select.to", "text"], ["select.themes", "themes"], ["select.types", "types"], ["select.regions", "regions"], ["select.all_regions", "flag"],
    ["select.within", "text"], ["select.of", "text"], ["select.north_of", "number"], ["select.bbox", "numbers"], ["select.actors", "words"], ["select.kinds", "kinds"],
    ["select.statuses", "statuses"], ["select.verifications", "verifications"], ["select.disputed", "flag"], ["select.grade", "text"], ["select.text", "text"],
    ["select.tags", "words"], ["select.sources", "sources"], ["select.part_of", "words"], ["select.without", "words"], ["select.certain", "flag"],
  ],
  layers: [["layers.regions", "regions"], ["layers.routes", "routes"], ["layers.boundaries", "boundaries"], ["layers.places", "places"], ["layers.shown", "lines"], ["layers.hatched", "flag"], ["layers.order", "flag"], ["layers.depth", "flag"]],
  view: [["projection", "projections"], ["view.fit", "fit"], ["view.lat", "number"], ["view.lon", "number"], ["view.radius_km", "number"]],
  look: [["look.organisation", "text"], ["look.accent", "text"], ["look.typeface", "typeface"], ["look.logo", "text"], ["look.logo_png", "text"], ["look.logo_alt", "text"], ["symbols", "symbols"]],
});
const WORDS = new Set(["words", "themes", "types", "regions", "kinds", "statuses", "verifications", "sources", "routes", "boundaries", "places", "lines"]);
/** What else a definition can state at a key of one of a few words. */
const FEW = /** @type {Record<string, string[]>} */ ({ since: ["reader"], fit: ["records"], symbols: ["app6"], typeface: ["serif", "sans"], languages: ["en", "nb"] });
const OWN_LABELS = new Set(["title", "subtitle", "marking", "as_of", "lead", "language", "projection"]);

/** @param {string} key */
const labelOf = (key) => (OWN_LABELS.has(key) ? key : key === "layers.regions" ? "map.layer_regions" : `map.${key.split(".").pop()}`);

/** @param {string} said numbers @returns {number[] | string | undefined} what is no number stays, and is a finding */
function numbersOf(said) {
  const numbers = said.split(/[\s,;]+/).filter(Boolean).map(Number);
  return numbers.length ? (numbers.every(Number.isFinite) ? numbers : said) : undefined;
}

/** @param {string} key @param {string} kind @param {Form} form */
function fieldOf(key, kind, { values, set, choices }) {
  const pointers = [`/${key.replace(".", "/")}`];
  const label = labelOf(key);
  if (WORDS.has(kind)) {
    const known = kind === "lines" ? ["regions", "routes", "boundaries", "places"].flatMap((name) => choices[name]) : choices[kind] ?? [];
    return wordsField(label, pointers, known, () => [values[key] ?? []].flat(), (words) => set(key, words.length ? words : undefined));
  }
  if (kind === "flag") {
    const control = input(key, { type: "checkbox" });
    control.addEventListener("change", () => set(key, control.checked));
    return field(label, pointers, control, () => void (control.checked = values[key] === true));
  }
  const read = () => (Array.isArray(values[key]) ? values[key].join(" ") : values[key]);
  const write = (/** @type {string | undefined} */ said) => {
    if (kind === "numbers") set(key, numbersOf(said ?? ""));
    else if (kind === "number" && said !== undefined) set(key, Number.isFinite(Number(said)) ? Number(said) : said);
    else set(key, said);
  };
  const few = kind === "projections" ? choices.projections : FEW[kind]?.map((word) => [word, kind === "languages" ? word.toUpperCase() : text(`choices.${word}`)]);
  const none = kind === "fit" ? text("choices.circle") : "–";
  const control = few ? choice(key, /** @type {[string, string][]} */ ([["", none], ...few])) : kind === "area" ? area(key, 6) : input(key, kind === "markings" ? { list: "map-markings" } : {});
  return field(label, pointers, control, bindText(control, read, write));
}

/** A list of findings with their lines. @param {Finding[]} findings @param {(line: number) => void} [go] */
export const findingList = (findings, go) =>
  element("ul", { class: "findings" }, findings.map(({ severity, message, remedy, line }) => {
    const words = remedy ? `${message}; ${remedy}` : message;
    const at = line ? [go ? button("link", text("line", { n: line }), () => go(line)) : text("line", { n: line }), " "] : [];
    return element("li", { class: severity }, [...at, words]);
  }));

/**
 * @param {ReturnType<typeof import("../panels.js").createPanels> extends {add: (...args: any) => infer P} ? P : never} panel
 * @param {{say: (message: string) => void, done: (name: string | null) => void, keep: (name: string, base: string) => Promise<any>, present: () => Promise<any>}} on
 */
export function createMapForm(panel, on) {
  /** @param {MapEntry} entry @param {Choices} choices @param {Finding[]} [found] */
  function open(entry, choices, found = entry.findings) {
    const values = { ...entry.values };
    /** @type {Record<string, any>} */
    const changed = entry.base === null ? { ...values } : {};
    /** @type {Form} */
    const form = {
      values,
      choices,
      set(key, value) {
        values[key] = value;
        changed[key] = value ?? null;
        fields.forEach(({ update }) => update());
      },
    };
    const id = input("name");
    id.value = entry.name;
    const named = field("name", ["/name"], id, () => undefined);
    const parts = Object.entries(PARTS).map(([part, keys]) => ({ part, fields: keys.map(([key, kind]) => fieldOf(key, kind, form)) }));
    const fields = parts.flatMap((one) => one.fields);
    const usePresent = button("quiet", text("usePresent"), async () => {
      const { view } = await on.present();
      for (const key of ["lat", "lon", "radius_km"]) form.set(`view.${key}`, view[key]);
      form.set("view.fit", undefined);
    });
    const scenes = createSceneList(entry, { ...on, reopen: () => void on.done(entry.name) });
    const other = element("div", { class: "other" });
    const boxes = parts.map(({ part, fields: inside }) =>
      element("details", { class: `part-${part}`, ...(part === "about" ? { open: "" } : {}) }, [element("summary", {}, [text(`mapParts.${part}`)]), ...(part === "view" ? [usePresent] : []), ...inside.map(({ row }) => row)]),
    );
    const marks = element("datalist", { id: "map-markings" }, choices.markings.map(([value]) => element("option", { value })));
    panel.body.replaceChildren(...(entry.base === null ? [named.row] : []), other, ...boxes, ...(entry.base === null ? [] : [scenes.box]), marks);
    fields.forEach(({ update }) => update());
    show(found);
    const name = () => (entry.base === null ? id.value.trim() : entry.name);
    panel.foot.replaceChildren(
      button("main", text("save"), () => void write(name(), { values: changed, base: entry.base, ...(scenes.changed() ? { scenes: scenes.list() } : {}) }, show, on)),
      button("quiet", text("cancel"), () => on.done(null)),
      ...(entry.base === null ? [] : [button("quiet", text("asText"), () => openText(entry, choices))]),
    );

    /** @param {Finding[]} findings */
    function show(findings) {
      const rest = new Set(findings);
      for (const one of [...fields, ...scenes.fields()]) {
        const own = findings.filter(({ pointer }) => one.pointers.some((at) => pointer === at || pointer.startsWith(`${at}/`)));
        own.forEach((finding) => rest.delete(finding));
        one.show(own);
        if (own.length) one.row.closest("details")?.setAttribute("open", "");
      }
      other.replaceChildren(findingList([...rest]));
      panel.body.querySelector(".wrong")?.scrollIntoView({ block: "center" });
    }
  }

  /** @param {MapEntry} entry @param {Choices} choices */
  function openText(entry, choices) {
    const whole = area("whole", 30);
    whole.value = entry.text;
    whole.spellcheck = false;
    whole.classList.add("definition");
    whole.setAttribute("aria-label", text("wholeText"));
    const found = element("div", { class: "other" });
    /** @param {Finding[]} findings */
    const show = (findings) => found.replaceChildren(findingList(findings, go));
    /** @param {number} line */
    function go(line) {
      const lines = whole.value.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      whole.focus();
      whole.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    }
    panel.body.replaceChildren(found, whole);
    show(entry.findings);
    panel.foot.replaceChildren(
      button("main", text("save"), () => void write(entry.name, { text: whole.value, base: entry.base }, show, on)),
      button("quiet", text("cancel"), () => on.done(null)),
      button("quiet", text("asForm"), () => open(entry, choices)),
    );
  }

  return { open, openText };
}

/**
 * Saves a definition, or shows why it is not saved.
 * @param {string} name @param {object} body @param {(findings: Finding[]) => void} show
 * @param {{say: (message: string) => void, done: (name: string | null) => void}} on
 */
async function write(name, body, show, on) {
  try {
    const { findings } = await post(`/api/maps/${encodeURIComponent(name)}`, body);
    show(findings);
    if (findings.some((/** @type {Finding} */ { severity }) => severity === "error")) on.say(text("mapFaults"));
    else {
      on.say(text("mapSaved", { name }));
      on.done(name);
    }
  } catch (error) {
    on.say(text("failed", { why: /** @type {RequestError} */ (error).message }));
  }
}
