// The desk: the page of all records in a frame, and beside it the form of one record and other panels.
import "./desk.css";
import "./form/form.css";
import "../page/card/card.css";
import "../page/card/accounts.css";
import "./report-text/report-text.css";
import "./table/record-table.css";
import { button } from "../page/dom.js";
import { openDrafts, recordDraft, textDraft } from "./draft-store.js";
import { acceptDrops, createFilesPanel, fileButton } from "./panels/files-panel.js";
import { createFindingsPanel } from "./panels/findings-panel.js";
import { createHelpPanel } from "./panels/help-panel.js";
import { createRecordForm } from "./form/record-form.js";
import { saveDialog } from "./form/save-dialog.js";
import { createMapsPanel } from "./maps/maps-panel.js";
import { createPreviewFrame } from "./maps/preview-frame.js";
import { makeMap, saveArea } from "./maps/question-tools.js";
import { createPageFrame } from "./page-frame.js";
import { createPanels } from "./panels/panels.js";
import { download, get, saveFile, listen, post } from "./requests.js";
import { createPresence } from "./presence.js";
import { createReportsPanel } from "./panels/reports-panel.js";
import { createTextReview } from "./report-text/text-review.js";
import { createReviewPanel } from "./panels/review-panel.js";
import { RecordTable } from "./table/record-table.js";
import { loseDesk, openSession, StrangerError } from "./session.js";
import { text, useVocabulary } from "./vocabulary.js";

/** Time between attempts to reach a server that does not answer. */
const RETRY_MS = 2000;
const language = document.documentElement.lang;
/** @param {string} selector */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
const status = part(".status");
const actions = part(".actions");

// The page in another language keeps its state.
part(".languages").addEventListener("click", ({ target }) => {
  if (target instanceof HTMLAnchorElement) target.hash = location.hash;
});

/** @type {import("./vocabulary.js").Say} */
function showMessage(message, kind) {
  status.classList.toggle("fault", kind === "fault");
  status.replaceChildren(message, ...(kind === "change" ? [" ", button("link", text("undo"), () => void undoChange())] : []));
}

/** @param {string} why no page could be built; empty: there is one again */
const showBuildFault = (why) => showMessage(why && text("failedBuild", { why }), why ? "fault" : undefined);

/** Called when a change was taken back. */
let afterUndo = () => undefined;

