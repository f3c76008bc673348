// folium's Icon: a pin in a colour with a glyph in its head, and a shadow. Its tip is at the place.
import { attribute, glyph } from "./glyph.js";

/** folium's names of colours; any other is CSS. */
const COLOURS = /** @type {Record<string, string>} */ ({
  red: "#d63e2a",
  darkred: "#a23336",
  lightred: "#ff8e7f",
  orange: "#f69730",
  beige: "#ffcb92",
  green: "#72b026",
  darkgreen: "#728224",
  lightgreen: "#bbf970",
  blue: "#38aadd",
  darkblue: "#0067a3",
  lightblue: "#8adaff",
  cadetblue: "#436978",
  purple: "#d252b9",
  darkpurple: "#5b396b",
  pink: "#ff91ea",
  white: "#fbfbfb",
  lightgray: "#a3a3a3",
  gray: "#575757",
  black: "#303030",
});
const SIZE = [35, 45];
const TIP = [17, 42];
const SHADOW_SIZE = [38, 18];
const SHADOW_TIP = [6, 14];
const OUTLINE = "M17 42C13.5 37 7.5 30.5 4.6 25.4A14.5 14.5 0 1 1 29.4 25.4C26.5 30.5 20.5 37 17 42Z";
const HEAD = [17, 18];
const GLYPH = 15;

/** @param {string} body @param {number[]} size */
const picture = (body, [width, height]) =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`,
  )}`;

const shadow = picture(
  '<filter id="b" x="-.3" y="-.5" width="1.6" height="2"><feGaussianBlur stdDeviation="1.5"/></filter>' +
    '<path d="M6 14C9 10.5 12 7 17 4.5S31 2 32 4.5S24 10 6 14Z" fill="#16242c" opacity=".5" filter="url(#b)"/>',
  SHADOW_SIZE,
);

/** The rim is darker towards the edge. @param {string} colour */
const body = (colour) =>
  `<clipPath id="c"><path d="${OUTLINE}"/></clipPath><g clip-path="url(#c)" fill="none" stroke="#000">` +
  `<path d="${OUTLINE}" fill="${attribute(colour)}" stroke="none"/>` +
  [[7, 0.04], [4.5, 0.05], [2.6, 0.07], [1.2, 0.12]]
    .map(([width, opacity]) => `<path d="${OUTLINE}" stroke-width="${width}" stroke-opacity="${opacity}"/>`)
    .join("") +
  "</g>";

/** @param {any} options */
function pin({ markerColor, iconColor, extraClasses, ...options }) {
  const [x, y] = HEAD;
  const turned = Number(/fa-rotate-(-?\d+)/.exec(extraClasses)?.[1] ?? 0) % 360;
  const place = `x="${x - GLYPH / 2}" y="${y - GLYPH / 2}" width="${GLYPH}" height="${GLYPH}"`;
  const colour = attribute(COLOURS[iconColor] && iconColor !== "white" ? COLOURS[iconColor] : iconColor);
  const inner = `<g fill="${colour}" transform="rotate(${turned} ${x} ${y})">${glyph(options, place)}</g>`;
  return picture(body(COLOURS[markerColor] ?? markerColor) + (options.icon === "" ? "" : inner), SIZE);
}

const pins = /** @type {Map<string, string>} */ (new Map());

export const AwesomeIcon = window.L.Icon.extend({
  options: {
    iconSize: SIZE,
    iconAnchor: TIP,
    popupAnchor: [0, -34],
    tooltipAnchor: [12, -24],
    shadowSize: SHADOW_SIZE,
    shadowAnchor: SHADOW_TIP,
    icon: "home",
    prefix: "glyphicon",
    markerColor: "blue",
    iconColor: "white",
    extraClasses: "",
    className: "",
  },

  /** The address of a picture; pins that look the same share it. @this {any} @param {"icon" | "shadow"} name */
  _getIconUrl(name) {
    if (name === "shadow") return shadow;
    const { icon, prefix, markerColor, iconColor, extraClasses } = this.options;
    const key = JSON.stringify([icon, prefix, markerColor, iconColor, extraClasses]);
    let url = pins.get(key);
    if (!url) pins.set(key, (url = pin({ icon, prefix, markerColor, iconColor, extraClasses })));
    return url;
  },
});
