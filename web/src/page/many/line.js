// Makes the line of a record in the list from its row, as `listed` of geotrack/page/templates/body.html does on a small page.
import { element } from "../dom.js";
import { markSymbol } from "../marks/record-mark.js";
import { retranslate, translateText } from "../i18n.js";
import { markTexts } from "../terms/terms.js";

/** @typedef {import("../payload-types").TextData} TextData a text; its parts in lists are geotrack's own, which are translated */

/** @param {TextData} text */
const partsOf = (text) => (typeof text === "string" ? [text] : text);

/** A text in the page's language. @param {TextData} text */
export const textOf = (text) => partsOf(text).map((part) => (typeof part === "string" ? part : translateText(part[0]))).join("").trim();

/** The nodes of a text; a span without a class is translated. @param {TextData} text */
const nodesOf = (text) => partsOf(text).map((part) => (typeof part === "string" ? part : element("span", {}, part)));

/** A text as an element. @param {string} name @param {TextData} text @param {Record<string, string>} [attributes] */
function textElement(name, text, attributes = {}) {
  const parts = partsOf(text);
  const whole = parts.length === 1 && typeof parts[0] !== "string" ? parts[0] : null;
  return whole ? element(name, { ...attributes, "data-w": "" }, whole) : element(name, attributes, nodesOf(text));
}

/** The line of a record, without texts. @param {import("../payload.js").PageRecord} record */
export const createLine = ({ n, colourClass }) =>
  element("li", { id: `record-${n}`, class: `record ${colourClass}`, "data-record": `${n}` }, [element("button", { class: "pick" })]);

/**
 * Writes the texts of a row into a line, whose button keeps the focus.
 * @param {HTMLElement} line @param {import("../payload.js").PageRecord} record @param {import("../payload-types").RowData} row
 * @param {import("../payload.js").Theme} theme
 */
export function fillLine(line, record, row, theme) {
  const symbol = markSymbol(record, theme);
  symbol.setAttribute("aria-hidden", "true");
  const notes = (row.notes ?? []).flatMap(([text, kind]) => [" ", textElement("span", text, { class: kind })]);
  line.firstElementChild?.replaceChildren(
    symbol,
    element("span", { class: "pick-date" }, [...nodesOf(row.date), ...notes]),
    ...(row.standing ? [textElement("i", row.standing)] : []),
    element("span", { class: "pick-title" }, [row.title]),
    textElement("span", row.place, { class: "pick-place" }),
    ...(row.corrected ? [element("span", { class: "pick-corrected" }, nodesOf(row.corrected))] : []),
  );
  retranslate(line);
  markTexts(line);
}
