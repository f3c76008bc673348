// The printed table of records, and the sources of each.
import { cardOf } from "../card/packed-cards.js";
import { featureCollection } from "../payload.js";
import { recordLine } from "../list/record-list.js";
import { element } from "../dom.js";
import { markSymbol } from "../marks/record-mark.js";
import { retranslate, translate, valueLabel } from "../i18n.js";

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {import("../query/query.js").PageQuery} PageQuery */

const COLUMNS = ["number", "date", "title", "place", "status", "verification", "sources"];

/** @param {Element | null} row of the list @param {string} part */
const textOf = (row, part) => row?.querySelector(part)?.textContent?.trim() ?? "";

/** What stands under a word of a table of the facets. @param {string[]} table @param {number} at */
const statedOf = (table, at) => (at < 0 ? "" : valueLabel(table[at]));

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How far a record is established, in as many words as it states. @param {PageData} data @param {number} i */
function verificationText({ facets }, i) {
  const { verification, confidence } = facets.records;
  const level = statedOf(facets.confidences, confidence[i]);
  const said = [
    statedOf(facets.verifications, verification[i]),
    level && translate("print.confidence", { level }),
  ];
  return capital(said.filter(Boolean).join(", "));
}

/** Whose page an address is. @param {string} [url] */
const hostOf = (url = "") => url.split("://")[1]?.split("/")[0].replace(/^www\./, "") ?? "";

/** Sources, each once, with their grades. @param {any} feature */
function sourcesOf(feature) {
  /** @type {any[]} */
  const sources = [feature.properties.sources].flat();
  const said = sources.map(({ publisher, title, cite, url, read_at: copies, grade }) => {
    const name = publisher || title || cite || hostOf(url || [copies].flat()[0]);
    return grade ? `${name} ${grade.reliability}${grade.credibility}` : name;
  });
  return [...new Set(said)].join("; ");
}

/** Certain or possible. @param {PageQuery} query @param {number} i */
function certaintyOf(query, i) {
  const why = query.found().unsure[i];
  // The date column shows that a record has no date.
  return why === "undated" ? "" : translate(why ? "print.possibly" : "print.certainly");
}

/** @param {PageData} data @param {PageQuery} query @param {number} i @param {any} feature @param {boolean} graded whether there is a column for certain or possible */
function tableRow(data, query, i, feature, graded) {
  const event = data.events[i];
  const row = recordLine(event.n);
  const number = element("td", { class: "printed-number" });
  number.append(markSymbol(event, data.themes[event.theme]));
  const corrected = textOf(row, ".pick-corrected");
  const cells = [
    [...(row?.querySelector(".pick-date")?.children ?? [])].map(({ textContent }) => textContent).join(" · "),
    textOf(row, ".pick-title"),
    textOf(row, ".pick-place"),
    capital(statedOf(data.facets.statuses, data.facets.records.status[i])),
    verificationText(data, i),
    sourcesOf(feature),
    ...(graded ? [capital(certaintyOf(query, i))] : []),
  ];
  const filled = cells.map((text) => element("td", {}, [text]));
  const summary = feature.properties.summary;
  if (summary) filled[1].append(element("span", { class: "printed-summary" }, [summary]));
  if (corrected) filled[1].append(element("span", { class: "printed-corrected" }, [corrected]));
  return element("tr", {}, [number, ...filled]);
}

/** @param {PageData} data @param {PageQuery} query @param {number[]} listed */
function table(data, query, listed) {
  const { features } = featureCollection();
  // If all are certain, the count in the masthead states it.
  const graded = listed.some((i) => query.found().unsure[i]);
  const heads = [...COLUMNS, ...(graded ? ["certainty"] : [])].map((name) => element("th", { scope: "col" }, [translate(`print.${name}`)]));
  return element("table", { class: "printed-records" }, [
    element("caption", {}, [translate("print.records")]),
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, listed.map((i) => tableRow(data, query, i, features[i], graded))),
  ]);
}

/** The sources of a record as its card has them. @param {number} n */
function references(n) {
  const card = cardOf(recordLine(n));
  const listed = [...(card?.querySelectorAll(":is(.claims, .sources) > li") ?? [])];
  return listed.map((one, at) => {
    const copy = /** @type {HTMLElement} */ (one.cloneNode(true));
    copy.removeAttribute("id");
    if (!at) copy.prepend(element("b", { class: "printed-of" }, [`${n}`]));
    return copy;
  });
}

/**
 * @param {PageData} data @param {PageQuery} query
 * @returns {() => void} takes it away again
 */
export function addRecordTable(data, query) {
  const { shown } = query.found();
  const listed = data.events.flatMap((_, i) => (shown[i] ? [i] : []));
  if (!listed.length) return () => {};
  const sources = element("section", { class: "printed-sources" }, [
    element("h2", {}, [translate("print.references")]),
    element("ul", {}, listed.flatMap((i) => references(data.events[i].n))),
  ]);
  const made = element("section", { class: "printed" }, [table(data, query, listed), sources]);
  retranslate(made); // cards of the first language may be among its sources
  document.querySelector(".plate")?.after(made);
  return () => made.remove();
}
