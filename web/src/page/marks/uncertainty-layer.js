// The layer that shows or hides the shapes round all marks. Those of the selected record are always shown.

const L = window.L;

/** Shapes stay in the layers of their themes; this layer sets whether they are visible. */
export function createUncertaintyLayer() {
  const Uncertainty = L.Layer.extend({
    options: { layerId: "uncertainty" },

    /** @this {any} @param {L.Map} map */
    onAdd(map) {
      map.getContainer().classList.remove("symbols-alone");
    },

    /** @this {any} @param {L.Map} map */
    onRemove(map) {
      map.getContainer().classList.add("symbols-alone");
    },
  });
  return new Uncertainty();
}

/** The shapes of a chosen record are shown in any case. @param {any[]} shapes @param {boolean} on */
export function showShapes(shapes, on) {
  for (const { options, _path } of shapes) {
    if (!options.className?.startsWith("event-shape")) continue;
    options.className = on ? "event-shape chosen" : "event-shape"; // for the next drawing
    _path?.classList.toggle("chosen", on);
  }
}
