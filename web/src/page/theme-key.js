// The key of themes under the map: its symbols, and what they stand for, on paper too.
import { element, themeKey } from "./making.js";
import { onLanguage, told } from "./words.js";

/** The key, before there is a map, which fits its view to the room that is left. @param {import("./data.js").PageData} data */
export function themeKeyPlace(data) {
  const holder = element("dl", { class: "key-themes" });
  for (const [theme, { colour }] of Object.entries(data.themes)) {
    const row = element("div", { "data-theme": theme }, [element("dt", {}, [themeKey(theme, colour)]), element("dd")]);
    holder.append(row);
  }
  const names = new Map(data.facets.themes);
  const speak = () => {
    for (const row of holder.querySelectorAll("div")) {
      const name = /** @type {Element} */ (row.lastElementChild);
      name.textContent = told(names.get(row.dataset.theme ?? "") ?? "");
    }
  };
  onLanguage(speak);
  speak();
  document.querySelector(".key-box")?.prepend(holder);
  return holder;
}

/**
 * A theme that is not on the map stands back in the key.
 * @param {HTMLElement} holder @param {L.Map} map
 * @param {Map<number, import("./drawn.js").Drawn>} drawn
 * @param {Map<string, any>} groups the layers of the themes
 * @returns {() => void} tells it anew
 */
export function keyOfThemes(holder, map, drawn, groups) {
  const records = [...drawn.values()];
  function tell() {
    const on = new Set(records.filter(({ out }) => !out).map(({ event }) => event.theme));
    for (const row of holder.querySelectorAll("div")) {
      const theme = row.dataset.theme ?? "";
      row.classList.toggle("off", !on.has(theme) || !map.hasLayer(groups.get(theme)));
    }
  }
  map.on("overlayadd overlayremove", tell);
  tell();
  return tell;
}
