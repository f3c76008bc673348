// Legend of the themes under the map, on screen and on paper.
import { button, element, themeSymbol } from "../dom.js";
import { onLanguage, translateText, translateElement } from "../i18n.js";

/** The key, before there is a map, which fits its view to the room that is left. @param {import("../payload.js").PageData} data */
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
  const moreButton = translateElement(button("key-more", "", () => unfold(!box?.classList.contains("open"))), { text: ["map.key"] });
  const unfold = (/** @type {boolean} */ open) => {
    box?.classList.toggle("open", open);
    moreButton.setAttribute("aria-expanded", `${open}`);
  };
  unfold(false);
  box?.append(moreButton);
  onLanguage(update);
  update();
  return holder;
}

/**
 * Which signs, of those in the second row of the legend, some records have.
 * @param {Pick<import("../payload.js").PageRecord, "n" | "drawn" | "signs">[]} events on the map @param {[number, number][]} order of sightings
 * @param {boolean} hatched whether regions are
 * @returns {Set<string>} their styles and signs, by the classes and ids of the symbols
 */
export function signsOf(events, order, hatched) {
  const numbers = new Set(events.map(({ n }) => n));
  const signs = new Set(events.flatMap(({ drawn, signs: ownSigns }) => [drawn, ...ownSigns]));
  if (order.some((pair) => pair.every((n) => numbers.has(n)))) signs.add("next");
  if (hatched) signs.add("hatched");
  return signs;
}

/** The class or id in `signsOf` of a row; none where something else updates it. @param {Element} row */
function signOf(row) {
  if (row.matches(".key-quiet, [data-context-key], [data-observed-key]")) return "";
  const use = row.querySelector("use")?.getAttribute("href")?.slice(1);
  return use ?? row.querySelector(".sign path")?.getAttribute("class") ?? row.querySelector(".symbol")?.classList[1] ?? "";
}

/**
 * A theme that is not on the map stands back in the key; a sign that no record on the map has is left out.
 * @param {HTMLElement} holder @param {L.Map} map
 * @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords
 * @param {Map<string, any>} groups the layers of the themes
 * @param {[number, number][]} order of sightings @param {() => boolean} hatched whether regions are
 * @returns {() => void} updates it
 */
export function themeLegendUpdater(holder, map, mapRecords, groups, order, hatched) {
  const records = [...mapRecords.values()];
  const rows = [...document.querySelectorAll(".key-box dl:not(.key-themes) > div")].map((row) => ({ row, sign: signOf(row) }));
  function update() {
    const shown = records.filter(({ out, event }) => !out && map.hasLayer(groups.get(event.theme))).map(({ event }) => event);
    const on = new Set(shown.map(({ theme }) => theme));
    for (const row of holder.querySelectorAll("div")) row.classList.toggle("off", !on.has(row.dataset.theme ?? ""));
    const signs = signsOf(shown, order, hatched());
    for (const { row, sign } of rows) if (sign) row.classList.toggle("left-out", !signs.has(sign));
  }
  map.on("overlayadd overlayremove", update);
  update();
  return update;
}
