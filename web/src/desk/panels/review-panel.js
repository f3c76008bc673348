// Review: the records that are not released, and their next step, of many at once.
import { button, element } from "../../page/dom.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { revisionChanges } from "../form/record/revision-changes.js";
import { saveDialog } from "../form/save-dialog.js";

/** @typedef {{id: string, title: string, review: string, next: string, by: string | null, on: string | null, what: string | null, why: string | null, first_change: number | null}} Waiting */

/** @typedef {NodeListOf<HTMLInputElement>} Boxes */

/** What has changed in a record, and its next step. @param {Waiting} waiting */
function changeText({ review, next, by, on: day, what }) {
  const change = [what, by, day].filter(Boolean).join(", ");
  return [`${text(`states.${review}`)} → ${text(`states.${next}`)}`, change].filter(Boolean).join(" · ");
}

/** How many records took a step, and which. @param {Record<string, string>} steps by id */
function acceptedText(steps) {
  const checkboxes = Object.values(steps);
  const names = [...new Set(checkboxes)].map((step) => text(`states.${step}`));
  return [text("accepted", { n: checkboxes.length }), names.join(", ")].filter(Boolean).join(": ");
}

/** How many records could not take their step, and why the first could not. @param {Record<string, string>} refused by id */
function reasonsOf(refused) {
  const reasons = Object.values(refused);
  return reasons.length ? [text("refused", { n: reasons.length }), reasons[0]] : [];
}

/** @param {Record<string, string>} attributes */
const checkbox = (attributes) => /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", ...attributes }));

/** A record that waits, and why it could not take its step. @param {Waiting} record @param {string | undefined} refused @param {(id: string) => void} choose */
const rowOf = (record, refused, choose) =>
  element("li", {}, [
    checkbox({ value: record.id, "aria-label": record.title }),
    element("div", {}, [
      button("link", record.title, () => choose(record.id)),
      element("p", {}, [changeText(record)]),
      ...(record.why ? [element("p", {}, [record.why])] : []),
      ...(record.first_change === null ? [] : [revisionChanges(record.id, { first: `${record.first_change}` }, text("changesToReview"))]),
      ...(refused ? [element("ul", { class: "findings" }, [element("li", { class: "error" }, [refused])])] : []),
    ]),
  ]);

/** The boxes of a list, and one for all of them. @param {HTMLElement} list @param {() => void} changed */
function createChoice(list, changed) {
  const allBox = checkbox({});
  const boxes = () => [.../** @type {Boxes} */ (list.querySelectorAll("input"))];
  list.addEventListener("change", changed);
  allBox.addEventListener("change", () => {
    for (const box of boxes()) box.checked = allBox.checked;
    changed();
  });
  return {
    all: allBox,
    allRow: element("label", { class: "all-rows" }, [allBox, text("allRecords")]),
    boxes,
    checked: () => boxes().filter((box) => box.checked).map(({ value }) => value),
  };
}

/**
 * The tab of review, with a button that takes the next step of all records that are checked.
 * @param {ReturnType<typeof import("./panels.js").createPanels>} panels
 * @param {{choose: (id: string) => void, say: import("../vocabulary.js").Say, readOnly: boolean}} on
 */
export function createReviewPanel(panels, on) {
  const panel = panels.add();
  const count = panels.tab(text("review"), panel, () => void update());
  const list = element("ul", { class: "rows" });
  const { all, allRow, boxes, checked } = createChoice(list, () => label());
  const accept = button("main", text("accept"), () => void send());
  /** Why records could not take their step, by id. @type {Record<string, string>} */
  let refused = {};
  panel.body.append(allRow, list);
  if (!on.readOnly) panel.foot.append(accept);

  function label() {
    const n = checked().length;
    all.checked = n > 0 && n === boxes().length;
    accept.textContent = text("acceptMany", { n });
    accept.toggleAttribute("disabled", !n);
  }

  /** A record that was checked or compared stays so. */
  async function update() {
    const records = /** @type {Waiting[]} */ (await get("/api/review"));
    const checkedIds = new Set(checked());
    const open = new Set([.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("details[open]"))].map(({ dataset }) => dataset.id));
    count(records.length);
    allRow.hidden = !records.length;
    list.replaceChildren(...(records.length ? records.map((record) => rowOf(record, refused[record.id], on.choose)) : [element("li", { class: "none" }, [text("noReview")])]));
    for (const box of boxes()) box.checked = checkedIds.has(box.value);
    for (const box of list.querySelectorAll("details")) box.open = open.has(box.dataset.id);
    label();
  }

  async function send() {
    const ids = checked();
    const how = await saveDialog(text("acceptMany", { n: ids.length }), false);
    if (!how) return;
    try {
      const answer = await post("/api/review", { ids, by: how.by });
      refused = answer.refused;
      // The next step is to be chosen anew.
      for (const box of boxes()) box.checked &&= box.value in refused;
      label();
      on.say([acceptedText(answer.steps), ...reasonsOf(refused)].join(" · "), Object.keys(refused).length ? "fault" : undefined);
      await update();
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }

  return { update };
}
