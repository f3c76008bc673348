// The one script of a polar map. It leaves two globals: L, which folium's scripts use, and geotrackPolar.
import L from "leaflet";
import "./leaflet-global.js";
import "leaflet/dist/leaflet.css";
import "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.css";
import "leaflet-groupedlayercontrol/src/leaflet.groupedlayercontrol.js";
import "./polarmap.css";
import "./icons.js";
import { Basemap } from "./basemap.js";
import { fit } from "./bounds.js";
import { CRS, crsOf, turn } from "./crs.js";
import { Cursor, positionText } from "./cursor.js";
import { decode, held, inflate, unpacked } from "./decode.js";
import { along, destination, distance } from "./geodesic.js";
import { Graticule } from "./graticule.js";
import "./hatching.js";
import "./image.js";
import { Labels } from "./labels.js";
import { fromLetters } from "./letters.js";
import "./limits.js";
import { night } from "./night.js";
import { open } from "./opening.js";
import { codeOf, projectionOf } from "./projections.js";
import { layOut } from "./paths.js";
import { openWhenShown } from "./popups.js";
import { Sheet } from "./plate.js";
import { Scale } from "./scale.js";
import "./shapes.js";
import { reword } from "./wording.js";


/**
 * @param {string | HTMLElement} element
 * @param {L.MapOptions & {crs: string, fit?: [number, number][]}} options
 */
function map(element, { crs, fit: places, ...options }) {
  // There is one world on a polar map, and no copy of it to jump to.
  const made = L.map(element, { ...options, worldCopyJump: false, crs: crsOf(crs) });
  made.attributionControl?.setPrefix(false);
  open(made);
  made.on("opened", () => layOut(made));
  if (places?.length) {
    fit(made, places, { padding: [12, 12] });
    // In a tab or a frame that is not shown yet the map has no size to fit to.
    if (!made.getSize().x) made.once("resize", () => fit(made, places, { padding: [12, 12] }));
  }
  return made;
}

const geotrackPolar = {
  CRS,
  Sheet,
  map,
  fit,
  turn,
  night,
  codeOf,
  projectionOf,
  openWhenShown,
  decode,
  held,
  unpacked,
  bytes: fromLetters,
  inflate,
  along,
  destination,
  distance,
  positionText,
  reword,
  basemap: (/** @type {any[]} */ ...values) => new Basemap(...values),
  graticule: (/** @type {any[]} */ ...values) => new Graticule(...values),
  labels: (/** @type {any[]} */ ...values) => new Labels(...values),
  scale: (/** @type {any[]} */ ...values) => new Scale(...values),
  cursor: (/** @type {any[]} */ ...values) => new Cursor(...values),
};
Object.assign(window, { geotrackPolar });
