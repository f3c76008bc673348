// Maps: their definitions, a preview that is the very page, and downloads in each format.
import { button, element } from "../../page/dom.js";
import { mapDraft } from "../draft-store.js";
import { download, get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { shownText } from "../form/translations.js";
import { findingList, openText } from "./definition-text.js";
import { formDialog, slugOf } from "./form-dialog.js";
import { ownRegions } from "./fields/layer-files.js";
import { downloadTools, openForm } from "./map-form.js";
import { inWords } from "./question-tools.js";

/** @typedef {import("./map-form.js").MapEntry} MapEntry */
/** @typedef {import("./present-view.js").PresentView} PresentView */
/** @typedef {import("./map-form.js").On & {frame: ReturnType<typeof import("./preview-frame.js").createPreviewFrame>, language: string, readOnly: boolean}} On */

const maps = async () => /** @type {MapEntry[]} */ (await get("/api/maps"));
/** @param {string} name */
const entryOf = async (name) => (await maps()).find((entry) => entry.name === name);
/** @param {string} name */
const pageOf = (name) => `/maps/${encodeURIComponent(name)}`;

/** What a scene of a map cannot state. @param {string[]} left */
const leftText = (left) => (left.length ? [text("sceneLeft", { what: inWords(left) })] : []);

/**
 * Keeps what a page shows as a scene of a map, a new one or in place of the view of one; returns whether it is kept.
 * @param {string} name @param {() => Promise<PresentView | null>} present @param {import("../vocabulary.js").Say} say
 * @param {{at: number, title: string}} [scene]
 */
async function saveScene(name, present, say, scene) {
  const [pageView, base] = [await present(), (await entryOf(name))?.base];
  if (!pageView) return false;
  const { hash, view, card } = pageView;
  const postScene = (/** @type {object} */ values) => post(`/api/maps/${encodeURIComponent(name)}/scenes`, { base, hash, view, card, ...values });
  if (scene) {
    const { findings, left: parts } = await postScene({ at: scene.at });
    say([findings.length ? findings[0].message : text("sceneKept", { title: scene.title }), ...leftText(parts)].join(" · "), findings.length ? "fault" : undefined);
    return true;
  }
  const questions = [{ key: "scene_title", pointer: "/scenes" }, { key: "scene_text", pointer: "/text", rows: 5 }];
  /** @type {string[]} */
  let left = [];
  const answer = await formDialog(text("keepScene"), questions, [], async ({ scene_title: title, scene_text: words }) => {
    const answer = await postScene({ title, text: words });
    left = answer.left;
    return answer.findings;
  });
  if (answer) say([text("sceneKept", { title: answer.scene_title }), ...leftText(left)].join(" · "), "change");
  return answer !== null;
}

/** Copies a map under another title, and opens the copy. @param {string} name @param {string} title @param {On["done"]} done */
async function copyMap(name, title, done) {
  let copy = "";
  const answer = await formDialog(text("copyMap"), [{ key: "new_title", pointer: "/title", value: title }], [], async ({ new_title: newTitle }) => {
    copy = slugOf(newTitle) || "map";
    const { findings } = await post(`/api/maps/${encodeURIComponent(copy)}`, { values: { title: newTitle }, copy_of: name, base: null });
    return findings;
  });
  if (answer) done(copy, text("mapSaved"));
}

/**
 * A map in the list, with what can be done with it.
 * @param {MapEntry} entry @param {Pick<On, "frame" | "build" | "readOnly" | "done">} on @param {() => void} edit
 */
function rowOf({ name, values, findings }, { frame, build: buildFile, readOnly, done }, edit) {
  const preview = button("tool", text("preview"), () => frame.show(pageOf(name), shownText(values.title) || name));
  const tools = element("div", { class: "tools" }, [preview, ...(readOnly ? [] : [button("tool", text("editMap"), edit), button("tool", text("copyMap"), () => void copyMap(name, shownText(values.title), done))])]);
  return element("li", {}, [
    element("div", {}, [
      element("b", {}, [shownText(values.title) || name]),
      element("p", {}, [[values.marking, values.as_of && text("asOf", { date: values.as_of })].filter(Boolean).join(" · ")]),
      findingList(findings),
      tools,
      ...(readOnly ? [] : [downloadTools((format) => void buildFile(name, format))]),
    ]),
  ]);
}

/**
 * Builds a map and downloads it; what is wrong stands above the list.
 * @param {import("../panels/panels.js").Panel} panel @param {string} name @param {string} format @param {import("../vocabulary.js").Say} say
 */
async function build(panel, name, format, say) {
  say(text("building", { what: `${name}.${format}` }));
  panel.box.setAttribute("aria-busy", "true");
  panel.body.querySelector(".build-fault")?.remove();
  try {
    await download(`/api/maps/${encodeURIComponent(name)}/${format}`, `${name}.${format}`);
    say("");
  } catch (error) {
    say(text("failedBuild", { why: `${name}.${format}` }), "fault");
    panel.body.prepend(element("p", { class: "build-fault", role: "alert" }, [/** @type {Error} */ (error).message]));
  }
  panel.box.removeAttribute("aria-busy");
}

/** A map that is not stored yet. @returns {MapEntry} */
const fresh = () => ({ name: "", values: { "view.fit": "records" }, scenes: [], findings: [], text: "", base: null });

/** A map with what is unsaved of it; null where there is none. */
async function unsaved() {
  const storedDraft = mapDraft.read();
  const stored = storedDraft && (storedDraft.base === null ? { ...fresh(), name: storedDraft.name } : await entryOf(storedDraft.name));
  // The base of the change: a file that has changed meanwhile is not overwritten.
  return storedDraft && stored ? { entry: { ...stored, base: storedDraft.base, text: storedDraft.text ?? stored.text }, kept: storedDraft } : null;
}

/**
 * Opens a map for editing, and its page.
 * @param {import("../panels/panels.js").Panel} panel @param {MapEntry} entry @param {import("../draft-store.js").MapDraft | null} storedDraft what is unsaved
 * @param {On} on
 */
async function openEditor(panel, entry, storedDraft, on) {
  const choices = await get("/api/map-choices", { lang: on.language });
  // What cannot be read has no values for a form.
  if (storedDraft?.text !== undefined || (entry.base !== null && !entry.values.title)) openText(panel, entry, on, () => openForm(panel, entry, choices, on));
  else openForm(panel, entry, choices, on, storedDraft);
  // A preview that is shown follows the change of the file.
  if (entry.base !== null && !on.frame.isShown() && entry.values.title) on.frame.show(pageOf(entry.name), shownText(entry.values.title));
}

/**
 * Lists the maps, and below them the regions of the workspace.
 * @param {import("../panels/panels.js").Panel} panel @param {MapEntry[]} entries @param {Parameters<typeof rowOf>[1] & {say: import("../vocabulary.js").Say}} on
 * @param {(entry: MapEntry) => void} edit
 */
function showList(panel, entries, on, edit) {
  const rows = element("ul", { class: "rows maps" }, entries.map((entry) => rowOf(entry, on, () => edit(entry))));
  panel.body.replaceChildren(rows);
  // A form may have taken the place of the list meanwhile.
  void ownRegions(on.say, on.readOnly).then((regions) => rows.after(regions));
}

/** @typedef {Omit<On, "done" | "keep" | "build" | "draft">} PanelActs */

/**
 * What forms and rows call.
 * @param {import("../panels/panels.js").Panel} panel @param {PanelActs} on @param {(name: string | null) => Promise<void>} leave to a form, or to the list
 */
const formActs = (panel, on, leave) => ({
  ...on,
  done(/** @type {string | null} */ name, message = "") {
    mapDraft.store(null);
    void Promise.all([on.frame.leaveDraft(), leave(name)]).then(() => message && on.say(message, "change"));
  },
  draft: (/** @type {string} */ name) => void on.frame.showDraft(pageOf(name)),
  keep: (/** @type {string} */ name, /** @type {{at: number, title: string}=} */ scene) => saveScene(name, on.present, on.say, scene).catch((error) => void on.say(text("failed", { why: error.message }), "fault")),
  build: (/** @type {string} */ name, /** @type {string} */ format) => build(panel, name, format, on.say),
});

/**
 * @param {ReturnType<typeof import("../panels/panels.js").createPanels>} panels
 * @param {{say: import("../vocabulary.js").Say, frame: ReturnType<typeof import("./preview-frame.js").createPreviewFrame>, present: () => Promise<PresentView | null>, language: string, readOnly: boolean}} on
 */
export function createMapsPanel(panels, on) {
  const { frame } = on;
  const panel = panels.add(() => frame.show(null));
  const count = panels.tab(text("maps"), panel, () => void resume());
  const forms = formActs(panel, on, (name) => (name ? reopen(name) : list()));

  async function list() {
    edited = null;
    const entries = await maps();
    count(entries.length);
    panel.heading.textContent = text("maps");
    panel.foot.replaceChildren(...(on.readOnly ? [] : [button("quiet", text("newMap"), () => void edit(fresh()))]));
    showList(panel, entries, forms, (entry) => void edit(entry));
  }

  /** The definition that the form was filled with. @type {MapEntry | null} */
  let edited = null;
  /** @param {MapEntry} entry @param {import("../draft-store.js").MapDraft | null} [storedDraft] */
  const edit = (entry, storedDraft = null) => openEditor(panel, (edited = entry), storedDraft, forms);

  /** The form again, with the definition as it is stored now, and its page. @param {string} name */
  async function reopen(name) {
    const entry = await entryOf(name);
    if (entry) await edit(entry);
  }

  /** The list, or the form that was left with unsaved changes. */
  async function resume() {
    const left = on.readOnly ? null : await unsaved();
    await (left ? edit(left.entry, left.kept) : list());
  }

  return {
    update: async () => count((await maps()).length),
    /** Fills the form anew, in which nothing is unsaved, with what is stored after *Undo*. */
    async follow() {
      const stored = edited && (await entryOf(edited.name));
      if (edited && edited.base !== null && stored?.base !== edited.base && !mapDraft.read()) await (stored ? edit(stored) : list());
    },
    /** Opens the form of a map. @param {string} name */
    async open(name) {
      panel.open(text("maps"));
      frame.show(null);
      await reopen(name);
    },
    /** Opens the form that a reload interrupted, if there is one. */
    restore: async () => mapDraft.read() && (panel.open(text("maps")), resume()),
  };
}
