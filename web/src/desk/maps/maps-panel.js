// Maps: their definitions, a preview that is the very page, and downloads in each format.
import { button, element } from "../../page/dom.js";
import { mapDraft } from "../draft-store.js";
import { download, get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { findingList, openText } from "./definition-text.js";
import { formDialog } from "./form-dialog.js";
import { downloadTools, openForm } from "./map-form.js";
import { inWords } from "./question-tools.js";

/** @typedef {import("./map-form.js").MapEntry} MapEntry */
/** @typedef {import("./present-view.js").PresentView} PresentView */
/** @typedef {import("../draft-store.js").MapDraft} MapDraft */
/** @typedef {ReturnType<typeof import("./preview-frame.js").createPreviewFrame>} PreviewFrame */

const maps = async () => /** @type {MapEntry[]} */ (await get("/api/maps"));
/** @param {string} name */
const entryOf = async (name) => (await maps()).find((one) => one.name === name);
/** @param {string} name */
const pageOf = (name) => `/maps/${encodeURIComponent(name)}`;

/**
 * Keeps what a page shows as a scene of a map; returns whether it is kept.
 * @param {string} name @param {() => Promise<PresentView>} present @param {(message: string) => void} say
 */
async function keepScene(name, present, say) {
  const [{ hash, view, card }, base] = [await present(), (await entryOf(name))?.base];
  const asked = [{ key: "scene_title", pointer: "/scenes" }, { key: "scene_text", pointer: "/text", rows: 5 }];
  /** @type {string[]} */
  let left = [];
  const answer = await formDialog(text("keepScene"), asked, [], async ({ scene_title: title, scene_text: words }) => {
    const said = await post(`/api/maps/${encodeURIComponent(name)}/scenes`, { base, hash, view, card, title, text: words });
    left = said.left;
    return said.findings;
  });
  if (answer) say([text("sceneKept", { title: answer.scene_title }), ...(left.length ? [text("sceneLeft", { what: inWords(left) })] : [])].join(" · "));
  return answer !== null;
}

/**
 * A map in the list, with what can be done with it.
 * @param {MapEntry} entry @param {boolean} readOnly
 * @param {{preview: () => void, edit: () => void, build: (format: string) => void}} on
 */
function rowOf({ name, values, findings }, readOnly, on) {
  const tools = element("div", { class: "tools" }, [button("tool", text("preview"), on.preview), ...(readOnly ? [] : [button("tool", text("editMap"), on.edit)])]);
  return element("li", {}, [
    element("div", {}, [
      element("b", {}, [values.title || name]),
      element("p", {}, [[values.marking, values.as_of && text("asOf", { date: values.as_of })].filter(Boolean).join(" · ")]),
      findingList(findings),
      tools,
      ...(readOnly ? [] : [downloadTools(on.build)]),
    ]),
  ]);
}

/**
 * Builds a map and downloads it; what is wrong stands above the list.
 * @param {import("../panels/panels.js").Panel} panel @param {string} name @param {string} format @param {(message: string) => void} say
 */
async function build(panel, name, format, say) {
  say(text("building", { what: `${name}.${format}` }));
  panel.box.setAttribute("aria-busy", "true");
  panel.body.querySelector(".build-fault")?.remove();
  try {
    await download(`/api/maps/${encodeURIComponent(name)}/${format}`, `${name}.${format}`);
    say("");
  } catch (error) {
    say(text("failedBuild", { why: `${name}.${format}` }));
    panel.body.prepend(element("p", { class: "build-fault", role: "alert" }, [/** @type {Error} */ (error).message]));
  }
  panel.box.removeAttribute("aria-busy");
}

/** A map that is not stored yet. @returns {MapEntry} */
const newMap = () => ({ name: "", values: { "view.fit": "records" }, scenes: [], findings: [], text: "", base: null });

/** The map of the form that was left, and what is unsaved in it. */
async function readDraft() {
  const kept = mapDraft.read();
  const stored = kept && (kept.base === null ? { ...newMap(), name: kept.name } : await entryOf(kept.name));
  // The base of the change: a file that has changed meanwhile is not overwritten.
  return kept && stored ? { kept, entry: { ...stored, base: kept.base, text: kept.text ?? stored.text } } : null;
}

/**
 * Opens the form of a map, and its page.
 * @param {import("../panels/panels.js").Panel} panel @param {MapEntry} entry @param {MapDraft | null} kept what is unsaved
 * @param {{frame: PreviewFrame, forms: import("./map-form.js").On, language: string}} on
 */
async function openMap(panel, entry, kept, { frame, forms, language }) {
  const choices = await get("/api/map-choices", { lang: language });
  const asForm = () => openForm(panel, entry, choices, forms);
  // What cannot be read has no values for a form.
  if (kept?.text !== undefined || (entry.base !== null && !entry.values.title)) openText(panel, entry, forms, asForm);
  else openForm(panel, entry, choices, forms, kept);
  // A preview that is shown follows the change of the file.
  if (entry.base !== null && !frame.isShown() && entry.values.title) frame.show(pageOf(entry.name), entry.values.title);
}

/**
 * @typedef {object} PanelOptions
 * @property {(message: string) => void} say
 * @property {PreviewFrame} frame
 * @property {() => Promise<PresentView>} present
 * @property {string} language
 * @property {boolean} readOnly
 */

/**
 * What the form of a map calls.
 * @param {import("../panels/panels.js").Panel} panel @param {PanelOptions} on
 * @param {(name: string | null) => Promise<any>} leave opens the form of a map anew, or the list
 */
const formActions = (panel, on, leave) => ({
  ...on,
  done(/** @type {string | null} */ name, message = "") {
    mapDraft.store(null);
    void leave(name).then(() => message && on.say(message));
  },
  keep: (/** @type {string} */ name) => keepScene(name, on.present, on.say),
  build: (/** @type {string} */ name, /** @type {string} */ format) => build(panel, name, format, on.say),
});

/**
 * @param {ReturnType<typeof import("../panels/panels.js").createPanels>} panels
 * @param {PanelOptions} on
 */
export function createMapsPanel(panels, on) {
  const { frame } = on;
  const panel = panels.add(() => frame.show(null));
  const count = panels.tab(text("maps"), panel, () => void resume());
  const forms = formActions(panel, on, (name) => (name ? reopen(name) : list()));

  async function list() {
    const all = await maps();
    count(all.length);
    panel.heading.textContent = text("maps");
    panel.foot.replaceChildren(...(on.readOnly ? [] : [button("quiet", text("newMap"), () => void edit(newMap()))]));
    panel.body.replaceChildren(element("ul", { class: "rows maps" }, all.map(row)));
  }

  const row = (/** @type {MapEntry} */ entry) =>
    rowOf(entry, on.readOnly, {
      preview: () => frame.show(pageOf(entry.name), entry.values.title || entry.name),
      edit: () => void edit(entry),
      build: (format) => void forms.build(entry.name, format),
    });

  /** @param {MapEntry} entry @param {MapDraft | null} [kept] what is unsaved */
  const edit = (entry, kept = null) => openMap(panel, entry, kept, { frame, forms, language: on.language });

  /** The form again, with the definition as it is stored now, and its page. @param {string} name */
  const reopen = (name) => entryOf(name).then((entry) => entry && edit(entry));

  /** The list, or the form that was left with unsaved changes. */
  async function resume() {
    const draft = on.readOnly ? null : await readDraft();
    await (draft ? edit(draft.entry, draft.kept) : list());
  }

  return {
    update: async () => count((await maps()).length),
    /** Opens the form of a map. @param {string} name */
    async open(name) {
      panel.open(text("maps"));
      frame.show(null);
      await reopen(name);
    },
    /** Opens the form that a reload interrupted, if there is one. */
    async restore() {
      if (!mapDraft.read()) return;
      panel.open(text("maps"));
      await resume();
    },
  };
}
