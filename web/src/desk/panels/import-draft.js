// What a file of others would add, as the server read it: its columns, its findings and the drafts of its rows.
import { element } from "../../page/dom.js";
import { choice } from "../form/fields.js";
import { typePicker } from "../form/type-field.js";
import { text } from "../vocabulary.js";

/** @typedef {{column: string, property: string | null, kept_as: string | null, cells: string[]}} Column */
/**
 * @typedef {object} Draft
 * @property {Column[]} columns
 * @property {string[]} properties
 * @property {string[]} messages
 * @property {{new: number, same: number, changed: number}} counts
 * @property {number} faulty
 * @property {boolean} sound
 * @property {any[]} features
 * @property {import("../form/fields.js").Finding[]} findings
 */
/**
 * @typedef {object} Choices what the user decides of a file
 * @property {() => string | undefined} type of all rows
 * @property {(id: string) => void} setType
 * @property {(column: string, property: string) => void} setProperty none where it is empty
 */

/** All of a draft, from its counts to how the file was read. @param {Draft} draft @param {Choices} choices */
export const draftParts = ({ counts, faulty, columns, properties, findings, features, messages }, choices) => [
  element("p", { class: "counts", role: "status" }, [text("draftCounts", { ...counts, faulty })]),
  ...(columns.some(({ property }) => property === "type") ? [] : [typeForAll(choices)]),
  columnTable(columns, properties, choices),
  findingList(findings),
  draftList(features),
  messageList(messages),
];

/** The type of all rows, where no column has it. @param {Choices} choices */
function typeForAll({ type, setType }) {
  const { box, options, update } = typePicker("type-all", type, (id, isChoice) => {
    if (id !== undefined && isChoice) setType(id);
  });
  const id = "type-for-all";
  box.id = id;
  update();
  return element("div", { class: "field" }, [
    element("label", { for: id }, [text("typeForAll")]),
    element("div", { class: "control" }, [box, options]),
  ]);
}

/** The columns, each with the property that it becomes. @param {Column[]} columns @param {string[]} properties @param {Choices} choices */
function columnTable(columns, properties, choices) {
  const heads = ["column", "cells", "property"].map((one) => element("th", { scope: "col" }, [text(`columns.${one}`)]));
  return element("table", { class: "columns" }, [
    element("thead", {}, [element("tr", {}, heads)]),
    element("tbody", {}, columns.map((column) => columnRow(column, properties, choices))),
  ]);
}

/** A column with its first cells. @param {Column} column @param {string[]} properties @param {Choices} choices */
function columnRow({ column, property, kept_as: kept, cells }, properties, { setProperty }) {
  const names = /** @type {[string, string][]} */ (properties.map((one) => [one, one]));
  const select = choice("property", [["", kept ? text("kept") : text("leftOut")], ...names]);
  select.value = property ?? "";
  select.setAttribute("aria-label", column);
  select.addEventListener("change", () => setProperty(column, select.value));
  return element("tr", {}, [
    element("th", { scope: "row" }, [column]),
    element("td", { class: "cells" }, [cells.slice(0, 3).join(" · ")]),
    element("td", {}, [select]),
  ]);
}

/** What is wrong in the rows. @param {import("../form/fields.js").Finding[]} findings */
const findingList = (findings) =>
  element(
    "ul",
    { class: "findings" },
    findings.map(({ severity, pointer, message, remedy }) =>
      element("li", { class: severity }, [`${pointer}: ${remedy ? `${message}; ${remedy}` : message}`]),
    ),
  );

/** The records that the rows would become. @param {any[]} features */
const draftList = (features) =>
  element(
    "ul",
    { class: "rows drafts" },
    features.map(({ properties: { title, start, type } }) =>
      element("li", {}, [
        element("div", {}, [element("b", {}, [title ?? ""]), element("p", {}, [[start, type].filter(Boolean).join(" · ")])]),
      ]),
    ),
  );

/** How the file was read. @param {string[]} messages */
const messageList = (messages) =>
  element("details", {}, [
    element("summary", {}, [text("howRead")]),
    element("ul", {}, messages.map((one) => element("li", {}, [one]))),
  ]);
