// The panels of a card that compares accounts: for each claimant a small map, inked where an outlined area is named, and
// one of all accounts, with how many name each area.
import { element, svg } from "../dom.js";
import { translateElement } from "../i18n.js";

const L = window.L;
/** Size of a panel, pixels. */
const [WIDTH, HEIGHT] = [164, 146];
/** Share of a panel that stays free round the areas, on both sides together. */
const MARGIN = 0.3;
/** Corners of a disc. */
const CORNERS = 48;
/** Least distance between two points of a coast, and how far outside a panel it goes on, pixels. */
const [STEP, OUTSIDE] = [0.7, 8];
/** Radius of a position without a radius, pixels. */
const DOT = 4;
/** Room that a count needs, pixels. */
const [COUNT_WIDTH, COUNT_HEIGHT] = [36, 13];
/** Opacity where all accounts agree. */
const FULL = 0.56;

/** @typedef {[x: number, y: number][]} Ring pixels of a panel, or metres of the map's plane */

/** Data of an SVG path, in pixels of a panel. */
class PathData {
  /** @param {(at: [number, number]) => [number, number]} toPixels of metres of the map's plane */
  constructor(toPixels) {
    this.toPixels = toPixels;
    this.data = "";
  }

  /** @param {string} command @param {number} x @param {number} y */
  add(command, x, y) {
    const [left, top] = this.toPixels([x, y]);
    // What lies far outside is not drawn.
    const inside = (/** @type {number} */ value, /** @type {number} */ size) => Math.min(Math.max(value, -OUTSIDE), size + OUTSIDE).toFixed(1);
    this.data += `${command}${inside(left, WIDTH)} ${inside(top, HEIGHT)}`;
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.add("M", x, y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.add("L", x, y);
  }

  closePath() {
    this.data += "Z";
  }
}

/** The rings of a shape of an account, metres of the map's plane. @param {L.Map} map @param {any} shape @param {import("../map/region-shapes.js").Regions} regions @returns {Ring[]} */
function ringsOf(map, shape, regions) {
  const { polar } = /** @type {any} */ (map.options.crs);
  if (shape.kind === "region") return (regions.get(shape.id) ?? []).map((ring) => ring.map(([lat, lon]) => polar.project(lon, lat)));
  const [lat, lon] = shape.at;
  return [Array.from({ length: CORNERS }, (_, i) => polar.project(...window.geotrackPolar.destination(lon, lat, (i * 360) / CORNERS, shape.radius)))];
}

/** The frame of all panels of a card. @param {L.Map} map @param {Ring[]} rings of all areas */
function frameOf(map, rings) {
  const bounds = L.bounds(/** @type {any} */ (rings.flat()));
  const { x, y } = bounds.getSize();
  const metres = Math.max(x / WIDTH, y / HEIGHT, 1) / (1 - MARGIN);
  const { x: east, y: north } = bounds.getCenter();
  const [halfX, halfY] = [(metres * WIDTH) / 2, (metres * HEIGHT) / 2];
  const toPixels = (/** @type {[number, number]} */ [left, top]) => /** @type {[number, number]} */ ([(left - east + halfX) / metres, (north + halfY - top) / metres]);
  const path = () => new PathData(toPixels);
  const land = path();
  const view = L.bounds([east - halfX, north - halfY], [east + halfX, north + halfY]);
  map.eachLayer((/** @type {any} */ layer) => layer.traceLand?.(view, land, STEP * metres));
  return { path, toPixels, land: land.data };
}

/** @param {ReturnType<typeof frameOf>} frame @param {Ring[]} rings @param {number} opacity */
function area({ path }, rings, opacity) {
  const outline = path();
  for (const ring of rings) {
    ring.forEach(([x, y], i) => (i ? outline.lineTo(x, y) : outline.moveTo(x, y)));
    outline.closePath();
  }
  const [start, ...others] = outline.data.split(/[MLZ]/).slice(1, -1);
  // A position without a radius has no extent.
  if (others.every((point) => point === start)) {
    const [cx, cy] = start.split(" ");
    return svg("circle", { cx, cy, r: DOT, class: "ink", "fill-opacity": opacity });
  }
  return svg("path", { d: outline.data, class: "ink", "fill-opacity": opacity, "fill-rule": "evenodd" });
}

/** @param {string} land @param {Element[]} content */
const drawing = (land, content) =>
  svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, [...(land ? [svg("path", { d: land, class: "land" })] : []), ...content]);

