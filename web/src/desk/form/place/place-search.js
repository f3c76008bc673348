// Finds a place by its name, position or description.
import { button, element } from "../../../page/dom.js";
import { get, latest } from "../../requests.js";
import { regionNames, text } from "../../vocabulary.js";
import { meaningText, positionText } from "./place-text.js";
import { leftBehind, PlaceReading } from "./record-place.js";

/** How long the reader must pause before the typed text is looked up. */
const PAUSE_MS = 200;

/** @typedef {{geometry: any, place: any, derivation: any, taken?: string[], candidates?: any[], word?: string, problem?: string, guesses?: string[]}} Answer */

/** @param {string} words @param {string} lang @returns {Promise<Answer>} */
const lookUp = (words, lang) => get("/api/places", { text: words, lang }).catch(({ message }) => ({ problem: message }));

/** Which places the names were read as. @param {Answer} answer */
const readingLines = ({ taken = [] }) => taken.map((place) => element("p", { class: "hint" }, [text("placeRead", { place })]));

/** @param {Answer} answer @param {boolean} isPreview */
const onMap = ({ geometry, place, derivation }, isPreview) => ({ geometry, radius: place.radius_km, inner: place.inner_radius_km, derivation, isPreview });

/** From what a described place is derived, and why its radius is wider than the words. @param {Answer} answer */
const reasonOf = ({ place }) => (place?.described && place.note ? [element("p", { class: "hint" }, [place.note])] : []);

/** The line above the choices of an answer: the question that they answer, or the fault. @param {Answer} answer */
function questionOf({ problem, word, candidates = [] }) {
  return problem ?? (candidates.length ? text("whichPlace", { word: word ?? "", n: candidates.length }) : "");
}

