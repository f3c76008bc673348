// folium.plugins.ScrollZoomToggler: a button for whether the wheel zooms; as in folium it does not at first.
import leaflet from "leaflet";

/** @type {any} */
const L = leaflet;

L.Control.ScrollZoom = L.Control.extend({
  options: { position: "bottomleft" },

  /** @this {any} @param {any} map */
  onAdd(map) {
    const box = L.DomUtil.create("div", "leaflet-bar");
    const button = L.DomUtil.create("a", "", box);
    Object.assign(button, { href: "#", role: "button", title: "Zoom with the wheel", textContent: "↕" });
    map.scrollWheelZoom.disable();
    const show = () => button.setAttribute("aria-pressed", `${map.scrollWheelZoom.enabled()}`);
    L.DomEvent.disableClickPropagation(box).on(button, "click", (/** @type {Event} */ event) => {
      L.DomEvent.preventDefault(event);
      map.scrollWheelZoom[map.scrollWheelZoom.enabled() ? "disable" : "enable"]();
      show();
    });
    show();
    return box;
  },
});
