// folium.plugins.DualMap
import "leaflet.sync";
