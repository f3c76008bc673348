// folium's scripts and old plug-ins find Leaflet as the global L: this module is imported before them.
import L from "leaflet";

Object.assign(window, { L });
