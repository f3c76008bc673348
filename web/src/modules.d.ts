// These packages ship no types that fit the way in which they are used here.
declare module "proj4" {
  const proj4: (definition: string) => {
    forward(lonlat: [number, number]): [number, number];
    inverse(xy: [number, number]): [number, number];
  };
  export default proj4;
}
declare module "proj4/lib/*";
declare module "proj4leaflet";
declare module "*.css";
declare module "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.js";
