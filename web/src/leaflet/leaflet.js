// Leaflet as one object, to which the polar classes are added. Its ES modules start sooner than its UMD bundle.
// folium's scripts and old plugins need it as the global L, so every import of "leaflet" comes here (build.mjs).
import * as leaflet from "leaflet/dist/leaflet-src.esm.js";

const L = { ...leaflet };
Object.assign(window, { L });
export default L;
