// Applies the filter to the marks on the map.
import { themeLabel } from "../map/layer-list.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/** @typedef {import("./map-record.js").MapRecord} MapRecord */

/** Delay after the last query before marks are laid out again, milliseconds. */
const LAYOUT_DELAY_MS = 200;

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {import("./map-record.js").MapRecords} mapRecords
 * @param {(map: L.Map) => void} spreadMarks
 * @param {{deselect: () => void, selected: () => number | null}} selection
 * @returns {(result: ReturnType<typeof import("../query/filter.js").filterRecords>, unfiltered: boolean) => void} applies a result
 */
export function markFilter(map, data, mapRecords, spreadMarks, selection) {
  function begin() {
    for (const record of mapRecords.values()) record.weak = record.event.isOnlyPossible;
    for (const record of mapRecords.made) if (record.weak) for (const layer of record.made) applyFilter(layer, record);
  }
  begin();
  data.records.onReplace(begin);
  // A theme that is switched on again, or a map that is turned, has new elements.
  mapRecords.whenMade((record, layer) => layer.on("add", () => applyFilter(layer, record)));
  let layoutTimer = 0;
  let isUnfiltered = true;

  function updateThemes() {
    const counts = countByTheme(mapRecords);
    for (const theme of Object.keys(data.themes)) {
      const count = themeLabel(theme)?.querySelector("i");
      if (!count) continue;
      const { some, n } = counts.get(theme) ?? { some: 0, n: 0 };
      translateElement(count, { title: ["finder.placed"] });
      count.textContent = isUnfiltered ? `${n}` : translate("finder.part", { some, n });
    }
  }
  // Leaflet rebuilds the list of layers.
  onLanguage(updateThemes);
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(updateThemes, 0));

  return ({ shown, unsure }, unfiltered) => {
    let changed = false;
    mapRecords.inOrder().forEach((record, i) => {
      const isOut = !shown[i];
      const weak = unsure[i] === "possible";
      if (!record || (record.out === isOut && record.weak === weak)) return;
      changed = true;
      [record.out, record.weak] = [isOut, weak];
      for (const layer of record.made) applyFilter(layer, record);
    });
    const selected = data.records.get(selection.selected());
    if (selected && !shown[selected.i]) selection.deselect();
    isUnfiltered = unfiltered;
    updateThemes();
    if (!changed) return;
    clearTimeout(layoutTimer);
    layoutTimer = window.setTimeout(() => spreadMarks(map), LAYOUT_DELAY_MS);
  };
}

/** How many records each theme has on the map, and how many of them a filter leaves. @param {import("./map-record.js").MapRecords} mapRecords */
function countByTheme(mapRecords) {
  /** @type {Map<string, {some: number, n: number}>} */
  const counts = new Map();
  for (const { event, out } of mapRecords.values()) {
    const count = counts.get(event.theme) ?? { some: 0, n: 0 };
    count.n += 1;
    count.some += Number(!out);
    counts.set(event.theme, count);
  }
  return counts;
}

/** @param {any} layer @param {MapRecord} record */
function applyFilter(layer, { out, weak }) {
  for (const part of [layer._icon, layer._path]) {
    part?.classList.toggle("left-out", out);
    part?.classList.toggle("only-possible", weak);
  }
}
