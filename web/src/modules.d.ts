// These packages ship no types that fit the way in which they are used here.
declare module "proj4" {
  interface Plane {
    /** Radians to metres. */
    forward(place: { x: number; y: number }): { x: number; y: number };
    inverse(place: { x: number; y: number }): { x: number; y: number };
  }
  const proj4: { Proj: new (definition: string) => Plane };
  export default proj4;
}
declare module "proj4/lib/*";
declare module "*.css";
declare module "leaflet/dist/leaflet-src.esm.js";
declare module "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.js";
declare module "tabulator-tables";
