// Review: the records that are not released, and their next step, of many at once.
import { button, element } from "../../page/dom.js";
import { get, post } from "../requests.js";
import { text } from "../vocabulary.js";
import { revisionChanges } from "../form/record/revision-changes.js";
import { segmented } from "../form/fields.js";
import { saveDialog } from "../form/save-dialog.js";

/** @typedef {{id: string, title: string, review: string, next: string, by: string | null, on: string | null, what: string | null, why: string | null, first_change: number | null, back: {by: string | null, on: string | null, why: string | null} | null}} Waiting back: who sent it back */

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

/** What a record waits for: all, a review, its release, its author. */
const STATES = ["", "draft", "reviewed", "back"];

/** Writes the number of records beside each state. @param {HTMLElement} box of the states @param {Record<string, number>} counts */
function labelStates(box, counts) {
  for (const radio of box.querySelectorAll("input")) {
    const label = radio.nextElementSibling;
    if (label) label.textContent = `${text(`waits.${radio.value || "all"}`)} ${counts[radio.value] ?? 0}`;
  }
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
      ...(record.back ? [element("p", { class: "sent-back" }, [text("sentBackBy", { by: record.back.by ?? "–", on: record.back.on ?? "–", why: record.back.why ?? "" })])] : []),
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

/** @typedef {{choose: (id: string) => void, say: import("../vocabulary.js").Say, readOnly: boolean}} On */

/** The tab of review, with a button that takes the next step of all records that are checked, and one that sends them back. */
class ReviewPanel {
  /** What the listed records wait for; empty for all. */
  #state = "";
  /** Why records could not take their step, by id. @type {Record<string, string>} */
  #refused = {};
  #list = element("ul", { class: "rows" });
  #more = element("p", { class: "hint" });
  #accept = button("main", text("accept"), () => void this.#send());
  #back = button("quiet", text("sendBack"), () => void this.#sendBack());
  #choice = createChoice(this.#list, () => this.#updateCheckedCount());
  #states = segmented("review-state", text("review"), STATES.map((name) => [name, text(`waits.${name || "all"}`)]), () => this.#state, (chosen = "") => {
    this.#state = chosen;
    void this.update();
  });

  /** @param {ReturnType<typeof import("./panels.js").createPanels>} panels @param {On} on */
  constructor(panels, on) {
    this.on = on;
    const panel = panels.add();
    this.setCount = panels.tab(text("review"), panel, () => void this.update());
    panel.body.append(this.#states.box, this.#choice.allRow, this.#list, this.#more);
    if (!on.readOnly) panel.foot.append(this.#accept, this.#back);
  }

  #updateCheckedCount() {
    const { allBox, boxes, checked } = this.#choice;
    const n = checked().length;
    allBox.checked = n > 0 && n === boxes().length;
    this.#accept.textContent = text("acceptMany", { n });
    for (const act of [this.#accept, this.#back]) act.toggleAttribute("disabled", !n);
  }

  /** Lists the records anew; those that were checked, or whose changes were open, stay so. */
  async update() {
    const { allRow, boxes, checked } = this.#choice;
    const answer = /** @type {{count: number, counts: Record<string, number>, listed: number, records: Waiting[]}} */ (await get("/api/review", this.#state ? { state: this.#state } : {}));
    const { count, counts, listed, records } = answer;
    const checkedIds = new Set(checked());
    const open = openIds(this.#list);
    this.setCount(count);
    labelStates(this.#states.box, { "": count, ...counts });
    this.#states.update();
    this.#more.textContent = listed > records.length ? text("reviewShown", { some: records.length, all: listed }) : "";
    allRow.hidden = !records.length;
    this.#list.replaceChildren(...rowsOf(records, this.#refused, this.on.choose));
    for (const box of boxes()) box.checked = checkedIds.has(box.value);
    for (const box of this.#list.querySelectorAll("details")) box.open = open.has(box.dataset.id);
    this.#updateCheckedCount();
  }

  async #sendBack() {
    const ids = this.#choice.checked();
    const how = await saveDialog(text("sendBackMany", { n: ids.length }), true);
    if (how) await this.#take({ ids, by: how.by, back: how.why ?? "" });
  }

  async #send() {
    const ids = this.#choice.checked();
    const how = await saveDialog(text("acceptMany", { n: ids.length }), false);
    if (how) await this.#take({ ids, by: how.by });
  }

  /** @param {{ids: string[], by: string, back?: string}} step */
  async #take(step) {
    try {
      const { steps, refused } = await post("/api/review", step);
      this.#refused = refused;
      // Only records that were refused stay checked: the others have another next step now.
      for (const box of this.#choice.boxes()) box.checked &&= box.value in refused;
      this.#updateCheckedCount();
      const done = step.back === undefined ? acceptedText(steps) : text("sentBack", { n: Object.keys(steps).length });
      this.on.say([done, ...refusedTexts(refused)].join(" · "), Object.keys(refused).length ? "fault" : undefined);
      await this.update();
    } catch (error) {
      this.on.say(text("failed", { why: /** @type {Error} */ (error).message }), "fault");
    }
  }
}

/** @param {ReturnType<typeof import("./panels.js").createPanels>} panels @param {On} on */
export const createReviewPanel = (panels, on) => new ReviewPanel(panels, on);
