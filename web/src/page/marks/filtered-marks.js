// Applies the filter to the marks on the map.
import { themeLabel } from "../map/layer-list.js";
import { onLanguage, translate, translateElement } from "../i18n.js";

/** @typedef {import("./map-record.js").MapRecord} MapRecord */

/** Delay after the last query before marks are laid out again, milliseconds. */
const LAYOUT_DELAY_MS = 200;

/**
 * @param {L.Map} map
 * @param {import("../payload.js").PageData} data
 * @param {Map<number, MapRecord>} mapRecords
 * @param {(map: L.Map) => void} spreadMarks
 * @param {{deselect: () => void, selected: () => number | null}} selection
 * @returns {(result: ReturnType<typeof import("../query/filter.js").filterRecords>, unfiltered: boolean) => void} applies a result
 */
export function markFilter(map, data, mapRecords, spreadMarks, selection) {
  const records = data.records.all.map(({ n }) => mapRecords.get(n));
  records.forEach((record) => {
    if (!record) return;
    record.weak = record.event.isOnlyPossible;
    if (record.weak) for (const layer of record.made) applyFilter(layer, record);
  });
  for (const record of mapRecords.values()) {
    // A theme that is switched on again, or a map that is turned, has new elements.
    record.whenMade((layer) => layer.on("add", () => applyFilter(layer, record)));
  }
  let layoutTimer = 0;
  /** @type {boolean[]} */
  let current = records.map(() => true);
  let isUnfiltered = true;

  function updateThemes() {
    for (const theme of Object.keys(data.themes)) {
      const count = themeLabel(theme)?.querySelector("i");
      if (!count) continue;
      const isShown = data.records.all.flatMap((event, i) => (event.theme === theme && event.at ? [current[i]] : []));
      const hits = isShown.filter(Boolean).length;
      translateElement(count, { title: ["finder.placed"] });
      count.textContent = isUnfiltered ? `${isShown.length}` : translate("finder.part", { some: hits, n: isShown.length });
    }
  }
  // Leaflet rebuilds the list of layers.
  onLanguage(updateThemes);
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(updateThemes, 0));

  return ({ shown, unsure }, unfiltered) => {
    let changed = false;
    records.forEach((record, i) => {
      const isOut = !shown[i];
      const weak = unsure[i] === "possible";
      if (!record || (record.out === isOut && record.weak === weak)) return;
      changed = true;
      Object.assign(record, { out: isOut, weak });
      for (const layer of record.made) applyFilter(layer, record);
    });
    const selected = data.records.get(selection.selected());
    if (selected && !shown[selected.i]) selection.deselect();
    current = shown;
    isUnfiltered = unfiltered;
    updateThemes();
    if (!changed) return;
    clearTimeout(layoutTimer);
    layoutTimer = window.setTimeout(() => spreadMarks(map), LAYOUT_DELAY_MS);
  };
}

/** @param {any} layer @param {MapRecord} record */
function applyFilter(layer, { out, weak }) {
  for (const part of [layer._icon, layer._path]) {
    part?.classList.toggle("left-out", out);
    part?.classList.toggle("only-possible", weak);
  }
}
