// Answers of a question about a place, as a condition of the page's query.
import { createJudge, discShape, outlineShape } from "./judge.js";
import { positionText } from "./position.js";
import { metresOf, outlineOf } from "./question.js";

/** @typedef {import("../page/plugin-api.js").Page} Page */
/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("./position.js").Position} Position */

const polar = window.geotrackPolar;
const textIn = (/** @type {string} */ id) => document.getElementById(id)?.textContent ?? "";

/** The outline of corners, with geodesics for edges. @param {Position[]} corners @returns {Position[]} */
export const outline = (corners) => outlineOf(corners, polar.along);

/** Places on the edge of an area. @param {Question} question @returns {Position[]} */
const edgeOf = (question) =>
  question.kind === "drawn"
    ? outline(question.corners)
    : Array.from({ length: 16 }, (_, i) => polar.destination(...question.at, i * 22.5, metresOf(question)));

/** @typedef {{verdicts: number[], vague: boolean[]}} Verdicts of all records by a question */

/** A function that judges records by their footprints, which are unpacked at the first question. @param {Page} page @returns {(question: Question) => Verdicts} */
function judgeOf({ data, regions }) {
  const globe = { project: polar.projectionOf(polar.codeOf("areas", 0)).project, destination: polar.destination };
  const rings = (/** @type {string} */ id) =>
    (regions.get(id) ?? []).map((ring) => Float64Array.from(ring.flatMap(([lat, lon]) => [lon, lat])));
  /** @type {ReturnType<typeof createJudge> | null} */
  let judge = null;
  return (/** @type {Question} */ question) => {
    const outlines = () => polar.decode(textIn("geotrack-footprint-outlines"));
    judge ??= createJudge(polar.held("geotrack-footprints"), data.times.parts, outlines(), rings, globe);
    if (question.kind === "within") return judge(discShape(globe, question.at, metresOf(question)));
    return judge(outlineShape(globe, outline(question.corners)));
  };
}

/** How many of the shown records match certainly, and how many possibly. @param {{shown: boolean[], unsure: string[]}} found */
export function counts({ shown, unsure }) {
  const hits = unsure.filter((_, i) => shown[i]);
  const certainly = hits.filter((reason) => !reason).length;
  return { certainly, possibly: hits.length - certainly };
}

/** A function that writes positions in the page's language. @param {Page["words"]} words @returns {(at: Position) => string} */
export const positionWriter = ({ number, section }) => (position) => positionText(position, { number, compass: section("questions.compass") });

/** An area drawn by hand is no more precise than three significant figures. @param {number} km2 */
const rounded = (km2) => Number(km2.toPrecision(3));

/** @param {Page} page */
export function createAnswers(page) {
  const { drawing, words } = page;
  const { say, number } = words;
  const { remote } = page.data.records;
  const judge = judgeOf(page);
  const measureRing = (/** @type {Position[]} */ corners) => drawing.measure(corners, true);

  /** @param {Question} question */
  function describe(question) {
    if (question.kind === "drawn") {
      const km2 = (measureRing(question.corners).area ?? 0) / 1e6;
      return say("questions.drawn", { km2: number(rounded(km2), 0) });
    }
    const unit = say(`questions.units.${question.unit}`);
    return say("questions.within", { length: question.length, unit, position: positionWriter(words)(question.at) });
  }

  return {
    /** Whether an outline crosses itself: nothing lies in it. @param {Question | null} question */
    crosses: (question) => question?.kind === "drawn" && measureRing(question.corners).crosses,
    /**
     * Judges the records, here or at the desk's server.
     * @param {Question} question @param {(verdicts: Verdicts) => void} use called at once, or when the server has answered
     */
    judge(question, use) {
      if (!remote) return use(judge(question));
      const area = question.kind === "within" ? { at: question.at, metres: metresOf(question) } : { outline: outline(question.corners) };
      void remote.judge(area).then(use, () => undefined);
    },
    /** The condition of the query. @param {Question} question @param {Verdicts} verdicts */
    area: (question, verdicts) => ({
      ...verdicts,
      describe: () => describe(question),
      places: edgeOf(question).map(([lon, lat]) => /** @type {[number, number]} */ ([lat, lon])),
      summary: (/** @type {Parameters<typeof counts>[0]} */ result) => say("questions.chip", { what: describe(question), ...counts(result) }),
      question,
    }),
    /** The answer in words. @returns {string} */
    summary() {
      if (!page.query.conditions().area) return "";
      const { unplaced: n, ...result } = page.query.result();
      const text = `${say("questions.found", counts(result))}.`;
      return n ? `${text} ${say("questions.notJudged", { n })}` : text;
    },
  };
}
