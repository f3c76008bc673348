// The date of a record: one text, what it means, and what else it could mean.
import { button, element } from "../../page/dom.js";
import { get, latest } from "../requests.js";
import { text } from "../vocabulary.js";
import { field, input } from "./fields.js";

/**
 * @typedef {import("../drawing/draft-time.js").Days} Days
 * @typedef {{start: string, end: string | null, text: string, days: number | null, limits: Days, typed: string, other: Meaning | null}} Meaning
 * @typedef {{showDays: (days: Days | null) => void}} DateMap what the field asks of the page
 */

/**
 * The time of a record whose days were dragged: it stays one moment, or what lasts, and open where it was.
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
  return [isMonth ? first.slice(0, 7) : first === last ? first : `[${first}..${last}]`, undefined];
}

/** @param {Meaning} meaning */
const inWords = ({ text: words, days }) => (days && days > 1 ? `${words} · ${text("days", { n: days })}` : words);

/** The day from which "yesterday" counts: that on which all dated sources were published. @param {any} record its properties */
function publishedDay({ sources }) {
  const days = new Set((Array.isArray(sources) ? sources : []).map((source) => source?.published).filter(Boolean));
  return days.size === 1 ? String([...days][0]) : "";
}

/**
 * Asks what the text of a box means, as it is typed.
 * @param {HTMLInputElement} box @param {() => any} properties of the record @param {string} language @param {(words: string, found: Meaning[], fault: string) => void} use
 */
const askReadings = (box, properties, language, use) =>
  latest(
    async (/** @type {string} */ words) => ({ words, ...(await get("/api/dates", { text: words, lang: language, published: publishedDay(properties()) })) }),
    (/** @type {{words: string, readings?: Meaning[], problem?: string, reason?: string}} */ { words, readings = [], problem, reason }) =>
      words.trim() && words === box.value && use(words.trim(), readings, problem ? (reason ?? text("dateForms")) : ""),
    120,
  );

/** What the time of a record means. @param {any} start @param {any} end @param {string} language @returns {Promise<any>} */
const meaningOf = async (start, end, language) =>
  start === undefined && end === undefined ? {} : get("/api/dates", { start: start ?? "unknown", end: end ?? "", lang: language }).catch(() => ({}));

/** What the text means, also on the timeline, and buttons for its other readings. @param {HTMLInputElement} box @param {DateMap} map @param {(one: Meaning) => void} take */
function createReadings(box, map, take) {
  /** @type {Days | null} */
  let days = null;
  const redraw = () => map.showDays(days);
  const meaning = element("p", { class: "meaning", role: "status" });
  const readings = element("div", { class: "readings" });
  /** @param {Meaning[]} found @param {string} [fault] why the text is no date */
  function show(found, fault = "") {
    const [first] = found;
    days = found.length === 1 ? first.limits : null;
    redraw();
    const others = found.length > 1 ? found : first?.other ? [first.other] : [];
    // Of an approximate date the days alone would say too much.
    const isAsTyped = first?.text === box.value.trim() && !/[~?%]/.test(`${first.start}${first.end}`);
    meaning.textContent = found.length > 1 ? text("whichDate") : !first ? fault : isAsTyped && first.days ? text("days", { n: first.days }) : inWords(first);
    readings.replaceChildren(...others.map((one) => button("reading", inWords(one), () => take(one))));
  }
  return { parts: [meaning, readings], show, redraw };
}

/**
 * @param {any} properties of the record
 * @param {(start: string | undefined, end: string | undefined) => void} write @param {string} language
 * @param {DateMap} map
 */
export function dateField(properties, write, language, map) {
  const box = input("date", { placeholder: text("dateHint") });
  const { parts, show, redraw } = createReadings(box, map, (one) => {
    box.value = one.typed;
    set(one.start, one.end ?? undefined);
    show([one]);
  });
  /** The start and end that the text in the box stands for. */
  let known = "";
  const state = () => JSON.stringify([properties().start, properties().end]);

  const set = (/** @type {string | undefined} */ start, /** @type {string | undefined} */ end) => {
    known = JSON.stringify([start, end]);
    write(start, end);
  };

  const ask = askReadings(box, properties, language, (words, found, fault) => {
    show(found, fault);
    // A text with several readings is no date before one is chosen; one without stays as it is typed.
    if (found.length > 1) set(undefined, undefined);
    else found.length ? set(found[0].start, found[0].end ?? undefined) : set(words, undefined);
  });
  box.addEventListener("input", () => {
    ask(box.value);
    if (box.value.trim()) return;
    show([]);
    set(undefined, undefined);
  });

  /** The record has another date than that of the box. */
  async function refresh() {
    known = state();
    const { start, end } = properties();
    const before = box.value;
    const found = await meaningOf(start, end, language);
    // What is typed meanwhile stays.
    if (known !== state() || box.value !== before) return;
    box.value = found.typed ?? [start, end].filter(Boolean).join("/");
    show(found.text ? [found] : []);
  }
  return {
    ...field("date", ["/properties/start", "/properties/end"], box, () => void (state() !== known && refresh()), parts),
    /** Another record is in the form. */
    reset: () => void ((known = ""), show([])),
    redraw,
    /** Days that were dragged: the text follows. @param {Days} dragged */
    setDays: (dragged) => write(...draggedTime(properties(), dragged)),
  };
}
