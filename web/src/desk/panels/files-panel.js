// Files of others: the property of each column, the drafts of their rows, and adding those that are sound.
import { button, element } from "../../page/dom.js";
import { saveDialog } from "../form/save-dialog.js";
import { draftParts } from "./import-draft.js";
import { keep, post, send } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {ReturnType<typeof import("./panels.js").createPanels>} Panels */
/** @typedef {{say: (message: string) => void, show: (features: any[]) => void}} On */

/** The panel of the file that is read now. */
class FilesPanel {
  /** The server's key of the file. */
  key = "";
  /** @type {{map: Record<string, string>, set: Record<string, string>}} */
  choices = { map: {}, set: {} };

  /** @param {Panels} panels @param {On} on */
  constructor(panels, on) {
    this.on = on;
    this.panel = panels.add(() => on.show([]));
    this.add = button("main", "", () => void this.write());
    this.panel.foot.append(this.add, button("quiet", text("cancel"), this.panel.close));
  }

  /** Sends a file to the server, which reads it. @param {File} file */
  async receive(file) {
    const { body, open } = this.panel;
    open(file.name);
    body.replaceChildren(element("p", { role: "status" }, [text("reading")]));
    this.add.hidden = true;
    this.choices = { map: {}, set: {} };
    try {
      ({ key: this.key } = await send(`/api/imports?${new URLSearchParams({ name: file.name })}`, file));
      await this.draft();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      body.replaceChildren(element("p", { class: "findings error", role: "alert" }, [message]));
    }
  }

  /** Asks for the draft anew, by the choices made so far. */
  async draft() {
    const { body } = this.panel;
    body.setAttribute("aria-busy", "true");
    try {
      this.show(await post(`/api/imports/${this.key}`, this.choices));
    } catch (error) {
      this.sayFailed(error);
    } finally {
      body.removeAttribute("aria-busy");
    }
  }

  /** Shows a draft here and on the map. @param {import("./import-draft.js").Draft} draft */
  show(draft) {
    const ready = draft.counts.new + draft.counts.changed;
    this.add.hidden = false;
    this.add.textContent = text("addMany", { n: ready });
    this.add.toggleAttribute("disabled", !ready || !draft.sound);
    this.on.show(draft.features);
    const parts = draftParts(draft, {
      type: () => this.choices.set.type,
      setType: (id) => {
        this.choices.set.type = id;
        void this.draft();
      },
      setProperty: (column, property) => {
        this.choices.map[column] = property || `extra.${column}`;
        void this.draft();
      },
    });
    this.panel.body.replaceChildren(...parts);
  }

  /** Adds the rows that are sound; the others are kept as a file. */
  async write() {
    const how = await saveDialog(this.add.textContent ?? "", false);
    if (!how) return;
    try {
      const { ids, faulty } = await post(`/api/imports/${this.key}/add`, { by: how.by });
      this.panel.close();
      this.on.say(text("added", { n: ids.length }));
      if (faulty) keep(new Blob([faulty], { type: "application/geo+json" }), "faulty.geojson");
    } catch (error) {
      this.sayFailed(error);
    }
  }

  /** Says why a request failed. @param {unknown} error */
  sayFailed(error) {
    this.on.say(text("failed", { why: /** @type {Error} */ (error).message }));
  }
}

/** The panel opens when it receives a file. @param {Panels} panels @param {On} on */
export function createFilesPanel(panels, on) {
  const files = new FilesPanel(panels, on);
  return { receive: (/** @type {File} */ file) => files.receive(file) };
}

/**
 * A file may be dropped anywhere, on the page of records too.
 * @param {(file: File) => void} receive
 */
export function acceptDrops(receive) {
  const sheet = element("div", { class: "drop", hidden: "" }, [element("p", {}, [text("dropHere")])]);
  document.body.append(sheet);
  const begin = () => void (sheet.hidden = false);
  const end = () => void (sheet.hidden = true);
  document.addEventListener("dragenter", begin);
  sheet.addEventListener("dragover", (event) => event.preventDefault());
  sheet.addEventListener("dragleave", end);
  sheet.addEventListener("drop", (event) => {
    event.preventDefault();
    end();
    const file = event.dataTransfer?.files[0];
    if (file) receive(file);
  });
  return begin;
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
