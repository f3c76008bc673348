// Finds a place by its name, position or description.
import { button, element } from "../../../page/dom.js";
import { get } from "../../requests.js";

/** Keys of a place that its text may state anew. */
const FROM_TEXT = {
  described: undefined,
  note: undefined,
  regions: undefined,
  precision: undefined,
  radius_km: undefined,
  inner_radius_km: undefined,
};

/**
 * Looks up the text of the box when it is complete; of several places the reader chooses one.
 * @param {HTMLInputElement} box @param {import("./record-place.js").RecordPlace} place @param {import("./record-place.js").PlaceMap} map
 */
export function createPlaceSearch(box, place, map) {
  const found = element("div", { class: "found", role: "status" });
  // Enter and the loss of focus both ask; the same text is sent once.
  let last = "";

  /** Sends the text, unless it was the last one. */
  async function lookUp() {
    const words = box.value.trim();
    if (!words || words === last) return;
    last = words;
    const answer = await get("/api/places", { text: words }).catch(({ message }) => ({ problem: message }));
    showAnswer(answer);
    if (!("geometry" in answer)) return;
    place.geometry = answer.geometry;
    place.set({ name: words, ...FROM_TEXT, ...answer.place });
    map.reveal();
  }

  /** @param {{problem?: string, candidates?: any[]}} answer */
  function showAnswer({ problem, candidates = [] }) {
    const take = (/** @type {number} */ n) => {
      box.value = candidates[n].text;
      void lookUp();
    };
    found.replaceChildren(
      ...(problem ? [element("p", { class: "error" }, [problem])] : []),
      ...candidates.map(({ label }, n) => button("candidate", label, () => take(n))),
    );
    map.showCandidates(candidates, take);
  }

  box.addEventListener("change", () => void lookUp());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void lookUp();
  });
  /** Another record is in the form. */
  function reset() {
    last = "";
    found.replaceChildren();
    map.showCandidates([], () => undefined);
  }
  return { found, reset };
}
