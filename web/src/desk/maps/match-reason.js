// Why the chosen record is an answer to the question of the page: a row of its card.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

/** @typedef {import("./present-view.js").PresentView} PresentView */
/** @typedef {(asked: {id: string, hash: string, area: any}) => Promise<{match?: string, why?: string}>} FindReason sends a request to the server */

/** Parts of a page's state that select records. */
const SELECTING = ["a", "t", "f", "q", "c"];
/** Those about a place or a period, for whose matches the server knows a reason. */
const WITH_REASON = /^a=|^t=|^f=(.*;)?region:/;

/** The parts of the page's state that select records; empty if none is about a place or a period. @param {string} hash */
function questionIn(hash) {
  const state = new URLSearchParams(hash);
  const parts = SELECTING.flatMap((key) => (state.has(key) ? [`${key}=${state.get(key)}`] : []));
  return parts.some((part) => WITH_REASON.test(part)) ? parts.join("&") : "";
}

/** The row of the card. @param {string} match @param {string} reason */
const row = (match, reason) => [
  element("dt", { class: "match-reason" }, [text("whyHere")]),
  element("dd", { class: "match-reason" }, [`${match}: ${reason}`]),
];

/**
 * @param {() => PresentView} present @param {FindReason} find
 * @returns {(id: string | null) => Promise<void>} shows it in the card of the chosen record, in place of that before
 */
export function createMatchReason(present, find) {
  let last = "";
  return async (id) => {
    const { hash, area } = present();
    const question = questionIn(hash);
    const key = id && question ? `${id}?${question}` : "";
    if (key === last) return;
    last = key;
    /** @type {{match?: string, why?: string}} */
    const { match = "", why } = id && question ? await find({ id, hash, area }).catch(() => ({})) : {};
    if (key !== last) return;
    for (const old of document.querySelectorAll(".match-reason")) old.remove();
    // A record without a place has its card in the list.
    const facts = document.querySelector(".record-popup .facts") ?? document.querySelector(".record.chosen .facts");
    if (why) facts?.append(...row(match, why));
  };
}
