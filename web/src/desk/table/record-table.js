// The table of records over the map: cells are edited in place, pasted, and set for many; one save writes them all.
import { button, element } from "../../page/dom.js";
import { post } from "../requests.js";
import { text } from "../vocabulary.js";
import { CellEdits } from "./cell-edits.js";
import { columnMenu, shownColumns } from "./column-menu.js";
import { cellText, setDialog } from "./set-dialog.js";

/** Columns as wide as what usually stands in them, pixels. @type {Record<string, number>} */
const WIDTHS = { title: 320, type: 190, date: 180, where: 220, actors: 260, summary: 320 };
const OTHER_WIDTH = 120;

/** @typedef {import("./cell-edits.js").Row} Row @typedef {import("./cell-edits.js").CellFinding} CellFinding */
/** @typedef {{name: string, label: string, is_edited: boolean, options: string[]}} Column */
/** @typedef {{columns: Column[], rows: string[][], count: number}} TableData */

/** @param {TableData} data @returns {Row[]} */
const rowsOf = ({ columns, rows }) =>
  rows.map(([id, day, ...cells]) => ({ id, day, ...Object.fromEntries(columns.map(({ name }, n) => [name, cells[n]])) }));

/** Loads the grid's script and style sheet once. @returns {Promise<any>} the class of the grid */
async function loadGrid() {
  const grid = () => /** @type {any} */ (window).geotrackTabulator;
  if (grid()) return grid();
  const parts = [element("link", { rel: "stylesheet", href: "/assets/desk-table.css" }), element("script", { src: "/assets/desk-table.js" })];
  const loaded = parts.map((part) => new Promise((resolve, reject) => {
    part.addEventListener("load", resolve);
    part.addEventListener("error", () => reject(new Error(text("lost"))));
  }));
  // Before the desk's own style sheet, which has its colours.
  document.head.prepend(...parts);
  await Promise.all(loaded);
  return grid();
}

/** How a cell is edited. @param {Column} column */
function editorOf({ name, options }) {
  if (options.length) return { editor: "list", editorParams: { values: options, autocomplete: true, freetext: true, filterDelay: 0, listOnEmpty: true, allowEmpty: true } };
  return name === "summary" ? { editor: "textarea" } : { editor: "input" };
}

/** @typedef {{getData: () => Row}} GridRow */

/** Dates follow time, not their words. @param {unknown} _a @param {unknown} _b @param {GridRow} first @param {GridRow} second */
const byDay = (_a, _b, first, second) => first.getData().day.localeCompare(second.getData().day);

/** @param {Column} column @param {string[]} shown @param {boolean} readOnly @param {(cell: any) => Node} format */
const gridColumn = (column, shown, readOnly, format) => ({
  title: column.label,
  field: column.name,
  visible: shown.includes(column.name),
  width: WIDTHS[column.name] ?? OTHER_WIDTH,
  headerFilter: "input",
  headerFilterPlaceholder: text("table.filter"),
  formatter: format,
  sorter: column.name === "date" ? byDay : "string",
  ...(column.is_edited && !readOnly ? editorOf(column) : { cssClass: "fixed" }),
});

/** The head of a row: a button that opens its record in the form. @param {(id: string) => void} open */
const rowHeader = (open) => ({
  title: text("edit"),
  titleFormatter: () => element("span", { class: "sr-only" }, [text("edit")]),
  field: "id",
  frozen: true,
  width: 40,
  headerSort: false,
  resizable: false,
  cssClass: "row-head",
  formatter: (/** @type {any} */ cell) => {
    const opener = button("open-record", "✎", () => open(cell.getValue()));
    opener.setAttribute("aria-label", text("table.open", { title: cell.getData().title }));
    return opener;
  },
});

/** The only option that has these words in it; the words themselves if there are several, or none. @param {string} words @param {string[]} options */
function completed(words, options) {
  const part = words.trim().toLowerCase();
  if (!part || options.includes(words)) return words;
  const found = options.filter((option) => option.toLowerCase().includes(part));
  return found.length === 1 ? found[0] : words;
}

