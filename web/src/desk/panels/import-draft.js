// What a file of others would add, as the server read it: its columns, the drafts of its rows, and those with errors.
import { button, element } from "../../page/dom.js";
import { choice, input } from "../form/fields.js";
import { typePicker } from "../form/type-field.js";
import { hasText, text, typeOf } from "../vocabulary.js";

/** @typedef {import("../form/fields.js").Finding} Finding */
/**
 * @typedef {object} Column
 * @property {string} column its name
 * @property {string | null} property that it becomes
 * @property {string | null} kept_as its property of the user's own, if it becomes no other
 * @property {string[]} cells the first ones
 * @property {string[]} choices values that the property may have
 * @property {Record<string, string | null>} values that texts of the column mean; null if it is open
 * @property {Record<string, string[]>} like values that such a text may mean
 */
/** @typedef {{feature: any, findings: Finding[]}} FaultyRow pointers into the feature */
/**
 * @typedef {object} Draft
 * @property {Column[]} columns
 * @property {string | null} geometry the columns of the position
 * @property {string[]} properties that a column can become
 * @property {{name: string, label: string} | null} dataset that has the columns of the file
 * @property {string[]} messages how the file was read
 * @property {boolean} replaces whether its rows are records already
 * @property {string[]} places which places the names in it were read as
 * @property {{new: number, same: number, changed: number}} counts
 * @property {number} faulty how many rows have errors
 * @property {number} held rows that lost their title or position
 * @property {number} twice rows that are probably stored already, or twice in the file
 * @property {boolean} sound whether all rows can be added
 * @property {any[]} features the first sound records
 * @property {FaultyRow[]} rows the first rows with errors
 * @property {Finding[]} findings that belong to no row
 */
/**
 * @typedef {object} Decisions of the user about a file
 * @property {(property: string) => string | undefined} ofAll the value of a property in all rows
 * @property {(property: string, value: string) => void} setAll an empty value takes it back
 * @property {() => string} from the event dataset whose codes are read; empty without one
 * @property {(dataset: string) => void} setFrom
 * @property {() => boolean} incomplete whether rows without a title or position are imported
 * @property {() => boolean} doubles whether probable duplicates are imported
 * @property {(is: boolean) => void} setIncomplete
 * @property {(is: boolean) => void} setDoubles
 * @property {(column: string, property: string) => void} setProperty an empty property keeps the column under its own name
 * @property {(column: string, words: string, value: string) => void} setValue what a text in a column means
 */

/** The labels of what most columns hold, by property; the others go by their own name. */
const LABELS = /** @type {Record<string, string[]>} */ ({
  title: ["fields.title"], type: ["fields.type"], start: ["fields.date"], end: ["fields.end"],
  "place.name": ["fields.place"], "place.precision": ["fields.precision"], "place.radius_km": ["fields.radius"],
  "actors.name": ["fields.actors", "parts.actors.name"], "actors.country": ["fields.actors", "parts.actors.country"],
  "sources.url": ["fields.sources", "parts.sources.url"], "sources.cite": ["fields.sources", "parts.sources.cite"],
  "sources.title": ["fields.sources", "parts.sources.title"], "sources.publisher": ["fields.sources", "parts.sources.publisher"],
  "sources.published": ["fields.sources", "parts.sources.published"], "sources.claimant": ["fields.sources", "parts.sources.claimant"],
  summary: ["fields.summary"], status: ["fields.status"], "verification.level": ["fields.verification"], marking: ["fields.marking"], tags: ["fields.tags"],
});

/** All of a draft, from its counts to how the file was read. @param {Draft} draft @param {Decisions} decisions */
export const draftParts = (draft, decisions) => [
  element("p", { class: "counts", role: "status" }, [text("draftCounts", { ...draft.counts, faulty: draft.faulty })]),
  ...rowsToConfirm("held", "takeHeld", draft.held, decisions.incomplete(), decisions.setIncomplete),
  ...rowsToConfirm("twice", "takeTwice", draft.twice, decisions.doubles(), decisions.setDoubles),
  ...(draft.dataset ? [codesChoice(draft.dataset, decisions)] : []),
  ...(isWhole(draft, decisions, "type") ? [] : [typeForAll(decisions)]),
  ...(isWhole(draft, decisions, "place.precision") ? [] : [precisionForAll(draft, decisions)]),
  ...(draft.columns.length ? [columnTable(draft, decisions)] : []),
  findingList(draft.findings),
  rowList(draft.rows),
  placeList(draft.places),
  draftList(draft.features),
  messageList(draft.messages),
];

