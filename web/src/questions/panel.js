// Panel of a question about a place: its kind, its values typed, its answer.
import { positionWriter } from "./answer.js";
import { readCorners, readPosition } from "./position.js";
import { isSound, LONGEST_M, METRES } from "./question.js";

/** @typedef {import("../page/plugin-api.js").Page} Page */
/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("./question.js").Unit} Unit */
/** @typedef {import("./position.js").Position} Position */

/**
 * @typedef {object} PanelState
 * @property {Question["kind"]} kind
 * @property {Question | null} question
 * @property {boolean} byKeys whether corners are set at the middle of the map, by keys
 * @property {boolean} crosses whether the outline crosses itself
 * @property {Position | null} record where the symbol of the chosen record stands
 * @property {string} answer
 *
 * @typedef {object} PanelActs
 * @property {(kind: Question["kind"]) => void} choose
 * @property {(question: Question) => void} ask
 * @property {() => void} again
 * @property {() => void} take copies the command, or saves the outline
 * @property {() => void} done
 * @property {() => void} remove
 */

const KINDS = /** @type {Question["kind"][]} */ (["within", "drawn"]);

/** Elements with texts of the questions. @param {Page} page */
function elementsOf({ element, words: { setTexts } }) {
  const text = (/** @type {HTMLElement} */ target, /** @type {string} */ key) => setTexts(target, { text: [`questions.${key}`] });
  return {
    text,
    /** @param {string} name @param {Record<string, string>} [attributes] */
    field: (name, attributes = {}) => element(name, { autocomplete: "off", spellcheck: "false", ...attributes }),
    /** @param {string} key @param {HTMLElement[]} fields the label is that of the first */
    labelled(key, ...fields) {
      fields[0].id = `question-${key}`;
      return element("p", { class: "question-field" }, [text(element("label", { for: fields[0].id }), key), ...fields]);
    },
  };
}

/** A choice of the kind. @param {Page} page @param {PanelActs["choose"]} choose */
function kindChoice(page, choose) {
  const { element, words: { setTexts } } = page;
  const { text } = elementsOf(page);
  const radios = KINDS.map((kind) => {
    const radio = /** @type {HTMLInputElement} */ (element("input", { type: "radio", name: "question-kind", value: kind }));
    radio.addEventListener("change", () => choose(kind));
    return radio;
  });
  const labels = radios.map((radio, i) => element("label", {}, [radio, text(element("span"), `modes.${KINDS[i]}`)]));
  const box = setTexts(element("div", { class: "question-kinds", role: "radiogroup" }, labels), { "aria-label": ["questions.title"] });
  return {
    box,
    /** @param {Question["kind"]} kind */
    show: (kind) => radios.forEach((radio) => (radio.checked = radio.value === kind)),
    focus: () => radios.find(({ checked }) => checked)?.focus(),
  };
}

/** The fields of a distance. @param {Page} page @param {PanelActs["ask"]} setQuestion @param {(text: string) => void} complain */
function distanceFields(page, setQuestion, complain) {
  const { element, button, words } = page;
  const { field, labelled, text } = elementsOf(page);
  const position = /** @type {HTMLInputElement} */ (words.setTexts(field("input", { type: "text" }), { placeholder: ["questions.example"] }));
  const length = /** @type {HTMLInputElement} */ (field("input", { type: "number", min: "0", step: "any", inputmode: "decimal" }));
  const options = Object.keys(METRES).map((name) => text(element("option", { value: name }), `units.${name}`));
  const unit = /** @type {HTMLSelectElement} */ (words.setTexts(element("select", {}, options), { "aria-label": ["questions.unit"] }));
  const record = text(button("question-record", "", () => position.dataset.record && read(position.dataset.record)), "chosen");
  const distance = () => ({ length: Number(length.value), unit: /** @type {Unit} */ (unit.value) });
  length.value = "300";

  function read(value = position.value.trim()) {
    const place = readPosition(value);
    // Without a position yet, the distance alone is checked.
    const question = /** @type {const} */ ({ kind: "within", at: place ?? [0, 90], ...distance() });
    const longest = Math.floor(LONGEST_M / METRES[question.unit]);
    const isMisspelt = Boolean(value && !place);
    position.setAttribute("aria-invalid", `${isMisspelt}`);
    if (!isSound(question)) complain(words.say("questions.wrongLength", { most: longest, unit: words.say(`questions.units.${question.unit}`) }));
    else complain(isMisspelt ? words.say("questions.wrongPosition") : "");
    if (place && isSound(question)) setQuestion({ ...question, at: place });
  }

  for (const control of [position, length, unit]) control.addEventListener("change", () => read());
  return {
    box: element("div", { class: "question-within" }, [labelled("position", position), record, labelled("distance", length, unit)]),
    distance,
    /** @param {Question | null} question @param {string} recordAt */
    show(question, recordAt) {
      position.dataset.record = recordAt;
      record.hidden = !recordAt;
      if (question?.kind === "within") {
        position.value = positionWriter(words)(question.at);
        length.value = `${question.length}`;
        unit.value = question.unit;
      } else if (!question && document.activeElement !== position) {
        position.value = "";
      }
    },
  };
}

