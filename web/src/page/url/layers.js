// The layers that are on, in the address (key `l`): those that differ from the page as it opened.
import { slug } from "../query/text-folding.js";
import { notifyChange, registerPart } from "./page-state.js";

/** @typedef {{layer: any, name: string, overlay: boolean}} Listed a layer as the map's list holds it */

/** @type {any[]} */
const lists = [];
// The list of layers is made by folium's script, after this one. (A test has no window.)
globalThis.window?.L.Control.GroupedLayers.addInitHook(/** @this {any} */ function () {
  lists.push(this);
});

/** What a link calls a layer: the theme or region that it is, else its name. @param {Listed} listed */
function nameOf({ layer, name }) {
  if (layer.options?.layerId) return `${layer.options.layerId}`;
  return slug(new DOMParser().parseFromString(name, "text/html").body.textContent ?? "");
}

/** Names of which each stands for one. @param {string[]} names */
export const uniqueNames = (names) =>
  names.map((name, i) => {
    const before = names.slice(0, i).filter((earlier) => earlier === name).length;
    return before ? `${name}~${before + 1}` : name;
  });

/**
 * @param {Map<string, boolean>} current whether each layer is on @param {Map<string, boolean>} initial
 * @returns {string} names of those that differ; what is off bears a minus
 */
export const writeLayers = (current, initial) =>
  [...current].filter(([name, on]) => on !== initial.get(name)).map(([name, on]) => `${on ? "" : "-"}${name}`).join(",");

/** Ignores unknown layers. @param {string} text @param {Map<string, boolean>} initial */
export function readLayers(text, initial) {
  const states = new Map(initial);
  for (const entry of text.split(",")) {
    const name = entry.replace(/^-/, "");
    if (states.has(name)) states.set(name, entry === name);
  }
  return states;
}

/** @param {L.Map} map */
export function registerLayers(map) {
  const overlays = lists.flatMap(({ _layers }) => /** @type {Listed[]} */ (_layers)).filter(({ overlay }) => overlay);
  const names = uniqueNames(overlays.map(nameOf));
  const layers = overlays.map(({ layer }, i) => ({ name: names[i], layer }));
  const current = () => new Map(layers.map(({ name, layer }) => [name, map.hasLayer(layer)]));
  const initial = current();
  map.on("overlayadd overlayremove", notifyChange);
  registerPart("l", {
    read: () => writeLayers(current(), initial),
    write(text) {
      const states = readLayers(text, initial);
      for (const { name, layer } of layers) {
        if (map.hasLayer(layer) === states.get(name)) continue;
        if (states.get(name)) map.addLayer(layer);
        else map.removeLayer(layer);
      }
    },
  });
}
