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
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before ? `${name}~${before + 1}` : name;
  });

/**
 * @param {Map<string, boolean>} now whether each layer is on @param {Map<string, boolean>} opened
 * @returns {string} names of those that differ; what is off bears a minus
 */
export const writeLayers = (now, opened) =>
  [...now].filter(([name, on]) => on !== opened.get(name)).map(([name, on]) => `${on ? "" : "-"}${name}`).join(",");

/** Ignores unknown layers. @param {string} text @param {Map<string, boolean>} opened */
export function readLayers(text, opened) {
  const wanted = new Map(opened);
  for (const said of text.split(",")) {
    const name = said.replace(/^-/, "");
    if (wanted.has(name)) wanted.set(name, said === name);
  }
  return wanted;
}

/** @param {L.Map} map */
export function registerLayers(map) {
  const listed = lists.flatMap(({ _layers }) => /** @type {Listed[]} */ (_layers)).filter(({ overlay }) => overlay);
  const names = uniqueNames(listed.map(nameOf));
  const named = listed.map(({ layer }, i) => ({ name: names[i], layer }));
  const now = () => new Map(named.map(({ name, layer }) => [name, map.hasLayer(layer)]));
  const opened = now();
  map.on("overlayadd overlayremove", notifyChange);
  registerPart("l", {
    read: () => writeLayers(now(), opened),
    write(text) {
      const wanted = readLayers(text, opened);
      for (const { name, layer } of named) {
        if (map.hasLayer(layer) === wanted.get(name)) continue;
        if (wanted.get(name)) map.addLayer(layer);
        else map.removeLayer(layer);
      }
    },
  });
}
