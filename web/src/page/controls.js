// What stands on the map as one of its controls.

const L = window.L;

/**
 * Puts a box in a corner of the map, where a click on it is none on the map.
 * @param {L.Map} map @param {"topleft" | "bottomleft"} position @param {HTMLElement} box
 */
export function stand(map, position, box) {
  L.DomEvent.disableClickPropagation(box);
  const Stand = L.Control.extend({ options: { position }, onAdd: () => box });
  map.addControl(new Stand());
}
