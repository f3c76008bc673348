// Who else uses the desk now, and which record each has open.
import { element } from "../page/dom.js";
import { lastAuthor } from "./form/save-dialog.js";
import { post } from "./requests.js";
import { text } from "./vocabulary.js";

/** Time between reports, milliseconds; the desk forgets a page after three times as long. */
const REPORT_MS = 20_000;

/** @typedef {{name: string, record: string}} Other */

/** The first letters of a name. @param {string} name */
const initials = (name) => name.split(/\s+/).map((word) => [...word][0] ?? "").join("").slice(0, 3).toUpperCase() || "?";

/**
 * Reports which record this page has open, and shows the others.
 * @param {HTMLElement} head in which they stand @param {(others: Other[]) => void} changed
 */
export function createPresence(head, changed) {
  const page = crypto.randomUUID();
  const list = element("ul", { class: "presence", "aria-label": text("presence.others") });
  /** The record in the form. */
  let record = "";
  let known = "";

  /** @param {boolean} [leaves] */
  async function report(leaves = false) {
    // While the desk does not answer, nobody is known to be there.
    const { others } = await post("/api/presence", { page, name: lastAuthor(), record, leaves }).catch(() => ({ others: [] }));
    if (known === JSON.stringify(others)) return;
    known = JSON.stringify(others);
    list.replaceChildren(...others.map((/** @type {Other} */ { name }) => element("li", { title: name || text("presence.someone") }, [initials(name)])));
    changed(others);
  }
  head.querySelector(".languages")?.before(list);
  setInterval(() => void report(), REPORT_MS);
  addEventListener("pagehide", () => void report(true));
  void report();
  return {
    /** @param {string | null} id of the record in the form */
    open(id) {
      if (record === (id ?? "")) return;
      record = id ?? "";
      void report();
    },
  };
}
