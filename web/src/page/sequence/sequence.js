// Order of the sightings of one event: an arrow at each mark towards the next, and lines as a layer.
import { svg } from "../dom.js";
import { sequenceArrow } from "./sequence-arrow.js";
import { translate, onLanguage } from "../i18n.js";

const L = window.L;
/** Distance between places of a drawn line, metres. */
const STEP_M = 25_000;

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {{from: MapRecord, to: MapRecord, way: import("../payload.js").Place[]}} Leg from a sighting to the next; way: places of the geodesic */

/** @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords @returns {Leg[]} */
function sequenceLegs({ order }, mapRecords) {
  return order.flatMap(([first, second]) => {
    const from = mapRecords.get(first);
    const to = mapRecords.get(second);
    if (!from?.event.at || !to?.event.at) return [];
    const [start, end] = [from.event.at, to.event.at].map(([lat, lon]) => /** @type {[number, number]} */ ([lon, lat]));
    const way = window.geotrackPolar.along(start, end, STEP_M);
    return [{ from, to, way: way.map(([lon, lat]) => /** @type {import("../payload.js").Place} */ ([lat, lon])) }];
  });
}

/** Whether both symbols of a leg are on the map. @param {Leg} leg */
const isShown = ({ from, to }) => [from, to].every(({ shown, out }) => shown && !out);

/** Whether a symbol stands where a part of the page has put it, from which no direction leads. @param {MapRecord} record */
const isFixed = ({ mark }) => mark._icon.classList.contains("fixed");

/** @param {L.Map} map */
function canvas(map) {
  Object.assign(map.createPane("sequence").style, { zIndex: "590", pointerEvents: "none" });
  const drawing = svg("svg", { class: "sequence-stubs", "aria-hidden": "true" });
  map.getPane("sequence")?.append(drawing);
  return drawing;
}

/**
 * Draws short arrows at the symbols, and again whenever the map changes.
 * @param {L.Map} map @param {Leg[]} legs
 * @returns {() => void} draws them again
 */
function drawArrows(map, legs) {
  const drawing = canvas(map);
  const spotOf = (/** @type {any} */ mark) => ({ ...map.latLngToLayerPoint(mark.getLatLng()).add(mark.offset), size: mark.size });
  const draw = () => {
    const arrows = legs.filter((leg) => isShown(leg) && !isFixed(leg.from)).flatMap(({ from, to, way }) => {
      // Projected without rounding: on a map of the whole Arctic the first step of the way is less than a pixel.
      const [start, next] = [way[0], way[1]].map((place) => map.project(place, map.getZoom()));
      const d = sequenceArrow(spotOf(from.mark), spotOf(to.mark), next.subtract(start));
      if (!d) return [];
      return ["sequence-halo", "sequence-stub"].map((kind) => svg("path", { class: kind, d }));
    });
    drawing.replaceChildren(...arrows);
    drawing.style.opacity = "";
  };
  map.on("zoomend viewreset projectionchange overlayadd overlayremove marksmoved", draw);
  map.on("zoomanim", () => (drawing.style.opacity = "0"));
  draw();
  return draw;
}

/** The layer that joins sightings. */
export function createSequence() {
  const group = L.layerGroup();
  Object.assign(group.options, { layerId: "order" });

  /** Draws the lines, and a name at the longest one. @param {Leg[]} legs */
  function join(legs) {
    group.clearLayers();
    const shown = legs.filter(isShown);
    for (const { way } of shown) {
      group.addLayer(new L.Polyline(way, { className: "sequence-line", edges: "plane", interactive: false }));
    }
    if (!shown.length) return;
    const longest = shown.reduce((best, leg) => (leg.way.length > best.way.length ? leg : best));
    const [lat, lon] = longest.way[Math.floor(longest.way.length / 2)];
    group.addLayer(
      window.geotrackPolar.labels([{ text: translate("sequence.label"), lat, lon, rotation: null, size: "note" }]),
    );
  }

  return {
    group,
    /** @param {L.Map} map @param {import("../payload.js").PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords */
    start(map, data, mapRecords) {
      const legs = sequenceLegs(data, mapRecords);
      if (!legs.length) return () => {};
      const draw = drawArrows(map, legs);
      const update = () => {
        draw();
        join(legs);
      };
      map.on("overlayadd overlayremove", (/** @type {any} */ { layer }) => layer !== group && join(legs));
      map.on("marksmoved", () => map.hasLayer(group) && join(legs));
      onLanguage(() => join(legs));
      join(legs);
      return update;
    },
  };
}
