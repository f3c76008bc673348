// The date of a record: one text, what it means, and what else it could mean.
import { button, element } from "../../page/dom.js";
import { get, latest } from "../requests.js";
import { text } from "../vocabulary.js";
import { field, input } from "./fields.js";

/**
 * @typedef {import("../drawing/draft-time.js").Days} Days
 * @typedef {{start: string, end: string | null, text: string, days: number | null, limits: Days, typed: string, other: Meaning | null}} Meaning
 * @typedef {{showDays: (days: Days | null) => void}} DateMap the methods of the page that the field uses
 */

/**
 * The time of a record whose days were dragged: a moment stays a moment, a duration a duration, and an open end open.
 * @param {{start?: string, end?: string}} time @param {Days} days @returns {[start: string, end: string | undefined]}
 */
export function draggedTime({ end }, [first, last]) {
  if (end === ".." || end === "unknown") return [first ?? "unknown", end];
  if (end !== undefined) return [first ?? "unknown", last ?? end];
  if (first === null || last === null) return [`[${first ?? ""}..${last ?? ""}]`, undefined];
  const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
  // A whole year or month is written as one.
  if (first.endsWith("-01-01") && next === `${String(Number(first.slice(0, 4)) + 1).padStart(4, "0")}-01-01`) return [first.slice(0, 4), undefined];
  const isMonth = first.endsWith("-01") && next.endsWith("-01") && first.slice(0, 7) === last.slice(0, 7);
  if (isMonth) return [first.slice(0, 7), undefined];
  return [first === last ? first : `[${first}..${last}]`, undefined];
}

/** A meaning in words, with its number of days. @param {Meaning} meaning */
const inWords = ({ text: words, days }) => (days && days > 1 ? `${words} · ${text("days", { n: days })}` : words);

/** The days from which "yesterday" counts: those on which the sources, or their reports, were published. @param {any} record its properties */
function publication({ sources }) {
  const sourceList = /** @type {any[]} */ (Array.isArray(sources) ? sources : []);
  const days = [...new Set(sourceList.map((source) => source?.published).filter(Boolean))];
  const reports = [...new Set(sourceList.filter((source) => !source?.published).map((source) => source?.seed).filter(Boolean))];
  return { published: days.join(" / "), reports: reports.join(" ") };
}

/**
 * Asks what the text of a box means, as it is typed.
 * @param {HTMLInputElement} box @param {() => any} properties of the record @param {string} language @param {(words: string, found: Meaning[], fault: string) => void} use
 */
const askReadings = (box, properties, language, use) =>
  latest(
    async (/** @type {string} */ words) => ({ words, ...(await get("/api/dates", { text: words, lang: language, ...publication(properties()) })) }),
    (/** @type {{words: string, readings?: Meaning[], problem?: string, reason?: string}} */ { words, readings = [], problem, reason }) =>
      words.trim() && words === box.value && use(words.trim(), readings, problem ? (reason ?? text("dateForms")) : ""),
    120,
  );

/** What the time of a record means. @param {any} start @param {any} end @param {string} language @returns {Promise<any>} */
const meaningOf = async (start, end, language) =>
  start === undefined && end === undefined ? {} : get("/api/dates", { start: start ?? "unknown", end: end ?? "", lang: language }).catch(() => ({}));

/** What the text means, also on the timeline, and buttons for its other readings. @param {HTMLInputElement} box @param {DateMap} map @param {(meaning: Meaning) => void} choose */
function createReadings(box, map, choose) {
  /** @type {Days | null} */
  let days = null;
  const redraw = () => map.showDays(days);
  const meaning = element("p", { class: "meaning", role: "status" });
  const readings = element("div", { class: "readings" });
  /** @param {Meaning[]} meanings @param {string} [fault] why the text is no date */
  function show(meanings, fault = "") {
    const [first] = meanings;
    days = meanings.length === 1 ? first.limits : null;
    redraw();
    const others = first?.other ? [first.other] : [];
    const alternatives = meanings.length > 1 ? meanings : others;
    // The days of an approximate date alone would claim too much.
    const isAsTyped = first?.text === box.value.trim() && !/[~?%]/.test(`${first.start}${first.end}`);
    if (meanings.length > 1) meaning.textContent = text("whichDate");
    else if (!first) meaning.textContent = fault;
    else meaning.textContent = isAsTyped && first.days ? text("days", { n: first.days }) : inWords(first);
    readings.replaceChildren(...alternatives.map((meaning) => button("reading", inWords(meaning), () => choose(meaning))));
  }
  return { parts: [meaning, readings], show, redraw };
}

