// folium.plugins.Fullscreen
import "leaflet.fullscreen";
import "leaflet.fullscreen/Control.FullScreen.css";
