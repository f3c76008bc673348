// What another script of the page is given to work with, once the map is there.
import { onceAFrame } from "./frames.js";
import { key } from "./keys.js";
import { element } from "./making.js";
import { periodWords } from "./periods.js";
import { language, number, onLanguage, say, section, worded } from "./words.js";

/**
 * @typedef {ReturnType<typeof pageOf>} Page
 */

/** @type {((page: Page) => void)[]} */
const parts = [];

/** @typedef {ReturnType<typeof import("./timeline.js").timeline>} Timeline */

/** @param {any} map @param {import("./asking.js").Asking} question @param {Timeline | null} timeline */
const pageOf = (map, question, timeline) => ({
  map,
  question,
  timeline,
  words: { language, number, onLanguage, period: periodWords, say, section, worded },
  element,
  key,
  onceAFrame,
});

/** Begin with the page. @param {(page: Page) => void} part */
export const further = (part) => void parts.push(part);

/** @param {any} map @param {import("./asking.js").Asking} question @param {Timeline | null} timeline */
export function beginFurther(map, question, timeline) {
  const page = pageOf(map, question, timeline);
  for (const part of parts) part(page);
}
