// The key, and the sources that stand under it on paper, tell of what is on the map.

/** @param {any} map @param {any[]} layers */
export function keyRows(map, layers) {
  function tell() {
    for (const layer of layers) {
      const on = map.hasLayer(layer) && !layer.away;
      for (const row of document.querySelectorAll(`[data-observed-key="${layer.id}"]`)) row.toggleAttribute("hidden", !on);
    }
    for (const source of document.querySelectorAll("[data-observed-of]")) {
      const ids = (source.getAttribute("data-observed-of") ?? "").split(" ");
      // One that has left the map to another way of its positions comes back by the next zoom.
      source.toggleAttribute("hidden", !layers.some((layer) => ids.includes(layer.id) && map.hasLayer(layer)));
    }
  }
  map.on("layeradd layerremove", (/** @type {any} */ { layer }) => layers.includes(layer) && tell());
  for (const layer of layers) layer.on("away", tell);
  tell();
}
