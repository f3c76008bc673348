// A map of many records: a dot each at its very place, and symbols where those in view have room.
import { put } from "./events.js";
import { near, next } from "./under.js";
import { worded } from "./words.js";

const L = window.L;

/** As many symbols find room in a view. */
const ROOM = 150;
/** Width of a dot, pixels. */
const DOT = 9;
/** A frame's share for making symbols, milliseconds. */
const SHARE = 6;

/** @typedef {import("./drawn.js").Drawn} Drawn */

/** A dot of a theme as a small picture. @param {string} theme @param {string} drawn @param {string} colour @param {number} ratio */
function picture(theme, drawn, colour, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil((DOT + 3) * ratio);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const outline = new Path2D(document.querySelector(`#shape-${CSS.escape(theme)}`)?.getAttribute("d") ?? "");
  const k = (DOT * ratio) / 28;
  ctx.setTransform(k, 0, 0, k, 1.5 * ratio, 1.5 * ratio);
  const solid = drawn === "reported";
  ctx.lineJoin = "round";
  ctx.lineWidth = (solid ? 2 : 3.2) * (28 / DOT / 2);
  ctx.strokeStyle = solid ? "#fff" : colour;
  ctx.fillStyle = solid ? colour : "#fffdf8";
  ctx.stroke(outline);
  ctx.fill(outline);
  return canvas;
}