/** The text of the box, the time of the record that it stands for, and what is wrong with it. */
class DateText {
  /** The start and end that the text in the box stands for, as JSON. */
  #known = "";
  /** The text if it is not parsed yet or is no date; a message beside it says what is wrong. */
  unread = "";
  /** The days of publication with which the text was read, as JSON. */
  #publicationUsed = "";
  #properties;
  #write;
  #language;

  /** @param {any} properties of the record @param {(start: string | undefined, end: string | undefined) => void} write @param {string} language @param {DateMap} map */
  constructor(properties, write, language, map) {
    this.#properties = properties;
    this.#write = write;
    this.#language = language;
    this.box = input("date", { placeholder: text("dateHint") });
    this.readings = createReadings(this.box, map, (meaning) => {
      this.box.value = meaning.typed;
      this.#use(meaning.typed, [meaning], "");
    });
    this.ask = askReadings(this.box, properties, language, (words, meanings, fault) => this.#use(words, meanings, fault));
    this.box.addEventListener("input", () => this.#read());
  }

  #state() {
    return JSON.stringify([this.#properties().start, this.#properties().end]);
  }

  #publication() {
    return JSON.stringify(publication(this.#properties()));
  }

  /** @param {string | undefined} start @param {string | undefined} end */
  #set(start, end) {
    this.#known = JSON.stringify([start, end]);
    this.#write(start, end);
  }

  /** What the text means. @param {string} words @param {Meaning[]} meanings @param {string} fault */
  #use(words, meanings, fault) {
    this.readings.show(meanings, fault);
    this.unread = fault && words;
    // With several readings the record has no date until one is chosen; without any, the text as it is typed.
    if (meanings.length > 1) this.#set(undefined, undefined);
    else if (meanings.length) this.#set(meanings[0].start, meanings[0].end ?? undefined);
    else this.#set(words, undefined);
  }

  /** Asks what the typed text means; until then the record has the text itself for its date. */
  #read() {
    const words = this.box.value.trim();
    this.unread = words;
    this.#publicationUsed = this.#publication();
    this.ask(this.box.value);
    this.#set(words || undefined, undefined);
    if (!words) this.readings.show([]);
  }

  /** Fills the box if the record has got another date than that of its text. */
  update() {
    if (this.#state() !== this.#known) void this.#refresh();
    else if (this.unread && this.#publicationUsed !== this.#publication()) this.#read();
  }

  async #refresh() {
    const before = this.box.value;
    const state = (this.#known = this.#state());
    const { start, end } = this.#properties();
    const meaning = await meaningOf(start, end, this.#language);
    // The reader has typed meanwhile: that stays.
    if (this.#known !== state || state !== this.#state() || this.box.value !== before) return;
    this.unread = "";
    this.box.value = meaning.typed ?? [start, end].filter(Boolean).join("/");
    // A claim has its date in words.
    if (meaning.problem && end === undefined) this.#read();
    else this.readings.show(meaning.text ? [meaning] : []);
  }

  /** Another record is in the form. */
  reset() {
    this.#known = this.unread = "";
    this.readings.show([]);
  }
}

/**
 * @param {any} properties of the record
 * @param {(start: string | undefined, end: string | undefined) => void} write @param {string} language
 * @param {DateMap} map
 */
export function dateField(properties, write, language, map) {
  const date = new DateText(properties, write, language, map);
  const dateField = field("date", ["/properties/start", "/properties/end"], date.box, () => date.update(), date.readings.parts);
  return {
    ...dateField,
    /** A message beside the text is not repeated below. @type {typeof dateField.show} */
    show(findings, apply, isRefused) {
      dateField.show(date.unread ? findings.filter(({ rule }) => rule !== "date") : findings, apply, isRefused);
      if (date.unread && isRefused) dateField.row.classList.add("wrong");
    },
    /** Resolves when the typed text has been read. */
    settled: () => date.ask.settled(),
    reset: () => date.reset(),
    redraw: date.readings.redraw,
    /** Days that were dragged: the text follows. @param {Days} dragged */
    setDays: (dragged) => write(...draggedTime(properties(), dragged)),
  };
}
