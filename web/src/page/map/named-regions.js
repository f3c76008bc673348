// The regions that records name as their place, hatched while any of these records is shown.
import { hatching, names } from "./region-shapes.js";

const L = window.L;

/** @param {import("../payload.js").PageData} data @param {import("./region-shapes.js").Regions} regions */
export function namedRegions(data, regions) {
  const group = L.layerGroup();
  Object.assign(group.options, { layerId: "hatched" });
  const lettered = new Set(data.regions.flatMap((region) => (region.lettered ? region.id : [])));
  const named = data.events.map(({ shapes }) => shapes.flatMap((shape) => (shape.kind === "region" ? shape.id : [])));
  /** Those that have been asked for. @type {Map<string, any>} */
  const hatched = new Map();
  /** @type {any} */
  let lettering = null;
  let last = "";
  let now = data.events.map(() => true);
  /** @type {ReadonlySet<number>} of a scene: beside its records no other's regions are hatched */
  let lit = new Set();

  /** @param {boolean[]} shown which records, in the order of the data */
  function show(shown) {
    now = shown;
    if (!group._map) return;
    const wanted = data.events.map(({ n }, i) => shown[i] && (!lit.size || lit.has(n)));
    const ids = [...new Set(named.flatMap((some, i) => (wanted[i] ? some : [])))];
    if (ids.join() === last) return;
    last = ids.join();
    for (const [id, shape] of hatched) if (!ids.includes(id)) group.removeLayer(shape);
    for (const id of ids) {
      if (!hatched.has(id)) hatched.set(id, hatching(id, "#33474f", 0.3, regions));
      group.addLayer(hatched.get(id));
    }
    if (lettering) group.removeLayer(lettering);
    lettering = names(data, ids.filter((id) => !lettered.has(id)));
    group.addLayer(lettering);
  }

  group.on("add", () => show(now));
  return {
    group,
    show,
    /** @param {readonly number[]} numbers of a scene's records; none: all that are shown */
    light(numbers) {
      lit = new Set(numbers);
      show(now);
    },
  };
}
