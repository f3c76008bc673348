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

/** @typedef {{geometry: any, place: any, derivation: any, taken?: string[], candidates?: any[], problem?: string, guesses?: string[]}} Answer */

/** @param {string} words @param {string} lang @returns {Promise<Answer>} */
const lookUp = (words, lang) => get("/api/places", { text: words, lang }).catch(({ message }) => ({ problem: message }));

/** Which places the names were read as. @param {Answer} answer */
const takenLines = ({ taken = [] }) => taken.map((one) => element("p", { class: "hint" }, [text("placeRead", { place: one })]));

/** @param {Answer} answer @param {boolean} isPreview */
const onMap = ({ geometry, place, derivation }, isPreview) => ({ geometry, radius: place.radius_km, inner: place.inner_radius_km, derivation, isPreview });

/** From what a described place is derived, and why its radius is wider than the words. @param {Answer} answer */
const reasonOf = ({ place }) => (place?.described && place.note ? [element("p", { class: "hint" }, [place.note])] : []);

/** Shows what the text of the box means as it is typed, and takes it when it is complete; of several places the reader chooses one. */
export class PlaceSearch {
  found = element("div", { class: "found", role: "status" });
  /** Enter and the loss of focus both ask; the same text is sent once. */
  #last = "";
  /** The description that the map explains. @type {string | undefined} */
  #explained;
  /** @type {ReturnType<typeof onMap> | null} */
  #shown = null;
  #box;
  #place;
  #map;
  #language;
  #preview = latest(
    async (/** @type {string} */ words) => ({ words, answer: await lookUp(words, this.#language) }),
    (/** @type {{words: string, answer: Answer}} */ { words, answer }) => this.#showPreview(words, answer),
    PAUSE_MS,
  );

  /** @param {HTMLInputElement} box @param {import("./record-place.js").RecordPlace} place @param {import("./record-place.js").PlaceMap} map @param {string} language */
  constructor(box, place, map, language) {
    this.#language = language;
    this.#box = box;
    this.#place = place;
    this.#map = map;
    box.addEventListener("input", () => this.#preview(box.value.trim()));
    box.addEventListener("change", () => void this.#take());
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      void this.#take();
    });
  }

  /** Sends the text, unless it was the last one. */
  async #take() {
    const words = this.#box.value.trim();
    if (!words || words === this.#last) return;
    this.#last = words;
    const answer = await lookUp(words, this.#language);
    // The reader may have gone on to type, or to another record.
    if (this.#last !== words) return;
    this.#showAnswer(answer);
    if (!("geometry" in answer)) return;
    this.#explained = answer.place.described;
    this.#place.geometry = answer.geometry;
    this.#place.set({ name: words, ...FROM_TEXT, ...answer.place });
    this.#show(this.#explained ? onMap(answer, false) : null);
    this.#map.reveal();
  }

  /** @param {ReturnType<typeof onMap> | null} shown */
  #show(shown) {
    this.#shown = shown;
    this.redraw();
  }

  /** Also when the page has been loaded again. */
  redraw() {
    this.#map.showDescription(this.#shown);
  }

  /** @param {string} words @param {Answer} answer */
  #showPreview(words, answer) {
    if (words !== this.#box.value.trim() || words === this.#last) return;
    const isPlace = "geometry" in answer;
    const meaning = () => element("p", { class: "meaning" }, [text("placeMeaning", { place: meaningText(answer) })]);
    this.found.replaceChildren(...(isPlace ? [meaning(), ...takenLines(answer), ...reasonOf(answer)] : []));
    this.#explained = undefined;
    this.#show(isPlace ? onMap(answer, true) : null);
  }

  /** @param {Answer} answer */
  #showAnswer(answer) {
    const { problem, candidates = [], guesses = [] } = answer;
    const use = (/** @type {string} */ words) => {
      this.#box.value = words;
      void this.#take();
    };
    const choose = (/** @type {number} */ n) => use(candidates[n].text);
    this.found.replaceChildren(
      ...takenLines(answer),
      ...(problem ? [element("p", { class: "error" }, [problem])] : reasonOf(answer)),
      ...candidates.map(({ label }, n) => button("candidate", label, () => choose(n))),
      ...guesses.map((words) => button("candidate", words, () => use(words))),
      ...(problem ? [element("p", { class: "hint" }, [text("orOnMap")])] : []),
    );
    this.#map.showCandidates(candidates, choose);
  }

  /** The map explains the description that the record has. */
  async update() {
    const { described } = this.#place.values;
    if (described === this.#explained || document.activeElement === this.#box) return;
    this.#explained = described;
    const answer = described ? await lookUp(described, this.#language) : null;
    if (described === this.#explained) this.#show(answer && "geometry" in answer ? onMap(answer, false) : null);
  }

  /** Another record is in the form. */
  reset() {
    this.#last = "";
    this.#explained = undefined;
    this.found.replaceChildren();
    this.#map.showCandidates([], () => undefined);
    this.#show(null);
  }
}
