// The layers that are on, in the address (key `l`): those that differ from the page as it opened.
import { slug } from "../query/text-folding.js";
import { notifyChange, registerPart } from "./page-state.js";

/** @typedef {{layer: any, name: string, overlay: boolean}} ListedLayer a layer in the map's list of layers */

/** The lists of layers of the page's maps. @type {any[]} */
const lists = [];
// folium's script makes the list of layers after this script has run. (A test has no window.)
globalThis.window?.L.Control.GroupedLayers.addInitHook(/** @this {any} */ function () {
  lists.push(this);
});

/** The name of a layer in a link: the id of its theme or region, else its name in the list. @param {ListedLayer} listed */
function nameOf({ layer, name }) {
  if (layer.options?.layerId) return `${layer.options.layerId}`;
  return slug(new DOMParser().parseFromString(name, "text/html").body.textContent ?? "");
}

/** Names with a number added to those that repeat an earlier one. @param {string[]} names */
export const uniqueNames = (names) =>
  names.map((name, i) => {
    const before = names.slice(0, i).filter((earlier) => earlier === name).length;
    return before ? `${name}~${before + 1}` : name;
  });

/**
 * @param {Map<string, boolean>} current whether each layer is on @param {Map<string, boolean>} initial
 * @returns {string} names of those that differ, with a minus if the layer is off
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
  const overlays = lists.flatMap(({ _layers }) => /** @type {ListedLayer[]} */ (_layers)).filter(({ overlay }) => overlay);
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
