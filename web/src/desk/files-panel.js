// Files of others: the property of each column, the drafts of their rows, and adding those that are sound.
import { button, element } from "../page/dom.js";
import { saveDialog } from "./form/save-dialog.js";
import { choice } from "./form/fields.js";
import { typePicker } from "./form/type-field.js";
import { keep, post, send } from "./requests.js";
import { text } from "./vocabulary.js";

/**
 * @typedef {object} Draft
 * @property {{column: string, property: string | null, kept_as: string | null, cells: string[]}[]} columns
 * @property {string[]} properties
 * @property {string[]} messages
 * @property {{new: number, same: number, changed: number}} counts
 * @property {number} faulty
 * @property {boolean} sound
 * @property {any[]} features
 * @property {import("./form/fields.js").Finding[]} findings
 */

/**
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{say: (message: string) => void, show: (features: any[]) => void}} on
 */
export function createFilesPanel(panels, on) {
  const panel = panels.add(() => on.show([]));
  const add = button("main", "", () => void write());
  panel.foot.append(add, button("quiet", text("cancel"), panel.close));
  let key = "";
  /** @type {{map: Record<string, string>, set: Record<string, string>}} */
  let choices = { map: {}, set: {} };

  /** @param {File} file */
  async function receive(file) {
    panel.open(file.name);
    panel.body.replaceChildren(element("p", { role: "status" }, [text("reading")]));
    add.hidden = true;
    choices = { map: {}, set: {} };
    try {
      ({ key } = await send(`/api/imports?${new URLSearchParams({ name: file.name })}`, file));
      await draft();
    } catch (error) {
      fail(/** @type {Error} */ (error));
    }
  }

  /** @param {Error} error */
  const fail = ({ message }) =>
    panel.body.replaceChildren(element("p", { class: "findings error", role: "alert" }, [message]));

  async function draft() {
    panel.body.setAttribute("aria-busy", "true");
    try {
      show(await post(`/api/imports/${key}`, choices));
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }));
    } finally {
      panel.body.removeAttribute("aria-busy");
    }
  }

  /** @param {Draft} found */
  function show(found) {
    const ready = found.counts.new + found.counts.changed;
    add.hidden = false;
    add.textContent = text("addMany", { n: ready });
    add.toggleAttribute("disabled", !ready || !found.sound);
    on.show(found.features);
    const messages = element("details", {}, [element("summary", {}, [text("howRead")]), element("ul", {}, found.messages.map((one) => element("li", {}, [one])))]);
    panel.body.replaceChildren(
      element("p", { class: "counts", role: "status" }, [text("draftCounts", { ...found.counts, faulty: found.faulty })]),
      ...(found.columns.some(({ property }) => property === "type") ? [] : [typeForAll()]),
      columnTable(found),
      findingList(found.findings),
      draftList(found.features),
      messages,
    );
  }

  /** The type of all rows, where no column has it. */
  function typeForAll() {
    const { box, options, update } = typePicker("type-all", () => choices.set.type, (id, isChoice) => {
      if (id === undefined || !isChoice) return;
      choices.set.type = id;
      void draft();
    });
    const id = "type-for-all";
    box.id = id;
    update();
    return element("div", { class: "field" }, [element("label", { for: id }, [text("typeForAll")]), element("div", { class: "control" }, [box, options])]);
  }

  /** @param {Draft} found */
  function columnTable({ columns, properties }) {
    const rows = columns.map(({ column, property, kept_as: kept, cells }) => {
      const names = /** @type {[string, string][]} */ (properties.map((one) => [one, one]));
      const select = choice("property", [["", kept ? text("kept") : text("leftOut")], ...names]);
      select.value = property ?? "";
      select.setAttribute("aria-label", column);
      select.addEventListener("change", () => {
        choices.map[column] = select.value || `extra.${column}`;
        void draft();
      });
      return element("tr", {}, [element("th", { scope: "row" }, [column]), element("td", { class: "cells" }, [cells.slice(0, 3).join(" · ")]), element("td", {}, [select])]);
    });
    const head = element("tr", {}, ["column", "cells", "property"].map((one) => element("th", { scope: "col" }, [text(`columns.${one}`)])));
    return element("table", { class: "columns" }, [element("thead", {}, [head]), element("tbody", {}, rows)]);
  }

  /** @param {any[]} features */
  const draftList = (features) =>
    element(
      "ul",
      { class: "rows drafts" },
      features.map(({ properties: { title, start, type } }) =>
        element("li", {}, [element("div", {}, [element("b", {}, [title ?? ""]), element("p", {}, [[start, type].filter(Boolean).join(" · ")])])]),
      ),
    );

  /** @param {import("./form/fields.js").Finding[]} findings */
  const findingList = (findings) =>
    element(
      "ul",
      { class: "findings" },
      findings.map(({ severity, pointer, message, remedy }) => element("li", { class: severity }, [`${pointer}: ${remedy ? `${message}; ${remedy}` : message}`])),
    );

  async function write() {
    const how = await saveDialog(add.textContent ?? "", false);
    if (!how) return;
    try {
      const { ids, faulty } = await post(`/api/imports/${key}/add`, { by: how.by });
      panel.close();
      on.say(text("added", { n: ids.length }));
      if (faulty) keep(new Blob([faulty], { type: "application/geo+json" }), "faulty.geojson");
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }));
    }
  }

  return { receive };
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
