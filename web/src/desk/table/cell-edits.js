// The edited cells of the table of records: which they are, what is found in them, and how they are saved.
import { saveDialog } from "../form/save-dialog.js";
import { latest, post, RequestError } from "../requests.js";
import { text } from "../vocabulary.js";

/** How long the reader must pause before the cells are checked, milliseconds. */
const PAUSE_MS = 300;

/** @typedef {{id: string} & Record<string, string>} Row texts of cells by the names of their columns */
/** @typedef {{id: string, column: string, before: string, after: string}} CellEdit */
/** @typedef {{id: string, column: string, severity: string, message: string}} CellFinding the column is empty for the whole record */

const keyOf = (/** @type {string} */ id, /** @type {string} */ column) => `${id}\n${column}`;

export class CellEdits {
  /** The rows as they were read. @type {Map<string, Row>} */
  #stored = new Map();
  /** The cells that differ from them. @type {Map<string, CellEdit>} */
  #edits = new Map();
  #columns = /** @type {string[]} */ ([]);
  #check;

  /** @param {(findings: CellFinding[]) => void} show */
  constructor(show) {
    this.#check = latest((/** @type {CellEdit[]} */ edits) => post("/api/table/check", { edits }), ({ findings }) => show(findings), PAUSE_MS);
  }

  /** @returns {CellEdit[]} */
  get all() {
    return [...this.#edits.values()];
  }

  /** @param {string} id @param {string} column */
  has = (id, column) => this.#edits.has(keyOf(id, column));

  /** The table was read anew. @param {Row[]} rows @param {string[]} columns that are edited @returns {Row[]} the rows with the edits that are not saved yet */
  setStored(rows, columns) {
    this.#columns = columns;
    this.#stored = new Map(rows.map((row) => [row.id, row]));
    const current = new Map(rows.map((row) => [row.id, { ...row }]));
    for (const [key, { id, column, after }] of this.#edits) {
      const row = current.get(id);
      if (!row || row[column] === after) this.#edits.delete(key);
      else row[column] = after;
    }
    return [...current.values()];
  }

  /** Compares the rows of the table with those that were read. @param {Row[]} rows */
  update(rows) {
    for (const row of rows) for (const column of this.#columns) this.#updateCell(row, column);
    this.#check(this.all);
  }

  /** @param {Row} row @param {string} column */
  #updateCell({ id, ...cells }, column) {
    const [key, after, stored] = [keyOf(id, column), `${cells[column] ?? ""}`.trim(), this.#stored.get(id)?.[column] ?? ""];
    if (after === stored) this.#edits.delete(key);
    // A cell that someone else has changed meanwhile is still compared with what the reader saw.
    else this.#edits.set(key, { id, column, after, before: this.#edits.get(key)?.before ?? stored });
  }

  discard() {
    this.#edits.clear();
    this.#check([]);
    return [...this.#stored.values()].map((row) => ({ ...row }));
  }

  /** Asks who changes the cells and why, and saves them. @returns {Promise<{ids: string[], findings: CellFinding[]} | null>} null: not saved, nothing is wrong */
  async save() {
    const edits = this.all;
    const how = await saveDialog(text("table.save", { n: edits.length }), true);
    if (!how) return null;
    try {
      const saved = await post("/api/table/save", { edits, ...how });
      this.#edits.clear();
      return saved;
    } catch (error) {
      if (error instanceof RequestError && error.body?.findings) return error.body;
      throw error;
    }
  }
}
