// Names and descriptions of places in the field of a distance: the server looks up what is no position.
import { positionText, readPosition } from "../../questions/position.js";
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";

/**
 * @typedef {object} Answer
 * @property {any} [geometry] @property {any} [place]
 * @property {any} [derivation] of a description
 * @property {string[]} [taken] which places the names were read as
 * @property {{text: string, label: string}[]} [candidates]
 * @property {string} [problem]
 */

const FIELD = ".question-within input[type=text]";
const LIST = "question-places";
/** "within 40 nautical miles of Nome": a distance and a place. */
const WITHIN = /^(?:within|innen(?:for)?)\s+([\d.,]+)\s*(km|kilometer|kilometres|nm|nmi|nautical miles?|nautiske mil)\s+(?:of|from|fra|av)\s+(.+)$/i;

/** Where a place is, if that is one position. @param {Answer} answer @returns {import("../../questions/position.js").Position | null} */
const positionOf = ({ geometry }) => (geometry?.type === "Point" ? geometry.coordinates.slice(0, 2) : null);

/** What the position in the field stands for. @param {string} written @param {Answer} answer */
const readAs = (written, { derivation, place, taken = [] }) =>
  derivation
    ? [text("describedFrom", { place: written, km: Math.round(place?.radius_km ?? 0) }), ...taken.map((reading) => text("placeRead", { place: reading }))].join(" ")
    : text("distanceFrom", { place: taken[0] ?? written });

/** What is wrong with a text. @param {Answer} answer @param {Set<string>} filterRegions regions among the filters */
function faultOf({ candidates = [], problem, place, geometry }, filterRegions) {
  if (problem) return problem;
  if (candidates.length) return text("severalPlaces");
  if (!place || geometry?.type === "Point") return undefined;
  return text([place.regions ?? []].flat().some((id) => filterRegions.has(id)) ? "noPosition" : "noPositionNorFilter");
}

/** Sets the distance that a text states, and returns its place. @param {HTMLInputElement} field @param {string} written */
function readDistance(field, written) {
  const match = WITHIN.exec(written);
  const box = field.closest(".question-within");
  const length = /** @type {HTMLInputElement | null | undefined} */ (box?.querySelector("input[type=number]"));
  const unit = /** @type {HTMLSelectElement | null | undefined} */ (box?.querySelector("select"));
  if (!match || !length || !unit) return written;
  length.value = match[1].replace(",", ".");
  unit.value = /^k/i.test(match[2]) ? "km" : "nm";
  return match[3];
}

/** Several places that have the name. @param {HTMLInputElement} field @param {{text: string, label: string}[]} candidates */
function offerCandidates(field, candidates) {
  document.getElementById(LIST)?.remove();
  field.after(element("datalist", { id: LIST }, candidates.map(({ text: value, label }) => element("option", { value, label }))));
  field.setAttribute("list", LIST);
}

/** @param {import("../../page/plugin-api.js").Page} page @param {(text: string) => Promise<Answer>} lookUp */
export function readPlaceNames({ words: { number, section }, data }, lookUp) {
  const filterRegions = new Set(data.facets.regions.map(([id]) => `${id}`));
  const note = element("p", { class: "question-named", role: "status" });
  let isRead = false;

  /** @param {HTMLInputElement} field @param {string} written */
  async function replace(field, written) {
    const place = readDistance(field, written);
    /** @type {Answer} */
    const answer = await lookUp(place).catch(() => ({}));
    if (field.value.trim() !== written) return;
    const position = positionOf(answer);
    if (position) field.value = positionText(position, { number, compass: section("questions.compass") });
    // The page itself parses a position, and explains what it expects of other texts.
    isRead = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    isRead = false;
    note.textContent = position ? readAs(place, answer) : "";
    field.closest("p")?.after(note);
    offerCandidates(field, answer.candidates ?? []);
    const faultBox = field.closest(".question-panel")?.querySelector(".question-wrong");
    const fault = faultOf(answer, filterRegions);
    if (faultBox && !position && fault) faultBox.textContent = fault;
  }

  document.querySelector(FIELD)?.setAttribute("placeholder", text("nameOrPosition"));
  document.addEventListener(
    "change",
    (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      if (isRead || !field.matches(FIELD)) return;
      note.textContent = "";
      const written = field.value.trim();
      if (!written || readPosition(written)) return;
      event.stopImmediatePropagation();
      void replace(field, written);
    },
    true,
  );
}
