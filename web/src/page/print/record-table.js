// The printed table of records, and the sources of each.
import { cardOf } from "../card/packed-cards.js";
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

/** How far a record is established, in as many words as it states. @param {PageRecord} record */
function verificationText({ verification, confidence }) {
  const level = valueLabel(confidence);
  return capital([valueLabel(verification), level && translate("print.confidence", { level })].filter(Boolean).join(", "));
}

/** Whose page an address is. @param {string} [url] */
const hostOf = (url = "") => url.split("://")[1]?.split("/")[0].replace(/^www\./, "") ?? "";

/** A date in words; one that is more than days, months or years as it was written. @param {string} [date] */
function dateWords(date = "") {
  const parsed = readPeriod(`${date}..${date}`);
  return parsed ? formatPeriod(parsed.period) : date;
}

/** Where each source is to be read, once: publisher or host, date and grade. @param {PageRecord} record */
function sourcesOf({ feature }) {
  /** @type {any[]} */
  const sources = [feature.properties.sources].flat();
  const labels = sources.map(({ publisher, title, cite, url, read_at: copies, published, grade }) => {
    const name = publisher || title || cite || hostOf(url || [copies].flat()[0]);
    const graded = grade ? `${name} ${grade.reliability}${grade.credibility}` : name;
    return [graded, dateWords(published)].filter(Boolean).join(", ");
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
 * What a record has in each column, in their order; none for a column that does not concern it.
 * @param {PageData} data @param {PageQuery} query @param {PageRecord} record @param {boolean} graded whether certain and possible ones are listed
 * @returns {Record<string, (Node | string)[]>}
 */
function cellsOf(data, query, record, graded) {
  const cells = {
    date: record.dateParts.join(" · "),
    place: record.place,
    status: capital(valueLabel(record.status)),
    verification: verificationText(record),
    sources: sourcesOf(record),
    certainty: graded ? capital(certaintyOf(query, record.i)) : "",
  };
  const { date, ...others } = Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text ? [text] : []]));
  const title = titleCell(record.title, record.feature.properties.summary, record.correction);
  return { number: [markSymbol(record, data.themes[record.theme])], date, title, ...others };
}

/** A table without the columns in which no record has anything. @param {PageData} data @param {PageQuery} query @param {PageRecord[]} listed */
function table(data, query, listed) {
  // If all are certain, the count in the masthead states it.
  const graded = listed.some(({ i }) => query.result().unsure[i]);
  const rows = listed.map((record) => cellsOf(data, query, record, graded));
  const names = Object.keys(rows[0]).filter((name) => rows.some((cells) => cells[name].length));
  const heads = names.map((name) => element("th", { scope: "col", class: `printed-${name}` }, [translate(`print.${name}`)]));
  const cells = (/** @type {typeof rows[number]} */ row) => names.map((name) => element("td", { class: `printed-${name}` }, row[name]));
  return element("table", { class: "printed-records" }, [
    element("caption", {}, [translate("print.records")]),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, rows.map((row) => element("tr", {}, cells(row)))),
  ]);
}

/**
 * Some records in lines: number, title, date and place, and where it is to be read.
 * @param {PageData} data @param {PageQuery} query @param {readonly number[]} numbers @param {boolean} [brief] number, title, date and whether it is possible alone
 */
export function recordLines(data, query, numbers, brief = false) {
  const lines = data.records.all.flatMap((record) => {
    if (!numbers.includes(record.n)) return [];
    const note = brief && possibleNote(query.result(), record.i);
    const facts = [...record.dateParts, brief ? note && translate(note) : record.place].filter(Boolean).join(" · ");
    const spans = [facts, ...(brief ? [] : [sourcesOf(record)])].map((text) => element("span", { class: "printed-summary" }, [text]));
    return element("li", {}, [markSymbol(record, data.themes[record.theme]), record.title, ...spans]);
  });
  return lines.length ? [element("ul", { class: "printed-lines" }, lines)] : [];
}

/**
 * A sheet with the records of the map before it, by their numbers.
 * @param {PageData} data @param {PageQuery} query
 */
export function recordList(data, query) {
  const { shown } = query.result();
  const lines = recordLines(data, query, data.records.all.filter(({ i }) => shown[i]).map(({ n }) => n), true);
  return element("section", { class: "printed printed-list" }, [element("h2", {}, [translate("print.records")]), ...lines]);
}

/** The sources of a record as its card has them. @param {PageRecord} record */
function references({ n, line }) {
  const card = cardOf(line);
  const listed = [...(card?.querySelectorAll(":is(.claims, .sources) > li") ?? [])];
  return listed.map((listItem, index) => {
    const copy = /** @type {HTMLElement} */ (listItem.cloneNode(true));
    copy.removeAttribute("id");
    if (!index) copy.prepend(element("b", { class: "printed-of" }, [`${n}`]));
    return copy;
  });
}

/**
 * @param {PageData} data @param {PageQuery} query
 * @returns {() => void} takes it away again
 */
export function addRecordTable(data, query) {
  const { shown } = query.result();
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
