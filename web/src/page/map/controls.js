// Leaflet controls: adds one, and measures them all.

const L = globalThis.window?.L;
/** All of them. */
export const CONTROLS = ".leaflet-control";

/**
 * Puts a box in a corner of the map, where a click on it is none on the map.
 * @param {L.Map} map @param {"topleft" | "bottomleft"} position @param {HTMLElement} box
 */
export function addControl(map, position, box) {
  L.DomEvent.disableClickPropagation(box);
  const Stand = L.Control.extend({ options: { position }, onAdd: () => box });
  map.addControl(new Stand());
}

/**
 * Where parts of a map stand in its frame; those that are not shown stand nowhere.
 * @param {L.Map} map @param {string} selector @param {ParentNode} [within] the page, for what is no part of the map
 * @returns {import("./boxes.js").Box[]}
 */
export function boxesOf(map, selector, within = map.getContainer()) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...within.querySelectorAll(selector)].flatMap((control) => {
    const { left, top, right, bottom, width } = control.getBoundingClientRect();
    const box = { left: left - frame.left, top: top - frame.top, right: right - frame.left, bottom: bottom - frame.top };
    return width ? [box] : [];
  });
}

/**
 * The room at the sides of a map that a view leaves free: on a small screen the buttons stand over the north, so what
 * is shown begins under them.
 * @param {L.Map} map @param {boolean} small whether the screen is @returns {import("./boxes.js").Box}
 */
export function roomInside(map, small) {
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  return small ? { left: 8, top: row + 4, right: 8, bottom: 8 } : { left: 12, top: 12, right: 12, bottom: 12 };
}