async function undoChange() {
  try {
    const { kind, n, title } = await get("/api/undo");
    const what = text(n > 1 ? `undone.${kind}Many` : `undone.${kind}`, { n, title });
    const how = await saveDialog(`${text("undo")}: ${what}`, false);
    if (!how) return;
    await post("/api/undo", { by: how.by });
    showMessage(text("takenBack", { what }));
    afterUndo();
  } catch (error) {
    showMessage(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
  }
}
/** A draft in which nothing is stated. */
const blank = () => ({ type: "Feature", geometry: null, properties: { review: "draft" } });

/** The record that is chosen on the map or in the list, and the one to choose when the page has loaded again. */
const choice = /** @type {{now: string | null, next: string | null}} */ ({ now: null, next: null });

/** @typedef {import("./map.js").DeskMap} DeskMap */
/** @typedef {ReturnType<typeof createPageFrame>} PageFrame */
/** @typedef {ReturnType<typeof createAllPanels>} AllPanels */

/** Drafts of a file, none of which is under a card. @param {PageFrame} frame @param {any[]} features */
function showDrafts(frame, features) {
  if (features.length) frame.map()?.close();
  frame.map()?.showDrafts(features);
}

/** @param {PageFrame} frame @param {import("./vocabulary.js").Vocabulary} vocabulary @param {(id: string) => Promise<void>} edit a record */
function createAllPanels(frame, vocabulary, edit) {
  const readOnly = vocabulary.read_only;
  const panels = createPanels(part(".panels"), part(".tabs"));
  /** Called when the record that another panel began is saved. @type {() => void} */
  let onReady = () => undefined;
  const saved = (/** @type {string} */ id, /** @type {any} */ feature) => {
    choice.next = id;
    frame.map()?.showSaved(id, feature);
    showMessage(text("saved", { title: feature.properties.title }), "change");
    onReady();
    onReady = () => undefined;
  };
  const choose = (/** @type {string} */ id) => frame.map()?.choose(id);
  const record = createRecordForm(panels, vocabulary, frame, { say: showMessage, store: recordDraft.store, saved, opened: (id) => presence.open(id) });
  const presence = createPresence(part(".desk-head"), record.showOthers);
  /** @param {any} feature @param {() => void} [onSaved] */
  const openRecord = async (feature, onSaved = () => undefined) => {
    if (await record.open({ feature, base: null })) onReady = onSaved;
  };
  /** A record of a claim, whose words stay in view. @param {any} feature @param {string} claim */
  const openClaim = async (feature, claim) => {
    if (await record.open({ feature, base: null, claim })) onReady = () => undefined;
  };
  /** @param {import("./draft-store.js").Draft} draft */
  const open = async (draft) => {
    if (await record.open(draft)) onReady = () => undefined;
  };
  const form = { ...record, open };
  const review = createReviewPanel(panels, { choose, say: showMessage, readOnly });
  const findings = createFindingsPanel(panels, { edit, merge: (id, other) => void edit(id).then(() => record.merge(other.id, other.title)), say: showMessage, readOnly });
  const reportText = createTextReview(part(".board"), record, { say: showMessage, choose, showSaved: (id, feature) => frame.map()?.showSaved(id, feature) });
  const reports = createReportsPanel(panels, { say: showMessage, choose, begin: openClaim, openText: reportText.open, readOnly });
  const preview = createPreviewFrame(part(".board"));
  /** The view of the map; null where it is not known, with a message. */
  const present = async () => {
    try {
      return (await preview.present()) ?? /** @type {DeskMap} */ (frame.map()).present();
    } catch (error) {
      showMessage(/** @type {Error} */ (error).message, "fault");
      return null;
    }
  };
  const maps = createMapsPanel(panels, { say: showMessage, frame: preview, present, language, readOnly });
  afterUndo = () => void maps.follow();
  const files = createFilesPanel(panels, { say: showMessage, begin: openRecord, show: (features) => showDrafts(frame, features) });
  return { form, review, findings, reports, reportText, preview, maps, files, addHelp: () => createHelpPanel(panels) };
}

/**
 * Connects the page when it has loaded, for the first time or again.
 * @param {DeskMap} map @param {AllPanels} panels @param {{edit: HTMLElement, beginDrop: () => void, readOnly: boolean}} on
 */
function connectPage(map, { form, maps, files }, { edit, beginDrop, readOnly }) {
  const showReason = map.matchReason((request) => post(`/api/why?lang=${language}`, request));
  map.readPlaceNames((words) => get("/api/places", { text: words, lang: language }));
  map.onChoose((id) => {
    choice.now = id;
    edit.toggleAttribute("disabled", id === null);
    void showReason(id);
  });
  map.onState(() => void showReason(choice.now));
  map.onDrag(form.setShape);
  map.onDragDays(form.setDays);
  map.onDragFile(beginDrop);
  if (!readOnly) offerAnswers(map, maps);
  if (!readOnly && map.isEmpty && !status.textContent && !textDraft.read()) showMessage(text("noRecords"));
  form.redraw();
  files.redraw();
  chooseNext(map);
}

/** Chooses the record that was saved, once the page has it. @param {DeskMap} map */
function chooseNext(map) {
  // No card covers the map while the next record is in the form.
  if (choice.next && !recordDraft.read() && !textDraft.read()) map.choose(choice.next);
  choice.next = null;
}

/** What a question becomes; a region only where it has an area. @param {DeskMap} map @param {AllPanels["maps"]} maps */
function offerAnswers(map, maps) {
  const region = button("quiet", text("saveArea"), () => void saveArea(map.present(), (name) => showMessage(text("regionSaved", { name }))));
  const update = () => void (region.hidden = !map.present().area && !map.present().disc);
  map.onState(update);
  update();
  const onMapMade = (/** @type {string} */ name) => void maps.open(name).then(() => showMessage(text("mapSaved")));
  map.addTools([region, button("quiet", text("makeMap"), () => void map.shownIds().then((ids) => makeMap(map.present(), ids, onMapMade)))]);
}

/** How a form is called as a file. A browser adds a number where there is one already. */
const FORM_FILE = "geotrack-form";

/** The form as a file, for another desk. */
function keepForm() {
  const storedDraft = recordDraft.read();
  if (storedDraft) saveFile(new Blob([JSON.stringify({ feature: storedDraft.feature, base: storedDraft.base })]), `${FORM_FILE}.json`);
}

/** The form of another desk. @param {File} file @param {AllPanels} panels */
async function openForm(file, { form }) {
  try {
    const { feature, base } = JSON.parse(await file.text());
    await form.open({ feature: { ...blank(), ...feature }, base, isChanged: true });
  } catch (error) {
    showMessage(text("failed", { why: `${file.name}: ${/** @type {Error} */ (error).message}` }), "fault");
  }
}

/** Follows the workspace, and tries again while it does not answer. @param {(version: number) => void} update */
async function follow(update) {
  /** Why the workspace is not followed now. */
  let trouble = "";
  const onVersion = (/** @type {string} */ version) => {
    if (trouble) showMessage("");
    trouble = "";
    update(Number(version));
  };
  for (;;) {
    const error = await listen("/api/changes", onVersion).catch((/** @type {Error} */ failure) => failure);
    loseDesk();
    const problem = error instanceof StrangerError ? "restarted" : "lost";
    if (problem !== trouble) showMessage(text(problem), "fault");
    if (problem !== trouble && recordDraft.read()) status.append(" ", button("link", text("keepForm"), keepForm));
    trouble = problem;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** The buttons of the head. @param {AllPanels["form"]} form @param {(file: File) => void} receive @param {HTMLElement} edit */
function addActions(form, receive, edit) {
  const backup = () => void download("/api/backup", `${part("h1").textContent}.zip`);
  const add = () => void form.open({ feature: blank(), base: null });
  actions.append(button("quiet", text("backup"), backup), fileButton(receive), edit, button("main", text("newRecord"), add));
}

/** The table of records, the button that opens and closes it, and after it the help. @param {import("./table/record-table.js").TableActs} acts @param {() => void} addHelp */
function addTable(acts, addHelp) {
  const table = new RecordTable(part(".board"), acts);
  const opener = button("tab", text("table.name"), table.toggle);
  const update = () => opener.setAttribute("aria-expanded", `${!table.box.hidden}`);
  new MutationObserver(update).observe(table.box, { attributeFilter: ["hidden"] });
  update();
  part(".tabs").append(opener);
  addHelp();
  return table;
}

/** A promise that is kept from outside: that the first page is there, or will not be. */
function createSignal() {
  let done = () => undefined;
  const there = new Promise((resolve) => (done = () => void resolve(null)));
  return { there, done: () => done() };
}

async function start() {
  if (!(await openSession())) {
    part(".loading").remove();
    return showMessage(status.dataset.closed ?? "", "fault");
  }
  const vocabulary = await get("/api/vocabulary", { lang: language });
  useVocabulary(vocabulary);
  part(".loading p").textContent = text("drawingRecords", { n: vocabulary.record_count });
  await openDrafts(vocabulary.draft_key);
  document.title = `${vocabulary.title} · geotrack`;
  part("h1").textContent = vocabulary.title;
  const readOnly = vocabulary.read_only;
  part(".tabs").setAttribute("aria-label", text("panels"));
  part(".languages").setAttribute("aria-label", text("fields.language"));
  const open = async (/** @type {string} */ id) => panels.form.open(await get(`/api/records/${encodeURIComponent(id)}`));
  const edit = button("quiet", text("edit"), () => choice.now && void open(choice.now));
  edit.setAttribute("disabled", "");
  const firstPage = createSignal();
  const frame = createPageFrame(part(".board"), language, text("map"), {
    onLoad(map) {
      map.useVocabulary(vocabulary);
      map.foldList(text("table.count", { n: vocabulary.record_count }));
      connectPage(map, panels, { edit, beginDrop, readOnly });
      firstPage.done();
    },
    onChange: chooseNext,
    onFault: (why) => (showBuildFault(why), firstPage.done()),
  });
  const panels = createAllPanels(frame, vocabulary, open);
  const { form, files, review, findings, maps, preview, reports, reportText } = panels;
  const table = addTable({ shownIds: async () => (await frame.map()?.shownIds()) ?? [], open: (id) => void open(id), say: showMessage, readOnly }, panels.addHelp);
  const receive = (/** @type {File} */ file) => {
    if (file.name.startsWith(FORM_FILE)) void openForm(file, panels);
    else if (!reports.receive(file)) void files.receive(file);
  };
  const beginDrop = readOnly ? () => undefined : acceptDrops(receive);
  if (!readOnly) addActions(form, receive, edit);
  void follow((version) => {
    void frame.load(version);
    // What they count takes the server's time, which the page needs first.
    void firstPage.there.then(() => [review, findings, maps, reports, reportText].forEach((panel) => void panel.update()));
    void preview.refresh();
    table.update();
  });
  if (readOnly) return;
  await maps.restore();
  const [storedDraft, storedText] = [recordDraft.read(), textDraft.read()];
  const isText = storedText !== null && (await reportText.open(storedText.report, storedText.n, storedDraft).then(() => true, () => textDraft.store(null)));
  if (storedDraft && !isText) await form.open(storedDraft);
}

void start();