/**
 * How many accounts name each area, in words that do not cover each other.
 * @param {L.Map} map @param {ReturnType<typeof frameOf>} frame @param {import("../payload.js").PageRecord["overlaps"]} overlaps @param {number} n accounts that name any
 */
function countsOf(map, frame, overlaps, n) {
  const { polar } = /** @type {any} */ (map.options.crs);
  /** @type {[x: number, y: number][]} */
  const placed = [];
  return overlaps.map(([[lat, lon], count]) => {
    const [x, y] = frame.toPixels(polar.project(lon, lat));
    const isFree = (/** @type {number} */ top) => placed.every(([otherX, otherY]) => Math.abs(otherX - x) > COUNT_WIDTH || Math.abs(otherY - top) >= COUNT_HEIGHT);
    const top = [0, -1, 1, -2, 2].map((step) => y + step * COUNT_HEIGHT).find(isFree) ?? y;
    placed.push([x, top]);
    return translateElement(svg("text", { x, y: top }), { text: ["card.count", { count, n }] });
  });
}

/** @typedef {Pick<import("../payload.js").PageRecord, "accounts" | "overlaps">} Compared areas of accounts */

/** @type {(card: Element, record: Compared) => void} */
let draw = () => {};
/** @type {(n: number) => Compared | undefined} */
let recordOf = () => undefined;

/** Draws the panels of accounts, under their claimants in columns, else before them. @param {Element} card @param {Compared} record */
export const drawPanels = (card, record) => draw(card, record);

/** Draws the panels of a card. @param {Element} card @param {number} n number of its record */
export function addPanels(card, n) {
  const record = recordOf(n);
  if (record) draw(card, record);
}

/**
 * @param {L.Map} map @param {import("../payload.js").PageData} data
 * @param {import("../map/region-shapes.js").Regions} regions
 */
export function accountPanels(map, data, regions) {
  /** @param {Compared} record */
  function panelsOf({ accounts, overlaps }) {
    const shapes = accounts.map((account) => account.map((shape) => ringsOf(map, shape, regions)));
    const frame = frameOf(map, shapes.flat(2));
    let next = 0;
    const of = (/** @type {string} */ place) => {
      if (place !== "area") return drawing(place === "words" ? frame.land : "", []);
      return drawing(frame.land, shapes[next++].map((rings) => area(frame, rings, 0.42)));
    };
    /** Each area once, darker the more accounts name it. @type {Map<string, Element>} */
    const areas = new Map();
    const each = accounts.flat();
    for (const [i, shape] of each.entries()) {
      const key = JSON.stringify(shape);
      const many = each.filter((other) => JSON.stringify(other) === key).length;
      areas.set(key, area(frame, shapes.flat()[i], (FULL * many) / accounts.length));
    }
    return { of, overlay: () => drawing(frame.land, [...areas.values(), ...countsOf(map, frame, overlaps, accounts.length)]) };
  }

  recordOf = (n) => data.records.get(n);
  draw = (card, record) => {
    for (const old of card.querySelectorAll(".account-map, .account-maps")) old.remove();
    // At the desk, a region may be none of the page.
    const isOnPage = record.accounts.flat().every((shape) => shape.kind !== "region" || regions.get(shape.id));
    if (!record.accounts.length || !isOnPage) return;
    const panels = panelsOf(record);
    const isInColumns = Boolean(card.querySelector(".in-columns"));
    const heads = /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll(".in-columns thead th, .accounts tbody th[colspan]"));
    /** Without columns. @type {Element[]} */
    const figures = [];
    for (const head of heads) {
      const { place = "all" } = head.dataset;
      const content = [place === "all" ? panels.overlay() : panels.of(place)];
      const words = { words: "card.inWords", unstated: "card.notStated", all: "card.darkest" }[place];
      const caption = words ? [translateElement(element("i"), { text: [words] })] : [];
      const panel = element("div", { class: `account-map ${place}` }, [...content, ...caption]);
      if (isInColumns) head.append(panel);
      else {
        const name = element("figcaption", {}, [...head.cloneNode(true).childNodes]);
        figures.push(element("figure", {}, [name, panel]));
      }
    }
    if (isInColumns) return;
    const rule = card.querySelector(":scope > .day-rule");
    const overlay = figures.splice(-1);
    (card.querySelector(".summary") ?? card.querySelector("h2, .compared"))?.after(element("div", { class: "account-maps" }, [...overlay, ...figures]), ...(rule ? [rule] : []));
  };
}
