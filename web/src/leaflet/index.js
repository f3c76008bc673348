// Entry of polarmap.js, the script of a polar map. It sets the globals L, for folium's scripts, and geotrackPolar.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.css";
import "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.js";
import "./polarmap.css";
import "./controls/marker-icon.js";
import { Basemap, Ground } from "./layers/basemap.js";
import { fit } from "./bounds.js";
import { CRS, crsOf, turn } from "./crs.js";
import { Cursor, positionText } from "./controls/cursor-position.js";
import { unpackShapes, unpackElement, inflate, unpackJson } from "../polar/unpack.js";
import { along, destination, distance } from "../polar/geodesic.js";
import { Graticule } from "./layers/graticule.js";
import "./shapes/hatch-fill.js";
import "./layers/image-overlay.js";
import { Labels } from "./layers/name-labels.js";
import { decodeBase91 } from "../polar/base91.js";
import "./drag-limits.js";
import { setNight } from "./layers/night-colours.js";
import { deferFirstDraw, whenIdle } from "./first-draw.js";
import { codeOf, projectionOf } from "../polar/projections.js";
import { layOutPaths } from "./shapes/paths.js";
import { openWhenShown } from "./controls/popups.js";
import { CanvasLayer } from "./layers/canvas-layer.js";
import { Scale } from "./controls/scale-bar.js";
import "./shapes/circle-rectangle.js";
import { setLabels } from "./map-labels.js";

/**
 * @param {string | HTMLElement} element
 * @param {L.MapOptions & {crs: string, fit?: [number, number][]}} options
 */
function map(element, { crs, fit: places, ...options }) {
  // A polar map has one copy of the world, so there is none to jump to.
  const leafletMap = L.map(element, { ...options, worldCopyJump: false, crs: crsOf(crs) });
  leafletMap.attributionControl?.setPrefix(false);
  deferFirstDraw(leafletMap);
  leafletMap.on("opened", () => layOutPaths(leafletMap));
  if (places?.length) {
    fit(leafletMap, places, { padding: [12, 12] });
    // In a tab or a frame that is not shown yet the map has no size to fit to.
    if (!leafletMap.getSize().x) leafletMap.once("resize", () => fit(leafletMap, places, { padding: [12, 12] }));
  }
  return leafletMap;
}

const geotrackPolar = {
  CRS,
  Sheet: CanvasLayer,
  map,
  fit,
  turn,
  night: setNight,
  codeOf,
  projectionOf,
  openWhenShown,
  decode: unpackShapes,
  held: unpackElement,
  unpacked: unpackJson,
  bytes: decodeBase91,
  inflate,
  whenIdle,
  along,
  destination,
  distance,
  positionText,
  reword: setLabels,
  basemap: (/** @type {any[]} */ ...values) => new Basemap(...values),
  Ground,
  depth: () => new Ground("depth", true),
  graticule: (/** @type {any[]} */ ...values) => new Graticule(...values),
  labels: (/** @type {any[]} */ ...values) => new Labels(...values),
  scale: (/** @type {any[]} */ ...values) => new Scale(...values),
  cursor: (/** @type {any[]} */ ...values) => new Cursor(...values),
};
Object.assign(window, { geotrackPolar });
