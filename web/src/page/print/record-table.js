// The printed table of records, and the sources of each.
import { possibleNote } from "../list/record-list.js";
import { element } from "../dom.js";
import { markSymbol } from "../marks/record-mark.js";
import { formatPeriod, readPeriod } from "../query/periods.js";
import { retranslate, translate, valueLabel } from "../i18n.js";

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {import("../payload.js").PageRecord} PageRecord */
/** @typedef {import("../query/query.js").PageQuery} PageQuery */

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The verification of a record, with its confidence if it states one. @param {PageRecord} record */
function verificationText({ verification, confidence }) {
  const level = valueLabel(confidence);
  return capital([valueLabel(verification), level && translate("print.confidence", { level })].filter(Boolean).join(", "));
}

/** The host of an address. @param {string} [url] */
const hostOf = (url = "") => url.split("://")[1]?.split("/")[0].replace(/^www\./, "") ?? "";

/** A date in words; as it was written if it is no day, month or year. @param {string} [date] */
function dateWords(date = "") {
  const parsed = readPeriod(`${date}..${date}`);
  return parsed ? formatPeriod(parsed.period) : date;
}

/** The different sources of a record: publisher or host, grade and date of each. @param {PageRecord} record */
function sourcesOf({ feature }) {
  /** @type {any[]} */
  const sources = [feature.properties.sources].flat();
  const labels = sources.map(({ publisher, title, cite, url, read_at: copies, published, grade }) => {
    const name = publisher || title || cite || hostOf(url || [copies].flat()[0]);
    const nameAndGrade = grade ? `${name} ${grade.reliability}${grade.credibility}` : name;
    return [nameAndGrade, dateWords(published)].filter(Boolean).join(", ");
  });
  return [...new Set(labels)].join("; ");
}

/** Certain or possible. @param {PageQuery} query @param {number} i */
function certaintyOf(query, i) {
  const reason = query.result().unsure[i];
  // The date column shows that a record has no date.
  return reason === "undated" ? "" : translate(reason ? "print.possibly" : "print.certainly");
}

/** The title of a record with what stands under it. @param {string} title @param {string} [summary] @param {string} [corrected] */
const titleCell = (title, summary, corrected) => [
  title,
  ...(summary ? [element("span", { class: "printed-summary" }, [summary])] : []),
  ...(corrected ? [element("span", { class: "printed-corrected" }, [corrected])] : []),
];

/**
 * The cells of a record by their columns, in order; an empty list where it has nothing to say.
 * @param {PageData} data @param {PageQuery} query @param {PageRecord} record @param {boolean} withCertainty whether to state whether it is certain or possible
 * @returns {Record<string, (Node | string)[]>}
 */
function cellsOf(data, query, record, withCertainty) {
  const cells = {
    date: record.dateParts.join(" · "),
    place: record.place,
    status: capital(valueLabel(record.status)),
    verification: verificationText(record),
    sources: sourcesOf(record),
    certainty: withCertainty ? capital(certaintyOf(query, record.i)) : "",
  };
  const { date, ...others } = Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text ? [text] : []]));
  const title = titleCell(record.title, record.cardTexts.summary, record.correction);
  return { number: [markSymbol(record, data.themes[record.theme])], date, title, ...others };
}

/** The table of records, without columns that would be empty. @param {PageData} data @param {PageQuery} query @param {PageRecord[]} listed */
function table(data, query, listed) {
  // If all are certain, the count in the masthead states it.
  const withCertainty = listed.some(({ i }) => query.result().unsure[i]);
  const rows = listed.map((record) => cellsOf(data, query, record, withCertainty));
  const names = Object.keys(rows[0]).filter((name) => rows.some((cells) => cells[name].length));
  const heads = names.map((name) =>
    element("th", { scope: "col", class: `printed-${name}` }, [translate(`print.${name}`)]),
  );
  const cells = (/** @type {typeof rows[number]} */ row) =>
    names.map((name) => element("td", { class: `printed-${name}` }, row[name]));
  return element("table", { class: "printed-records" }, [
    element("caption", {}, [translate("print.records")]),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, rows.map((row) => element("tr", {}, cells(row)))),
  ]);
}

/**
 * Some records in lines: number, title, date, place and sources.
 * @param {PageData} data @param {PageQuery} query @param {readonly number[]} numbers
 * @param {boolean} [brief] instead of place and sources only whether the record is possible
 */
export function recordLines(data, query, numbers, brief = false) {
  const lines = data.records.all.flatMap((record) => {
    if (!numbers.includes(record.n)) return [];
    const note = possibleNote(query.result(), record.i);
    const placeOrNote = brief ? note && translate(note) : record.place;
    const facts = [...record.dateParts, placeOrNote].filter(Boolean).join(" · ");
    const texts = brief ? [facts] : [facts, sourcesOf(record)];
    const spans = texts.map((text) => element("span", { class: "printed-summary" }, [text]));
    return element("li", {}, [markSymbol(record, data.themes[record.theme]), record.title, ...spans]);
  });
  return lines.length ? [element("ul", { class: "printed-lines" }, lines)] : [];
}

/** In place of a table whose texts are not in the page. @param {number} n of its records */
const tooMany = (n) => element("section", { class: "printed" }, [element("p", {}, [translate("print.tooMany", { n })])]);

/**
 * The sheet after the map, with its records in the order of their numbers.
 * @param {PageData} data @param {PageQuery} query
 */
export function recordList(data, query) {
  const { shown, count } = query.result();
  if (data.records.remote) return tooMany(count);
  const numbers = data.records.all.filter(({ i }) => shown[i]).map(({ n }) => n);
  const lines = recordLines(data, query, numbers, true);
  return element("section", { class: "printed printed-list" }, [element("h2", {}, [translate("print.records")]), ...lines]);
}

/** The sources of a record as its card has them. @param {PageRecord} record */
function references({ n, card }) {
  const items = [...(card?.querySelectorAll(":is(.claims, .sources) > li") ?? [])];
  return items.map((listItem, index) => {
    const copy = /** @type {HTMLElement} */ (listItem.cloneNode(true));
    copy.removeAttribute("id");
    if (!index) copy.prepend(element("b", { class: "printed-of" }, [`${n}`]));
    return copy;
  });
}

/**
 * Adds the table of the shown records and their sources to the document.
 * @param {PageData} data @param {PageQuery} query
 * @returns {() => void} removes it again
 */
export function addRecordTable(data, query) {
  const { shown, count } = query.result();
  if (data.records.remote) {
    const note = tooMany(count);
    document.querySelector(".plate")?.after(note);
    return () => note.remove();
  }
  const listed = data.records.all.filter(({ i }) => shown[i]);
  if (!listed.length) return () => {};
  const sources = element("section", { class: "printed-sources" }, [
    element("h2", {}, [translate("print.references")]),
    element("ul", {}, listed.flatMap(references)),
  ]);
  const section = element("section", { class: "printed" }, [table(data, query, listed), sources]);
  retranslate(section); // cards of the first language may be among its sources
  document.querySelector(".plate")?.after(section);
  return () => section.remove();
}
