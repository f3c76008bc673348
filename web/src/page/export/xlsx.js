// XLSX (ECMA-376) of one sheet: texts as texts, numbers as numbers, days as days. No text is a formula, nor becomes one
// when its cell is edited.
import { FORMULA } from "./table.js";
import { zip } from "./zip.js";

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** Namespace of sheets and workbooks. */
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/** Types of relations begin so. */
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** Namespaces of a package begin so. */
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
/** Content types of parts begin so. */
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Styles of cells, by their index in `cellXfs` of `STYLES`. */
const [PLAIN, BOLD, DAY, QUOTED] = [0, 1, 2, 3];
/** Characters that a cell can hold. */
const CELL_LIMIT = 32_767;
/** Width of columns with sentences, characters. */
const WIDE = 48;
/** Width of other columns, characters. */
const NARROW = 16;
/** Columns with sentences. */
const SENTENCES = new Set(["title", "date", "where", "citations", "summary"]);
/** Days from 1899-12-30, the spreadsheets' day 0, to 1970-01-01. */
const EPOCH = 25_569;
/** Spreadsheets count a 1900-02-29, which never was: dates before this one are written as texts. */
const FIRST_DATE = "1900-03-01";

/** Characters that XML does not allow, and an underscore that would begin an escape such as `_x0007_`. */
const UNENCODABLE = /[\0-\x08\v\f\r\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[\da-f]{4}_)/gi;
/** @param {string} sign */
const toEscape = (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
/** @param {string} text */
const escapeXml = (text) =>
  text.replace(UNENCODABLE, toEscape).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** @param {string} text */
const truncate = (text) => (text.length > CELL_LIMIT ? `${text.slice(0, CELL_LIMIT - 1)}…` : text);

/** The letters of a column. @param {number} n from 0 @returns {string} */
const columnLetters = (n) => (n < 26 ? "" : columnLetters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));

/** A cell as XML. @param {import("./table.js").Cell} cell @param {string} cellName @param {boolean} isDayColumn @param {number} style */
function xmlCell(cell, cellName, isDayColumn, style) {
  if (cell === null || cell === undefined || cell === "") return "";
  if (typeof cell === "number") return `<c r="${cellName}" s="${style}"><v>${cell}</v></c>`;
  if (isDayColumn && cell >= FIRST_DATE) return `<c r="${cellName}" s="${DAY}"><v>${Date.parse(cell) / 86_400_000 + EPOCH}</v></c>`;
  const cellStyle = FORMULA.test(cell) ? QUOTED : style;
  return `<c r="${cellName}" s="${cellStyle}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(truncate(cell))}</t></is></c>`;
}

/** @param {import("./table.js").Table} table */
function sheet({ names, days, lines }) {
  const row = (/** @type {import("./table.js").Cell[]} */ cells, /** @type {number} */ n, style = PLAIN) =>
    `<row r="${n}">${cells.map((cell, i) => xmlCell(cell, columnLetters(i) + n, days[i] && n > 1, style)).join("")}</row>`;
  const columns = names.map((name, i) => `<col min="${i + 1}" max="${i + 1}" width="${SENTENCES.has(name) ? WIDE : NARROW}" customWidth="1"/>`);
  const range = `A1:${columnLetters(names.length - 1)}${lines.length + 1}`;
  return `${XML_DECLARATION}<worksheet xmlns="${MAIN}"><dimension ref="${range}"/>\
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<cols>${columns.join("")}</cols><sheetData>${row(names, 1, BOLD)}${lines.map((cells, i) => row(cells, i + 2)).join("")}</sheetData>\
<autoFilter ref="${range}"/></worksheet>`;
}

/** The beginning of a style of cells. */
const FORMAT = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"';
const STYLES = `${XML_DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4">${FORMAT}/>${FORMAT.replace('fontId="0"', 'fontId="1"')} applyFont="1"/>\
${FORMAT.replace('numFmtId="0"', 'numFmtId="164"')} applyNumberFormat="1"/>${FORMAT} quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** @param {string} target @param {string} type @param {number} n */
const relation = (target, type, n) => `<Relationship Id="r${n}" Type="${OFFICE}/${type}" Target="${target}"/>`;
/** @param {string[]} items */
const relations = (...items) => `${XML_DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`;
/** @param {string} path @param {string} type */
const contentType = (path, type) => `<Override PartName="/xl/${path}.xml" ContentType="${TYPES}.${type}+xml"/>`;

/** @param {import("./table.js").Table} table @param {string} name of its sheet, in a word */
export const toXlsx = (table, name) =>
  zip({
    "[Content_Types].xml": `${XML_DECLARATION}<Types xmlns="${PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
${contentType("workbook", "sheet.main")}${contentType("sheet", "worksheet")}${contentType("styles", "styles")}</Types>`,
    "_rels/.rels": relations(relation("xl/workbook.xml", "officeDocument", 1)),
    "xl/workbook.xml": `${XML_DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(relation("sheet.xml", "worksheet", 1), relation("styles.xml", "styles", 2)),
    "xl/styles.xml": STYLES,
    "xl/sheet.xml": sheet(table),
  });
