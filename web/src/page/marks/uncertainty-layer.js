// The layer that shows or hides the shapes round all marks. Those of the selected record are always shown.

const L = window.L;

/**
 * A layer that draws nothing: it gives the list of layers a line that switches something on and off.
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

/** Shows the shapes of a chosen record, whether or not the layer is on. @param {any[]} shapes @param {boolean} isChosen */
export function showShapes(shapes, isChosen) {
  for (const { options, _path } of shapes) {
    if (!options.className?.startsWith("event-shape")) continue;
    options.className = isChosen ? "event-shape chosen" : "event-shape"; // Used when Leaflet draws it again.
    _path?.classList.toggle("chosen", isChosen);
  }
}
