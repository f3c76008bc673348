// CSV: RFC 4180 with a byte order mark, and no cell that a spreadsheet runs as a formula.

/**
 * Before a formula, also in full width: at the start of a cell, and after semicolons, tabs and line breaks, which some
 * programs take for separators inside quotes. As `guard` of `geotrack/files/spreadsheets.py`, which imports take back.
 */
const FORMULAS = /^(?='*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r])|(?<=[;\t\r\n])(?='*[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/** @typedef {{separator: string, decimal: string}} Marks between cells, and in numbers */
/** RFC 4180. @type {Marks} */
export const COMMAS = { separator: ",", decimal: "." };
/** As spreadsheets of a country with decimal commas read it. @type {Marks} */
export const SEMICOLONS = { separator: ";", decimal: "," };

/** @param {import("./table.js").Table} table @param {Marks} [marks] @returns {string} */
export function toCsv({ names, lines }, marks = COMMAS) {
  const rows = [names, ...lines].map((line) => `${line.map((cell) => csvCell(cell, marks)).join(marks.separator)}\r\n`);
  return `\ufeff${rows.join("")}`;
}

/** @param {import("./table.js").Cell} cell @param {Marks} [marks] */
export function csvCell(cell, { separator, decimal } = COMMAS) {
  if (typeof cell === "number") return `${cell}`.replace(".", decimal);
  const safe = `${cell ?? ""}`.replace(FORMULAS, "'");
  return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
