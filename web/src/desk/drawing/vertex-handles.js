// The vertices of a line or an area: each is moved or removed, and one is added in the middle of an edge, by mouse or keys.
import { element } from "../../page/dom.js";
import { text } from "../vocabulary.js";
import { isEditable, isOfAreas, leastVertices, middleOf, movedVertex, positionOf, verticesOf, withVertices } from "./shapes.js";

const L = window.L;
/** Least length of an edge with a handle in its middle, pixels. */
const LEAST_EDGE = 34;
/** How far an arrow key moves a vertex, pixels. */
const STEP = 10;
/** The same with Shift, pixels. */
const FINE_STEP = 1;
const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @typedef {import("./shapes.js").Position} Position */
/** @typedef {{map: L.Map, group: L.LayerGroup, addHandle: import("./editable-shape.js").AddHandle, changed: (shape: import("./drawing-tool.js").Shape) => void, redo: () => void}} On redo draws the same shape again */
/** @typedef {{geometry: any, parts: Position[][], outline: (geometry: any) => void, isFocused: boolean}} Edited the shape, and whether one of its handles had the focus */

/** A step by an arrow key, longer without Shift. @param {KeyboardEvent} event @returns {L.Point | null} pixels */
export function stepOf({ key, shiftKey }) {
  const direction = ARROWS[key];
  return direction ? L.point(direction).multiplyBy(shiftKey ? FINE_STEP : STEP) : null;
}

/** The button beside the chosen vertex. @param {L.LayerGroup} group @param {L.LatLngExpression} latLng @param {() => void} remove */
function addRemover(group, latLng, remove) {
  const icon = L.divIcon({ html: element("b", {}, ["×"]), className: "desk-remover", iconSize: [22, 22], iconAnchor: [-8, 30] });
  const title = text("removeVertex");
  L.marker(latLng, { icon, title, alt: title, keyboard: false, zIndexOffset: 2003 }).on("click", remove).addTo(group);
}

/** @param {Edited} edited @param {number} part @param {Position[]} places */
const withPart = ({ geometry, parts }, part, places) => withVertices(geometry, parts.map((other, i) => (i === part ? places : other)));

/** @param {Edited} edited @param {Position} from @param {L.LatLng} to */
const withMoved = ({ geometry, parts }, from, to) => withVertices(geometry, movedVertex(parts, from, positionOf(to)));

export class VertexHandles {
  /** The vertex that keys move and remove. */
  #chosen = { part: 0, n: -1 };
  #hasMiddles = false;
  #on;
  /** @type {Edited} */
  #edited = { geometry: null, parts: [], outline: () => undefined, isFocused: false };

