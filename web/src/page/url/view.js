// The view in the address (`v`): its middle and zoom.
import { notifyChange, isTrackingPaused, registerPart } from "./page-state.js";

/** Without `reset` Leaflet pans by whole pixels, and the middle is up to one off. */
const EXACTLY = { animate: false, reset: true };
/** The map's zoom that is 0 in a link, so that links from earlier versions of the page keep their meaning. */
const LINK_ZOOM = 2;

/** @param {L.Map} map */
export function registerView(map) {
  const text = () => {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(3), lng.toFixed(3), (map.getZoom() - LINK_ZOOM).toFixed(2)].map(Number).join();
  };
  const initial = { at: map.getCenter(), zoom: map.getZoom() };
  const openedText = text();
  // Whether the reader or a link has moved the map: resizing it alone changes its middle by up to a pixel.
  let moved = false;
  map.on("movestart zoomstart", () => (moved ||= !isTrackingPaused()));
  map.on("moveend", notifyChange);
  registerPart("v", {
    read: () => (moved && text() !== openedText ? text() : ""),
    write(value) {
      const [lat, lon, zoom] = value.split(",").map(Number);
      const isView = value && [lat, lon, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 360;
      if (isView) {
        moved = true;
        if (value !== text()) map.setView([lat, lon], zoom + LINK_ZOOM, EXACTLY);
      } else if (!value && text() !== openedText) map.setView(initial.at, initial.zoom, EXACTLY);
      if (!value) moved = false;
    },
  });
}
