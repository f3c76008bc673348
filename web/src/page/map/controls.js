// Leaflet controls: adds one, and measures their boxes.

const L = globalThis.window?.L;
/** Selector of all controls. */
export const CONTROLS = ".leaflet-control";

/**
 * Puts a box in a corner of the map, where clicks on it do not reach the map.
 * @param {L.Map} map @param {"topleft" | "bottomleft"} position @param {HTMLElement} box
 */
export function addControl(map, position, box) {
  L.DomEvent.disableClickPropagation(box);
  const BoxControl = L.Control.extend({ options: { position }, onAdd: () => box });
  map.addControl(new BoxControl());
}

/**
 * The boxes of visible elements, in pixels of the map's frame.
 * @param {L.Map} map @param {string} selector @param {ParentNode} [within] the page, for elements outside the map
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
 * The margins of a map that a view keeps free. On a small screen the buttons are above the content of the map.
 * @param {L.Map} map @param {boolean} small whether the screen is small @returns {import("./boxes.js").Box}
 */
export function roomInside(map, small) {
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  return small ? { left: 8, top: row + 4, right: 8, bottom: 8 } : { left: 12, top: 12, right: 12, bottom: 12 };
}
