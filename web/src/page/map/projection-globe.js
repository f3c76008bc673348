// Small globe of the projection control: five sides of the Arctic in a ring, each of which is a radio button.
import { svg } from "../dom.js";
import { translateElement } from "../i18n.js";

const RADIANS = Math.PI / 180;
/** Of the globe and of the ring with the names, units of the drawing. */
const GLOBE = 45;
const RING = 60;
/** Middle of the ring, and from there to the foot of its letters. */
const LETTERS = (GLOBE + RING) / 2;
const DROP = 3.4;
/** The latitude at the globe's rim. */
const RIM = 48;
/** Simplification of the land: every n-th vertex, and the least distance between two. */
const EVERY = 4;
const FINEST = 0.8;

/** The sides eastwards: the meridian in the middle of each, degrees east. */
export const SIDES = /** @type {const} */ ({
  atlantic: -40,
  europe: 10,
  russia: 90,
  bering: 180,
  canada: -100,
});

/** @typedef {keyof typeof SIDES} Side */

const ORDER = /** @type {Side[]} */ (Object.keys(SIDES));

/** Degrees from one meridian eastwards to another, −180 to 180. @param {number} from @param {number} to */
const turnTo = (from, to) => ((((to - from) % 360) + 540) % 360) - 180;

/** The side in which a meridian lies. @param {number} lon @returns {Side} */
export function sideOf(lon) {
  const away = (/** @type {Side} */ side) => Math.abs(turnTo(lon, SIDES[side]));
  return ORDER.reduce((best, side) => (away(side) < away(best) ? side : best));
}

/** From one side to the next, halfway between their middles. @param {Side} side @returns {[number, number]} */
export function sideLimits(side) {
  const i = ORDER.indexOf(side);
  const before = ORDER[(i + ORDER.length - 1) % ORDER.length];
  const after = ORDER[(i + 1) % ORDER.length];
  return [
    SIDES[side] + turnTo(SIDES[side], SIDES[before]) / 2,
    SIDES[side] + turnTo(SIDES[side], SIDES[after]) / 2,
  ];
}

/** A place at an angle to the right of straight down. @param {number} angle degrees @param {number} radius */
const at = (angle, radius) =>
  `${(radius * Math.sin(angle * RADIANS)).toFixed(2)} ${(radius * Math.cos(angle * RADIANS)).toFixed(2)}`;

/** A sector from the globe's middle or a band of its ring. @param {number} from @param {number} to degrees @param {number} inner @param {number} outer */
function band(from, to, inner, outer) {
  return `M${at(from, inner)}L${at(from, outer)}A${outer} ${outer} 0 0 0 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 0 1 ${at(from, inner)}Z`;
}

/** The line under a name in the ring, read from the left in both halves. @param {number} middle degrees */
function line(middle) {
  const below = Math.cos(middle * RADIANS) > -0.05;
  const radius = LETTERS + (below ? DROP : -DROP);
  const [from, to] = below ? [middle - 60, middle + 60] : [middle + 60, middle - 60];
  return `M${at(from, radius)}A${radius} ${radius} 0 0 ${below ? 0 : 1} ${at(to, radius)}`;
}

/** @param {import("../../polar/unpack.js").Ring[][]} parts land, as the basemap has it @returns {string} with 0° down */
export function landPath(parts) {
  const full = Math.sin(((90 - RIM) / 2) * RADIANS);
  return parts
    .flat()
    .map((ring) => {
      let path = "";
      let [lastX, lastY] = [Infinity, Infinity];
      for (let i = 0; i < ring.length; i += 2 * EVERY) {
        const [lon, lat] = [ring[i], ring[i + 1]];
        const radius = (GLOBE * Math.sin(((90 - lat) / 2) * RADIANS)) / full;
        const [x, y] = [radius * Math.sin(lon * RADIANS), radius * Math.cos(lon * RADIANS)];
        if (Math.hypot(x - lastX, y - lastY) < FINEST) continue;
        path += `${path ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
        [lastX, lastY] = [x, y];
      }
      return path.split("L").length > 2 ? `${path}Z` : "";
    })
    .join("");
}

/** @typedef {{side: Side, group: SVGElement, draw: (meridian: number) => void}} Sector */

/** @param {Side} side @returns {Sector} */
function sector(side) {
  const id = `turn-${side}`;
  const [wedge, ring, path] = [
    svg("path", { class: "wedge" }),
    svg("path", { class: "ring" }),
    svg("path", { id, fill: "none" }),
  ];
  const textPath = svg("textPath", { href: `#${id}`, startOffset: "50%", "text-anchor": "middle" });
  const text = svg("text", {}, [translateElement(textPath, { text: [`turn.written.${side}`] })]);
  const group = svg("g", { role: "radio", "data-side": side }, [wedge, ring, path, text]);
  translateElement(group, { "aria-label": [`turn.side.${side}`] });
  const [from, to] = sideLimits(side);
  const draw = (/** @type {number} */ meridian) => {
    wedge.setAttribute("d", band(from - meridian, to - meridian, 0, GLOBE));
    ring.setAttribute("d", band(from - meridian, to - meridian, GLOBE, RING));
    path.setAttribute("d", line(SIDES[side] - meridian));
  };
  return { side, group, draw };
}

/** The globe as a group of radio buttons, as yet without land. */
export function createGlobe() {
  const sectors = ORDER.map((side) => sector(side));
  const clip = svg("clipPath", { id: "turn-rim" }, [svg("circle", { r: GLOBE })]);
  const coast = svg("path", { class: "land" });
  const lines = [RIM + 14, RIM + 28].map((lat) =>
    svg("circle", {
      class: "parallel",
      r: ((GLOBE * Math.sin(((90 - lat) / 2) * RADIANS)) / Math.sin(((90 - RIM) / 2) * RADIANS)).toFixed(1),
    }),
  );
  const drawing = svg("svg", { class: "turn-globe", viewBox: "-61 -61 122 122", role: "radiogroup" }, [
    clip,
    svg("circle", { class: "sea", r: GLOBE }),
    svg("g", { "clip-path": "url(#turn-rim)", "aria-hidden": "true" }, [coast, ...lines]),
    ...sectors.map(({ group }) => group),
    svg("circle", { class: "pole", r: 1.3 }),
  ]);
  translateElement(drawing, { "aria-label": ["turn.sides"] });
  const turn = (/** @type {number} */ meridian) => {
    coast.setAttribute("transform", `rotate(${meridian})`);
    for (const { draw } of sectors) draw(meridian);
  };
  const fill = (/** @type {import("../../polar/unpack.js").Ring[][]} */ land) => coast.setAttribute("d", landPath(land));
  return { drawing, fill, turn, choices: sectors.map(({ group }) => group) };
}
