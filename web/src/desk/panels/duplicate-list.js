// Records of the workspace that are probably of one event: each pair is merged, or noted as two events.
import { button, element } from "../../page/dom.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { saveDialog } from "../form/save-dialog.js";

/** @typedef {{id: string, title: string, date: string}} Item */
/** @typedef {{records: [Item, Item], reasons: string[]}} Pair */
/** @typedef {{edit: (id: string) => void, merge: (id: string, other: Item) => void, say: import("../vocabulary.js").Say, readOnly: boolean}} On */

/** @param {On} on */
export function createDuplicateList(on) {
  const list = element("ul", { class: "rows duplicates" });
  const more = element("p", { class: "hint" });
  const summary = element("summary", {}, [text("duplicates.title")]);
  const box = /** @type {HTMLDetailsElement} */ (element("details", { class: "duplicate-list" }, [summary, list, more]));

  /** @param {Pair} pair */
  async function keepApart({ records }) {
    const how = await saveDialog(text("duplicates.distinct"), false);
    if (!how) return;
    try {
      await post("/api/duplicates/distinct", { ids: records.map(({ id }) => id), by: how.by });
      on.say(text("duplicates.noted"), "change");
      await update();
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }

  /** @param {Pair} pair */
  function rowOf(pair) {
    const [first, second] = pair.records;
    const titles = pair.records.map(({ id, title, date }) => element("p", {}, [button("link", title, () => on.edit(id)), ` ${date}`]));
    const tools = [button("tool", text("compare"), () => on.merge(second.id, first)), button("tool", text("duplicates.distinct"), () => void keepApart(pair))];
    return element("li", {}, [element("div", {}, [...titles, element("p", { class: "hint" }, [pair.reasons.join(" · ")]), ...(on.readOnly ? [] : [element("div", { class: "tools" }, tools)])])]);
  }

  /** Looks for pairs, while the list is open: with very many records that takes some seconds. */
  async function update() {
    if (!box.open) return;
    box.setAttribute("aria-busy", "true");
    const answer = /** @type {{pairs: Pair[], more: number}} */ (await get("/api/duplicates"));
    summary.textContent = text("duplicates.count", { n: answer.pairs.length });
    list.replaceChildren(...(answer.pairs.length ? answer.pairs.map(rowOf) : [element("li", { class: "none" }, [text("duplicates.none")])]));
    more.textContent = answer.more ? text("duplicates.more", { n: answer.more }) : "";
    box.removeAttribute("aria-busy");
  }
  box.addEventListener("toggle", () => void update());
  return { box, update };
}
