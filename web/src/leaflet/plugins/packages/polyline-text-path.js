// folium.plugins.PolyLineTextPath
import "leaflet-textpath";
