// Layer of the sea's depths. The basemap draws them, between its water and its land, while this layer is on.
import L from "leaflet";

/** Where symbols are crowded as it is, a reader switches depths on. */
const PHONE = "(max-width: 760px)";

/** @type {any} */
export const Depth = L.Layer.extend({
  /** @this {any} at the start, by the page's script @param {L.Map} map */
  addTo(map) {
    return window.matchMedia(PHONE).matches ? this : L.Layer.prototype.addTo.call(this, map);
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    map.options.depth = true;
    map.fire("depthchange");
  },

  /** @this {any} @param {any} map */
  onRemove(map) {
    map.options.depth = false;
    map.fire("depthchange");
  },
});
