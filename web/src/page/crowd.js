// A map of many records: a dot each at its very place, and symbols where those in view have room.
import { put } from "./events.js";
import { onceAFrame } from "./frames.js";
import { Planes } from "./planes.js";
import { lifted } from "./timeline-drawing.js";
import { near, next } from "./under.js";
import { worded } from "./words.js";

const L = window.L;

/** As many symbols find room in a view. */
const ROOM = 150;
/** Width of a dot, pixels. */
const DOT = 9;
/** How strong a dot is while others stand out. */
const PALE = 0.25;
/** What is round a full dot and in a hollow one, by day and by night: as of the symbols, see night.css. */
const DAY = { ring: "#fff", hollow: "#fffdf8", lift: 0 };
const NIGHT = { ring: "#dbe4e8", hollow: "#18242a", lift: 0.58 };
/** A frame's share for making symbols, milliseconds. */
const SHARE = 6;

/** @typedef {import("./drawn.js").Drawn} Drawn */

/**
 * A dot of a theme as a small picture.
 * @param {string} theme @param {string} drawn @param {string} colour @param {number} ratio @param {boolean} dark
 */
function picture(theme, drawn, colour, ratio, dark) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil((DOT + 3) * ratio);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const outline = new Path2D(document.querySelector(`#shape-${CSS.escape(theme)}`)?.getAttribute("d") ?? "");
  const k = (DOT * ratio) / 28;
  ctx.setTransform(k, 0, 0, k, 1.5 * ratio, 1.5 * ratio);
  const solid = drawn === "reported";
  const { ring, hollow, lift } = dark ? NIGHT : DAY;
  ctx.lineJoin = "round";
  ctx.lineWidth = (solid ? 2 : 3.2) * (28 / DOT / 2);
  ctx.strokeStyle = solid ? ring : lifted(colour, lift);
  ctx.fillStyle = solid ? colour : hollow;
  ctx.stroke(outline);
  ctx.fill(outline);
  return canvas;
}

/** @type {any} */
const Dots = window.geotrackPolar.Sheet.extend({
  options: { pane: "crowd", zIndex: 590 },

  /** @this {any} @param {(dots: any) => void} arrange called when the view has changed */
  initialize(/** @type {Drawn[]} */ records, arrange) {
    L.Renderer.prototype.initialize.call(this);
    const planes = new Planes(records.map(({ event }) => event.at));
    Object.assign(this, { records, arrange, planes, xs: planes.xs, ys: planes.ys, pictures: new Map() });
  },

  /** @this {any} */
  _redraw() {
    this.planes.follow(this._map);
    this.arrange(this);
  },

  /** @this {any} @param {number} i whether a spot is in or near the view */
  inView(i) {
    const { min, max } = this._bounds;
    const [x, y] = [this.xs[i], this.ys[i]];
    return x >= min.x && x <= max.x && y >= min.y && y <= max.y;
  },

  /**
   * @this {any} @param {(i: number) => boolean} dotted @param {Record<string, import("./data.js").Theme>} themes
   * @param {boolean} pale whether they stand back
   */
  paint(dotted, themes, pale) {
    const { ctx, min, ratio } = this._blank();
    const half = (DOT + 3) / 2;
    const dark = Boolean(this._map.options.night);
    ctx.globalAlpha = pale ? PALE : 1;
    for (let i = this.records.length - 1; i >= 0; i--) {
      if (!dotted(i)) continue;
      const { theme, drawn } = this.records[i].event;
      const key = `${theme} ${drawn} ${ratio} ${dark}`;
      let dot = this.pictures.get(key);
      if (!dot) this.pictures.set(key, (dot = picture(theme, drawn, themes[theme].colour, ratio, dark)));
      ctx.drawImage(dot, Math.round((this.xs[i] - min.x - half) * ratio), Math.round((this.ys[i] - min.y - half) * ratio));
    }
  },
});

/**
 * @param {L.Map} map
 * @param {import("./data.js").PageData} data
 * @param {Map<number, Drawn>} drawn
 * @param {Map<string, any>} groups of the themes
 * @param {(map: L.Map) => void} spreadMarks
 * @param {Pick<ReturnType<typeof import("./choosing.js").chooser>, "choose" | "onState">} choosing
 * @returns {{arrange: () => void, begin: () => void}} arranges the map anew, after a filter; and puts the dots on it
 */
