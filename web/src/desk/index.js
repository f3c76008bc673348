// The desk: the page of all records in a frame, and beside it the form of one record.
import "./desk.css";
import { button } from "../page/dom.js";
import { createPageFrame } from "./page-frame.js";
import { createRecordForm } from "./form/record-form.js";
import { readDraft, storeDraft } from "./draft-store.js";
import { get } from "./requests.js";
import { useVocabulary, text } from "./vocabulary.js";

const language = document.documentElement.lang;
const holder = /** @type {HTMLElement} */ (document.querySelector(".board"));
const panel = /** @type {HTMLElement} */ (document.querySelector(".panel"));
const actions = /** @type {HTMLElement} */ (document.querySelector(".actions"));
const status = /** @type {HTMLElement} */ (document.querySelector(".status"));

/** @param {string} message */
const say = (message) => void (status.textContent = message);

async function start() {
  const vocabulary = await get("/api/vocabulary", { lang: language });
  useVocabulary(vocabulary);
  /** @type {string | null} */
  let chosen = null;
  /** @type {string | null} */
  let next = null;

  const edit = button("quiet", text("edit"), () => chosen && void open(chosen));
  const add = button("main", text("newRecord"), () => form.open({ feature: blank(), base: null }));
  if (!vocabulary.read_only) actions.append(edit, add);
  edit.setAttribute("disabled", "");

  const frame = createPageFrame(holder, language, text("map"), (map) => {
    map.onChoose((id) => {
      chosen = id;
      edit.toggleAttribute("disabled", id === null);
    });
    map.onDrag(form.setRadius, form.setPoint);
    form.redraw();
    if (next) map.choose(next);
    next = null;
  });
  const form = createRecordForm(panel, vocabulary, frame, {
    say,
    store: storeDraft,
    saved(id) {
      next = id;
      say(text("saved", { id }));
    },
  });

  /** @param {string} id */
  async function open(id) {
    const { feature, base } = await get(`/api/records/${encodeURIComponent(id)}`);
    form.open({ feature, base });
  }

  const changes = new EventSource("/api/changes");
  changes.addEventListener("message", ({ data }) => frame.load(Number(data)));
  changes.addEventListener("error", () => say(text("lost")));
  changes.addEventListener("open", () => say(""));
  const kept = readDraft();
  if (kept && !vocabulary.read_only) form.open(kept);
}

/** A record in which nothing is stated. */
const blank = () => ({ type: "Feature", geometry: null, properties: {} });

void start();
