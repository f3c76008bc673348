// What a file of others would add, as the server read it: its columns, the drafts of its rows, and those with errors.
import { button, element } from "../../page/dom.js";
import { choice, input } from "../form/fields.js";
import { typePicker } from "../form/type-field.js";
import { hasText, text, typeOf } from "../vocabulary.js";

/** @typedef {import("../form/fields.js").Finding} Finding */
/** @typedef {{column: string, property: string | null, kept_as: string | null, cells: string[], choices: string[], values: Record<string, string | null>, like: Record<string, string[]>}} Column like: the choices that a text may mean */
/** @typedef {{feature: any, findings: Finding[]}} FaultyRow pointers into the feature */
/**
 * @typedef {object} Draft
 * @property {Column[]} columns
 * @property {string | null} geometry the columns of the position
 * @property {string[]} properties
 * @property {string[]} messages
 * @property {boolean} replaces whether its rows are records already
 * @property {string[]} places which places the names in it were read as
 * @property {{new: number, same: number, changed: number}} counts
 * @property {number} faulty
 * @property {number} held rows that lost their title or position
 * @property {number} twice rows that are probably stored already, or twice in the file
 * @property {boolean} sound
 * @property {any[]} features
 * @property {FaultyRow[]} rows
 * @property {Finding[]} findings
 */
/**
 * @typedef {object} Choices what the user decides of a file
 * @property {(property: string) => string | undefined} ofAll the value of a property in all rows
 * @property {(property: string, value: string) => void} setAll none where it is empty
 * @property {() => boolean} incomplete whether rows without a title or position are imported
 * @property {() => boolean} doubles whether probable duplicates are imported
 * @property {(is: boolean) => void} setIncomplete
 * @property {(is: boolean) => void} setDoubles
 * @property {(column: string, property: string) => void} setProperty none where it is empty
 * @property {(column: string, words: string, value: string) => void} setValue of a text in a column
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

/** All of a draft, from its counts to how the file was read. @param {Draft} draft @param {Choices} choices */
export const draftParts = (draft, choices) => [
  element("p", { class: "counts", role: "status" }, [text("draftCounts", { ...draft.counts, faulty: draft.faulty })]),
  ...incompleteRows("held", "takeHeld", draft.held, choices.incomplete(), choices.setIncomplete),
  ...incompleteRows("twice", "takeTwice", draft.twice, choices.doubles(), choices.setDoubles),
  ...(draft.replaces || fills(draft, "type") ? [] : [typeForAll(choices)]),
  ...(draft.replaces || fills(draft, "place.precision") ? [] : [precisionForAll(draft, choices)]),
  ...(draft.columns.length ? [columnTable(draft, choices)] : []),
  findingList(draft.findings),
  rowList(draft.rows),
  placeList(draft.places),
  draftList(draft.features),
  messageList(draft.messages),
];

/** The type of all rows, where no column has it. @param {Choices} choices */
function typeForAll({ ofAll, setAll }) {
  const { box, options, update } = typePicker("type-all", () => ofAll("type"), (id, isChoice) => {
    if (id !== undefined && isChoice) setAll("type", id);
  });
  const id = "type-for-all";
  box.id = id;
  update();
  return element("div", { class: "field" }, [
    element("label", { for: id }, [text("typeForAll")]),
    element("div", { class: "control" }, [box, options]),
  ]);
}

/** @param {Draft} draft @param {string} path */
const fills = ({ columns }, path) => columns.some(({ property }) => property === path);

/**
 * Rows that are imported only if the reader agrees.
 * @param {string} reason key of the text @param {string} choiceKey that of taking them @param {number} rows how many
 * @param {boolean} isIncluded @param {(is: boolean) => void} setIncluded
 */
function incompleteRows(reason, choiceKey, rows, isIncluded, setIncluded) {
  if (!rows && !isIncluded) return [];
  const box = input(choiceKey, { type: "checkbox", id: choiceKey });
  box.checked = isIncluded;
  box.addEventListener("change", () => setIncluded(box.checked));
  return [
    element("div", { class: "held" }, [
      ...(rows ? [element("p", { class: "warning" }, [text(reason, { n: rows })])] : []),
      element("label", { for: box.id }, [box, ` ${text(choiceKey)}`]),
    ]),
  ];
}

/** The precision of all rows, and the radius where no column has it. @param {Draft} draft @param {Choices} choices */
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

/** The columns, each with the property that it becomes. @param {Draft} draft @param {Choices} choices */
function columnTable({ columns, geometry, properties }, choices) {
  const heads = ["column", "cells", "property"].map((heading) => element("th", { scope: "col" }, [text(`columns.${heading}`)]));
  const position = geometry ? [element("tr", {}, [element("th", { scope: "row" }, [geometry]), element("td"), element("td", {}, [text("columns.position")])])] : [];
  return element("table", { class: "columns" }, [
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, [...position, ...columns.flatMap((column) => [columnRow(column, properties, choices), ...valueRows(column, choices)])]),
  ]);
}

