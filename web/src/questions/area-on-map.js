// The area of a question on the map, and the handles that change it.
import { outline } from "./answer.js";
import { lengthOf, metresOf } from "./question.js";

const L = window.L;

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("./position.js").Position} Position */

/** @param {string} kind */
const icon = (kind) => L.divIcon({ className: `question-handle ${kind}`, iconSize: [16, 16] });
const latlng = (/** @type {Position} */ [lon, lat]) => L.latLng(lat, lon);
const position = (/** @type {any} */ { lat, lng }) => /** @type {Position} */ ([lng, lat]);

/** Where the handle of the distance first stands, degrees clockwise from north. */
const FIRST_AZIMUTH = 90;

/** The direction of a position, on the sphere: only where a handle stands depends on it. @param {Position} from @param {Position} to */
function azimuthTo([lon1, lat1], [lon2, lat2]) {
  const [across, phi1, phi2] = [lon2 - lon1, lat1, lat2].map((angle) => (angle * Math.PI) / 180);
  const east = Math.sin(across) * Math.cos(phi2);
  const north = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(across);
  return (Math.atan2(east, north) * 180) / Math.PI;
}

/** @typedef {(moved: Question, ended: boolean) => void} Change called while a handle is dragged (ended: false), and at its end */

/** @param {any} handles a group of layers @param {Change} change */
function handlesIn(handles, change) {
  const { destination, distance } = window.geotrackPolar;
  let azimuth = FIRST_AZIMUTH;

  /** @param {Position} place @param {string} kind @param {string} title @param {(to: Position) => Question} moved */
  function handle(place, kind, title, moved) {
    const marker = L.marker(latlng(place), { draggable: true, keyboard: false, icon: icon(kind), title, zIndexOffset: 5000 });
    const changeTo = (/** @type {boolean} */ ended) => change(moved(position(marker.getLatLng())), ended);
    return marker.on("drag", () => changeTo(false)).on("dragend", () => changeTo(true)).addTo(handles);
  }

  /** @param {Question} question @param {{move: string, far: string}} titles */
  return (question, titles) => {
    handles.clearLayers();
    if (question.kind === "drawn") {
      const { corners } = question;
      corners.forEach((place, i) =>
        handle(place, "", titles.move, (moved) => ({ kind: "drawn", corners: corners.map((corner, j) => (i === j ? moved : corner)) })),
      );
      return;
    }
    const edge = destination(...question.at, azimuth, metresOf(question));
    handle(question.at, "middle", titles.move, (to) => ({ ...question, at: to }));
    handle(edge, "", titles.far, (to) => {
      azimuth = azimuthTo(question.at, to);
      return { ...question, length: lengthOf(distance(...question.at, ...to), question.unit) };
    });
  };
}

/** @param {L.Map} map @param {Change} change */
export function areaOnMap(map, change) {
  Object.assign(map.createPane("question").style, { zIndex: "415", pointerEvents: "none" });
  const renderer = L.svg({ pane: "question" });
  const look = { renderer, pane: "question", interactive: false, edges: "plane", smoothFactor: 0.5 };
  const shapes = L.layerGroup().addTo(map);
  const handles = L.layerGroup();
  const setHandles = handlesIn(handles, change);
  /** The arguments of the last `show`: the same ones are not drawn again. @type {{question: Question | null, open: boolean}} */
  let current = { question: null, open: false };

  /** @param {Question} question */
  function draw(question) {
    shapes.clearLayers();
    for (const className of ["question-halo", "question-area"]) {
      const shape = question.kind === "within"
        ? L.circle(latlng(question.at), { ...look, className, radius: metresOf(question) })
        : new L.Polygon(outline(question.corners).map(latlng), { ...look, className });
      shape.addTo(shapes);
    }
  }

  return {
    draw,
    /** @param {Question | null} question @param {boolean} open whether handles are shown @param {{move: string, far: string}} titles */
    show(question, open, titles) {
      if (question === current.question && open === current.open) return;
      current = { question, open };
      if (question) draw(question);
      else shapes.clearLayers();
      if (question && open) setHandles(question, titles);
      handles[question && open ? "addTo" : "removeFrom"](map);
    },
  };
}
