// The disc of a cluster: its number of records, certain and possible, in a ring of their themes, or of who acts.
import { element, svg, themeSymbol } from "../dom.js";
import { formatNumber, translate, translateText } from "../i18n.js";

const L = window.L;
/** Radii of the smallest and the largest disc, and the width of its ring, pixels. */
const [LEAST, MOST, RING] = [12, 23, 4];
/** Height of a line in a disc and about the width of a digit, pixels. */
const [LINE, DIGIT] = [11, 6.6];
/** Radius of a symbol, as a scale for the distance of a disc's tooltip, pixels. */
const SYMBOL_RADIUS = 13;

/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/** The number of a disc, a line for those that are certain and one for those that are only possible. @param {number} certain @param {number} possible */
function sumLines(certain, possible) {
  if (!possible) return [formatNumber(certain)];
  return certain ? [formatNumber(certain), `+ ${formatNumber(possible)}?`] : [`${formatNumber(possible)}?`];
}

/**
 * The arcs of a ring, one a colour.
 * @param {[paint: string, count: number][]} paints @param {number} total @param {number} radius pixels
 */
function ring(paints, total, radius) {
  let before = 0;
  return paints.map(([paint, count]) => {
    const dash = `${count} ${total - count}`;
    const arc = svg("circle", { r: radius - RING / 2, pathLength: total, "stroke-dasharray": dash, "stroke-dashoffset": -before });
    arc.style.setProperty("--theme", paint);
    before += count;
    return arc;
  });
}

/** How many records have each colour: of who acts, else of their themes. @param {MapRecord[]} members @param {import("../payload.js").PageData} data @returns {[paint: string, count: number][]} */
function paintCounts(members, data) {
  if (!data.sides) return themeCounts(members, data).map(([theme, count]) => [data.themes[theme].colour, count]);
  const counts = Object.keys(data.sides).map((side) => /** @type {[string, number]} */ ([`var(--${side})`, members.filter(({ event }) => event.side === side).length]));
  return counts.filter(([, count]) => count);
}

/** How many records have each theme, in the order of the page's themes. @param {MapRecord[]} members @param {import("../payload.js").PageData} data */
function themeCounts(members, data) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { event } of members) counts.set(event.theme, (counts.get(event.theme) ?? 0) + 1);
  return Object.keys(data.themes).flatMap((theme) => (counts.has(theme) ? [/** @type {[string, number]} */ ([theme, counts.get(theme)])] : []));
}

/** The texts of a disc: the number of its records, certain and possible, their themes, and how many stand for areas. @param {MapRecord[]} members @param {import("../payload.js").PageData} data */
function description(members, data) {
  const possible = members.filter(({ weak }) => weak).length;
  const areas = members.filter(({ event }) => event.drawn === "assumed").length;
  const count = translate("finder.records", { n: members.length });
  const labels = new Map(data.facets.themes);
  return {
    sum: possible ? translate("finder.split", { count, certainly: members.length - possible, possibly: possible }) : count,
    themes: themeCounts(members, data).map(([theme, n]) => ({ theme, n, label: translateText(labels.get(theme) ?? theme) })),
    areas: areas ? translate("crowd.areas", { n: areas }) : "",
  };
}

/**
 * The radius of a disc.
 * @param {number} certain @param {number} possible records @param {number} most records of a disc
 * @returns {number} pixels at scale 1
 */
export function discRadius(certain, possible, most) {
  const lines = sumLines(certain, possible);
  const half = (Math.max(...lines.map(({ length }) => length)) * DIGIT) / 2;
  const text = Math.hypot(half, lines.length > 1 ? LINE * 0.8 : 0) + RING + 1;
  return Math.min(MOST, Math.max(text, LEAST + (MOST - LEAST) * Math.sqrt((certain + possible) / most)));
}

/** A disc on the map. */
export const ClusterMark = /* @__PURE__ */ L.Marker.extend({
  /** @this {any} @param {() => void} act on a click or Enter */
  initialize(act) {
    const icon = L.divIcon({ html: document.createElement("div"), className: "record-cluster", iconSize: null });
    L.Marker.prototype.initialize.call(this, [0, 0], { icon, pane: "clusters", riseOnHover: true });
    this.offset = L.point(0, 0);
    this.on("click", act);
  },

  /** @this {any} */
  _initIcon() {
    L.Marker.prototype._initIcon.call(this);
    this._icon.tabIndex = -1; // see ../marks/roving-tabindex.js
    this._icon.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.fire("click");
    });
    this._fill();
  },

  /** @this {any} @param {L.Point} position */
  _setPos(position) {
    L.Marker.prototype._setPos.call(this, position);
    // Not by translate3d, as Leaflet does: that would give each a compositing layer.
    this._icon.style.transform = `translate(${position.x}px, ${position.y}px)`;
  },

  /**
   * Sets what it shows.
   * @this {any} @param {Cluster} cluster @param {MapRecord[]} members @param {number} scale of symbols and letters
   * @param {import("../payload.js").PageData} data
   */
  show(cluster, members, scale, data) {
    const { radius } = cluster;
    Object.assign(this, { cluster, members, data, radius, scale, size: radius / SYMBOL_RADIUS });
    if (this._icon) this._fill();
  },

  /** @this {any} */
  _fill() {
    const { data } = this;
    const members = /** @type {MapRecord[]} */ (this.members);
    const radius = this.radius / this.scale;
    const possible = members.filter(({ weak }) => weak).length;
    const lines = sumLines(members.length - possible, possible);
    const texts = lines.map((line, i) => svg("text", { y: (i - (lines.length - 1) / 2) * LINE }, [line]));
    const drawing = svg("svg", { viewBox: `${-radius} ${-radius} ${2 * radius} ${2 * radius}`, "aria-hidden": "true" }, [
      svg("circle", { class: "face", r: radius - 0.5 }),
      ...ring(paintCounts(members, data), members.length, radius - 1),
      ...texts,
    ]);
    this._icon.firstChild.replaceChildren(drawing);
    Object.assign(this._icon.style, { width: `${2 * this.radius}px`, height: `${2 * this.radius}px`, margin: `${-this.radius}px` });
    const { sum, themes, areas } = description(members, data);
    this._icon.setAttribute("aria-label", [sum, themes.map(({ label, n }) => `${label} ${formatNumber(n)}`).join(", "), areas].filter(Boolean).join("; "));
  },

  /** The lines of its tooltip. @this {any} */
  lines() {
    const { sum, themes, areas } = description(this.members, this.data);
    return [
      element("b", { class: "sum" }, [sum]),
      ...themes.flatMap(({ theme, n, label }) => [themeSymbol(theme, this.data.themes[theme].colour), element("span", {}, [`${label} · ${formatNumber(n)}`])]),
      ...(areas ? [element("i", {}, [areas])] : []),
    ];
  },
});