/** Properties to choose from: the usual ones by their labels, then all others. @param {string[]} properties @param {string} noneLabel */
function propertyChoice(properties, noneLabel) {
  const usual = Object.entries(LABELS).filter(([path]) => properties.includes(path));
  const select = choice("property", [["", noneLabel], ...usual.map(([path, keys]) => /** @type {[string, string]} */ ([path, keys.map((key) => text(key)).join(": ")]))]);
  const unlabelled = properties.filter((path) => !(path in LABELS)).map((path) => element("option", { value: path }, [path]));
  select.append(element("optgroup", { label: text("more") }, unlabelled));
  return select;
}

/** A column with its first cells. @param {Column} column @param {string[]} properties @param {Choices} choices */
function columnRow({ column, property, kept_as: keptAs, cells }, properties, { setProperty }) {
  const select = propertyChoice(properties, keptAs ? text("kept") : text("leftOut"));
  select.value = property ?? "";
  select.setAttribute("aria-label", column);
  select.addEventListener("change", () => setProperty(column, select.value));
  return element("tr", {}, [
    element("th", { scope: "row" }, [column]),
    element("td", { class: "cells" }, [element("span", {}, [cells.slice(0, 3).join(" · ")])]),
    element("td", {}, [select]),
  ]);
}

/** @param {string} value of a property */
const valueLabel = (value) => {
  const type = typeOf(value);
  if (type) return `${type.theme} / ${type.label}`;
  return hasText(`values.${value}`) ? text(`values.${value}`) : hasText(`precision.${value}`) ? text(`precision.${value}`) : value;
};

/** Texts of a column that are none of its property's values, each with the value that it means. @param {Column} column @param {Choices} choices */
function valueRows({ column, choices, values, like }, { setValue }) {
  const unread = Object.keys(values).filter((words) => values[words] === null);
  return unread.map((words) => {
    const select = choice("value", [["", "–"], ...choices.map((value) => /** @type {[string, string]} */ ([value, valueLabel(value)]))]);
    select.setAttribute("aria-label", `${column}: ${words}`);
    select.addEventListener("change", () => setValue(column, words, select.value));
    const offers = (like[words] ?? []).map((value) => button("candidate", valueLabel(value), () => setValue(column, words, value)));
    return element("tr", { class: "value" }, [element("td"), element("th", { scope: "row" }, [text("means", { what: words })]), element("td", {}, [select, ...offers])]);
  });
}

/** The part of the form in which a finding stands, with a colon. @param {string} pointer into a record */
function partOf(pointer) {
  const key = pointer.split("/")[2] ?? "";
  const label = (LABELS[key] ?? [`fields.${key}`])[0];
  return key && hasText(label) ? `${text(label)}: ` : "";
}

/** Rules of what a row lacks: a property, or its geometry. */
const ABSENT = ["missing", "feature-geometry"];

/** What a row lacks. @param {string} key a property, or `geometry` for the position that it had */
function missingText(key) {
  return key === "geometry" ? text("positionLost") : `${partOf(`/properties/${key}`)}${text("needed")}`;
}

/** @param {Finding[]} findings */
const findingList = (findings) =>
  element("ul", { class: "findings" }, findings.map(({ severity, pointer, key, message, remedy, rule }) => {
    if (ABSENT.includes(rule)) return element("li", { class: severity }, [missingText(key)]);
    const words = remedy ? `${message}; ${remedy}` : message;
    return element("li", { class: severity }, [pointer.startsWith("/properties") ? `${partOf(pointer)}${words}` : words]);
  }));

/** What stands in a record's line. @param {any} feature @param {(Node | string)[]} [parts] */
const recordLine = ({ properties: { title, start, type } }, parts = []) =>
  element("li", {}, [
    element("div", {}, [element("b", {}, [title ?? ""]), element("p", {}, [[start, typeOf(type)?.label ?? type].filter(Boolean).join(" · ")]), ...parts]),
  ]);

/** The records that the rows would become. @param {any[]} features */
const draftList = (features) => element("ul", { class: "rows drafts" }, features.map((feature) => recordLine(feature)));

/** Rows with errors, and what is wrong in each. @param {FaultyRow[]} rows @param {(n: number) => void} [correct] opens one in the form */
export const rowList = (rows, correct) =>
  element("ul", { class: "rows faulty" }, rows.map(({ feature, findings }, n) =>
    recordLine(feature, [findingList(findings), ...(correct ? [button("add", text("correct"), () => correct(n))] : [])]),
  ));

/** Which places the names were read as, before they are stored. @param {string[]} places */
const placeList = (places) =>
  element("ul", { class: "hint", "aria-label": text("placesRead") }, places.map((place) => element("li", {}, [text("placeRead", { place })])));

/** How the file was read. @param {string[]} messages */
const messageList = (messages) =>
  element("details", {}, [
    element("summary", {}, [text("howRead")]),
    element("ul", {}, messages.map((message) => element("li", {}, [message]))),
  ]);
