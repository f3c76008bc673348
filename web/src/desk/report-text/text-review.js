// Working through the text of a report: its drafts one after the other in the form, and what is decided of each.
import { button, element } from "../../page/dom.js";
import { textDraft } from "../draft-store.js";
import { inputDialog, lastAuthor, saveDialog } from "../form/save-dialog.js";
import { get, latest, post } from "../requests.js";
import { hasText, text } from "../vocabulary.js";
import { Evidence } from "./evidence.js";
import { sameDialog } from "./same-dialog.js";
import { nameOf, quoteOf, TextView } from "./text-view.js";

/** @typedef {import("../draft-store.js").Draft} Draft */
/** @typedef {import("./text-view.js").OpenDraft} OpenDraft */
/** @typedef {import("./text-view.js").Span} Span */
/** @typedef {{report: string, title: string, publisher: string | null, published: string | null, paragraphs: import("./text-view.js").Paragraph[], pages_without_text: number[], late: number, drafts: OpenDraft[], state: string}} OpenText state: of the drafts, as the server last sent them */
/** @typedef {ReturnType<typeof import("../form/record-form.js").createRecordForm>} RecordForm */
/** @typedef {{say: import("../vocabulary.js").Say, choose: (id: string) => void, showSaved: (id: string, feature: any) => void}} On showSaved: on the map, until its page is built anew */

/** Numbers with dashes for those that follow one another: `2, 5–7`. @param {number[]} numbers in order */
function rangesOf(numbers) {
  const ranges = /** @type {[number, number][]} */ ([]);
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}

/** How long the form must rest before it is kept. */
const PAUSE_MS = 400;

