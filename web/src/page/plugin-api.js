// Plugin API: what other scripts of the page, as that of observations, may use once the map is there.
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

/**
 * What the plugins get of the records.
 * @typedef {object} RecordApi
 * @property {any} selection the chosen record
 * @property {(n: number) => string} ids the id of a record by its number
 * @property {(id: string) => number | null} numberOf the number of a record by its id
 */

/** @param {any} map @param {import("./query/query.js").PageQuery} query @param {Timeline | null} timeline @param {RecordApi} records */
const apiOf = (map, query, timeline, records) => ({
  map,
  question: query,
  timeline,
  ...records,
  words: { language, number: formatNumber, onLanguage, period: formatPeriod, say: translate, section, worded: translateElement },
  element,
  key,
  onceAFrame,
  blankContext,
});

/** Begin with the page. @param {(page: Page) => void} part */
export const registerPlugin = (part) => void parts.push(part);

/** @param {any} map @param {import("./query/query.js").PageQuery} query @param {Timeline | null} timeline @param {RecordApi} records */
export function startPlugins(map, query, timeline, records) {
  const page = apiOf(map, query, timeline, records);
  for (const part of parts) part(page);
}
