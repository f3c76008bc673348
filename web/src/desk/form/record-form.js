// The form of one record: fields, the findings at them, probable duplicates, and saving.
import { button, element } from "../../page/dom.js";
import { isDrawable } from "../drawing/shapes.js";
import { latest, post, RequestError } from "../requests.js";
import { countryNames, text, typeOf } from "../vocabulary.js";
import { datalist, findingItem, leadToFault, more } from "./fields.js";
import { applyPatch } from "./json-patch.js";
import { mergeDialog } from "./merge-dialog.js";
import { showAccounts } from "./record/account-preview.js";
import { conflictNotice, referenceNotice, similarRecords } from "./record/notices.js";
import { RecordDraft } from "./record/record-draft.js";
import { RecordFields } from "./record/record-fields.js";
import { historyItems } from "./record/revision-changes.js";
import { foldSheet } from "../panels/panels.js";
import { askDialog, forgetReason, lastAuthor, saveDialog } from "./save-dialog.js";

/** @typedef {import("../draft-store.js").Draft} Draft */
/** @typedef {import("./fields.js").Finding} Finding */
/** @typedef {import("../vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {import("./record/account-preview.js").Accounts} Accounts */
/** @typedef {ReturnType<typeof import("../page-frame.js").createPageFrame>} PageFrame */
/** @typedef {ReturnType<typeof import("../panels/panels.js").createPanels>} Panels */
/**
 * @typedef {object} Listeners
 * @property {import("../vocabulary.js").Say} say
 * @property {(draft: Draft | null) => void} store
 * @property {(id: string, feature: any) => void} saved
 * @property {(id: string | null) => void} opened called with the stored record that is in the form, null for none
 */

/**
 * @typedef {object} Review what the form of a draft of a report's text asks of the text
 * @property {string} heading @property {HTMLElement[]} tools buttons beside *Accept*
 * @property {string} address to which the record is sent
 * @property {boolean} isPlaceOpen whether the words of its place may mean several places
 * @property {(feature: any) => void} keep called when the form is changed
 * @property {(name: "place" | "date") => void} drop called when a value is dragged
 * @property {(id: string, feature: any) => void} accepted @property {() => void} left called when the form has something else
 */

/** Colour of a record without a known type. */
const NO_TYPE_COLOUR = "#4d5d66";
/** The score from which a record is probably stored already, as `STORED` of geotrack.workspace.edit.add. */
const STORED = 0.9;

/** The pointer of a finding; if a property is missing, that of the property. @param {Finding} finding */
const pointerOf = ({ rule, pointer, key }) => (rule === "missing" && pointer === "/properties" ? `${pointer}/${key}` : pointer);

/** Lists from which inputs of any field choose. @param {Vocabulary} vocabulary */
const datalists = ({ markings, time_zones, tags }) =>
  Object.entries({ countries: countryNames(), markings, "time-zones": time_zones, tags }).map(([id, values]) => datalist(id, values));

/** The map for the fields; keys pressed in the form, outside its inputs, draw too. @param {PageFrame} frame */
function createFormMap(frame) {
  let isDrawing = false;
  document.addEventListener("keydown", (event) => {
    const isTyping = /** @type {Element} */ (event.target).matches("input, textarea, select");
    if (isDrawing && !isTyping && frame.map()?.drawing.press(event.key)) event.preventDefault();
  });
  /** @type {import("./record/record-fields.js").FormMap} */
  const map = {
    draw(kind, use, end) {
      frame.map()?.drawing.begin(kind, use, () => {
        isDrawing = false;
        foldSheet(false);
        end();
      });
      // After `begin`, which ends an earlier drawing and so resets this.
      isDrawing = true;
      foldSheet(true);
    },
    reveal: () => frame.map()?.reveal(),
    showCandidates: (places, choose) => frame.map()?.showCandidates(places, choose),
    showDays: (days) => frame.map()?.showDays(days),
    showDescription: (shown) => frame.map()?.showDescription(shown),
    choose: (id) => frame.map()?.choose(id),
  };
  return map;
}

