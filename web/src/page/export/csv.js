// CSV: RFC 4180 with a byte order mark, and no cell that a spreadsheet runs as a formula.

/**
 * The places before text that a spreadsheet would run as a formula, also with full-width signs: at the start of a cell,
 * and after semicolons, tabs and line breaks, which some programs take for separators inside quotes. An apostrophe is
 * inserted there, as by `guard` of `geotrack/files/spreadsheets.py`; imports remove it.
 */
const BEFORE_FORMULA = /^(?='*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r])|(?<=[;\t\r\n])(?='*[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/** @typedef {{separator: string, decimal: string}} Marks what separates cells, and the decimal mark */
/** RFC 4180. @type {Marks} */
export const COMMAS = { separator: ",", decimal: "." };
/** For spreadsheets of countries with decimal commas. @type {Marks} */
export const SEMICOLONS = { separator: ";", decimal: "," };

/** @param {import("./table.js").Table} table @param {Marks} [marks] @returns {string} */
export function toCsv({ names, lines }, marks = COMMAS) {
  const rows = [names, ...lines].map((line) => `${line.map((cell) => csvCell(cell, marks)).join(marks.separator)}\r\n`);
  return `\ufeff${rows.join("")}`;
}

/** @param {import("./table.js").Cell} cell @param {Marks} [marks] */
export function csvCell(cell, { separator, decimal } = COMMAS) {
  if (typeof cell === "number") return `${cell}`.replace(".", decimal);
  const guarded = `${cell ?? ""}`.replace(BEFORE_FORMULA, "'");
  return /["\r\n]/.test(guarded) || guarded.includes(separator) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
