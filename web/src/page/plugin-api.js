// What another script of the page is given to work with, once the map is there.
import { key } from "./keyboard.js";
import { blankContext } from "../canvas.js";
import { element, onceAFrame } from "./dom.js";
import { periodWords } from "./query/periods.js";
import { language, number, onLanguage, say, section, worded } from "./i18n.js";

/**
 * @typedef {ReturnType<typeof pageOf>} Page
 */

/** @type {((page: Page) => void)[]} */
const parts = [];

/** @typedef {ReturnType<typeof import("./timeline/timeline.js").timeline>} Timeline */

/** @param {any} map @param {import("./query/query.js").Asking} question @param {Timeline | null} timeline */
const pageOf = (map, question, timeline) => ({
  map,
  question,
  timeline,
  words: { language, number, onLanguage, period: periodWords, say, section, worded },
  element,
  key,
  onceAFrame,
  blankContext,
});

/** Begin with the page. @param {(page: Page) => void} part */
export const further = (part) => void parts.push(part);

/** @param {any} map @param {import("./query/query.js").Asking} question @param {Timeline | null} timeline */
export function beginFurther(map, question, timeline) {
  const page = pageOf(map, question, timeline);
  for (const part of parts) part(page);
}
