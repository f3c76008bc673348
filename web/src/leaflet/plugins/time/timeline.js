// folium.plugins.Timeline and TimelineSlider: features from their start to their end.
import "leaflet.timeline";