/** What the grid needs beside its rows and columns. @param {boolean} readOnly */
const gridOptions = (readOnly) => ({
  index: "id",
  height: "100%",
  rowHeight: 32,
  headerSortClickElement: "icon",
  selectableRange: 1,
  selectableRangeColumns: true,
  selectableRangeRows: true,
  selectableRangeClearCells: !readOnly,
  selectableRangeClearCellsValue: "",
  editTriggerEvent: "dblclick",
  clipboard: readOnly ? "copy" : true,
  clipboardCopyStyled: false,
  clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
  clipboardCopyRowRange: "range",
  clipboardPasteParser: "range",
  clipboardPasteAction: "range",
});

/** The element that scrolls, which may have the focus, is the group of rows. @param {HTMLElement} grid */
function setRoles(grid) {
  grid.removeAttribute("aria-owns");
  grid.querySelector(".tabulator-tableholder")?.setAttribute("role", "rowgroup");
  grid.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
}

/** @typedef {{shownIds: () => Promise<string[]>, open: (id: string) => void, say: import("../vocabulary.js").Say, readOnly: boolean}} TableActs what the table uses of the desk */

/** The view, hidden at first. */
export class RecordTable {
  #grid = element("div", { class: "grid" });
  #list = element("ul", { class: "findings" });
  #tools = element("div", { class: "table-tools" });
  #count = element("p", { class: "hint" });
  #scope = button("quiet", "", () => void this.#load(!this.#isFiltered));
  #discard = button("quiet", text("table.discard"), () => void this.#discardEdits());
  #save = button("main", "", () => void this.#saveEdits());
  #edits = new CellEdits((findings) => this.#showFindings(findings));
  /** @type {any} */
  #table = null;
  /** @type {TableData} */
  #data = { columns: [], rows: [], count: 0 };
  /** The severity of what is found in cells, by id and column. @type {Map<string, string>} */
  #faults = new Map();
  /** Whether only the records are shown that the map shows. */
  #isFiltered = false;
  #on;