export function crowd(map, data, drawn, groups, spreadMarks, choosing) {
  const records = [...drawn.values()].sort((a, b) => a.event.n - b.event.n);
  const note = worded(L.DomUtil.create("p", "crowd-note"), { text: ["crowd.note"] });
  document.querySelector(".key-box dl:not(.key-themes)")?.after(note);
  /** @type {Set<number>} places of records that have a symbol in this view */
  let wanted = new Set();
  /** @type {Set<number>} numbers of records that stand out */
  let lit = new Set();
  let frame = 0;
  const held = holding(map, drawn, choosing, (found) => wanted.has(records.indexOf(found)));
  const isOn = (/** @type {number} */ i) => !records[i].out && map.hasLayer(groups.get(records[i].event.theme));
  const seeable = (/** @type {number} */ i) => dots.inView(i) && isOn(i);
  // What is only chosen or pointed at keeps its dot under its symbol.
  const dotted = (/** @type {number} */ i) => !(wanted.has(i) && records[i].shown) && seeable(i);
  const dots = new Dots(records, arrange);
  const paint = () => dots.paint(dotted, data.themes, lit.size > 0);

  /** Symbols for those in view, if they have room; made a few a frame. */
  function arrange() {
    const seen = records.flatMap((_, i) => (seeable(i) ? i : []));
    const room = seen.length <= ROOM;
    wanted = new Set(room ? seen : seen.filter((i) => lit.has(records[i].event.n)));
    note.hidden = room;
    map.getContainer().classList.toggle("dotted", !room);
    records.forEach((found, i) => {
      if (found.made.length && !wanted.has(i) && !held(found)) drop(found);
    });
    paint();
    cancelAnimationFrame(frame);
    if ([...wanted].some((i) => !records[i].group)) frame = requestAnimationFrame(make);
    else if (wanted.size) spreadMarks(map);
  }

  function make() {
    const start = performance.now();
    for (const i of wanted) {
      if (!records[i].group) put(records[i], groups.get(records[i].event.theme));
      if (performance.now() - start < SHARE) continue;
      frame = requestAnimationFrame(make);
      return;
    }
    spreadMarks(map);
    paint();
  }

  // A symbol has its own click; that of a chosen dot lets clicks through, to what lies under it.
  const under = (/** @type {L.Point} */ at) => (note.hidden ? [] : near(dots.xs, dots.ys, at, seeable));
  let last = -1;
  map.on("click", (/** @type {any} */ { layerPoint }) => {
    const found = under(layerPoint);
    if (!found.length) return;
    last = next(found, last);
    choosing.choose(records[last].event.n);
  });
  /** @type {L.Point | null} */
  let at = null;
  const point = onceAFrame(() => map.getContainer().classList.toggle("on-dot", at !== null && under(at).length > 0));
  map.on("mousemove", (/** @type {any} */ { layerPoint }) => {
    at = layerPoint;
    point();
  });
  const soon = onceAFrame(arrange);
  map.on("overlayadd overlayremove", soon);
  map.on("lit", (/** @type {any} */ { numbers }) => {
    lit = new Set(numbers);
    soon();
  });
  return { arrange: soon, begin: () => void dots.addTo(map) };
}

/** Takes a record off the map, all that was made of it. @param {Drawn} found */
function drop(found) {
  for (const layer of found.made) {
    found.group?.removeLayer(layer);
    layer.remove();
  }
  found.group = null;
}

/**
 * A record that is chosen or pointed at has a symbol for as long, wherever that is told.
 * @param {L.Map} map @param {Map<number, Drawn>} drawn
 * @param {Pick<ReturnType<typeof import("./choosing.js").chooser>, "onState">} choosing
 * @param {(found: Drawn) => boolean} stays whether it has one anyway
 * @returns {(found: Drawn) => boolean} whether it is
 */
function holding(map, drawn, choosing, stays) {
  /** @type {Map<number, Set<string>>} */
  const why = new Map();
  /** @type {Set<number>} */
  const loose = new Set();
  const held = (/** @type {Drawn} */ { event }) => Boolean(why.get(event.n)?.size);
  const tidy = onceAFrame(() => {
    for (const n of loose) {
      const found = drawn.get(n);
      if (found && !held(found) && !stays(found)) drop(found);
    }
    loose.clear();
  });
  choosing.onState((n, state, on) => {
    const found = drawn.get(n);
    if (!found) return;
    const states = why.get(n) ?? new Set();
    why.set(n, states);
    if (on) states.add(state);
    else states.delete(state);
    if (on && !found.out) found.mark.addTo(map)._icon.classList.add(state);
    loose.add(n);
    if (!on) tidy();
  });
  return held;
}
