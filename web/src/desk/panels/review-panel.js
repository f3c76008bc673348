// Review: the records that are not released, and their next step, of many at once.
import { button, element } from "../../page/dom.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { saveDialog } from "../form/save-dialog.js";

/** @typedef {{id: string, title: string, review: string, next: string, by: string | null, on: string | null, what: string | null, why: string | null}} Waiting */

/** @typedef {NodeListOf<HTMLInputElement>} Boxes */

/** A record with its next step. @param {Waiting} waiting @param {(id: string) => void} choose */
function rowOf({ id, title, review, next, by, on: day, what, why }, choose) {
  const change = [what, by, day].filter(Boolean).join(", ");
  return element("li", {}, [
    element("input", { type: "checkbox", value: id, "aria-label": title }),
    element("div", {}, [
      button("link", title, () => choose(id)),
      element("p", {}, [`${text(`states.${review}`)} → ${text(`states.${next}`)}`, ...(change ? [` · ${change}`] : [])]),
      ...(why ? [element("p", {}, [why])] : []),
    ]),
  ]);
}

/** The records whose boxes are checked. @param {HTMLElement} list */
const checkedIn = (list) => [.../** @type {Boxes} */ (list.querySelectorAll("input:checked"))].map(({ value }) => value);

/** Fills the list anew; a record that was checked stays so. @param {HTMLElement} list @param {HTMLElement[]} rows */
function renewRows(list, rows) {
  const kept = new Set(checkedIn(list));
  list.replaceChildren(...rows);
  for (const box of /** @type {Boxes} */ (list.querySelectorAll("input"))) box.checked = kept.has(box.value);
}

/**
 * The tab of review, with a button that takes the next step of all records that are checked.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{choose: (id: string) => void, say: (message: string) => void, readOnly: boolean}} on
 */
export function createReviewPanel(panels, on) {
  const panel = panels.add();
  const count = panels.tab(text("review"), panel, () => void update());
  const list = element("ul", { class: "rows" });
  const accept = button("main", text("accept"), () => void send());
  const refused = element("ul", { class: "findings" });
  panel.body.append(list, refused);
  if (!on.readOnly) panel.foot.append(accept);

  function label() {
    const n = checkedIn(list).length;
    accept.textContent = text("acceptMany", { n });
    accept.toggleAttribute("disabled", !n);
  }
  list.addEventListener("change", label);

  async function update() {
    const waiting = /** @type {Waiting[]} */ (await get("/api/review"));
    count(waiting.length);
    renewRows(list, waiting.map((one) => rowOf(one, on.choose)));
    label();
  }

  async function send() {
    const ids = checkedIn(list);
    const how = await saveDialog(text("acceptMany", { n: ids.length }), false);
    if (!how) return;
    try {
      const answer = await post("/api/review", { ids, by: how.by });
      const reasons = Object.entries(answer.refused);
      refused.replaceChildren(...reasons.map(([id, why]) => element("li", { class: "error" }, [`${id}: ${why}`])));
      on.say(text("accepted", { n: Object.keys(answer.steps).length }));
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }));
    }
  }

  return { update };
}
