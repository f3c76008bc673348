// Files of others: the property of each column, the drafts of their rows, and adding those that are sound.
import { button, element } from "../../page/dom.js";
import { saveDialog } from "../form/save-dialog.js";
import { draftParts, rowList } from "./import-draft.js";
import { saveFile, post, send } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {ReturnType<typeof import("./panels.js").createPanels>} Panels */
/** @typedef {import("./import-draft.js").FaultyRow} FaultyRow */
/** @typedef {{say: import("../vocabulary.js").Say, show: (features: any[]) => void, begin: (feature: any, saved: () => void) => Promise<void>}} On */

/** Nothing is decided yet. */
const nothing = () => ({ map: /** @type {Record<string, string>} */ ({}), set: /** @type {Record<string, string>} */ ({}), values: /** @type {Record<string, string>} */ ({}), incomplete: false, doubles: false });

/** The panel of the file that is read now. */
class FilesPanel {
  /** The server's key of the file. */
  key = "";
  choices = nothing();
  /** On the map. @type {any[]} */
  features = [];
  /** Rows of the draft that have errors. @type {FaultyRow[]} */
  faulty = [];
  /** Left to be corrected, one by one. @type {FaultyRow[]} */
  rows = [];

  /** @param {Panels} panels @param {On} on */
  constructor(panels, on) {
    this.on = on;
    this.panel = panels.add(() => this.draw([]), () => this.rows.length > 0);
    this.add = button("main", "", () => void this.write());
    this.cancel = button("quiet", text("cancel"), () => this.forget());
    this.correct = button("quiet", text("correctRows"), () => this.showRows(this.faulty));
    this.panel.foot.append(this.add, this.correct, this.cancel);
  }

  /** @param {any[]} features on the map */
  draw(features) {
    this.features = features;
    this.on.show(features);
  }

  /** The panel closes for good. */
  forget() {
    this.rows = [];
    this.panel.close();
  }

  /** Sends a file to the server, which reads it. @param {File} file */
  async receive(file) {
    const { body } = this.panel;
    this.rows = [];
    this.panel.open(file.name);
    body.replaceChildren(element("p", { role: "status" }, [text("reading")]));
    for (const control of [this.add, this.correct]) control.hidden = true;
    this.cancel.textContent = text("cancel");
    this.choices = nothing();
    try {
      ({ key: this.key } = await send(`/api/imports?${new URLSearchParams({ name: file.name })}`, file));
      this.show(await this.read());
    } catch (error) {
      const reason = element("p", { class: "error" }, [/** @type {Error} */ (error).message]);
      body.replaceChildren(element("div", { class: "found", role: "alert" }, [reason]));
    }
  }

  /** The draft by the choices made so far. @returns {Promise<import("./import-draft.js").Draft>} */
  read() {
    return post(`/api/imports/${this.key}`, this.choices);
  }

  /** The number of drafts that were requested: only the newest is shown. */
  asked = 0;

  /** Asks for the draft anew. */
  async draft() {
    const { body } = this.panel;
    const mine = ++this.asked;
    body.setAttribute("aria-busy", "true");
    // What would be added is not yet what was chosen.
    this.add.setAttribute("disabled", "");
    try {
      const draft = await this.read();
      if (mine === this.asked) this.show(draft);
    } catch (error) {
      this.showFailure(error);
    }
    if (mine === this.asked) body.removeAttribute("aria-busy");
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
      ofAll: (property) => this.choices.set[property],
      setAll: (property, value) => {
        if (value) this.choices.set[property] = value;
        else delete this.choices.set[property];
        void this.draft();
      },
      incomplete: () => this.choices.incomplete,
      setIncomplete: (is) => {
        this.choices.incomplete = is;
        void this.draft();
      },
      doubles: () => this.choices.doubles,
      setDoubles: (is) => {
        this.choices.doubles = is;
        void this.draft();
      },
      setProperty: (column, property) => {
        this.choices.map[column] = property || `extra.${column}`;
        void this.draft();
      },
      setValue: (column, words, value) => {
        if (value) this.choices.values[`${column}:${words}`] = value;
        else delete this.choices.values[`${column}:${words}`];
        void this.draft();
      },
    });
    this.panel.body.replaceChildren(...parts);
  }

  /** Adds the rows that are sound; the others stay, to be corrected. */
  async write() {
    const how = await saveDialog(this.add.textContent ?? "", false);
    if (!how) return;
    this.add.setAttribute("disabled", "");
    this.panel.body.setAttribute("aria-busy", "true");
    try {
      const { ids, faulty, rows } = await post(`/api/imports/${this.key}/add`, { by: how.by });
      this.on.say(text("added", { n: ids.length }));
      if (rows.length) this.showRows(rows, faulty);
      else this.panel.close();
    } catch (error) {
      this.showFailure(error);
      this.add.removeAttribute("disabled");
    }
    this.panel.body.removeAttribute("aria-busy");
  }

  /** The rows that were not added. @param {FaultyRow[]} rows @param {string} [file] of them, as GeoJSON */
  showRows(rows, file) {
    this.rows = rows;
    for (const control of [this.add, this.correct]) control.hidden = true;
    this.cancel.textContent = text("close");
    this.panel.body.scrollTop = 0;
    this.draw([]);
    const downloadRows = button("add", text("takeRows"), () => saveFile(new Blob([file ?? ""], { type: "application/geo+json" }), "faulty.geojson"));
    const list = () => rowList(this.rows, (n) => {
      const row = this.rows[n];
      // What is saved in the form is no longer left.
      // A row that lost its position has no member `geometry`.
      void this.on.begin({ geometry: null, ...row.feature }, () => {
        this.rows = this.rows.filter((other) => other !== row);
        if (this.rows.length) fill();
        else this.panel.close();
      });
    });
    const fill = () => this.panel.body.replaceChildren(
      element("p", { class: "counts", role: "status" }, [text("rowsLeft", { n: this.rows.length })]),
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
  document.addEventListener("dragenter", showSheet);
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
export function fileButton(receive) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", hidden: "" }));
  const opener = button("quiet", text("openFile"), () => input.click());
  input.addEventListener("change", () => {
    if (input.files?.[0]) receive(input.files[0]);
    input.value = "";
  });
  opener.append(input);
  return opener;
}
