// The vertices of a line or an area: each is moved or removed, and one is added in the middle of an edge, by mouse or keys.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { isEditable, leastVertices, middleOf, positionOf, verticesOf, withVertices } from "./shapes.js";

const L = window.L;
/** Pixels of an edge that has a handle in its middle, at least; of a step by an arrow key, and of a fine one. */
const [LEAST_EDGE, STEP, FINE] = [34, 10, 1];
const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @typedef {import("./shapes.js").Position} Position */

/** A step by an arrow key, longer without Shift. @param {KeyboardEvent} event @returns {L.Point | null} pixels */
export function stepOf({ key, shiftKey }) {
  const way = ARROWS[key];
  return way ? L.point(way).multiplyBy(shiftKey ? FINE : STEP) : null;
}

/** The button beside the chosen vertex. @param {L.LayerGroup} group @param {L.LatLngExpression} at @param {() => void} remove */
function addRemover(group, at, remove) {
  const icon = L.divIcon({ html: element("b", {}, ["×"]), className: "desk-remover", iconSize: [22, 22], iconAnchor: [-8, 30] });
  const title = text("removeVertex");
  L.marker(at, { icon, title, alt: title, keyboard: false, zIndexOffset: 2003 }).on("click", remove).addTo(group);
}

/**
 * @param {L.Map} map @param {L.LayerGroup} group
 * @param {import("./editable-shape.js").AddHandle} addHandle @param {(shape: import("./drawing-tool.js").Shape) => void} changed
 * @param {() => void} redo shows the same shape again
 */
export function createVertexHandles(map, group, addHandle, changed, redo) {
  /** The vertex that keys move and remove. */
  let chosen = { part: 0, n: -1 };
  let hasMiddles = false;

  /** @param {any} geometry @param {(geometry: any) => void} draw what a drag would give @param {boolean} isFocused whether one had the focus before */
  function add(geometry, draw, isFocused) {
    const parts = verticesOf(geometry);
    hasMiddles = parts !== null && isEditable(geometry);
    if (!parts || !hasMiddles) return;
    const isClosed = geometry.type === "Polygon";
    if (chosen.n >= (parts[chosen.part]?.length ?? 0)) chosen = { part: 0, n: -1 };
    const withPart = (/** @type {number} */ part, /** @type {Position[]} */ places) => withVertices(geometry, parts.map((one, i) => (i === part ? places : one)));
    const change = (/** @type {number} */ part, /** @type {Position[]} */ places, /** @type {number} */ n) => {
      chosen = { part, n };
      changed({ geometry: withPart(part, places) });
    };
    for (const [part, places] of parts.entries()) {
      addMiddles(part, places);
      for (const n of places.keys()) addVertex(part, places, n);
    }

    /** @param {number} part @param {Position[]} places @param {number} n */
    function addVertex(part, places, n) {
      const [lon, lat] = places[n];
      const isChosen = chosen.part === part && chosen.n === n;
      const moved = (/** @type {L.LatLng} */ at) => places.with(n, positionOf(at));
      const remove = () => places.length > leastVertices(geometry) && change(part, places.toSpliced(n, 1), Math.max(n - 1, 0));
      const handle = addHandle([lat, lon], isChosen ? "vertex chosen" : "vertex", (at) => draw(withPart(part, moved(at))), (at) => change(part, moved(at), n));
      handle.on("click", () => choose(n));
      const icon = /** @type {HTMLElement} */ (handle.getElement());
      icon.setAttribute("aria-label", text("vertex", { n: n + 1, many: places.length }));
      // One stop of the Tab key; from there other keys lead on.
      icon.tabIndex = isChosen || (chosen.n < 0 && part === 0 && n === 0) ? 0 : -1;
      icon.addEventListener("keydown", (event) => press(event));
      if (isChosen && places.length > leastVertices(geometry)) addRemover(group, [lat, lon], remove);
      if (isChosen && isFocused) icon.focus({ preventScroll: true });

      /** @param {number} next */
      function choose(next) {
        chosen = { part, n: (next + places.length) % places.length };
        icon.focus({ preventScroll: true });
        redo();
      }
      /** @param {KeyboardEvent} event */
      function press(event) {
        const step = stepOf(event);
        if (step) change(part, moved(map.containerPointToLatLng(map.latLngToContainerPoint([lat, lon]).add(step))), n);
        else if (event.key === "Delete" || event.key === "Backspace") remove();
        else if (event.key === "PageDown" || event.key === "PageUp") choose(n + (event.key === "PageDown" ? 1 : -1));
        else if (event.key === "Enter" || event.key === " ") choose(n);
        else if (event.key === "Insert" || event.key === "+") insertAfter(part, places, n);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }
    }

    /** @param {number} part @param {Position[]} places @param {number} n @param {Position} [place] */
    function insertAfter(part, places, n, place) {
      const next = places[(n + 1) % places.length];
      // After the last vertex of a line its last edge is divided.
      if (n + 1 >= places.length && !isClosed) return insertAfter(part, places, n - 1, place);
      change(part, places.toSpliced(n + 1, 0, place ?? middleOf(places[n], next)), n + 1);
    }

    /** @param {number} part @param {Position[]} places */
    function addMiddles(part, places) {
      const points = places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
      for (const n of places.keys()) {
        const next = (n + 1) % places.length;
        if ((!isClosed && next === 0) || points[n].distanceTo(points[next]) < LEAST_EDGE) continue;
        const [lon, lat] = middleOf(places[n], places[next]);
        const inserted = (/** @type {L.LatLng} */ at) => withPart(part, places.toSpliced(n + 1, 0, positionOf(at)));
        const handle = addHandle([lat, lon], "between", (at) => draw(inserted(at)), (at) => insertAfter(part, places, n, positionOf(at)));
        handle.on("click", () => insertAfter(part, places, n));
        const icon = /** @type {HTMLElement} */ (handle.getElement());
        icon.title = text("addVertex");
        icon.tabIndex = -1;
      }
    }
  }
  // Short edges have no handle in their middle.
  map.on("zoomend", () => hasMiddles && redo());
  return { add };
}
