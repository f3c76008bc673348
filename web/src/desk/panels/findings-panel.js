// Findings of the whole workspace, as `geotrack check` finds them; each leads to its record.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";
import { createDuplicateList } from "./duplicate-list.js";

/** Number of findings that are listed at first, and with each press of the button for more. */
const SHOWN = 200;

/** @typedef {import("../form/fields.js").Finding & {file: string, id: string | null, title: string | null}} FileFinding */

/**
 * The tab of findings; its rows are made when it is open.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {import("./duplicate-list.js").On} on
 */
export function createFindingsPanel(panels, on) {
  const panel = panels.add();
  const setCount = panels.tab(text("findings"), panel, () => (show(), void duplicates.update()));
  const list = element("ul", { class: "rows findings" });
  let findings = /** @type {FileFinding[]} */ ([]);
  let most = SHOWN;
  const more = button("quiet", text("moreFindings"), () => {
    most += SHOWN;
    show();
  });
  const duplicates = createDuplicateList(on);
  panel.body.append(duplicates.box, list, more);

  /** @param {FileFinding} finding */
  function rowOf({ file, severity, message, remedy, id, title }) {
    const record = id ? button("link", title ?? text("thisRecord"), () => on.edit(id)) : text("inFile", { file });
    return element("li", { class: severity }, [
      element("p", {}, [remedy ? `${message}; ${remedy}` : message]),
      element("p", { class: "where", dir: "auto" }, [record]),
    ]);
  }

  function show() {
    if (panel.box.hidden) return;
    const rows = findings.slice(0, most).map(rowOf);
    list.replaceChildren(...(rows.length ? rows : [element("li", { class: "none" }, [text("noFindings")])]));
    more.hidden = findings.length <= most;
  }

  async function update() {
    findings = /** @type {FileFinding[]} */ (await get("/api/findings"));
    setCount(findings.length);
    show();
    if (!panel.box.hidden) await duplicates.update();
  }
  return { update };
}
