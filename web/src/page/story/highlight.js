// Highlights records on the map; the others are paler.

/** Offset of the z-index of highlighted symbols: above all others. */
const RAISED = 2000;

/**
 * @param {L.Map} map fires "lit" after a change
 * @param {import("../records.js").Records} records @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @returns {(numbers: readonly number[]) => void} highlights these; without any, all records are alike
 */
export function createHighlighter(map, records, mapRecords) {
  /** @type {Set<number>} */
  let highlighted = new Set();

  /** @param {import("../marks/map-record.js").MapRecord} record */
  function apply({ event, made, madeMark }) {
    const isHighlighted = highlighted.has(event.n);
    const isPale = highlighted.size > 0 && !isHighlighted;
    for (const layer of made) {
      for (const part of [layer._icon, layer._path]) part?.classList.toggle("stands-back", isPale);
    }
    madeMark?._icon?.classList.toggle("stands-out", isHighlighted);
    madeMark?.setZIndexOffset(isHighlighted ? RAISED : 0);
  }

  // A theme that is switched on again, or a map that is turned, has new elements.
  mapRecords.whenMade((record, layer) => layer.on("add", () => highlighted.size && apply(record)));
  return (numbers) => {
    for (const n of highlighted) records.get(n)?.mark("stands-out", false);
    highlighted = new Set(numbers);
    for (const n of highlighted) records.get(n)?.mark("stands-out", true);
    for (const record of mapRecords.made) apply(record);
    map.fire("lit", { numbers });
  };
}
