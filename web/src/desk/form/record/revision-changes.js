// What revisions of a record have changed, looked up when the reader opens it.
import { element } from "../../../page/dom.js";
import { get } from "../../requests.js";
import { text } from "../../vocabulary.js";

/** @typedef {{name: string, day: string} | null} Commit */

/** @typedef {{path: string, what: string, old: string | null, new: string | null}} Difference */

/** A property with its old and its new text, or how it differs. @param {Difference} difference */
const row = ({ path, what, old, new: value }) =>
  element("li", { dir: "auto" }, [
    element("b", {}, [path]),
    ...(old === null && value === null ? [what] : []),
    ...(old === null ? [] : [element("del", {}, [old])]),
    ...(value === null ? [] : [element("ins", {}, [value])]),
  ]);

/** The states that are compared, where git has them. @param {[Commit, Commit]} commits */
const states = ([first, second]) =>
  [first && text("stateBefore", first), second && text("stateAfter", second)].filter(Boolean).map((line) => element("p", {}, [`${line}`]));

/** Differences, or that there are none. @param {Difference[]} differences @param {string} none */
export const differenceList = (differences, none) =>
  differences.length ? element("ul", { class: "differences" }, differences.map(row)) : element("p", { class: "hint" }, [none]);

/**
 * @param {string} id of the record @param {{first: string, last?: string}} revisions their numbers, from 0
 * @param {string} title
 */
export function revisionChanges(id, revisions, title) {
  const box = /** @type {HTMLDetailsElement} */ (element("details", { class: "comparison", "data-id": id }, [element("summary", {}, [title])]));
  box.addEventListener("toggle", () => void fill(), { once: true });
  async function fill() {
    try {
      const { differences, commits } = await get(`/api/revisions/${encodeURIComponent(id)}`, revisions);
      box.append(...states(commits), differenceList(differences, text("noRevisionDifference")));
    } catch (error) {
      box.append(element("p", {}, [/** @type {Error} */ (error).message]));
    }
  }
  return box;
}

/** Steps of review, which change nothing else. */
const REVIEWS = ["reviewed", "released", "sent back"];

/** The history of a record, the last revision first. @param {string} id @param {any[]} revisions */
export const historyItems = (id, revisions) =>
  revisions
    .map(({ what, on: day, by, why }, n) => {
      const title = [day, what, by, why].filter(Boolean).join(" · ");
      return element("li", {}, [REVIEWS.includes(what) ? title : revisionChanges(id, { first: `${n}`, last: `${n + 1}` }, title)]);
    })
    .reverse();