/** The text of a report beside the map. */
class TextReview {
  /** @type {OpenText | null} */
  #open = null;
  /** The draft in the form, by its place in the list. @type {number | null} */
  #chosen = null;
  /** The control that had the focus when the reader began to select words. @type {HTMLInputElement | null} */
  #target = null;
  #form;
  #on;
  #evidence;
  #view = new TextView({ choose: (n) => void this.choose(n), select: (span) => void this.#useWords(span) });
  #heading = element("h2", { tabindex: "-1" });
  #meta = element("p", { class: "meta" });
  #count = element("p", { class: "counts", role: "status" });
  #keep = latest(
    (/** @type {{n: number, feature: any}} */ { n, feature }) => post(this.#address(n), { feature }),
    () => undefined,
    PAUSE_MS,
  );
  #tools = [
    button("quiet", text("changeDraft"), () => this.#form.focusTitle()),
    button("quiet", text("notEvent"), () => void this.#refuse()),
    button("quiet", text("sameEvent"), () => void this.#join()),
  ];

  /** @param {HTMLElement} board beside which it stands @param {RecordForm} form @param {On} on */
  constructor(board, form, on) {
    this.#form = form;
    this.#on = on;
    this.#evidence = new Evidence(form, this.#view);
    const closer = button("close-panel", "×", () => void this.close());
    closer.setAttribute("aria-label", text("closeText"));
    const done = button("quiet", text("done"), () => void this.#finish());
    const keys = element("p", { class: "keys" }, [text("textKeys")]);
    this.box = element("section", { class: "report-text", hidden: "" }, [
      element("header", {}, [this.#heading, closer, this.#meta]),
      this.#view.box,
      element("footer", {}, [this.#count, done, keys]),
    ]);
    board.before(this.box);
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#view.box.addEventListener("pointerdown", () => {
      const { activeElement } = document;
      this.#target = this.#evidence.takesWords(activeElement) ? /** @type {HTMLInputElement} */ (activeElement) : null;
    });
  }

  /** @param {number} n */
  #address = (n) => `${this.#path}/drafts/${n}`;

  get #path() {
    return `/api/texts/${encodeURIComponent(this.#open?.report ?? "")}`;
  }

  get #drafts() {
    return this.#open?.drafts ?? [];
  }

  /**
   * Opens the text of a report at its first open draft, or as it was before a reload.
   * @param {string} report @param {number | null} [n] the draft that was in the form
   * @param {Draft | null} [record] that was in the form: what the draft was merged into, or without a draft another one
   */
  async open(report, n = null, record = null) {
    await this.close();
    this.#open = /** @type {OpenText} */ (await get(`/api/texts/${encodeURIComponent(report)}`));
    const { title, publisher, published, paragraphs, pages_without_text: pages, late, drafts } = this.#open;
    this.#heading.textContent = title;
    const notes = [pages.length && text("pagesWithoutText", { n: pages.length, pages: rangesOf(pages) }), late && text("lateStatements", { n: late })];
    const lines = notes.filter((note) => typeof note === "string").map((note) => element("strong", {}, [note]));
    this.#meta.replaceChildren([publisher, published].filter(Boolean).join(" · "), ...lines);
    this.box.hidden = false;
    document.body.classList.add("with-text");
    this.#view.fill(paragraphs, drafts);
    this.#showCount();
    this.#store();
    const next = n ?? (record ? null : this.#after(-1));
    if (next !== null && this.#drafts[next]) return this.choose(next, { record });
    if (record) await this.#form.open(record);
    else this.#view.box.focus();
  }

  /** The drafts in the order of the text. */
  get #order() {
    const numbers = this.#drafts.map((_, n) => n);
    return numbers.sort((a, b) => quoteOf(this.#drafts[a])[0] - quoteOf(this.#drafts[b])[0] || a - b);
  }

  /** The next draft of which nothing is decided, from the start again after the last. @param {number} n @returns {number | null} */
  #after(n) {
    const order = this.#order;
    const at = order.indexOf(n) + 1;
    return [...order.slice(at), ...order.slice(0, at)].find((other) => this.#drafts[other].state === "open") ?? null;
  }

  /** The draft before or after that of the form; a record can be changed, but is no draft. @param {number} step */
  async #step(step) {
    const order = this.#order.filter((n) => this.#drafts[n].state !== "accepted");
    const at = this.#chosen === null ? -1 : order.indexOf(this.#chosen);
    const next = order[at + step];
    if (next !== undefined) await this.choose(next);
  }

  /**
   * Opens a draft in the form; of one that is a record already, the record.
   * @param {number} n
   * @param {{record?: Draft | null, isTyping?: boolean}} [how] record: what it was merged into; isTyping: whether its title is written next
   */
  async choose(n, { record = null, isTyping = false } = {}) {
    if (n === this.#chosen) return;
    const draft = this.#drafts[n];
    await this.#keep.settled();
    if (draft.state === "accepted" && draft.record) return this.#on.choose(draft.record);
    const isOpen = await this.#form.openDraft(record ?? { feature: draft.feature, base: null }, {
      heading: text("draftOf", { n: this.#order.indexOf(n) + 1, of: this.#drafts.length }),
      tools: this.#tools,
      address: `${this.#address(n)}/accept`,
      isPlaceOpen: Boolean(draft.hints.candidates?.place),
      keep: (feature) => this.#keepForm(n, feature),
      drop: (name) => this.#evidence.drop(name),
      accepted: (id, feature) => this.#accepted(n, id, feature),
      left: () => this.#left(n),
    });
    if (!isOpen) return;
    this.#chosen = n;
    this.#store();
    this.#showChosen();
    if (isTyping) this.#form.focusTitle();
    else this.#view.box.focus({ preventScroll: true });
  }

  /** Shows in text and form what belongs to the chosen draft. */
  #showChosen() {
    this.#view.setChosen(this.#chosen);
    this.#evidence.show(this.#chosen === null ? null : this.#drafts[this.#chosen]);
    const draft = this.#chosen === null ? null : this.#drafts[this.#chosen];
    const flags = (draft?.hints.flags ?? []).filter((flag) => hasText(`flags.${flag}`)).map((flag) => text(`flags.${flag}`));
    const state = draft && draft.state !== "open" ? [text("decidedAs", { what: text(`draftStates.${draft.state}`) })] : [];
    const repeated = (draft?.hints.may_repeat ?? []).map(({ title }) => text("mayRepeat", { title }));
    this.#form.showNotes([...state, ...repeated, ...flags]);
    this.#tools[1].setAttribute("aria-pressed", `${draft?.state === "refused"}`);
  }

  /** @param {number} n @param {any} feature of the form */
  #keepForm(n, feature) {
    const draft = this.#drafts[n];
    if (JSON.stringify(feature) === JSON.stringify(draft.feature)) return;
    draft.feature = structuredClone(feature);
    this.#keep({ n, feature: draft.feature });
    if (n !== this.#chosen) return;
    this.#view.update();
    this.#evidence.show(draft);
  }

  /** The form was closed, or has another record. @param {number} n */
  #left(n) {
    if (this.#chosen !== n) return;
    this.#chosen = null;
    this.#view.setChosen(null);
    this.#store();
  }

  /** @param {number} n @param {string} id @param {any} feature */
  #accepted(n, id, feature) {
    Object.assign(this.#drafts[n], { state: "accepted", record: id });
    this.#on.showSaved(id, feature);
    this.#on.say(text("acceptedDraft", { title: feature.properties.title }), "change");
    // Who has just typed a title goes on to the next one.
    void this.#goOn(n, document.activeElement?.matches("[name=title]"));
  }

  /** Opens the next draft, or leads to the end of the work. @param {number} n the one that is decided @param {boolean} [isTyping] */
  async #goOn(n, isTyping = false) {
    this.#view.update();
    this.#showCount();
    const next = this.#after(n);
    if (next !== null) return this.choose(next, { isTyping });
    this.#form.close();
    this.#view.box.focus({ preventScroll: true });
  }

  /** It is no event, or it is one after all. */
  async #refuse() {
    const n = this.#chosen;
    if (n === null) return;
    const state = this.#drafts[n].state === "refused" ? "open" : "refused";
    await this.#decide(n, { state });
    Object.assign(this.#drafts[n], { state, of: null });
    if (state === "refused") await this.#goOn(n);
    else this.#showDecision();
  }

  #showDecision() {
    this.#view.update();
    this.#showCount();
    this.#showChosen();
  }

  /** @param {number} n @param {object} decision */
  async #decide(n, decision) {
    await this.#keep.settled();
    await post(this.#address(n), decision).catch((error) => this.#fail(error));
  }

  /** @param {Error} error @returns {never} */
  #fail(error) {
    this.#on.say(text("failed", { why: error.message }), "fault");
    throw error;
  }

  /** Ties the draft to another one of the same event, or to a stored record. */
  async #join() {
    const n = this.#chosen;
    if (n === null) return;
    const draft = this.#drafts[n];
    const similar = /** @type {{id: string, title: string}[]} */ (await post("/api/similar", { feature: { id: "-", ...draft.feature } }).catch(() => []));
    const stored = new Map([...draft.hints.may_repeat, ...similar].map(({ id, title }) => [id, title]));
    const others = this.#order.filter((other) => other !== n && ["open", "accepted"].includes(this.#drafts[other].state));
    // First the one that the text points to, then the nearest before.
    const likely = others.sort((a, b) => Number(b === draft.hints.same_as) - Number(a === draft.hints.same_as) || Math.abs(a - n) - Math.abs(b - n));
    const same = await sameDialog([
      ...likely.slice(0, 6).map((other) => ({ same: { draft: other }, label: nameOf(this.#drafts[other], other), words: this.#view.words(quoteOf(this.#drafts[other])) })),
      ...[...stored].map(([id, title]) => ({ same: { record: id }, label: title })),
    ]);
    if (!same) return this.#view.box.focus({ preventScroll: true });
    const other = "draft" in same ? this.#drafts[same.draft] : null;
    if ("draft" in same && other && !other.record) {
      await this.#decide(n, { state: "same", of: same.draft });
      Object.assign(draft, { state: "same", of: same.draft });
      await this.#reload(n);
    } else await this.#joinRecord(n, other?.record ?? ("record" in same ? same.record : ""));
  }

  /** A stored record cites this sentence too. @param {number} n @param {string} record */
  async #joinRecord(n, record) {
    const by = lastAuthor() || (await saveDialog(text("sameEvent"), false))?.by;
    if (!by) return;
    await this.#keep.settled();
    const why = text("sameWhy", { report: this.#open?.title ?? "" });
    await post(`${this.#address(n)}/same`, { record, by, why }).catch((error) => this.#fail(error));
    Object.assign(this.#drafts[n], { state: "same", record });
    await this.#goOn(n);
  }

  /** Reads the drafts anew, which another decision has changed, and goes on. @param {number} n the one that is decided */
  async #reload(n) {
    await this.update();
    await this.#goOn(n);
  }

  /** Reads again what is decided, if it has changed: a record may have been taken back. */
  async update() {
    const open = this.#open;
    if (!open) return;
    const read = /** @type {{state: string, drafts?: OpenDraft[]} | null} */ (await get(`${this.#path}/drafts`, { known: open.state }).catch(() => null));
    if (this.#open !== open) return;
    // Done or removed, perhaps in another window.
    if (!read) return this.close();
    open.state = read.state;
    if (!read.drafts) return;
    const count = open.drafts.length;
    read.drafts.forEach((draft, n) => {
      // What is in the form may be newer than what is kept.
      open.drafts[n] = Object.assign(open.drafts[n] ?? {}, n === this.#chosen ? { state: draft.state, record: draft.record, of: draft.of } : draft);
    });
    // To fill it anew would end a selection of words.
    if (open.drafts.length === count) this.#view.update();
    else {
      this.#view.fill(open.paragraphs, open.drafts);
      this.#view.setChosen(this.#chosen);
    }
    this.#showCount();
  }

  /** Words that were selected: the value of the field that had the focus, or a new draft. @param {Span} span */
  async #useWords(span) {
    const target = this.#target;
    if (target && this.#chosen !== null) {
      getSelection()?.removeAllRanges();
      return this.#evidence.write(target, span);
    }
    const { number, ...draft } = await post(`${this.#path}/drafts`, { start: span[0], end: span[1] }).catch((error) => this.#fail(error));
    this.#drafts[number] = draft;
    getSelection()?.removeAllRanges();
    this.#view.fill(this.#open?.paragraphs ?? [], this.#drafts);
    this.#showCount();
    await this.choose(number);
  }

  #showCount() {
    const decided = this.#drafts.filter(({ state }) => state !== "open").length;
    this.#count.textContent = text("draftsDecided", { decided, of: this.#drafts.length });
  }

  /** J and K go on and back, A accepts, X refuses, S joins; not while something is typed. @param {KeyboardEvent} event */
  #press(event) {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (!this.#open || ctrlKey || metaKey || altKey || document.querySelector("dialog[open]")) return;
    if (/** @type {Element} */ (target).matches("input, textarea, select")) {
      if (key === "Escape" && this.#chosen !== null) this.#view.box.focus({ preventScroll: true });
      return;
    }
    const acts = /** @type {Record<string, () => unknown>} */ ({
      j: () => this.#step(1),
      k: () => this.#step(-1),
      a: () => this.#chosen !== null && this.#form.save(),
      c: () => this.#chosen !== null && this.#form.focusTitle(),
      x: () => this.#refuse(),
      s: () => this.#join(),
    });
    const act = acts[key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    void act();
  }

  /** All is decided: the other sentences get a reason, and the text is removed. */
  async #finish() {
    const open = this.#drafts.filter(({ state }) => state === "open").length;
    // Of drafts that nobody looked at, nobody knows that they state no event.
    const why = await inputDialog(text("doneAsk"), open ? text("draftsOpen", { n: open }) : "", open ? "" : text("noEventInIt"), text("done"));
    if (why === null) return;
    await post(`${this.#path}/done`, { unmapped: why }).catch((error) => this.#fail(error));
    this.#on.say(text("textDone", { title: this.#open?.title ?? "" }));
    await this.close();
  }

  #store() {
    textDraft.store(this.#open && { report: this.#open.report, n: this.#chosen });
  }

  /** Closes the text, which stays as it is. */
  async close() {
    if (!this.#open) return;
    await this.#keep.settled();
    if (this.#chosen !== null) this.#form.close();
    this.#open = this.#chosen = null;
    this.#view.clear();
    this.box.hidden = true;
    document.body.classList.remove("with-text");
    this.#store();
  }
}

/** @param {HTMLElement} board @param {RecordForm} form @param {On} on */
export function createTextReview(board, form, on) {
  const review = new TextReview(board, form, on);
  return {
    open: (/** @type {string} */ report, n = /** @type {number | null} */ (null), record = /** @type {Draft | null} */ (null)) => review.open(report, n, record),
    update: () => review.update(),
  };
}
