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
  const speak = () => {
    for (const name of document.querySelectorAll("dd[data-theme]")) {
      name.textContent = translateText(names.get(name.getAttribute("data-theme") ?? "") ?? "");
    }
  };
  const box = document.querySelector(".key-box");
  box?.prepend(holder);
  const more = translateElement(button("key-more", "", () => unfold(!box?.classList.contains("open"))), { text: ["map.key"] });
  const unfold = (/** @type {boolean} */ open) => {
    box?.classList.toggle("open", open);
    more.setAttribute("aria-expanded", `${open}`);
  };
  unfold(false);
  box?.append(more);
  onLanguage(speak);
  speak();
  return holder;
}

/**
 * A theme that is not on the map stands back in the key.
 * @param {HTMLElement} holder @param {L.Map} map
 * @param {Map<number, import("../marks/map-record.js").MapRecord>} mapRecords
 * @param {Map<string, any>} groups the layers of the themes
 * @returns {() => void} updates it
 */
export function themeLegendUpdater(holder, map, mapRecords, groups) {
  const records = [...mapRecords.values()];
  function update() {
    const on = new Set(records.filter(({ out }) => !out).map(({ event }) => event.theme));
    for (const row of holder.querySelectorAll("div")) {
      const theme = row.dataset.theme ?? "";
      row.classList.toggle("off", !on.has(theme) || !map.hasLayer(groups.get(theme)));
    }
  }
  map.on("overlayadd overlayremove", update);
  update();
  return update;
}