  /** @param {HTMLElement} board @param {TableActs} on */
  constructor(board, on) {
    this.#on = on;
    const found = element("div", { role: "status" }, [this.#list]);
    this.box = element("section", { class: "record-table", hidden: "", "aria-label": text("table.name") }, [this.#tools, this.#grid, found]);
    board.append(this.box);
  }

  /** Opens or closes the table. A property, since a button calls it without the table. */
  toggle = () => {
    this.box.hidden = !this.box.hidden;
    this.update();
  };

  /** Reads the records anew if the table is open. */
  update() {
    if (!this.box.hidden) void this.#load(this.#isFiltered);
  }

  /** Reads the records; edits that are not saved stay. @param {boolean} isFiltered */
  async #load(isFiltered) {
    this.#isFiltered = isFiltered;
    this.#data = await post("/api/table", { ids: isFiltered ? await this.#on.shownIds() : null });
    const rows = this.#edits.setStored(rowsOf(this.#data), this.#editedColumns.map(({ name }) => name));
    await (this.#table ? this.#table.replaceData(rows) : this.#build(rows));
    this.#updateTools();
  }

  get #editedColumns() {
    return this.#data.columns.filter(({ is_edited: isEdited }) => isEdited);
  }

  /** @param {Row[]} rows */
  async #build(rows) {
    const Grid = await loadGrid();
    const { readOnly, open } = this.#on;
    const shown = shownColumns();
    const columns = this.#data.columns.map((column) => gridColumn(column, shown, readOnly, (cell) => this.#format(cell)));
    this.#table = new Grid(this.#grid, { ...gridOptions(readOnly), data: rows, columns, rowHeader: rowHeader(open) });
    // What is typed replaces the text.
    this.#grid.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLInputElement && target.closest(".tabulator-editing")) target.select();
    });
    for (const event of ["cellEdited", "clipboardPasted"]) this.#table.on(event, () => void this.#followEdits());
    const menu = columnMenu(this.#data.columns, (name, isShown) => this.#table[isShown ? "showColumn" : "hideColumn"](name));
    const setMany = button("quiet", text("table.setMany"), () => void this.#setInRange());
    const closer = button("close-panel", "×", this.toggle);
    closer.setAttribute("aria-label", text("closePanel"));
    this.#tools.replaceChildren(this.#count, this.#scope, menu, ...(readOnly ? [] : [setMany, this.#discard, this.#save]), closer);
    await new Promise((resolve) => this.#table.on("tableBuilt", resolve));
    setRoles(this.#grid);
  }

  /** The text of a cell, which is marked where it is edited or wrong. @param {any} cell */
  #format(cell) {
    const [id, column] = [cell.getData().id, cell.getField()];
    const marks = cell.getElement().classList;
    marks.toggle("edited", this.#edits.has(id, column));
    for (const severity of ["error", "warning"]) marks.toggle(severity, this.#faults.get(`${id}\n${column}`) === severity);
    return document.createTextNode(cell.getValue() ?? "");
  }

  /** @param {CellFinding[]} findings */
  #showFindings(findings) {
    this.#faults = new Map(findings.map(({ id, column, severity }) => [`${id}\n${column}`, severity]));
    this.#list.replaceChildren(...findings.map((finding) => this.#findingItem(finding)));
    this.#formatRows();
  }

  /** @param {CellFinding} finding */
  #findingItem({ id, column, severity, message }) {
    const label = this.#data.columns.find(({ name }) => name === column)?.label;
    const row = this.#table.getRow(id);
    const place = [row ? row.getData().title : "", label].filter(Boolean).join(" · ");
    const item = element("li", { class: severity }, place ? [button("link", place, () => void this.#reveal(id, column))] : []);
    item.append(" ", message);
    return item;
  }

  /** @param {string} id @param {string} column */
  async #reveal(id, column) {
    await this.#table.scrollToRow(id, "center", false);
    if (column) await this.#table.scrollToColumn(column, "middle", false);
  }

  #formatRows() {
    for (const row of this.#table.getRows("visible")) row.reformat();
  }

  #updateTools() {
    const n = this.#edits.all.length;
    const { rows, count } = this.#data;
    this.#save.textContent = n ? text("table.save", { n }) : text("save");
    for (const one of [this.#save, this.#discard]) one.toggleAttribute("disabled", !n);
    this.#scope.textContent = text(this.#isFiltered ? "table.showAll" : "table.showFiltered");
    this.#count.textContent = text(rows.length < count ? "table.some" : "table.count", { n: count, some: rows.length });
  }

  async #followEdits() {
    await this.#complete();
    this.#edits.update(this.#table.getData());
    this.#updateTools();
    this.#formatRows();
  }

  /** Completes the words of choices that are typed or pasted. */
  async #complete() {
    const choices = this.#editedColumns.filter(({ options }) => options.length);
    const changes = this.#table.getData().flatMap((/** @type {Row} */ row) => {
      const better = choices.map(({ name, options }) => [name, completed(row[name] ?? "", options)]).filter(([name, value]) => value !== (row[name] ?? ""));
      return better.length ? [{ id: row.id, ...Object.fromEntries(better) }] : [];
    });
    if (changes.length) await this.#table.updateData(changes);
  }

  async #discardEdits() {
    await this.#table.replaceData(this.#edits.discard());
    this.#updateTools();
  }

  /** Sets a value in the rows that are selected. */
  async #setInRange() {
    const rows = [...new Set(this.#table.getRanges().flatMap((/** @type {any} */ range) => range.getRows()))].map((row) => row.getData());
    const set = await setDialog(rows.length, this.#editedColumns);
    if (!set) return;
    await this.#table.updateData(rows.map((row) => ({ id: row.id, [set.column]: cellText(row[set.column] ?? "", set) })));
    await this.#followEdits();
  }

  async #saveEdits() {
    try {
      const saved = await this.#edits.save();
      if (!saved) return;
      this.#showFindings(saved.findings);
      if (!saved.ids.length) return;
      this.#on.say(text("table.saved", { n: saved.ids.length }), "change");
      this.update();
    } catch (error) {
      this.#on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }
}
