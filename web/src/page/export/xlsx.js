// XLSX (ECMA-376) of one sheet: texts as texts, numbers as numbers, days as days. No text is a formula, nor becomes one
// when its cell is edited.
import { FORMULA } from "./table.js";
import { zip } from "./zip.js";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Styles of cells, by their place in `STYLES`. */
const [PLAIN, BOLD, DAY, QUOTED] = [0, 1, 2, 3];
/** Letters that a cell holds. */
const LONGEST = 32_767;
/** Of columns with sentences, and of others, letters. */
const [WIDE, NARROW] = [48, 16];
const SENTENCES = new Set(["title", "date", "where", "citations", "summary"]);
/** Days from 1899-12-30 to 1970-01-01; spreadsheets count a 1900-02-29, so that earlier dates than its next day stay texts. */
const [EPOCH, FIRST] = [25_569, "1900-03-01"];

/** What XML cannot hold, and what reads as a spelling of it. */
const UNSPEAKABLE = /[\0-\x08\v\f\r\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[\da-f]{4}_)/gi;
/** @param {string} sign */
const spelt = (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
/** @param {string} text */
const escaped = (text) =>
  text.replace(UNSPEAKABLE, spelt).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** @param {string} text */
const truncated = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** The letters of a column. @param {number} n from 0 @returns {string} */
const letters = (n) => (n < 26 ? "" : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));

/** @param {import("./table.js").Cell} cell @param {string} cellName @param {boolean} day @param {number} style */
function xmlCell(cell, cellName, day, style) {
  if (cell === null || cell === undefined || cell === "") return "";
  if (typeof cell === "number") return `<c r="${cellName}" s="${style}"><v>${cell}</v></c>`;
  if (day && cell >= FIRST) return `<c r="${cellName}" s="${DAY}"><v>${Date.parse(cell) / 864e5 + EPOCH}</v></c>`;
  const cellStyle = FORMULA.test(cell) ? QUOTED : style;
  return `<c r="${cellName}" s="${cellStyle}" t="inlineStr"><is><t xml:space="preserve">${escaped(truncated(cell))}</t></is></c>`;
}

/** @param {import("./table.js").Table} table */
function sheet({ names, days, lines }) {
  const row = (/** @type {import("./table.js").Cell[]} */ cells, /** @type {number} */ n, style = PLAIN) =>
    `<row r="${n}">${cells.map((cell, i) => xmlCell(cell, letters(i) + n, days[i] && n > 1, style)).join("")}</row>`;
  const columns = names.map((name, i) => `<col min="${i + 1}" max="${i + 1}" width="${SENTENCES.has(name) ? WIDE : NARROW}" customWidth="1"/>`);
  const range = `A1:${letters(names.length - 1)}${lines.length + 1}`;
  return `${HEAD}<worksheet xmlns="${MAIN}"><dimension ref="${range}"/>\
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<cols>${columns.join("")}</cols><sheetData>${row(names, 1, BOLD)}${lines.map((cells, i) => row(cells, i + 2)).join("")}</sheetData>\
<autoFilter ref="${range}"/></worksheet>`;
}

const FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"';
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4">${FORMAT}/>${FORMAT.replace('fontId="0"', 'fontId="1"')} applyFont="1"/>\
${FORMAT.replace('numFmtId="0"', 'numFmtId="164"')} applyNumberFormat="1"/>${FORMAT} quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** @param {string} target @param {string} type @param {number} n */
const relation = (target, type, n) => `<Relationship Id="r${n}" Type="${OFFICE}/${type}" Target="${target}"/>`;
/** @param {string[]} items */
const relations = (...items) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`;
/** @param {string} path @param {string} type */
const typed = (path, type) => `<Override PartName="/xl/${path}.xml" ContentType="${TYPES}.${type}+xml"/>`;

/** @param {import("./table.js").Table} table @param {string} name of its sheet, in a word */
export const toXlsx = (table, name) =>
  zip({
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
${typed("workbook", "sheet.main")}${typed("sheet", "worksheet")}${typed("styles", "styles")}</Types>`,
    "_rels/.rels": relations(relation("xl/workbook.xml", "officeDocument", 1)),
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(relation("sheet.xml", "worksheet", 1), relation("styles.xml", "styles", 2)),
    "xl/styles.xml": STYLES,
    "xl/sheet.xml": sheet(table),
  });
