// The words of a report that each value in the form was read from.
import { button, element } from "../../page/dom.js";
import { hasText, text, typeOf } from "../vocabulary.js";

/** @typedef {import("./text-view.js").Span} Span */
/** @typedef {import("./text-view.js").OpenDraft} OpenDraft */
/** @typedef {{body: HTMLElement, properties: () => any, write: (values: Record<string, any>) => void}} Form */

/** The fields of the form and what is read from words into them. */
const KEYS = /** @type {Record<string, string[]>} */ ({ type: ["type"], date: ["start", "end"], place: ["place"], actors: ["actors"], sources: ["claimant"] });
/** Values that are several: more words add to them. */
const MANY = ["actors"];

/** Fields of several lines, in which the words stand below the first one. */
const LONG = ["place", "actors", "sources"];

/** Types that are offered where one may be meant. */
const MOST_TYPES = 4;

/** The names of a field's evidence. @param {Element | null | undefined} row of the form */
const keysOf = (row) => Object.entries(KEYS).find(([name]) => row?.matches(`.field-${name}`))?.[1];

/** Shows in the form of a draft which words its values were read from, and lights them in the text. */
export class Evidence {
  #form;
  #view;
  /** Whether words of the text are being written to a field. */
  #isFromText = false;

  /** @param {Form} form @param {import("./text-view.js").TextView} view */
  constructor(form, view) {
    this.#form = form;
    this.#view = view;
    // Before the fields write: a value that is typed is no longer what the words state.
    form.body.addEventListener("input", ({ target }) => this.#drop(/** @type {Element} */ (target).closest(".field")), true);
    form.body.addEventListener("focusin", ({ target }) => this.#light(/** @type {Element} */ (target), true));
    form.body.addEventListener("focusout", () => this.#light(null));
    form.body.addEventListener("pointerover", ({ target }) => this.#light(/** @type {Element} */ (target)));
    form.body.addEventListener("pointerleave", () => this.#light(document.activeElement));
  }

  /** Whether words can be written to a control: a title or a summary is in the analyst's own words. @param {Element | null} control */
  takesWords(control) {
    return control !== null && this.#form.body.contains(control) && control.matches("input[type=text]") && keysOf(control.closest(".field")) !== undefined;
  }

  /** Writes words of the text to a control, as if they were typed. @param {HTMLInputElement} control @param {Span} span */
  write(control, span) {
    const [key] = keysOf(control.closest(".field")) ?? [];
    const extracted = this.#form.properties().extracted;
    const evidence = (extracted.evidence ??= {});
    if (key) evidence[key] = MANY.includes(key) ? [...(evidence[key] ?? []), span] : [span];
    if (key === "start") extracted.basis = "stated";
    this.#isFromText = true;
    control.focus();
    control.value = this.#view.words(span);
    for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }));
    this.#isFromText = false;
  }

  /** A value no longer has evidence. @param {Element | null} row */
  #drop(row) {
    const { extracted } = this.#form.properties();
    if (this.#isFromText || !extracted?.evidence) return;
    for (const key of keysOf(row) ?? []) if (!MANY.includes(key)) delete extracted.evidence[key];
    if (row?.matches(".field-date")) delete extracted.basis;
  }

  /** The same where a shape or a time was dragged. @param {"place" | "date"} name */
  drop(name) {
    this.#drop(this.#form.body.querySelector(`.field-${name}`));
  }

  /** Lights the words of the field round an element. @param {Element | null} part @param {boolean} [isInView] */
  #light(part, isInView = false) {
    const { extracted } = this.#form.properties();
    const keys = keysOf(part?.closest(".field")) ?? [];
    this.#view.light(keys.flatMap((key) => extracted?.evidence?.[key] ?? []), isInView);
  }

  /** Fills the lines below the fields. @param {OpenDraft | null} draft */
  show(draft) {
    const extracted = draft && this.#form.properties().extracted;
    for (const [name, keys] of Object.entries(KEYS)) {
      const row = this.#form.body.querySelector(`.field-${name} > .control`);
      row?.querySelector(":scope > .from")?.remove();
      // A date that is the report's rests on no words of the sentence.
      const isOfReport = name === "date" && draft?.hints.flags?.includes("dated-by-report");
      const words = (isOfReport ? [] : keys.flatMap((key) => extracted?.evidence?.[key] ?? [])).map((/** @type {Span} */ span) => text("quoted", { words: this.#view.words(span) }));
      const notes = name === "date" && words.length && hasText(`basis.${extracted.basis}`) ? [text(`basis.${extracted.basis}`)] : [];
      const choices = name === "type" && draft && !this.#form.properties().type ? this.#choices(draft) : [];
      if (!words.length && !choices.length) continue;
      const below = LONG.includes(name) ? row?.firstElementChild : row?.lastElementChild;
      below?.after(element("p", { class: "from" }, [[...new Set(words), ...notes].join(" · "), ...choices]));
    }
  }

  /** Types of which one may be meant. @param {OpenDraft} draft */
  #choices({ hints }) {
    const types = (hints.candidates?.type ?? []).map(typeOf).filter((type) => type !== undefined).slice(0, MOST_TYPES);
    return types.map(({ id, theme, label }) => button("reading", `${theme} / ${label}`, () => this.#form.write({ type: id })));
  }
}