/** The panel with the form, its requests and its dialogs. */
class RecordForm {
  #frame;
  #on;
  #fields;
  #panel;
  #rare;
  #draft = new RecordDraft(() => this.#changed());
  #other = element("ul", { class: "findings other" });
  #similar = element("div", { class: "similar", role: "status" });
  /** A notice on which the reader has to decide. It is apart from the similar records, which change with each check. */
  #notice = element("div", { class: "similar" });
  /** Who says what, if there are several accounts: as the card will have it. */
  #accounts = element("div", { class: "card accounts-preview" });
  #history = element("details", { class: "history" }, [element("summary", {}, [text("history")]), element("ol", { reversed: "" })]);
  /** Who else uses the desk now. @type {import("../presence.js").Other[]} */
  #others = [];
  #openElsewhere = element("p", { class: "open-elsewhere", role: "status" });
  /** What a report says of the record: its claim, or notes about its draft. */
  #claim = element("div", { class: "claim", hidden: "" });
  /** The text of a report of which the record is a draft. @type {Review | null} */
  #review = null;
  #isSaving = false;
  /** The record as it came into the form, as JSON. */
  #asOpened = "";
  /** Records that are similar to that of the form. @type {import("./record/notices.js").Similar[]} */
  #found = [];
  #save = button("main", text("save"), () => void this.#confirm());
  /** The buttons beside *Save*. @type {HTMLElement[]} */
  #foot;
  #remove = button("quiet remove-record", text("removeRecord"), () => void this.#removeRecord(false));
  #copy = button("quiet", text("copyRecord"), () => void this.#copyRecord());
  #check = latest(
    (/** @type {any} */ record) => post("/api/check", { feature: record }),
    (/** @type {Finding[]} */ findings) => this.#showFindings(findings),
    60,
  );
  #findSimilar = latest(
    (/** @type {any} */ record) => post("/api/similar", { feature: record }),
    (/** @type {import("./record/notices.js").Similar[]} */ similar) => this.#showSimilar(similar),
    500,
  );

  #compare = latest(
    (/** @type {any} */ record) => post("/api/accounts", { feature: record }),
    (/** @type {Accounts} */ accounts) => showAccounts(this.#accounts, accounts, this.#frame),
    400,
  );

  /** @param {Panels} panels @param {Vocabulary} vocabulary @param {PageFrame} frame @param {Listeners} on */
  constructor(panels, vocabulary, frame, on) {
    this.#frame = frame;
    this.#on = on;
    this.#fields = new RecordFields(this.#draft, vocabulary, createFormMap(frame));
    this.#panel = panels.add(() => this.#forget(), () => this.#draft.now !== null);
    const { chief, rare } = this.#fields;
    this.#rare = more(rare.map(({ row }) => row));
    const { body } = this.#panel;
    body.append(this.#openElsewhere, this.#claim, ...chief.map(({ row }) => row), this.#rare, this.#accounts, this.#other, this.#notice, this.#similar, ...datalists(vocabulary), this.#history);
    this.#history.addEventListener("toggle", () => this.#history.scrollIntoView({ block: "nearest" }));
    this.#foot = [button("quiet", text("cancel"), () => void this.#cancel()), this.#copy, this.#remove];
    // In a title of one line a new line has no meaning; the draft of a text is accepted.
    body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !this.#review || !(/** @type {Element} */ (event.target).matches("[name=title]"))) return;
      event.preventDefault();
      void this.#confirm();
    });
  }

  /** Opens another record, if the reader does not keep unsaved changes; returns whether it is open. @param {Draft} draft */
  async begin(draft, review = /** @type {Review | null} */ (null)) {
    const mayGo = await this.#mayGo();
    if (mayGo) this.open(draft, review);
    return mayGo;
  }

  /** Whether nothing in the form is unsaved, or the reader gives it up. */
  async #mayGo() {
    if (!this.#draft.now?.isChanged || this.#review) return true;
    const title = this.#draft.properties.title || text(this.#draft.now.base === null ? "newRecord" : "editRecord");
    return askDialog(text("discard", { what: title }), text("discardIt"));
  }

  /** Begins a new record with the values of this one, but its id and what has happened to it. */
  async #copyRecord() {
    const { feature } = /** @type {Draft} */ (this.#draft.now);
    const { revisions, added, added_by: addedBy, replaces, ...properties } = structuredClone(feature.properties);
    await this.begin({ feature: { type: "Feature", geometry: feature.geometry, properties: { ...properties, review: "draft" } }, base: null });
  }

  async #cancel() {
    if (await this.#mayGo()) this.#panel.close();
  }

  /** Opens another record in the form. @param {Draft} next @param {Review | null} [review] */
  open(next, review = null) {
    if (review !== this.#review) this.#review?.left();
    this.#review = review;
    this.#save.textContent = text(review ? "accept" : "save");
    this.#panel.foot.replaceChildren(this.#save, ...(review?.tools ?? this.#foot));
    this.#title.placeholder = review ? text("ownTitle") : "";
    const draft = (this.#draft.now = structuredClone(next));
    this.showNotes([]);
    const { properties } = draft.feature;
    // A Feature of a file may have none.
    if (typeof properties !== "object" || !properties || Array.isArray(properties)) draft.feature.properties = {};
    // A draft with unsaved changes still has them after a reload.
    this.#asOpened = draft.isChanged ? "" : JSON.stringify(draft.feature);
    this.#found = [];
    for (const part of [this.#notice, this.#similar]) part.replaceChildren();
    this.#rare.open = false;
    for (const part of [this.#fields.place, this.#fields.date]) part.reset();
    for (const one of [this.#copy, this.#remove]) one.hidden = draft.base === null;
    this.#showHistory(draft.base === null);
    this.#on.opened(draft.base === null ? null : draft.feature.id);
    this.showOthers();
    this.#changed();
    this.#frame.map()?.close();
    this.#frame.map()?.reveal();
    this.#panel.open(review?.heading ?? text(draft.base === null ? "newRecord" : "editRecord"));
    this.#panel.body.scrollTop = 0;
    if (draft.base === null && (review?.isPlaceOpen ?? true)) this.#fields.place.readPlace();
  }

  /** Says who else has the record open. @param {import("../presence.js").Other[]} [others] who use the desk now */
  showOthers(others = this.#others) {
    this.#others = others;
    const id = this.#draft.now?.base ? this.#draft.now.feature.id : null;
    const names = others.filter(({ record }) => record && record === id).map(({ name }) => name || text("presence.someone"));
    this.#openElsewhere.textContent = names.length ? text("presence.open", { names: [...new Set(names)].join(", ") }) : "";
  }

  /** What a report says of the record, after the claim that it comes with. @param {string[]} lines */
  showNotes(lines) {
    const notes = [this.#draft.now?.claim ?? "", ...lines].filter(Boolean);
    this.#claim.replaceChildren(...notes.map((line) => element("p", { dir: "auto" }, [line])));
    this.#claim.hidden = !notes.length;
  }

  /** What was dragged on the map. @param {import("./place/record-place.js").Shape} shape */
  setShape(shape) {
    this.#review?.drop("place");
    this.#fields.place.setShape(shape);
  }

  /** Days that were dragged on the timeline. @param {import("../drawing/draft-time.js").Days} days */
  setDays(days) {
    if (!this.#draft.now) return;
    this.#review?.drop("date");
    this.#fields.date.setDays(days);
  }

  /** Draws the record on the map. */
  redraw() {
    const isOpen = this.#draft.now !== null;
    const { radius_km, inner_radius_km } = (isOpen && this.#draft.properties.place) || {};
    const [radius, inner] = [radius_km, inner_radius_km].map((km) => (km > 0 ? km : undefined));
    const colour = (isOpen && typeOf(this.#draft.properties.type)?.colour) || NO_TYPE_COLOUR;
    const geometry = isOpen && isDrawable(this.#draft.feature.geometry) ? this.#draft.feature.geometry : null;
    this.#frame.map()?.showDraft(isOpen ? { geometry, radius, inner, colour } : null);
  }

  /** Called when any value of the record has changed. */
  #changed() {
    const { now } = this.#draft;
    if (now) now.isChanged = JSON.stringify(now.feature) !== this.#asOpened;
    // A draft of a text is kept with the text; what it was merged into is a record as any other.
    const isOfText = this.#review !== null && now?.base === null;
    if (isOfText) this.#review?.keep(now.feature);
    this.#on.store(isOfText ? null : now);
    for (const { update } of this.#fields.all) update();
    this.redraw();
    const sent = { id: "-", ...this.#draft.feature };
    this.#check(sent);
    this.#findSimilar(sent);
    if (this.#draft.listOf("sources").length > 1) this.#compare(sent);
    else this.#accounts.replaceChildren();
  }

  /** Called when the panel is closed, after saving or not. */
  #forget() {
    this.#draft.now = null;
    this.#on.opened(null);
    // Removes a message about the record, such as why it was not saved, but none about a text.
    if (!this.#review) this.#on.say("");
    this.#review?.left();
    this.#review = null;
    this.#on.store(null);
    this.#frame.map()?.drawing.stop();
    for (const part of [this.#fields.place, this.#fields.date]) part.reset();
    this.redraw();
  }

  /** Called when the page has been loaded again. */
  reconnect() {
    this.redraw();
    for (const part of [this.#fields.place, this.#fields.date]) part.redraw();
  }

  /** What the text of a report asks of the form. */
  ofReview() {
    return {
      body: this.#panel.body,
      properties: () => this.#draft.properties,
      write: (/** @type {Record<string, any>} */ values) => this.#draft.write(values),
      openDraft: (/** @type {Draft} */ draft, /** @type {Review} */ review) => this.begin(draft, review),
      showNotes: (/** @type {string[]} */ lines) => this.showNotes(lines),
      focusTitle: () => this.focusTitle(),
      save: () => this.#confirm(),
      close: this.#panel.close,
    };
  }

  /** Each finding at its field, the others below. @param {Finding[]} findings @param {boolean} [isRefused] whether the record was not saved for them */
  #showFindings(findings, isRefused = false) {
    const located = findings.map((finding) => ({ ...finding, pointer: pointerOf(finding) }));
    const others = new Set(located);
    const apply = (/** @type {import("./json-patch.js").Step[]} */ patch) => this.#apply(patch);
    for (const field of this.#fields.all) {
      const fieldFindings = located.filter(({ pointer }) => field.pointers.some((path) => `${pointer}/`.startsWith(`${path}/`)));
      field.show(fieldFindings, apply, isRefused);
      fieldFindings.forEach((finding) => others.delete(finding));
    }
    this.#other.replaceChildren(...[...others].map((finding) => findingItem(finding, apply)));
  }

  /** The remedy of a finding. @param {import("./json-patch.js").Step[]} patch */
  #apply(patch) {
    if (!this.#draft.now) return;
    // A new object: whether the draft has changed is decided by identity.
    const feature = structuredClone(this.#draft.feature);
    applyPatch(feature, patch);
    this.#draft.now.feature = feature;
    this.#changed();
    if (patch.some(({ path }) => path.startsWith("/geometry"))) this.#frame.map()?.reveal();
  }

  /** @param {import("./record/notices.js").Similar[]} similar */
  #showSimilar(similar) {
    const choose = (/** @type {string} */ id) => this.#frame.map()?.choose(id);
    this.#found = similar;
    this.#similar.replaceChildren(...similarRecords(similar, choose, (id) => void this.merge(id)));
  }

  /** What has been changed in the record, the last first. @param {boolean} isNew */
  #showHistory(isNew) {
    const revisions = this.#draft.listOf("revisions");
    this.#history.hidden = isNew || !revisions.length;
    /** @type {Element} */ (this.#history.lastElementChild).replaceChildren(...historyItems(this.#draft.now?.feature.id ?? "", revisions));
  }

  /** A notice on which the reader has to decide. @param {HTMLElement} notice */
  #ask(notice) {
    this.#notice.replaceChildren(notice);
    this.#notice.scrollIntoView({ block: "nearest" });
  }

  /** The record of the form becomes a change of a stored one. @param {string} id @param {string} [title] */
  async merge(id, title = this.#found.find((stored) => stored.id === id)?.title ?? id) {
    try {
      const merged = await mergeDialog({ id: "-", ...this.#draft.feature }, id);
      const draft = this.#draft.now;
      if (!merged || !draft) return;
      const claim = text("mergedWith", { title });
      // What others have changed meanwhile in the record that goes is not lost with it.
      this.open({ ...merged, isChanged: true, claim, ...(draft.base ? { merges: { [draft.feature.id]: draft.base } } : {}) }, this.#review);
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
  }

  /** Reads what is typed to its end; returns whether the place is read. */
  async #isRead() {
    const { date, place } = this.#fields;
    await date.settled();
    const fault = await place.settled();
    if (!fault) return true;
    place.row.classList.add("wrong");
    leadToFault([place]);
    this.#on.say(text("placeOpen", { place: text("fields.place"), why: fault }), "fault");
    return false;
  }

  /** Whether no stored record is probably the same, or the reader saves this one nevertheless. */
  async #mayBeNew() {
    await this.#findSimilar.settled();
    const stored = this.#found.find(({ score }) => score >= STORED);
    return !stored || askDialog(text("sameAs", { title: stored.title, score: stored.score.toFixed(2) }), text("saveAllTheSame"));
  }

  /** The analyst writes the title, in words of their own. */
  focusTitle() {
    this.#title.focus();
  }

  get #title() {
    return /** @type {HTMLTextAreaElement} */ (this.#panel.body.querySelector("[name=title]"));
  }

  /** Saves the record; a key pressed twice saves it once. */
  async #confirm() {
    if (this.#isSaving) return;
    this.#isSaving = true;
    await this.#askAndSave().finally(() => (this.#isSaving = false));
  }

  /** Asks for the reason of the change, and saves. */
  async #askAndSave() {
    const { now } = this.#draft;
    const review = this.#review;
    if (review && !this.#draft.properties.title?.trim()) return this.focusTitle();
    if (!(await this.#isRead()) || !this.#draft.now || this.#draft.now !== now) return;
    const isChange = now.base !== null;
    if (!isChange && !(await this.#mayBeNew())) return;
    const differences = isChange ? await post("/api/differences", { feature: this.#draft.feature }).catch(() => null) : null;
    // A person who works through a text has said who they are.
    const known = review && !isChange && lastAuthor();
    const how = known ? { by: known, why: null } : await saveDialog(this.#draft.properties.title ?? "", isChange, differences);
    if (!how || !this.#draft.now) return;
    this.#save.setAttribute("disabled", "");
    try {
      const { feature } = this.#draft.now;
      const answer = await post(review?.address ?? "/api/records", { ...this.#draft.now, ...how });
      forgetReason();
      if (review) return review.accepted(answer.id, feature);
      this.#panel.close();
      this.#on.saved(answer.id, feature);
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    } finally {
      this.#save.removeAttribute("disabled");
    }
  }

  /** @param {boolean} force although other records name it */
  async #removeRecord(force) {
    if (!this.#draft.now) return;
    const { base, feature: { id, properties } } = this.#draft.now;
    try {
      const { removed, findings } = await post("/api/remove", { id, base, force });
      if (removed) {
        this.#panel.close();
        this.#on.say(text("removed", { title: properties.title }), "change");
      } else this.#ask(referenceNotice(findings, () => void this.#removeRecord(true)));
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
    }
  }

  /** The record stays in the form. @param {Error} error */
  #fail(error) {
    const body = error instanceof RequestError ? error.body : null;
    if (body?.findings) {
      const findings = /** @type {Finding[]} */ (body.findings);
      // Pointers of a file with this record alone.
      this.#showFindings(findings.map((finding) => ({ ...finding, pointer: finding.pointer.replace(/^\/features\/0/, "") })), true);
      leadToFault(this.#fields.all);
      this.#on.say(text("notSaved"), "fault");
    } else if (body?.stored && this.#draft.now) void this.#showConflict(body, this.#draft.now);
    else this.#on.say(text("failed", { why: error.message }), "fault");
  }

  /** @param {{error: string, stored: {feature: any, base: string}}} body @param {Draft} draft */
  async #showConflict({ error, stored }, draft) {
    const useTheirs = () => this.open({ feature: stored.feature, base: stored.base });
    const keepMine = () => {
      draft.base = stored.base;
      this.#notice.replaceChildren();
      void this.#confirm();
    };
    const { rows } = await post(`/api/compare?lang=${document.documentElement.lang}`, { feature: draft.feature, with: stored.feature.id });
    this.#ask(conflictNotice(error, rows, useTheirs, keepMine));
  }
}

/** @param {Panels} panels @param {Vocabulary} vocabulary @param {PageFrame} frame @param {Listeners} on */
export function createRecordForm(panels, vocabulary, frame, on) {
  const form = new RecordForm(panels, vocabulary, frame, on);
  return {
    open: (/** @type {Draft} */ draft) => form.begin(draft),
    /** Merges the record of the form with a stored one. */
    merge: (/** @type {string} */ id, /** @type {string} */ title) => void form.merge(id, title),
    ...form.ofReview(),
    redraw: () => form.reconnect(),
    showOthers: (/** @type {import("../presence.js").Other[]} */ others) => form.showOthers(others),
    setDays: (/** @type {import("../drawing/draft-time.js").Days} */ days) => form.setDays(days),
    setShape: (/** @type {import("./place/record-place.js").Shape} */ shape) => form.setShape(shape),
  };
}