/** @type {any} */
const Dots = L.Renderer.extend({
  options: { pane: "crowd", padding: 0.25 },

  /** @this {any} @param {(dots: any) => void} arrange called when the view has changed */
  initialize(/** @type {Drawn[]} */ records, arrange) {
    L.Renderer.prototype.initialize.call(this);
    Object.assign(this, { records, arrange, crs: null, pictures: new Map() });
    for (const name of ["xs", "ys", "planeX", "planeY"]) this[name] = new Float64Array(records.length);
  },

  /** @this {any} @param {L.Map} map */
  beforeAdd(map) {
    if (!map.getPane("crowd")) Object.assign(map.createPane("crowd").style, { zIndex: "590", pointerEvents: "none" });
    map.on("projectionchange", this._update, this);
  },

  /** @this {any} */
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  /** @this {any} */
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  /** @this {any} places on the plane change with the projection alone */
  _project() {
    const { crs } = this._map.options;
    if (this.crs !== crs) {
      this.crs = crs;
      this.records.forEach((/** @type {Drawn} */ { event }, /** @type {number} */ i) => {
        const { x, y } = crs.project(L.latLng(/** @type {any} */ (event.at)));
        [this.planeX[i], this.planeY[i]] = [x, y];
      });
    }
    const scale = crs.scale(this._map.getZoom());
    const origin = this._map.getPixelOrigin();
    const spot = L.point(0, 0);
    for (let i = 0; i < this.records.length; i++) {
      [spot.x, spot.y] = [this.planeX[i], this.planeY[i]];
      const { x, y } = crs.transformation._transform(spot, scale);
      [this.xs[i], this.ys[i]] = [x - origin.x, y - origin.y];
    }
  },

  /** @this {any} */
  _update() {
    const map = this._map;
    if (!map || (map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    this._project();
    this.arrange(this);
  },

  /** @this {any} @param {number} i whether a spot is in or near the view */
  inView(i) {
    const { min, max } = this._bounds;
    const [x, y] = [this.xs[i], this.ys[i]];
    return x >= min.x && x <= max.x && y >= min.y && y <= max.y;
  },

  /** @this {any} @param {(i: number) => boolean} dotted @param {Record<string, import("./data.js").Theme>} themes */
  paint(dotted, themes) {
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = /** @type {HTMLCanvasElement} */ (this._container);
    L.DomUtil.setPosition(canvas, min);
    Object.assign(canvas, { width: Math.ceil(size.x * ratio), height: Math.ceil(size.y * ratio) });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    // By the processor, as the coasts are; see plate.js.
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    const half = (DOT + 3) / 2;
    for (let i = this.records.length - 1; i >= 0; i--) {
      if (!dotted(i)) continue;
      const { theme, drawn } = this.records[i].event;
      const key = `${theme} ${drawn} ${ratio}`;
      let dot = this.pictures.get(key);
      if (!dot) this.pictures.set(key, (dot = picture(theme, drawn, themes[theme].colour, ratio)));
      ctx.drawImage(dot, Math.round((this.xs[i] - min.x - half) * ratio), Math.round((this.ys[i] - min.y - half) * ratio));
    }
  },
});

/**
 * @param {L.Map} map
 * @param {import("./data.js").PageData} data
 * @param {Map<number, Drawn>} drawn
 * @param {Map<string, any>} groups of the themes
 * @param {{spreadMarks: (map: L.Map) => void, chosen: () => number | null, choose: (n: number) => void}} ways
 * @returns {() => void} arranges the map anew, after a filter
 */
export function crowd(map, data, drawn, groups, { spreadMarks, chosen, choose }) {
  const records = [...drawn.values()].sort((a, b) => a.event.n - b.event.n);
  const note = worded(L.DomUtil.create("p", "crowd-note"), { text: ["crowd.note"] });
  document.querySelector(".key-box dl:not(.key-themes)")?.after(note);
  /** @type {Set<number>} */
  let wanted = new Set();
  let frame = 0;
  const isOn = (/** @type {number} */ i) => !records[i].out && map.hasLayer(groups.get(records[i].event.theme));
  const seeable = (/** @type {number} */ i) => dots.inView(i) && isOn(i);
  const dotted = (/** @type {number} */ i) => !records[i].shown && seeable(i);
  const dots = new Dots(records, arrange);

  /** Symbols for those in view, if they have room; made a few a frame. */
  function arrange() {
    const seen = records.flatMap((_, i) => (seeable(i) ? i : []));
    const room = seen.length <= ROOM;
    wanted = new Set(room ? seen : []);
    note.hidden = room;
    map.getContainer().classList.toggle("dotted", !room);
    records.forEach((found, i) => {
      if (!wanted.has(i) && found.shown) drop(found);
    });
    dots.paint(dotted, data.themes);
    cancelAnimationFrame(frame);
    if ([...wanted].some((i) => !records[i].shown)) frame = requestAnimationFrame(make);
    else if (wanted.size) spreadMarks(map);
  }

  function make() {
    const start = performance.now();
    for (const i of wanted) {
      if (!records[i].shown) put(records[i], groups.get(records[i].event.theme));
      if (performance.now() - start < SHARE) continue;
      frame = requestAnimationFrame(make);
      return;
    }
    spreadMarks(map);
    dots.paint(dotted, data.themes);
  }

  /** @param {Drawn} found */
  function drop({ event, made }) {
    if (event.n === chosen() || event.n === pointed) return;
    for (const layer of made) {
      groups.get(event.theme).removeLayer(layer);
      layer.remove();
    }
  }

  /** The record whose line is pointed at shows where it is. */
  let pointed = 0;
  document.getElementById("records")?.addEventListener("mouseover", ({ target }) => {
    const line = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(".record"));
    const [before, now] = [drawn.get(pointed), Number(line?.dataset.record ?? 0)];
    if (now === pointed) return;
    pointed = now;
    if (before && !wanted.has(records.indexOf(before))) drop(before);
    const found = drawn.get(now);
    if (found && !found.out) found.mark.addTo(map)._icon.classList.add("hovered");
  });
  document.getElementById("records")?.addEventListener("mouseleave", () => {
    pointed = 0;
    soon();
  });

  // A symbol has its own click; that of a chosen dot lets clicks through, to what lies under it.
  const under = (/** @type {L.Point} */ at) => (note.hidden ? [] : near(dots.xs, dots.ys, at, seeable));
  let last = -1;
  map.on("click", (/** @type {any} */ { layerPoint }) => {
    const found = under(layerPoint);
    if (!found.length) return;
    last = next(found, last);
    choose(records[last].event.n);
  });
  map.on("mousemove", (/** @type {any} */ { layerPoint }) => {
    map.getContainer().classList.toggle("on-dot", under(layerPoint).length > 0);
  });
  let later = 0;
  const soon = () => {
    cancelAnimationFrame(later);
    later = requestAnimationFrame(() => arrange());
  };
  map.on("popupopen popupclose overlayadd overlayremove", soon);
  dots.addTo(map);
  return soon;
}
