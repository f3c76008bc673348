// Small globe of the projection control: five sides of the Arctic in a ring, each of which is a radio button.
import { svg } from "../dom.js";
import { translateElement } from "../i18n.js";

const RADIANS = Math.PI / 180;
/** Radius of the globe, units of the drawing. */
const GLOBE_RADIUS = 45;
/** Outer radius of the ring with the names, units of the drawing. */
const RING_RADIUS = 60;
/** Radius of the middle of the ring, units of the drawing. */
const LETTERS_RADIUS = (GLOBE_RADIUS + RING_RADIUS) / 2;
/** From the middle of the ring to the baseline of its letters, units of the drawing. */
const BASELINE_SHIFT = 3.4;
/** The latitude at the globe's rim, degrees. */
const RIM_LATITUDE = 48;
/** The land is simplified: of its vertices only every n-th is read. */
const VERTEX_STEP = 4;
/** Least distance between two vertices of the simplified land, units of the drawing. */
const LEAST_DISTANCE = 0.8;

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
  const distance = (/** @type {Side} */ side) => Math.abs(turnTo(lon, SIDES[side]));
  return ORDER.reduce((best, side) => (distance(side) < distance(best) ? side : best));
}

/** The meridians that limit a side, halfway to the middles of its neighbours. @param {Side} side @returns {[number, number]} */
export function sideLimits(side) {
  const i = ORDER.indexOf(side);
  const before = ORDER[(i + ORDER.length - 1) % ORDER.length];
  const after = ORDER[(i + 1) % ORDER.length];
  return [
    SIDES[side] + turnTo(SIDES[side], SIDES[before]) / 2,
    SIDES[side] + turnTo(SIDES[side], SIDES[after]) / 2,
  ];
}

/** The coordinates of a point of the drawing; angle 0 is straight down, 90 to the right. @param {number} angle degrees @param {number} radius */
const at = (angle, radius) =>
  `${(radius * Math.sin(angle * RADIANS)).toFixed(2)} ${(radius * Math.cos(angle * RADIANS)).toFixed(2)}`;

/** A sector from the globe's middle or a band of its ring. @param {number} from @param {number} to degrees @param {number} inner @param {number} outer */
function band(from, to, inner, outer) {
  return `M${at(from, inner)}L${at(from, outer)}A${outer} ${outer} 0 0 0 ${at(to, outer)}L${at(to, inner)}A${inner} ${inner} 0 0 1 ${at(from, inner)}Z`;
}

/** The baseline of a name in the ring; its direction makes the name readable in the lower and upper half. @param {number} middle degrees */
function line(middle) {
  const below = Math.cos(middle * RADIANS) > -0.05;
  const radius = LETTERS_RADIUS + (below ? BASELINE_SHIFT : -BASELINE_SHIFT);
  const [from, to] = below ? [middle - 60, middle + 60] : [middle + 60, middle - 60];
  return `M${at(from, radius)}A${radius} ${radius} 0 0 ${below ? 0 : 1} ${at(to, radius)}`;
}

/** @param {import("../../polar/unpack.js").Ring[][]} parts land, as the basemap has it @returns {string} an SVG path with the meridian 0° down */
export function landPath(parts) {
  const rimScale = Math.sin(((90 - RIM_LATITUDE) / 2) * RADIANS);
  return parts
    .flat()
    .map((ring) => {
      let path = "";
      let [lastX, lastY] = [Infinity, Infinity];
      for (let i = 0; i < ring.length; i += 2 * VERTEX_STEP) {
        const [lon, lat] = [ring[i], ring[i + 1]];
        const radius = (GLOBE_RADIUS * Math.sin(((90 - lat) / 2) * RADIANS)) / rimScale;
        const [x, y] = [radius * Math.sin(lon * RADIANS), radius * Math.cos(lon * RADIANS)];
        if (Math.hypot(x - lastX, y - lastY) < LEAST_DISTANCE) continue;
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
    wedge.setAttribute("d", band(from - meridian, to - meridian, 0, GLOBE_RADIUS));
    ring.setAttribute("d", band(from - meridian, to - meridian, GLOBE_RADIUS, RING_RADIUS));
    path.setAttribute("d", line(SIDES[side] - meridian));
  };
  return { side, group, draw };
}

/** The globe as a group of radio buttons; `fill` adds the land. */
export function createGlobe() {
  const sectors = ORDER.map((side) => sector(side));
  const clip = svg("clipPath", { id: "turn-rim" }, [svg("circle", { r: GLOBE_RADIUS })]);
  const coast = svg("path", { class: "land" });
  const lines = [RIM_LATITUDE + 14, RIM_LATITUDE + 28].map((lat) =>
    svg("circle", {
      class: "parallel",
      r: ((GLOBE_RADIUS * Math.sin(((90 - lat) / 2) * RADIANS)) / Math.sin(((90 - RIM_LATITUDE) / 2) * RADIANS)).toFixed(1),
    }),
  );
  const drawing = svg("svg", { class: "turn-globe", viewBox: "-61 -61 122 122", role: "radiogroup" }, [
    clip,
    svg("circle", { class: "sea", r: GLOBE_RADIUS }),
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
