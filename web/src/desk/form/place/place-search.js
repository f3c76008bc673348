// Finds a place by its name, position or description.
import { button, element } from "../../../page/dom.js";
import { get, latest } from "../../requests.js";
import { text } from "../../vocabulary.js";
import { meaningText } from "./place-text.js";

/** How long the reader pauses before what is typed is looked up. */
const PAUSE_MS = 200;

/** Keys of a place that its text may state anew. */
const FROM_TEXT = {
  described: undefined,
  note: undefined,
  regions: undefined,
  precision: undefined,
  radius_km: undefined,
  inner_radius_km: undefined,
};

/** @typedef {{geometry: any, place: any, derivation: any, candidates?: any[], problem?: string, guesses?: string[]}} Answer */

/** @param {string} words @returns {Promise<Answer>} */
const lookUp = (words) => get("/api/places", { text: words }).catch(({ message }) => ({ problem: message }));

/** @param {Answer} answer @param {boolean} isPreview */
const onMap = ({ geometry, place, derivation }, isPreview) => ({ geometry, radius: place.radius_km, inner: place.inner_radius_km, derivation, isPreview });

/**
 * Shows what the text of the box means as it is typed, and takes it when it is complete; of several places the reader chooses one.
 * @param {HTMLInputElement} box @param {import("./record-place.js").RecordPlace} place @param {import("./record-place.js").PlaceMap} map
 */
export function createPlaceSearch(box, place, map) {
  const found = element("div", { class: "found", role: "status" });
  /** Enter and the loss of focus both ask; the same text is sent once. */
  let last = "";
  /** The description that the map explains. @type {string | undefined} */
  let explained;
  /** @type {ReturnType<typeof onMap> | null} */
  let shown = null;
  const show = (/** @type {typeof shown} */ wanted) => map.showDescription((shown = wanted));

  /** Sends the text, unless it was the last one. */
  async function take() {
    const words = box.value.trim();
    if (!words || words === last) return;
    last = words;
    const answer = await lookUp(words);
    // The reader may have gone on to type, or to another record.
    if (last !== words) return;
    showAnswer(answer);
    if (!("geometry" in answer)) return;
    explained = answer.place.described;
    place.geometry = answer.geometry;
    place.set({ name: words, ...FROM_TEXT, ...answer.place });
    show(explained ? onMap(answer, false) : null);
    map.reveal();
  }

  const preview = latest(
    async (/** @type {string} */ words) => ({ words, answer: await lookUp(words) }),
    ({ words, answer }) => {
      if (words !== box.value.trim() || words === last) return;
      const isPlace = "geometry" in answer;
      found.replaceChildren(...(isPlace ? [element("p", { class: "meaning" }, [text("placeMeaning", { place: meaningText(answer) })])] : []));
      explained = undefined;
      show(isPlace ? onMap(answer, true) : null);
    },
    PAUSE_MS,
  );

  /** @param {Answer} answer */
  function showAnswer({ problem, candidates = [], guesses = [] }) {
    const use = (/** @type {string} */ words) => {
      box.value = words;
      void take();
    };
    const choose = (/** @type {number} */ n) => use(candidates[n].text);
    found.replaceChildren(
      ...(problem ? [element("p", { class: "error" }, [problem])] : []),
      ...candidates.map(({ label }, n) => button("candidate", label, () => choose(n))),
      ...guesses.map((words) => button("candidate", words, () => use(words))),
    );
    map.showCandidates(candidates, choose);
  }

  /** The map explains the description that the record has. */
  async function update() {
    const { described } = place.values;
    if (described === explained || document.activeElement === box) return;
    explained = described;
    const answer = described ? await lookUp(described) : null;
    if (described === explained) show(answer && "geometry" in answer ? onMap(answer, false) : null);
  }

  box.addEventListener("input", () => preview(box.value.trim()));
  box.addEventListener("change", () => void take());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void take();
  });
  /** Another record is in the form. */
  function reset() {
    last = "";
    explained = undefined;
    found.replaceChildren();
    map.showCandidates([], () => undefined);
    show(null);
  }
  return { found, update, reset, redraw: () => map.showDescription(shown) };
}
