// Questions about a place on a briefing page: which records were within a distance, or in an area that is drawn.
// Only a page of a map with `questions = true` carries this script; it reads `geotrack-footprints`, which
// geotrack/page/footprints.py writes. Its answer is a condition of the page's query.
import "./questions.css";
import { createAnswers, outline } from "./answer.js";
import { areaOnMap } from "./area-on-map.js";
import { questionPanel } from "./panel.js";
import { roundedPosition } from "./position.js";
import { asPointed, commandOf, isSound, polygonOf, questionAt, readQuestion, writeQuestion } from "./question.js";
import { createSketch } from "./sketch.js";

/** @typedef {import("../page/plugin-api.js").Page} Page */
/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("./position.js").Position} Position */

/** The button stands beside that of the measuring tool. @param {Page} page @param {() => void} toggle */
function openerOn({ map, words: { setTexts }, element, button, svg }, toggle) {
  const opener = setTexts(button("question-open", "", toggle), { title: ["questions.hint"] });
  const sign = svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, [
    svg("circle", { cx: 10, cy: 10, r: 7.4, "stroke-dasharray": "2.9 2" }),
    svg("circle", { cx: 10, cy: 10, r: 1.6 }),
  ]);
  opener.append(sign, setTexts(element("span"), { text: ["questions.button"] }));
  opener.setAttribute("aria-pressed", "false");
  map.getContainer().querySelector(".measure-control")?.append(opener);
  return opener;
}

/** Where the symbol of the chosen record stands. @param {Page} page @returns {Position | null} */
function recordPosition({ data, selected }) {
  const { at, drawn } = data.records.get(selected()) ?? {};
  // A symbol that only stands for an area has no position that deserves four decimals.
  return at ? roundedPosition([at[1], at[0]], drawn === "reported" ? 4 : 2) : null;
}

/** The present question. @param {Page} page @param {ReturnType<typeof createAnswers>} answers */
function questionState({ query }, answers) {
  /** isWaiting: its answer is on its way. @type {{question: Question | null, kind: Question["kind"], isWaiting: boolean}} */
  const state = { question: null, kind: "within", isWaiting: false };
  return {
    state,
    /** @param {Question | null} next */
    setQuestion(next) {
      state.question = next;
      state.kind = next?.kind ?? state.kind;
      state.isWaiting = false;
      if (!next || answers.crosses(next)) return query.set({ ...query.conditions(), area: null });
      state.isWaiting = true;
      answers.judge(next, (verdicts) => {
        if (state.question !== next) return;
        state.isWaiting = false;
        query.set({ ...query.conditions(), area: answers.area(next, verdicts) });
      });
    },
    /** Drops the question if its condition was removed from the query, by its chip or with all filters. */
    follow() {
      if (state.isWaiting) return;
      if (state.question && !query.conditions().area && !answers.crosses(state.question)) state.question = null;
    },
  };
}

/** Copies the command of a question, or saves its outline. @param {Page} page @param {Question | null} question @param {() => void} copied */
function exportQuestion({ copyText, download }, question, copied) {
  if (question?.kind === "within") void copyText(commandOf(question)).then((isCopied) => isCopied && copied());
  else if (question) download(`${JSON.stringify(polygonOf(outline(question.corners)))}\n`, "area.geojson", "application/geo+json");
}

/**
 * The question changes with the page's query, and the address of the page has it.
 * @param {Page} page @param {{state: {question: Question | null}, setQuestion: (next: Question | null) => void, follow: () => void}} state @param {() => void} update
 */
function joinQuery({ query, data, registerPart }, { state, setQuestion, follow }, update) {
  query.onChange(() => {
    follow();
    update();
  });
  data.records.onReplace(() => {
    if (state.question) setQuestion({ ...state.question });
  });
  registerPart("a", {
    read: () => writeQuestion(query.conditions().area?.question ?? null),
    write: (text) => setQuestion(readQuestion(text)),
  });
}

/** What the panel shows of a question. @param {Page} page @param {ReturnType<typeof createAnswers>} answers @param {Question | null} question */
const answerState = (page, answers, question) => ({
  crosses: answers.crosses(question),
  record: recordPosition(page),
  answer: answers.summary(),
});

/** Closes the panel, or opens it with the focus in it. @param {{box: HTMLElement, focus: () => void}} panel @param {(closing: boolean) => void} setClosed */
function toggle(panel, setClosed) {
  setClosed(!panel.box.hidden);
  if (!panel.box.hidden) panel.focus();
}

/** @param {Page} page */
function startQuestions(page) {
  const { map, words } = page;
  const answers = createAnswers(page);
  const { state, setQuestion, follow } = questionState(page, answers);
  const opener = openerOn(page, () => setClosed(!panel.box.hidden));
  const panel = questionPanel(page, {
    choose: (kind) => renew(null, kind),
    ask: (next) => renew(next),
    again: () => renew(null),
    done: () => setClosed(true),
    remove: () => setClosed(true, true),
    take: () => exportQuestion(page, state.question, panel.copied),
  });
  const area = areaOnMap(map, (moved, ended) => isSound(moved) && (ended ? setQuestion : area.draw)(asPointed(moved)));
  const end = (/** @type {Position[]} */ places) => setQuestion(questionAt(state.kind, places, panel.distance()));
  const sketch = createSketch(page, { kind: () => state.kind, end, update: () => update(), keyTargets: { opener, box: panel.box } });
  const setOpen = page.closeOnEscape(panel.box, () => (sketch.hasPlaces() ? sketch.start() : setClosed(true)));

  function update() {
    area.show(state.question, !panel.box.hidden, { move: words.say("questions.move"), far: words.say("questions.handle") });
    if (panel.box.hidden) return;
    panel.update({ ...state, ...answerState(page, answers, state.question), byKeys: sketch.byKeys() });
  }

  /** Closes or opens the panel. @param {boolean} closing @param {boolean} [removes] whether to remove the question too */
  function setClosed(closing, removes = false) {
    const hadFocus = panel.box.contains(document.activeElement);
    if (removes) setQuestion(null);
    panel.box.hidden = closing;
    map.fire("panelchange");
    setOpen(!closing);
    opener.setAttribute("aria-pressed", `${!closing}`);
    if (closing) sketch.leave();
    else if (!state.question) sketch.start();
    if (closing && hadFocus) opener.focus();
    update();
  }

  /** Asks another question; null: begins to draw one. @param {Question | null} next @param {Question["kind"]} [kind] */
  function renew(next, kind = state.kind) {
    state.kind = kind;
    sketch.leave();
    setQuestion(next);
    if (!next) sketch.start();
  }

  page.key("a", "questions.key", () => toggle(panel, setClosed), { group: "map" });
  words.onLanguage(update);
  joinQuery(page, { state, setQuestion, follow }, update);
}

window.geotrackPage.registerPlugin(startQuestions);
