// What another script of the page is given to work with, once the map is there.
import { key } from "./keyboard.js";
import { blankContext } from "../canvas.js";
import { element, onceAFrame } from "./dom.js";
import { formatPeriod } from "./query/periods.js";
import { language, formatNumber, onLanguage, translate, section, translateElement } from "./i18n.js";

/**
 * @typedef {ReturnType<typeof apiOf>} Page
 */

/** @type {((page: Page) => void)[]} */
const parts = [];

/** @typedef {ReturnType<typeof import("./timeline/timeline.js").createTimeline>} Timeline */

/** @param {any} map @param {import("./query/query.js").PageQuery} question @param {Timeline | null} timeline */
const apiOf = (map, question, timeline) => ({
  map,
  question,
  timeline,
  words: { language, number: formatNumber, onLanguage, period: formatPeriod, say: translate, section, worded: translateElement },
  element,
  key,
  onceAFrame,
  blankContext,
});

/** Begin with the page. @param {(page: Page) => void} part */
export const registerPlugin = (part) => void parts.push(part);

/** @param {any} map @param {import("./query/query.js").PageQuery} question @param {Timeline | null} timeline */
export function startPlugins(map, question, timeline) {
  const page = apiOf(map, question, timeline);
  for (const part of parts) part(page);
}
