// Files of others: the property of each column, the drafts of their rows, and adding those that are sound.
import { button, element } from "../../page/dom.js";
import { saveDialog } from "../form/save-dialog.js";
import { segmented } from "../form/fields.js";
import { draftParts, rowList } from "./import-draft.js";
import { layerForm, regionForm } from "./layer-forms.js";
import { saveFile, post, send } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {ReturnType<typeof import("./panels.js").createPanels>} Panels */
/** @typedef {import("./import-draft.js").FaultyRow} FaultyRow */
/** @typedef {{say: import("../vocabulary.js").Say, show: (features: any[]) => void, begin: (feature: any, saved: () => void) => Promise<void>}} On */

/** @typedef {Record<string, string>} Texts */
/**
 * The body of a request for a draft: `map` has properties by column, `set` values of all rows by property, `values`
 * values by `column:text`, `from` the event dataset whose codes are read.
 */
const noDecisions = () => ({ map: /** @type {Texts} */ ({}), set: /** @type {Texts} */ ({}), values: /** @type {Texts} */ ({}), from: "", incomplete: false, doubles: false });

/** Files that may have shapes besides records. */
const SHAPES = /\.(geojson|json|gpkg|kml|kmz|shp|zip|fgb|gpx)$/i;

/** The panel of the file that is read now. */
class FilesPanel {
  /** The server's key of the file. */
  key = "";
  /** What the user has decided of the file. */
  decisions = noDecisions();
  /** What the file becomes: records, regions or a layer. */
  purpose = "records";
  fileName = "";
  /** The form of regions or of a layer. @type {import("./layer-forms.js").LayerForm | null} */
  form = null;
  /** Records that are shown on the map. @type {any[]} */
  features = [];
  /** Rows of the draft that have errors. @type {FaultyRow[]} */
  faulty = [];
  /** Rows that were not added, and are not corrected yet. @type {FaultyRow[]} */
  rowsLeft = [];

  /** @param {Panels} panels @param {On} on */
  constructor(panels, on) {
    this.on = on;
    this.panel = panels.add(() => this.draw([]), () => this.rowsLeft.length > 0);
    this.add = button("main", "", () => void (this.form ? this.writeForm(this.form) : this.write()));
    this.cancel = button("quiet", text("cancel"), () => this.forget());
    this.correct = button("quiet", text("correctRows"), () => this.showRows(this.faulty));
    this.panel.foot.append(this.add, this.correct, this.cancel);
  }

  /** Shows records on the map. @param {any[]} features */
  draw(features) {
    this.features = features;
    this.on.show(features);
  }

  /** Closes the panel and drops the rows that are left. */
  forget() {
    this.rowsLeft = [];
    this.panel.close();
  }

  /** Sends a file to the server, which reads it. @param {File} file */
  async receive(file) {
    const { body } = this.panel;
    this.rowsLeft = [];
    this.panel.open(file.name);
    body.replaceChildren(element("p", { role: "status" }, [text("reading")]));
    for (const control of [this.add, this.correct]) control.hidden = true;
    this.cancel.textContent = text("cancel");
    this.decisions = noDecisions();
    [this.fileName, this.purpose, this.key] = [file.name, "records", ""];
    try {
      ({ key: this.key } = await send(`/api/imports?${new URLSearchParams({ name: file.name })}`, file));
    } catch (error) {
      return this.showReason(error);
    }
    await this.begin();
  }

  /** Reads the file as what it becomes. */
  async begin() {
    this.form = null;
    try {
      if (this.purpose === "records") return this.show(await this.read());
      this.draw([]);
      const form = await (this.purpose === "regions" ? regionForm : layerForm)(this.key, this.fileName);
      this.form = form;
      this.correct.hidden = true;
      this.add.hidden = false;
      this.add.textContent = form.label();
      this.add.removeAttribute("disabled");
      this.panel.body.replaceChildren(...this.purposeRow(), ...form.parts);
    } catch (error) {
      this.showReason(error);
    }
  }

  /** Says why a file cannot be read. @param {unknown} error */
  showReason(error) {
    for (const control of [this.add, this.correct]) control.hidden = true;
    const reason = element("p", { class: "error" }, [/** @type {Error} */ (error).message]);
    this.panel.body.replaceChildren(...this.purposeRow(), element("div", { class: "found", role: "alert" }, [reason]));
  }

  /** What a file of shapes becomes: one of three. */
  purposeRow() {
    if (!this.key || !SHAPES.test(this.fileName)) return [];
    const choices = ["records", "regions", "layer"].map((purpose) => /** @type {[string, string]} */ ([purpose, text(`purposes.${purpose}`)]));
    const { box, update } = segmented("purpose", text("purposes.title"), choices, () => this.purpose, (purpose) => {
      this.purpose = purpose ?? "records";
      void this.begin();
    });
    update();
    return [element("div", { class: "purpose" }, [element("span", { class: "label" }, [text("purposes.title")]), box])];
  }

  /** Stores the regions or the layer. @param {import("./layer-forms.js").LayerForm} form */
  async writeForm(form) {
    this.panel.body.setAttribute("aria-busy", "true");
    try {
      const done = await form.save();
      if (done) this.panel.close();
      if (done) this.on.say(done);
      else this.panel.body.scrollTop = 0;
    } catch (error) {
      this.showFailure(error);
    }
    this.panel.body.removeAttribute("aria-busy");
  }

  /** Requests the draft by the decisions made so far. @returns {Promise<import("./import-draft.js").Draft>} */
  read() {
    return post(`/api/imports/${this.key}`, this.decisions);
  }

  /** Number of drafts that were requested: only the newest is shown. */
  requests = 0;