/** Whether all rows state a property by a column or by the codes of a dataset. @param {Draft} draft @param {Decisions} decisions @param {string} path */
const isWhole = (draft, decisions, path) => draft.replaces || decisions.from() !== "" || fills(draft, path);

/** Whether the codes of an event dataset are read. @param {{name: string, label: string}} dataset @param {Decisions} decisions */
function codesChoice({ name, label }, { from, setFrom }) {
  const box = input("from-dataset", { type: "checkbox", id: "from-dataset" });
  box.checked = from() === name;
  box.addEventListener("change", () => setFrom(box.checked ? name : ""));
  return element("div", { class: "held" }, [element("label", { for: box.id }, [box, ` ${text("readCodes", { dataset: label })}`])]);
}

/** The type of all rows, where no column has it. @param {Decisions} decisions */
function typeForAll({ ofAll, setAll }) {
  const { box, options, tree, update } = typePicker("type-all", () => ofAll("type"), (type, isChoice) => {
    if (type !== undefined && isChoice) setAll("type", type);
  });
  box.id = "type-for-all";
  update();
  return element("div", { class: "field" }, [
    element("label", { for: box.id }, [text("typeForAll")]),
    element("div", { class: "control" }, [box, options, ...tree]),
  ]);
}

/** Whether a column becomes a property. @param {Draft} draft @param {string} path */
const fills = ({ columns }, path) => columns.some(({ property }) => property === path);

/**
 * A notice of rows that are imported only if the user agrees, with a checkbox.
 * @param {string} noticeKey @param {string} checkboxKey @param {number} count of the rows
 * @param {boolean} isIncluded @param {(is: boolean) => void} setIncluded
 */
function rowsToConfirm(noticeKey, checkboxKey, count, isIncluded, setIncluded) {
  if (!count && !isIncluded) return [];
  const box = input(checkboxKey, { type: "checkbox", id: checkboxKey });
  box.checked = isIncluded;
  box.addEventListener("change", () => setIncluded(box.checked));
  return [
    element("div", { class: "held" }, [
      ...(count ? [element("p", { class: "warning" }, [text(noticeKey, { n: count })])] : []),
      element("label", { for: box.id }, [box, ` ${text(checkboxKey)}`]),
    ]),
  ];
}

/** The precision of all rows, and the radius where no column has it. @param {Draft} draft @param {Decisions} decisions */
function precisionForAll(draft, { ofAll, setAll }) {
  const kinds = ["exact", "near", "representative"].map((value) => /** @type {[string, string]} */ ([value, text(`precision.${value}`)]));
  const select = choice("precision-all", [["", text("unstated")], ...kinds]);
  select.id = "precision-for-all";
  select.value = ofAll("place.precision") ?? "";
  select.addEventListener("change", () => setAll("place.precision", select.value));
  const radius = input("radius-all", { inputmode: "decimal", "aria-label": text("radiusForAll") });
  radius.value = ofAll("place.radius_km") ?? "";
  radius.addEventListener("change", () => setAll("place.radius_km", radius.value.trim().replace(",", ".")));
  return element("div", { class: "field" }, [
    element("label", { for: select.id }, [text("precisionForAll")]),
    element("div", { class: "control" }, [select, ...(fills(draft, "place.radius_km") ? [] : [" ", radius, " km"])]),
  ]);
}

/** The columns, each with the property that it becomes. @param {Draft} draft @param {Decisions} decisions */
function columnTable({ columns, geometry, properties }, decisions) {
  const heads = ["column", "cells", "property"].map((heading) => element("th", { scope: "col" }, [text(`columns.${heading}`)]));
  const rows = columns.flatMap((column) => [columnRow(column, properties, decisions), ...valueRows(column, decisions)]);
  if (geometry) rows.unshift(tableRow(rowHead(geometry), element("td"), element("td", {}, [text("columns.position")])));
  return element("table", { class: "columns" }, [element("thead", {}, [tableRow(...heads)]), element("tbody", {}, rows)]);
}

/** @param {HTMLElement[]} cells */
const tableRow = (...cells) => element("tr", {}, cells);

/** @param {string} name */
const rowHead = (name) => element("th", { scope: "row" }, [name]);

/** Properties to choose from: the usual ones by their labels, then all others. @param {string[]} properties @param {string} noneLabel */
function propertyChoice(properties, noneLabel) {
  const usual = Object.entries(LABELS).filter(([path]) => properties.includes(path));
  const labelled = usual.map(([path, keys]) => /** @type {[string, string]} */ ([path, keys.map((key) => text(key)).join(": ")]));
  const select = choice("property", [["", noneLabel], ...labelled]);
  const unlabelled = properties.filter((path) => !(path in LABELS)).map((path) => element("option", { value: path }, [path]));
  select.append(element("optgroup", { label: text("more") }, unlabelled));
  return select;
}