  /** @param {On} on */
  constructor(on) {
    this.#on = on;
    // Short edges have no handle in their middle.
    on.map.on("zoomend", () => this.#hasMiddles && on.redo());
  }

  /** @param {any} geometry @param {(geometry: any) => void} outline draws what a drag would give @param {boolean} isFocused */
  add(geometry, outline, isFocused) {
    const parts = verticesOf(geometry);
    this.#hasMiddles = parts !== null && isEditable(geometry);
    if (!parts || !this.#hasMiddles) return;
    if (this.#chosen.n >= (parts[this.#chosen.part]?.length ?? 0)) this.#chosen = { part: 0, n: -1 };
    this.#edited = { geometry, parts, outline, isFocused };
    for (const [part, places] of parts.entries()) {
      this.#addMiddles(part, places);
      for (const n of places.keys()) this.#addVertex(part, places, n);
    }
  }

  /** @param {any} geometry @param {number} part @param {number} n the vertex to choose */
  #change(geometry, part, n) {
    this.#chosen = { part, n };
    this.#on.changed({ geometry });
  }

  /** @param {number} part @param {Position[]} places @param {number} n */
  #addVertex(part, places, n) {
    const edited = this.#edited;
    const { group, addHandle } = this.#on;
    const [lon, lat] = places[n];
    const isChosen = this.#chosen.part === part && this.#chosen.n === n;
    const follow = (/** @type {L.LatLng} */ latLng) => edited.outline(withMoved(edited, places[n], latLng));
    const handle = addHandle([lat, lon], isChosen ? "vertex chosen" : "vertex", follow, (latLng) => this.#change(withMoved(edited, places[n], latLng), part, n));
    const icon = /** @type {HTMLElement} */ (handle.getElement());
    handle.on("click", () => this.#choose(part, n, icon));
    icon.setAttribute("aria-label", text("vertex", { n: n + 1, many: places.length }));
    // Tab stops at one vertex; other keys lead to the next.
    icon.tabIndex = isChosen || (this.#chosen.n < 0 && part === 0 && n === 0) ? 0 : -1;
    icon.addEventListener("keydown", (event) => this.#press(event, part, places, n));
    if (isChosen && places.length > leastVertices(edited.geometry)) addRemover(group, [lat, lon], () => this.#remove(part, places, n));
    if (isChosen && edited.isFocused) icon.focus({ preventScroll: true });
  }

  /** @param {number} part @param {number} n @param {HTMLElement} icon a handle, from which the focus goes on to the chosen one */
  #choose(part, n, icon) {
    const count = this.#edited.parts[part].length;
    this.#chosen = { part, n: (n + count) % count };
    icon.focus({ preventScroll: true });
    this.#on.redo();
  }

  /** @param {number} part @param {Position[]} places @param {number} n */
  #remove(part, places, n) {
    if (places.length <= leastVertices(this.#edited.geometry)) return;
    this.#change(withPart(this.#edited, part, places.toSpliced(n, 1)), part, Math.max(n - 1, 0));
  }

  /** @param {KeyboardEvent} event @param {number} part @param {Position[]} places @param {number} n */
  #press(event, part, places, n) {
    const { map } = this.#on;
    const step = stepOf(event);
    const icon = /** @type {HTMLElement} */ (event.currentTarget);
    const [lon, lat] = places[n];
    const stepped = () => map.containerPointToLatLng(map.latLngToContainerPoint([lat, lon]).add(/** @type {L.Point} */ (step)));
    if (step) this.#change(withMoved(this.#edited, places[n], stepped()), part, n);
    else if (event.key === "Delete" || event.key === "Backspace") this.#remove(part, places, n);
    else if (event.key === "PageDown" || event.key === "PageUp") this.#choose(part, n + (event.key === "PageDown" ? 1 : -1), icon);
    else if (event.key === "Enter" || event.key === " ") this.#choose(part, n, icon);
    else if (event.key === "Insert" || event.key === "+") this.#insertAfter(part, places, n);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} part @param {Position[]} places @param {number} n @param {Position} [place] by default the middle of the edge */
  #insertAfter(part, places, n, place) {
    // A line has no edge after its last vertex: then its last edge is divided.
    const next = n + 1 >= places.length && !isOfAreas(this.#edited.geometry) ? n - 1 : n;
    const added = place ?? middleOf(places[next], places[(next + 1) % places.length]);
    this.#change(withPart(this.#edited, part, places.toSpliced(next + 1, 0, added)), part, next + 1);
  }

  /** @param {number} part @param {Position[]} places */
  #addMiddles(part, places) {
    const edited = this.#edited;
    const { map, addHandle } = this.#on;
    const points = places.map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]));
    const edges = isOfAreas(edited.geometry) ? places.length : places.length - 1;
    for (let n = 0; n < edges; n++) {
      const next = (n + 1) % places.length;
      if (points[n].distanceTo(points[next]) < LEAST_EDGE) continue;
      const [lon, lat] = middleOf(places[n], places[next]);
      const follow = (/** @type {L.LatLng} */ latLng) => edited.outline(withPart(edited, part, places.toSpliced(n + 1, 0, positionOf(latLng))));
      const handle = addHandle([lat, lon], "between", follow, (latLng) => this.#insertAfter(part, places, n, positionOf(latLng)));
      handle.on("click", () => this.#insertAfter(part, places, n));
      const icon = /** @type {HTMLElement} */ (handle.getElement());
      icon.title = text("addVertex");
      icon.tabIndex = -1;
    }
  }
}
