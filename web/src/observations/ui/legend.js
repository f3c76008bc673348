// Legend of observations: rows of the layers on the map, and the colours of a density layer.
import { formatMonths } from "./density-tooltip.js";
import { rampColours } from "../paint/colour-ramp.js";

/** @param {any} map @param {any[]} layers */
export function updateLegendRows(map, layers) {
  function update() {
    for (const layer of layers) {
      const on = map.hasLayer(layer) && !layer.away;
      for (const row of document.querySelectorAll(`[data-observed-key="${layer.id}"]`)) row.toggleAttribute("hidden", !on);
    }
    for (const source of document.querySelectorAll("[data-observed-of]")) {
      const ids = (source.getAttribute("data-observed-of") ?? "").split(" ");
      // Not hidden while another layer stands in for its layer, which comes back at another zoom.
      source.toggleAttribute("hidden", !layers.some((layer) => ids.includes(layer.id) && map.hasLayer(layer)));
    }
  }
  map.on("layeradd layerremove", (/** @type {any} */ { layer }) => layers.includes(layer) && update());
  for (const layer of layers) layer.on("away", update);
  update();
}

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {any} layer a density layer, which fires `shown` after drawing
 */
export function addDensityLegend({ map, element, words }, layer) {
  const row = document.querySelector(`[data-observed-key="${layer.id}"]`);
  if (!row) return;
  const scale = element("dd", { class: "density-key" });
  row.append(scale);
  let last = "";

  function update() {
    // A density without positions has no colours to explain.
    if (!map.hasLayer(layer) || !layer.about.many) return;
    const { km2, classes } = layer.about.levels[layer.drawnLevel];
    const [night, language] = [Boolean(map.options.night), words.language()];
    const state = [km2, night, language, layer.cutsMonth && layer.months].join();
    if (state === last) return;
    last = state;
    const area = words.number(km2);
    const colours = rampColours(layer.about.ramp, classes.length + 1, night);
    const boxes = colours.map((colour, i) => classBox(element, colour, i ? words.number(classes[i - 1]) : ""));
    const scaleText = words.say(layer.monthCount > 1 ? "observed.scaleMonth" : "observed.scale", { area });
    const monthsText = layer.cutsMonth ? `; ${words.say("observed.wholeMonths")}: ${countedMonths(words, layer)}` : "";
    scale.replaceChildren(element("span", { class: "classes" }, boxes), scaleText + monthsText);
  }

  layer.on("shown", update);
  words.onLanguage(update);
  map.on("nightchange", update);
  update();
}

/** The months that are counted, in words. @param {import("../../page/plugin-api.js").Page["words"]} words @param {any} layer */
function countedMonths(words, { months, about }) {
  const [first, last] = months.map((/** @type {number} */ n) => about.months[0] + n - 1);
  return formatMonths(words, first, last);
}

/**
 * A class: a box of its colour, with its least number at the left edge; none in the first class.
 * @param {import("../../page/plugin-api.js").Page["element"]} element @param {string} colour @param {string} least
 */
function classBox(element, colour, least) {
  const colourElement = /** @type {HTMLElement} */ (element("span", {}, least ? [element("span", {}, [least])] : []));
  colourElement.style.setProperty("--class", colour);
  return colourElement;
}
