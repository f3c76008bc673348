// Plugin API: what other scripts of the page, as that of observations, may use once the map is there.
import { addControl } from "./map/controls.js";
import { closeOnEscape } from "./chrome/escape-key.js";
import { clickAction, measure } from "../polar/measurement.js";
import { copyText } from "./clipboard.js";
import { drawPanels } from "./card/account-panels.js";
import { download } from "./export/menu.js";
import { handleKeys, handlePointer } from "./measure/input.js";
import { key } from "./keyboard.js";
import { measuredLines, measuringSteps } from "./measure/measuring-tool.js";
import { blankContext } from "../canvas.js";
import { button, element, onceAFrame, svg } from "./dom.js";
import { formatPeriod } from "./query/periods.js";
import { language, formatNumber, onLanguage, retranslate, translate, section, translateElement } from "./i18n.js";
import { onChange, readState, registerPart } from "./url/page-state.js";
import { setLink, writeHash } from "./url/permalink.js";

/**
 * @typedef {ReturnType<typeof apiOf>} Page
 */

/** @type {((page: Page) => void)[]} */
const parts = [];

/** @typedef {ReturnType<typeof import("./timeline/timeline.js").createTimeline>} Timeline */

/**
 * @typedef {object} PageParts
 * @property {any} map
 * @property {import("./query/query.js").PageQuery} query
 * @property {Timeline | null} timeline
 * @property {import("./payload.js").PageData} data
 * @property {import("./map/region-shapes.js").Regions} regions
 * @property {ReturnType<typeof import("./card/selected-record.js").recordSelection>} selection the selected record
 */

/** @param {PageParts} parts */
const apiOf = ({ map, query, timeline, data, regions, selection }) => ({
  map,
  query,
  timeline,
  data,
  regions,
  selection,
  drawPanels,
  selected: selection.selected,
  words: { language, number: formatNumber, onLanguage, period: formatPeriod, say: translate, section, setTexts: translateElement, retranslate },
  button,
  element,
  svg,
  key,
  onceAFrame,
  blankContext,
  registerPart,
  /** The state of the page in its address, and the links that are made of it. */
  address: { onChange, setLink, hash: () => writeHash(readState()) },
  addControl,
  closeOnEscape,
  copyText,
  download,
  /** Draws on the map, as the measuring tool does. */
  drawing: { clickAction, handleKeys, handlePointer, lines: measuredLines, measure, steps: measuringSteps },
});

/** Begin with the page. @param {(page: Page) => void} part */
export const registerPlugin = (part) => void parts.push(part);

/** @param {PageParts} pageParts */
export function startPlugins(pageParts) {
  const page = apiOf(pageParts);
  for (const part of parts) part(page);
}
