// The view in the address (`v`): its middle and zoom.
import { isHome, showHome } from "../map/home.js";
import { notifyChange, isTrackingPaused, registerPart } from "./page-state.js";

/** As `showHome` does it. */
const EXACTLY = { animate: false, reset: true };
/** The map's zoom that is 0 in a link, so that links from earlier versions of the page keep their meaning. */
const LINK_ZOOM = 2;

/** @param {L.Map} map */
export function registerView(map) {
  const text = () => {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(3), lng.toFixed(3), (map.getZoom() - LINK_ZOOM).toFixed(2)].map(Number).join();
  };
  // Whether the reader or a link has moved the map: resizing it alone changes its middle by up to a pixel.
  let moved = false;
  map.on("movestart zoomstart", () => (moved ||= !isTrackingPaused()));
  map.on("moveend", notifyChange);
  registerPart("v", {
    read: () => (moved && !isHome(map) ? text() : ""),
    write(value) {
      const [lat, lon, zoom] = value.split(",").map(Number);
      const isView = value && [lat, lon, zoom].every(Number.isFinite) && Math.abs(lat) <= 90 && Math.abs(lon) <= 360;
      if (isView) {
        moved = true;
        if (value !== text()) map.setView([lat, lon], zoom + LINK_ZOOM, EXACTLY);
      } else if (!value && !isHome(map)) showHome(map);
      if (!value) moved = false;
    },
  });
}
