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

/** How many records have a new state, and which states these are. @param {Record<string, string>} steps the new states by id */
function acceptedText(steps) {
  const states = Object.values(steps);
  const names = [...new Set(states)].map((state) => text(`states.${state}`));
  return [text("accepted", { n: states.length }), names.join(", ")].filter(Boolean).join(": ");
}

/** How many records could not take their step, and why the first could not. @param {Record<string, string>} refused by id */
function refusedTexts(refused) {
  const reasons = Object.values(refused);
  return reasons.length ? [text("refused", { n: reasons.length }), reasons[0]] : [];
}

/** @param {Record<string, string>} attributes */
const checkbox = (attributes) => /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", ...attributes }));

/** A row of the list. @param {Waiting} record @param {string | undefined} refused why it could not take its step @param {(id: string) => void} choose */
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

/** The rows of the list. @param {Waiting[]} records @param {Record<string, string>} refused by id @param {(id: string) => void} choose */
function rowsOf(records, refused, choose) {
  const rows = records.map((record) => rowOf(record, refused[record.id], choose));
  return rows.length ? rows : [element("li", { class: "none" }, [text("noReview")])];
}

/** The records whose changes are open in a list. @param {HTMLElement} list */
const openIds = (list) =>
  new Set([.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("details[open]"))].map(({ dataset }) => dataset.id));

/** The checkboxes of a list, and one for all of them. @param {HTMLElement} list @param {() => void} onChange */
function createChoice(list, onChange) {
  const allBox = checkbox({});
  const boxes = () => [.../** @type {Boxes} */ (list.querySelectorAll("input"))];
  list.addEventListener("change", onChange);
  allBox.addEventListener("change", () => {
    for (const box of boxes()) box.checked = allBox.checked;
    onChange();
  });
  return {
    allBox,
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
  const setCount = panels.tab(text("review"), panel, () => void update());
  const [list, more] = [element("ul", { class: "rows" }), element("p", { class: "hint" })];
  const { allBox, allRow, boxes, checked } = createChoice(list, () => updateCheckedCount());
  const accept = button("main", text("accept"), () => void send());
  let refused = /** @type {Record<string, string>} why records could not take their step, by id */ ({});
  panel.body.append(allRow, list, more);
  if (!on.readOnly) panel.foot.append(accept);

  function updateCheckedCount() {
    const n = checked().length;
    allBox.checked = n > 0 && n === boxes().length;
    accept.textContent = text("acceptMany", { n });
    accept.toggleAttribute("disabled", !n);
  }

  /** Lists the records anew; those that were checked, or whose changes were open, stay so. */
  async function update() {
    const { count, records } = /** @type {{count: number, records: Waiting[]}} */ (await get("/api/review"));
    const checkedIds = new Set(checked());
    const open = openIds(list);
    setCount(count);
    more.textContent = count > records.length ? text("reviewShown", { some: records.length, all: count }) : "";
    allRow.hidden = !records.length;
    list.replaceChildren(...rowsOf(records, refused, on.choose));
    for (const box of boxes()) box.checked = checkedIds.has(box.value);
    for (const box of list.querySelectorAll("details")) box.open = open.has(box.dataset.id);
    updateCheckedCount();
  }

  async function send() {
    const ids = checked();
    const how = await saveDialog(text("acceptMany", { n: ids.length }), false);
    if (!how) return;
    try {
      const answer = await post("/api/review", { ids, by: how.by });
      refused = answer.refused;
      // Only records that were refused stay checked: the others have another next step now.
      for (const box of boxes()) box.checked &&= box.value in refused;
      updateCheckedCount();
      on.say([acceptedText(answer.steps), ...refusedTexts(refused)].join(" · "), Object.keys(refused).length ? "fault" : undefined);
      await update();
    } catch (error) {
      on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }

  return { update };
}
