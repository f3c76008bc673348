// folium.plugins.AntPath
import "leaflet-ant-path";
