// The layer that shows or hides the shapes round all marks. Those of the selected record are always shown.

const L = window.L;

/**
 * A line of the list of layers that draws nothing itself.
 * @param {string} layerId @param {(on: boolean, map: L.Map) => void} act
 */
export function createSwitch(layerId, act) {
  const Switch = L.Layer.extend({
    options: { layerId },
    onAdd: (/** @type {L.Map} */ map) => act(true, map),
    onRemove: (/** @type {L.Map} */ map) => act(false, map),
  });
  return new Switch();
}

/** Shapes stay in the layers of their themes; this layer sets whether they are visible. */
export const createUncertaintyLayer = () =>
  createSwitch("uncertainty", (on, map) => map.getContainer().classList.toggle("symbols-alone", !on));

/** The shapes of a chosen record are shown in any case. @param {any[]} shapes @param {boolean} on */
export function showShapes(shapes, on) {
  for (const { options, _path } of shapes) {
    if (!options.className?.startsWith("event-shape")) continue;
    options.className = on ? "event-shape chosen" : "event-shape"; // for the next drawing
    _path?.classList.toggle("chosen", on);
  }
}