/** Pastes a list of positions, one a line, into a field of one line. @param {HTMLInputElement} box @param {ClipboardEvent} event */
function pasteLines(box, event) {
  const lines = (event.clipboardData?.getData("text/plain") ?? "").trim().split(/\s*\n\s*/);
  if (lines.length < 2) return;
  event.preventDefault();
  box.setRangeText(lines.join("; "), box.selectionStart ?? 0, box.selectionEnd ?? 0, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** What a new text no longer states. @param {import("./record-place.js").Left} left */
function leftText({ name, geometry, regions, precision, radius_km: radius, inner_radius_km: inner }) {
  const km = radius === undefined ? "" : `${inner === undefined ? "" : `${inner}–`}${radius} km`;
  const parts = [name && `‘${name}’`, geometry && positionText(geometry), regionNames(regions), precision && text(`precision.${precision}`), km];
  return parts.filter(Boolean).join(", ");
}

/** Shows what the text of the box means as it is typed, and takes it when it is complete; of several places the reader chooses one. */
export class PlaceSearch {
  results = element("div", { class: "found", role: "status" });
  /** The text that was sent last: Enter and the loss of focus both send it, but once. */
  #last = "";
  /** The description that the map explains. @type {string | undefined} */
  #explained;
  /** @type {ReturnType<typeof onMap> | null} */
  #shown = null;
  /** The question about the text, or its fault; empty if the text is parsed. */
  #question = "";
  /** Settles when the text that was sent last is read. */
  #taking = Promise.resolve();
  #reading;
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
    this.#reading = new PlaceReading(place);
    box.addEventListener("change", () => void this.#take());
    box.addEventListener("paste", (event) => pasteLines(box, event));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      // Words that have no position yet are read again.
      if (!place.geometry && !place.values.regions) this.#reading.open();
      void this.#take();
    });
  }

  /** Called when the text is changed: what the record has from the former text is removed. @param {string | undefined} words */
  change(words) {
    this.#last = this.#question = "";
    this.#reading.change(words);
    if (this.#reading.isOpen && words) return this.#preview(words);
    // The text is as it was before, or empty.
    this.results.replaceChildren(...this.#ways());
    this.#map.showCandidates([], () => undefined);
    this.#explained = undefined;
    this.#show(null);
  }

  /** A record with a place in words alone: they are read. */
  readAgain() {
    this.#reading.open();
    void this.#take();
  }

  /** Parses the text if that was not done yet; returns a question about it or its fault, empty if it is parsed. */
  async settled() {
    if (this.#reading.isOpen) void this.#take();
    await this.#taking;
    return this.#question;
  }

  /** Sends the text, unless it was the last one. */
  #take() {
    const words = this.#box.value.trim();
    if (!words || words === this.#last || !this.#reading.isOpen) return this.#taking;
    this.#last = words;
    this.#taking = this.#read(words);
    return this.#taking;
  }

  /** @param {string} words */
  async #read(words) {
    const before = this.#reading.before;
    const isStated = before?.words && (before.geometry || before.place);
    const [answer, previous] = await Promise.all([lookUp(words, this.#language), isStated ? lookUp(before.words, this.#language) : {}]);
    // The reader may have gone on to type, to draw, or to another record.
    if (this.#last !== words || this.#reading.before !== before) return;
    const isPlace = "geometry" in answer;
    this.#question = isPlace ? "" : questionOf(answer);
    const left = isPlace && before ? leftBehind(before, previous, answer) : {};
    this.#showAnswer(answer, left);
    if (!isPlace) return;
    this.#explained = answer.place.described;
    this.#reading.setAnswer(words, answer);
    this.#show(this.#explained ? onMap(answer, false) : null);
    this.#map.reveal();
  }

  /** Buttons for what the reader can do with a text that is no place. */
  #ways() {
    const { before } = this.#reading;
    if (!before) return [];
    /** @param {boolean} keepsPosition */
    const settle = (keepsPosition) => {
      this.#question = "";
      this.results.replaceChildren();
      this.#map.showCandidates([], () => undefined);
      this.#reading.settle(keepsPosition);
    };
    const had = leftText({ geometry: before.geometry, regions: before.place?.regions });
    return [
      ...(had ? [button("candidate", text("keepPosition", { what: had }), () => settle(true))] : []),
      ...(this.#box.value.trim() ? [button("candidate", text("wordsAlone"), () => settle(false))] : []),
    ];
  }

  /** @param {ReturnType<typeof onMap> | null} shown */
  #show(shown) {
    this.#shown = shown;
    this.redraw();
  }

  /** Shows the description on the map, also when the page has been loaded again. */
  redraw() {
    this.#map.showDescription(this.#shown);
  }

  /** @param {string} words @param {Answer} answer */
  #showPreview(words, answer) {
    if (words !== this.#box.value.trim() || words === this.#last) return;
    const isPlace = "geometry" in answer;
    const meaning = () => element("p", { class: "meaning" }, [text("placeMeaning", { place: meaningText(answer) })]);
    this.results.replaceChildren(...(isPlace ? [meaning(), ...readingLines(answer), ...reasonOf(answer)] : []));
    this.#explained = undefined;
    this.#show(isPlace ? onMap(answer, true) : null);
  }

  /** @param {Answer} answer @param {import("./record-place.js").Left} left what it no longer states */
  #showAnswer(answer, left) {
    const { problem, candidates = [], guesses = [] } = answer;
    const use = (/** @type {string} */ words) => {
      this.#box.value = words;
      void this.#take();
    };
    const choose = (/** @type {number} */ n) => use(candidates[n].text);
    const lost = leftText(left);
    const keep = button("candidate", text("keepIt"), () => {
      line.remove();
      this.#reading.restore(left);
    });
    const line = element("p", { class: "hint" }, [`${text("noLonger", { what: lost })} `, keep]);
    const question = questionOf(answer);
    this.results.replaceChildren(
      ...readingLines(answer),
      ...(question ? [element("p", { class: problem ? "error" : "question" }, [question])] : reasonOf(answer)),
      ...candidates.map(({ label }, n) => button("candidate", label, () => choose(n))),
      ...guesses.map((words) => button("candidate", words, () => use(words))),
      ...(question ? this.#ways() : []),
      ...(lost ? [line] : []),
      ...(problem ? [element("p", { class: "hint" }, [text("orOnMap")])] : []),
    );
    this.#map.showCandidates(candidates.filter((place) => "lon" in place), choose);
  }

  /** The map explains the description that the record has. */
  async update() {
    const { described, regions } = this.#place.values;
    if (this.#reading.isOpen && (this.#place.geometry || regions)) this.#close();
    if (described === this.#explained || document.activeElement === this.#box) return;
    this.#explained = described;
    const answer = described ? await lookUp(described, this.#language) : null;
    if (described === this.#explained) this.#show(answer && "geometry" in answer ? onMap(answer, false) : null);
  }

  /** Called when something else sets the place: a drawn shape, another record. */
  #close() {
    this.#last = this.#question = "";
    this.#reading.close();
    this.results.replaceChildren();
    this.#map.showCandidates([], () => undefined);
  }

  /** Another record is in the form. */
  reset() {
    this.#close();
    this.#explained = undefined;
    this.#show(null);
  }
}
