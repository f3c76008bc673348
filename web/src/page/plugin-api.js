// Plugin API: what other scripts of the page, as that of observations, may use once the map is there.
import { key } from "./keyboard.js";
import { blankContext } from "../canvas.js";
import { element, onceAFrame } from "./dom.js";
import { formatPeriod } from "./query/periods.js";
import { language, formatNumber, onLanguage, retranslate, translate, section, translateElement } from "./i18n.js";
import { registerPart } from "./url/page-state.js";

/**
 * @typedef {ReturnType<typeof apiOf>} Page
 */

/** @type {((page: Page) => void)[]} */
const parts = [];

/** @typedef {ReturnType<typeof import("./timeline/timeline.js").createTimeline>} Timeline */

/** @param {any} map @param {import("./query/query.js").PageQuery} query @param {Timeline | null} timeline @param {import("./payload.js").PageData} data */
const apiOf = (map, query, timeline, data) => ({
  map,
  data,
  question: query,
  timeline,
  words: { language, number: formatNumber, onLanguage, period: formatPeriod, say: translate, section, worded: translateElement, retranslate },
  state: { registerPart },
  element,
  key,
  onceAFrame,
  blankContext,
});

/** Begin with the page. @param {(page: Page) => void} part */
export const registerPlugin = (part) => void parts.push(part);

/** @param {Parameters<typeof apiOf>} whole */
export function startPlugins(...whole) {
  const page = apiOf(...whole);
  for (const part of parts) part(page);
}
