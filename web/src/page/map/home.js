// The home view of a map: that with which it opens. A round sheet sets it again when its room changes.

/** How far the middle may be off, pixels, and the zoom. */
const [OFF, ZOOM_OFF] = [2, 0.004];

/** @typedef {{at: L.LatLng, zoom: number}} Home */

/** @type {WeakMap<L.Map, Home>} */
const homes = new WeakMap();

/** Makes the present view the home view. @param {L.Map} map */
export const setHome = (map) => void homes.set(map, { at: map.getCenter(), zoom: map.getZoom() });

/** @param {L.Map} map @returns {Home} */
export const homeOf = (map) => homes.get(map) ?? { at: map.getCenter(), zoom: map.getZoom() };

/** @param {L.Map} map */
export function isHome(map) {
  const { at, zoom } = homeOf(map);
  const present = map.getZoom();
  return Math.abs(present - zoom) < ZOOM_OFF && map.project(at, present).distanceTo(map.project(map.getCenter(), present)) < OFF;
}

/**
 * Sets a view exactly: its zoom is not snapped to a step. Without `reset` Leaflet pans by whole pixels, and the middle is up to one off.
 * @param {any} map @param {L.LatLng} at @param {number} zoom
 */
export function setExactView(map, at, zoom) {
  const { zoomSnap } = map.options;
  map.options.zoomSnap = 0;
  map.setView(at, zoom, { animate: false, reset: true });
  map.options.zoomSnap = zoomSnap;
}

/** Shows the home view. @param {any} map */
export function showHome(map) {
  // A zoom animation that is not finished would override the view.
  if (map._animatingZoom) map._onZoomTransitionEnd();
  const { at, zoom } = homeOf(map);
  map.fire("homewanted");
  setExactView(map, at, zoom);
}