/** A column with its first cells. @param {Column} column @param {string[]} properties @param {Decisions} decisions */
function columnRow({ column, property, kept_as: keptAs, cells }, properties, { setProperty }) {
  const select = propertyChoice(properties, keptAs ? text("kept") : text("leftOut"));
  select.value = property ?? "";
  select.setAttribute("aria-label", column);
  select.addEventListener("change", () => setProperty(column, select.value));
  return tableRow(
    rowHead(column),
    element("td", { class: "cells" }, [element("span", {}, [cells.slice(0, 3).join(" · ")])]),
    element("td", {}, [select]),
  );
}

/** The label of a value of a property. @param {string} value */
function valueLabel(value) {
  const type = typeOf(value);
  if (type) return `${type.theme} / ${type.label}`;
  const key = [`values.${value}`, `precision.${value}`].find(hasText);
  return key ? text(key) : value;
}

/** Texts of a column that are none of its property's values, each with the value that it means. @param {Column} column @param {Decisions} decisions */
function valueRows({ column, choices, values, like }, { setValue }) {
  const unread = Object.keys(values).filter((words) => values[words] === null);
  const labelled = choices.map((value) => /** @type {[string, string]} */ ([value, valueLabel(value)]));
  return unread.map((words) => {
    const select = choice("value", [["", "–"], ...labelled]);
    select.setAttribute("aria-label", `${column}: ${words}`);
    select.addEventListener("change", () => setValue(column, words, select.value));
    const offers = (like[words] ?? []).map((value) => button("candidate", valueLabel(value), () => setValue(column, words, value)));
    const cells = [element("td"), rowHead(text("means", { what: words })), element("td", {}, [select, ...offers])];
    return element("tr", { class: "value" }, cells);
  });
}

/** The part of the form in which a finding stands, with a colon. @param {string} pointer into a record */
function partOf(pointer) {
  const key = pointer.split("/")[2] ?? "";
  const label = (LABELS[key] ?? [`fields.${key}`])[0];
  return key && hasText(label) ? `${text(label)}: ` : "";
}

/** Rules whose findings say that a row lacks a property, or its geometry. */
const RULES_OF_ABSENCE = ["missing", "feature-geometry"];

/** What a row lacks. @param {string} key a property, or `geometry` for the position that it had */
function missingText(key) {
  return key === "geometry" ? text("positionLost") : `${partOf(`/properties/${key}`)}${text("needed")}`;
}

/** @param {Finding[]} findings */
const findingList = (findings) =>
  element("ul", { class: "findings" }, findings.map(({ severity, pointer, key, message, remedy, rule }) => {
    if (RULES_OF_ABSENCE.includes(rule)) return element("li", { class: severity }, [missingText(key)]);
    const words = remedy ? `${message}; ${remedy}` : message;
    return element("li", { class: severity }, [pointer.startsWith("/properties") ? `${partOf(pointer)}${words}` : words]);
  }));

/** A row of the list of records: title, date and type. @param {any} feature @param {(Node | string)[]} [parts] below them */
const recordLine = ({ properties: { title, start, type } }, parts = []) =>
  element("li", {}, [
    element("div", {}, [
      element("b", {}, [title ?? ""]),
      element("p", {}, [[start, typeOf(type)?.label ?? type].filter(Boolean).join(" · ")]),
      ...parts,
    ]),
  ]);

/** The records that the rows would become. @param {any[]} features */
const draftList = (features) => element("ul", { class: "rows drafts" }, features.map((feature) => recordLine(feature)));

/** Rows with errors, and what is wrong in each. @param {FaultyRow[]} rows @param {(n: number) => void} [correct] opens row `n` in the form */
export const rowList = (rows, correct) =>
  element("ul", { class: "rows faulty" }, rows.map(({ feature, findings }, n) =>
    recordLine(feature, [findingList(findings), ...(correct ? [button("add", text("correct"), () => correct(n))] : [])]),
  ));

/** The places that names in the rows were read as. @param {string[]} places */
const placeList = (places) =>
  element("ul", { class: "hint", "aria-label": text("placesRead") }, places.map((place) => element("li", {}, [text("placeRead", { place })])));

/** How the file was read. @param {string[]} messages */
const messageList = (messages) =>
  element("details", {}, [
    element("summary", {}, [text("howRead")]),
    element("ul", {}, messages.map((message) => element("li", {}, [message]))),
  ]);
