// Entry of pins.js, folium's Icon and BeautifyIcon. Their glyphs are paths in geotrackPolar.glyphs.
import { AwesomeIcon } from "./awesome-icon.js";
import { BeautifyIcon } from "./beautify-icon.js";

/** Leaflet's function beside a class, which folium also calls with `new`. @param {any} Class */
const factory = (Class) =>
  function (/** @type {object} */ options) {
    return new Class(options);
  };

// A GeoJson's marker is made by L.AwesomeMarkers.Icon and by L.BeautifyIcon, all others by the functions.
Object.assign(window.L, {
  AwesomeMarkers: { Icon: AwesomeIcon, icon: factory(AwesomeIcon) },
  BeautifyIcon: Object.assign(BeautifyIcon, { Icon: BeautifyIcon, icon: factory(BeautifyIcon) }),
});
