// Review: the records that are not released, and their next step, of many at once.
import { button, element } from "../page/dom.js";
import { get, post } from "./requests.js";
import { text } from "./vocabulary.js";
import { saveDialog } from "./form/save-dialog.js";

/** @typedef {{id: string, title: string, review: string, next: string, by: string | null, on: string | null, what: string | null, why: string | null}} Waiting */

/**
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

  const checked = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input:checked"))].map(({ value }) => value);
  const label = () => {
    accept.textContent = text("acceptMany", { n: checked().length });
    accept.toggleAttribute("disabled", !checked().length);
  };
  list.addEventListener("change", label);

  /** @param {Waiting} one */
  function rowOf({ id, title, review, next, by, on: day, what, why }) {
    const box = element("input", { type: "checkbox", value: id, "aria-label": title });
    const change = [what, by, day].filter(Boolean).join(", ");
    return element("li", {}, [
      box,
      element("div", {}, [
        button("link", title, () => on.choose(id)),
        element("p", {}, [`${text(`states.${review}`)} → ${text(`states.${next}`)}`, ...(change ? [` · ${change}`] : [])]),
        ...(why ? [element("p", {}, [why])] : []),
      ]),
    ]);
  }

  async function update() {
    const waiting = /** @type {Waiting[]} */ (await get("/api/review"));
    count(waiting.length);
    const kept = new Set(checked());
    list.replaceChildren(...waiting.map(rowOf));
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input"))) box.checked = kept.has(box.value);
    label();
  }

  async function send() {
    const ids = checked();
    const how = await saveDialog(text("acceptMany", { n: ids.length }), false);
    if (!how) return;
    try {
      const answer = await post("/api/review", { ids, by: how.by });
      refused.replaceChildren(
        ...Object.entries(answer.refused).map(([id, why]) => element("li", { class: "error" }, [`${id}: ${why}`])),
      );
      on.say(text("accepted", { n: Object.keys(answer.steps).length }));
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }));
    }
  }

  return { update };
}
