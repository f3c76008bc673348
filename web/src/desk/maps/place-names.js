// Names and descriptions of places in the field of a distance: the server looks up what is no position.
import { positionText, readPosition } from "../../questions/position.js";
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

/** @typedef {{geometry?: any, place?: any, candidates?: {text: string, label: string}[], problem?: string}} Answer */

const FIELD = ".question-within input[type=text]";
const LIST = "question-places";

/** Where a place is, if that is one position. @param {Answer} answer @returns {import("../../questions/position.js").Position | null} */
const positionOf = ({ geometry }) => (geometry?.type === "Point" ? geometry.coordinates.slice(0, 2) : null);

/** @param {import("../../page/plugin-api.js").Page["words"]} words @param {(text: string) => Promise<Answer>} lookUp */
export function readPlaceNames({ number, section }, lookUp) {
  let isRead = false;

  /** @param {HTMLInputElement} field @param {string} written */
  async function replace(field, written) {
    const answer = await lookUp(written).catch(() => ({}));
    if (field.value.trim() !== written) return;
    const at = positionOf(answer);
    if (at) field.value = positionText(at, { number, compass: section("questions.compass") });
    // The page reads a position, and says of anything else what it expects.
    isRead = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    isRead = false;
    const { candidates = [], problem, place } = /** @type {Answer} */ (answer);
    offer(field, candidates);
    const said = candidates.length ? text("severalPlaces") : !at && place ? text("noPosition") : problem;
    const wrong = field.closest(".question-panel")?.querySelector(".question-wrong");
    if (wrong && said) wrong.textContent = said;
  }

  document.querySelector(FIELD)?.setAttribute("placeholder", text("nameOrPosition"));
  document.addEventListener(
    "change",
    (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      const written = field.value?.trim();
      if (isRead || !field.matches(FIELD) || !written || readPosition(written)) return;
      event.stopImmediatePropagation();
      void replace(field, written);
    },
    true,
  );
}

/** Several places that have the name. @param {HTMLInputElement} field @param {{text: string, label: string}[]} candidates */
function offer(field, candidates) {
  document.getElementById(LIST)?.remove();
  field.after(element("datalist", { id: LIST }, candidates.map(({ text: value, label }) => element("option", { value, label }))));
  field.setAttribute("list", LIST);
}
