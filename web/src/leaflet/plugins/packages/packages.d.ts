declare module "heatmap.js/plugins/leaflet-heatmap";
