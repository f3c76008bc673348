// Legend of the themes under the map, on screen and on paper.
import { button, element, themeSymbol } from "../dom.js";
import { onLanguage, translateText, translateElement } from "../i18n.js";

/** Adds the themes to the legend. Call it before the map is made: its view is fitted to the room that is left. @param {import("../payload.js").PageData} data */
export function addThemeLegend(data) {
  const holder = element("dl", { class: "key-themes" });
  const legend = document.querySelector(".notes .legend");
  for (const [theme, { colour }] of Object.entries(data.themes)) {
    const pair = () => [element("dt", {}, [themeSymbol(theme, colour)]), element("dd", { "data-theme": theme })];
    holder.append(element("div", { "data-theme": theme }, pair()));
    legend?.append(...pair());
  }
  const names = new Map(data.facets.themes);
  const update = () => {
    for (const name of document.querySelectorAll("dd[data-theme]")) {
      name.textContent = translateText(names.get(name.getAttribute("data-theme") ?? "") ?? "");
    }
  };
  const box = document.querySelector(".key-box");
  box?.prepend(holder);
  const moreButton = translateElement(button("key-more", "", () => setOpen(!box?.classList.contains("open"))), { text: ["map.key"] });
  const setOpen = (/** @type {boolean} */ open) => {
    box?.classList.toggle("open", open);
    moreButton.setAttribute("aria-expanded", `${open}`);
  };
  setOpen(false);
  box?.append(moreButton);
  onLanguage(update);
  update();
  return holder;
}

/**
 * Which of the signs in the second row of the legend occur on the map.
 * @param {Pick<import("../payload.js").PageRecord, "n" | "drawn" | "signs">[]} events on the map @param {[number, number][]} order of sightings
 * @param {boolean} hatched whether regions are hatched @param {Iterable<string>} [lines] what lines are on the map, by their classes in the legend
 * @returns {Set<string>} classes and ids of the symbols, as `signOf` returns them
 */
export function signsOf(events, order, hatched, lines = []) {
  const signs = new Set(lines);
  for (const { drawn, signs: ownSigns } of events) {
    signs.add(drawn);
    for (const sign of ownSigns) signs.add(sign);
  }
  const shownNumbers = new Set(order.length ? events.map(({ n }) => n) : []);
  if (order.some((pair) => pair.every((n) => shownNumbers.has(n)))) signs.add("next");
  if (hatched) signs.add("hatched");
  return signs;
}

/** What lines are on a map, by their classes in the legend. @param {L.Map} map @param {boolean} hasMoved whether a symbol has a line to its place */
function linesOn(map, hasMoved) {
  const kinds = new Set(hasMoved ? ["leader"] : []);
  map.eachLayer((/** @type {any} */ { options: { kind = "", layerId = "" } }) => kinds.add(`${layerId}`.startsWith("region:") ? "shade" : kind));
  return kinds;
}

/** The class or id of the symbol in a row of the legend; empty if another module shows and hides the row. @param {Element} row */
function signOf(row) {
  if (row.matches(".key-quiet, [data-context-key], [data-observed-key]")) return "";
  const use = row.querySelector("use")?.getAttribute("href")?.slice(1);
  return use ?? row.querySelector(".sign path")?.getAttribute("class") ?? row.querySelector(".symbol")?.classList[1] ?? "";
}

/**
 * Greys out themes in the legend that are not on the map, and hides signs that no record on the map has.
 * @param {HTMLElement} holder @param {L.Map} map
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {Map<string, any>} groups the layers of the themes
 * @param {[number, number][]} order of sightings @param {() => boolean} hatched whether regions are hatched
 * @returns {() => void} updates the legend
 */
export function themeLegendUpdater(holder, map, mapRecords, groups, order, hatched) {
  const rows = [...document.querySelectorAll(".key-box dl:not(.key-themes) > div")].map((row) => ({ row, sign: signOf(row) }));
  function update() {
    const themesOn = new Set([...groups].flatMap(([theme, group]) => (map.hasLayer(group) ? theme : [])));
    const shown = [...mapRecords.values()].flatMap(({ out, event }) => (!out && themesOn.has(event.theme) ? event : []));
    const shownThemes = new Set(shown.map(({ theme }) => theme));
    for (const row of holder.querySelectorAll("div")) row.classList.toggle("off", !shownThemes.has(row.dataset.theme ?? ""));
    const signs = signsOf(shown, order, hatched(), linesOn(map, shown.length > 0));
    for (const { row, sign } of rows) if (sign) row.classList.toggle("left-out", !signs.has(sign));
  }
  map.on("overlayadd overlayremove", update);
  update();
  return update;
}