/** The field of an area's corners. @param {Page} page @param {PanelActs["ask"]} setQuestion @param {(text: string) => void} complain */
function cornerField(page, setQuestion, complain) {
  const { element, words } = page;
  const { field, labelled } = elementsOf(page);
  const corners = /** @type {HTMLTextAreaElement} */ (words.setTexts(field("textarea", { rows: "3" }), { placeholder: ["questions.example"] }));
  corners.addEventListener("change", () => {
    const places = readCorners(corners.value);
    corners.setAttribute("aria-invalid", `${!places}`);
    complain(places ? "" : words.say("questions.wrongCorners"));
    const question = /** @type {const} */ ({ kind: "drawn", corners: places ?? [] });
    if (isSound(question)) setQuestion(question);
  });
  return {
    box: element("div", {}, [labelled("corners", corners)]),
    /** @param {Question | null} question */
    show(question) {
      if (question?.kind === "drawn") corners.value = question.corners.map(positionWriter(words)).join("\n");
      else if (document.activeElement !== corners) corners.value = "";
    },
  };
}

/** How to go on. @param {Page["words"]} words @param {PanelState} state */
function hint({ say }, { kind, question, byKeys }) {
  if (question) return "";
  if (kind === "within") return say("questions.point");
  return say(byKeys ? "questions.byKeys" : "questions.drawHint");
}

/** @param {Page} page @param {PanelActs} acts */
export function questionPanel(page, acts) {
  const { map, element, button, words } = page;
  const { text } = elementsOf(page);
  const help = element("p", { class: "question-help" });
  const wrong = element("p", { class: "question-wrong", role: "alert" });
  const answer = element("p", { class: "question-answer", role: "status" });
  // Below a refusal the answer is removed: it is that of the question before, which is named instead.
  const complain = (/** @type {string} */ message) => {
    wrong.textContent = message;
    if (!message) return;
    const shown = page.query.conditions().area?.describe();
    answer.textContent = shown ? words.say("questions.still", { shown }) : "";
    exportButton.hidden = true;
  };
  const kinds = kindChoice(page, acts.choose);
  const withinFields = distanceFields(page, acts.ask, complain);
  const cornerFields = cornerField(page, acts.ask, complain);
  const exportButton = words.setTexts(button("", "", acts.take), { title: ["questions.alone"] });
  const againButton = text(button("", "", acts.again), "again");
  const remove = text(button("", "", acts.remove), "remove");
  const actions = element("div", { class: "question-does" }, [text(button("", "", acts.done), "done"), againButton, exportButton, remove]);
  const box = words.setTexts(element("section", { class: "tool-panel question-panel" }), { "aria-label": ["questions.title"] });
  box.append(text(element("h2"), "title"), kinds.box, withinFields.box, cornerFields.box, help, wrong, answer, actions);
  box.hidden = true;
  window.L.DomEvent.disableScrollPropagation(box);
  page.addControl(map, "bottomleft", box);

  return {
    box,
    distance: withinFields.distance,
    focus: kinds.focus,
    /** @param {PanelState} state */
    update(state) {
      const { kind, question, crosses, record } = state;
      kinds.show(kind);
      withinFields.show(question, record ? positionWriter(words)(record) : "");
      cornerFields.show(question);
      withinFields.box.hidden = kind !== "within";
      cornerFields.box.hidden = kind !== "drawn";
      help.textContent = hint(words, state);
      if (question) wrong.textContent = crosses ? words.say("questions.crosses") : "";
      answer.textContent = state.answer;
      text(exportButton, kind === "within" ? "command" : "outline");
      for (const control of [exportButton, remove]) control.hidden = !question;
      againButton.hidden = !question || kind === "within";
    },
    /** Confirms that something was copied. */
    copied: () => (answer.textContent = `${answer.textContent} ${words.say("questions.copied")}.`),
  };
}
