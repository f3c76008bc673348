// folium.plugins.FeatureGroupSubGroup
import "leaflet.featuregroup.subgroup";
