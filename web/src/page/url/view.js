// The view in the address (`v`): its middle and zoom.
import { notifyChange, isTrackingPaused, registerPart } from "./page-state.js";

/** Without `reset` Leaflet pans by whole pixels, and the middle is up to one off. */
const EXACTLY = { animate: false, reset: true };
/** The zoom that links call 0: links of earlier pages show what they did. */
const LINK_ZOOM = 2;

/** @param {L.Map} map */
export function registerView(map) {
  const text = () => {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(3), lng.toFixed(3), (map.getZoom() - LINK_ZOOM).toFixed(2)].map(Number).join();
  };
  const initial = { at: map.getCenter(), zoom: map.getZoom() };
  const openedText = text();
  // A map of another size has another middle, if by less than a pixel: no reader moved it.
  let moved = false;
  map.on("movestart zoomstart", () => (moved ||= !isTrackingPaused()));
  map.on("moveend", notifyChange);
  registerPart("v", {
    read: () => (moved && text() !== openedText ? text() : ""),
    write(value) {
      const [lat, lon, zoom] = value.split(",").map(Number);
      const sound = value && [lat, lon, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 360;
      if (sound) {
        moved = true;
        if (value !== text()) map.setView([lat, lon], zoom + LINK_ZOOM, EXACTLY);
      } else if (!value && text() !== openedText) map.setView(initial.at, initial.zoom, EXACTLY);
      if (!value) moved = false;
    },
  });
}