  /** Requests the draft anew, and shows it. */
  async refresh() {
    const { body } = this.panel;
    const request = ++this.requests;
    body.setAttribute("aria-busy", "true");
    // The old draft must not be added: it is not by the newest decisions.
    this.add.setAttribute("disabled", "");
    try {
      const draft = await this.read();
      if (request === this.requests) this.show(draft);
    } catch (error) {
      this.showFailure(error);
    }
    if (request === this.requests) body.removeAttribute("aria-busy");
  }

  /** Shows a draft here and on the map. @param {import("./import-draft.js").Draft} draft */
  show(draft) {
    const ready = draft.counts.new + draft.counts.changed;
    this.faulty = draft.rows;
    this.add.hidden = false;
    this.add.textContent = text("addMany", { n: ready });
    this.add.toggleAttribute("disabled", !ready || !draft.sound);
    this.correct.hidden = (draft.sound && ready > 0) || !draft.rows.length;
    this.draw(draft.features);
    const parts = draftParts(draft, {
      ofAll: (property) => this.decisions.set[property],
      setAll: (property, value) => {
        if (value) this.decisions.set[property] = value;
        else delete this.decisions.set[property];
        void this.refresh();
      },
      from: () => this.decisions.from,
      setFrom: (dataset) => {
        this.decisions.from = dataset;
        void this.refresh();
      },
      incomplete: () => this.decisions.incomplete,
      setIncomplete: (is) => {
        this.decisions.incomplete = is;
        void this.refresh();
      },
      doubles: () => this.decisions.doubles,
      setDoubles: (is) => {
        this.decisions.doubles = is;
        void this.refresh();
      },
      setProperty: (column, property) => {
        this.decisions.map[column] = property || `extra.${column}`;
        void this.refresh();
      },
      setValue: (column, words, value) => {
        if (value) this.decisions.values[`${column}:${words}`] = value;
        else delete this.decisions.values[`${column}:${words}`];
        void this.refresh();
      },
    });
    this.panel.body.replaceChildren(...this.purposeRow(), ...parts);
  }

  /** Adds the rows that are sound; the others stay, to be corrected. */
  async write() {
    const how = await saveDialog(this.add.textContent ?? "", false);
    if (!how) return;
    this.add.setAttribute("disabled", "");
    this.panel.body.setAttribute("aria-busy", "true");
    try {
      const { ids, faulty, rows } = await post(`/api/imports/${this.key}/add`, { by: how.by });
      this.on.say(text("added", { n: ids.length }), "change");
      if (rows.length) this.showRows(rows, faulty);
      else this.panel.close();
    } catch (error) {
      this.showFailure(error);
      this.add.removeAttribute("disabled");
    }
    this.panel.body.removeAttribute("aria-busy");
  }

  /** Lists the rows that were not added. @param {FaultyRow[]} rows @param {string} [file] these rows as GeoJSON */
  showRows(rows, file) {
    this.rowsLeft = rows;
    for (const control of [this.add, this.correct]) control.hidden = true;
    this.cancel.textContent = text("close");
    this.panel.body.scrollTop = 0;
    this.draw([]);
    const downloadRows = button("add", text("takeRows"), () => saveFile(new Blob([file ?? ""], { type: "application/geo+json" }), "faulty.geojson"));
    const list = () => rowList(this.rowsLeft, (n) => {
      const row = this.rowsLeft[n];
      // A row that lost its position has no member `geometry`. A row that is saved in the form leaves the list.
      void this.on.begin({ geometry: null, ...row.feature }, () => {
        this.rowsLeft = this.rowsLeft.filter((other) => other !== row);
        if (this.rowsLeft.length) fill();
        else this.panel.close();
      });
    });
    const fill = () => this.panel.body.replaceChildren(
      element("p", { class: "counts", role: "status" }, [text("rowsLeft", { n: this.rowsLeft.length })]),
      element("p", { class: "hint" }, [text("rowsHint")]),
      list(),
      ...(file ? [downloadRows] : []),
    );
    fill();
  }

  /** Says why a request failed. @param {unknown} error */
  showFailure(error) {
    this.on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
  }
}

/** The panel opens when it receives a file. @param {Panels} panels @param {On} on */
export function createFilesPanel(panels, on) {
  const files = new FilesPanel(panels, on);
  return { receive: (/** @type {File} */ file) => files.receive(file), redraw: () => on.show(files.features) };
}

/**
 * A file may be dropped anywhere, on the page of records too.
 * @param {(file: File) => void} receive
 */
export function acceptDrops(receive) {
  const sheet = element("div", { class: "drop", hidden: "" }, [element("p", {}, [text("dropHere")])]);
  document.body.append(sheet);
  const showSheet = () => void (sheet.hidden = false);
  const end = () => void (sheet.hidden = true);
  // A scene that is dragged is no file.
  document.addEventListener("dragenter", ({ dataTransfer }) => void (dataTransfer?.types.includes("Files") && showSheet()));
  sheet.addEventListener("dragover", (event) => event.preventDefault());
  sheet.addEventListener("dragleave", end);
  sheet.addEventListener("drop", (event) => {
    event.preventDefault();
    end();
    const file = event.dataTransfer?.files[0];
    if (file) receive(file);
  });
  return showSheet;
}

/** A button that opens a file. @param {(file: File) => void} receive */
export function fileButton(receive, label = text("openFile")) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", hidden: "" }));
  const opener = button("quiet", label, () => input.click());
  input.addEventListener("change", () => {
    if (input.files?.[0]) receive(input.files[0]);
    input.value = "";
  });
  opener.append(input);
  return opener;
}
