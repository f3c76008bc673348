// Findings of the whole workspace, as `geotrack check` prints them; each leads to its record.
import { button, element } from "../../page/dom.js";
import { get } from "../requests.js";
import { text } from "../vocabulary.js";

/** @typedef {import("../form/fields.js").Finding & {file: string, line: number | null, id: string | null}} FileFinding */

/**
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{edit: (id: string) => void}} on
 */
export function createFindingsPanel(panels, on) {
  const panel = panels.add();
  const setCount = panels.tab(text("findings"), panel, () => undefined);
  const list = element("ul", { class: "rows findings" });
  panel.body.append(list);

  /** @param {FileFinding} finding */
  function rowOf({ file, line, severity, message, remedy, id }) {
    const place = line === null ? file : `${file}:${line}`;
    return element("li", { class: severity }, [
      element("p", {}, [remedy ? `${message}; ${remedy}` : message]),
      element("p", { class: "where" }, [place, ...(id ? [" · ", button("link", id, () => on.edit(id))] : [])]),
    ]);
  }

  async function update() {
    const findings = /** @type {FileFinding[]} */ (await get("/api/findings"));
    setCount(findings.length);
    const rows = findings.map(rowOf);
    list.replaceChildren(...(rows.length ? rows : [element("li", { class: "none" }, [text("noFindings")])]));
  }
  return { update };
}
