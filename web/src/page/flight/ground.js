// The ground of a flight: pictures of the map as it was, as it will be, and of all between, each drawn once and then moved.
import { rotation } from "./camera.js";

/** @typedef {import("./camera.js").Pose} Pose */
/** @typedef {import("../../polar/projections.js").Projection} Projection */

/** What is in a picture of the ground. */
const GROUND = ":is(.leaflet-plate-pane, .leaflet-graticule-pane, .leaflet-overlay-pane) > :is(canvas, svg)";
/** The longest side of the picture of all that a flight sees, in those of its frame. */
const WIDE = 1.4;

/** @param {L.Map} map @returns {Projection} */
export const projectionOf = (map) => /** @type {any} */ (map.options.crs).polar;

/** Pixels a metre. @param {L.Map} map */
const scaleOf = (map) => /** @type {any} */ (map.options.crs).scale(map.getZoom());

/** Where the pole is in the map's frame, pixels. @param {L.Map} map */
const poleOf = (map) => map.latLngToContainerPoint([90 * projectionOf(map).hemisphere, 0]);

/**
 * A picture of a map's ground and of its lines and areas, with a margin where they were drawn beyond the frame. One canvas:
 * each part of it would be a layer of its own in each frame.
 * @param {L.Map} map
 */
export function pictureOf(map) {
  const frame = map.getContainer().getBoundingClientRect();
  const margin = { x: frame.width / 4, y: frame.height / 4 };
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const [width, height] = [frame.width + 2 * margin.x, frame.height + 2 * margin.y];
  const picture = Object.assign(document.createElement("canvas"), { className: "flight-picture", width: Math.ceil(width * ratio), height: Math.ceil(height * ratio) });
  Object.assign(picture.style, { width: `${width}px`, height: `${height}px` });
  const ctx = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d", { willReadFrequently: true }));
  for (const part of map.getContainer().querySelectorAll(GROUND)) {
    const { left, top, width: wide, height: high } = part.getBoundingClientRect();
    ctx.setTransform(ratio, 0, 0, ratio, (left - frame.left + margin.x) * ratio, (top - frame.top + margin.y) * ratio);
    if (!(part instanceof HTMLCanvasElement)) drawPaths(ctx, part);
    else if (part.width && part.height) ctx.drawImage(part, 0, 0, wide, high);
  }
  return { picture, margin };
}

/** Draws the paths of a drawing; patterns are set anew at rest. @param {CanvasRenderingContext2D} ctx @param {Element} drawing */
function drawPaths(ctx, drawing) {
  const [x = 0, y = 0] = (drawing.getAttribute("viewBox") ?? "").split(" ").map(Number);
  ctx.translate(-x, -y);
  for (const path of drawing.querySelectorAll("path")) {
    const { fill, stroke, fillOpacity, strokeOpacity, strokeWidth, strokeDasharray, opacity, display } = getComputedStyle(path);
    const shape = new Path2D(path.getAttribute("d") ?? "");
    if (display === "none") continue;
    if (/^rgb/.test(fill)) {
      Object.assign(ctx, { fillStyle: fill, globalAlpha: Number(fillOpacity) * Number(opacity) });
      ctx.fill(shape);
    }
    if (!/^rgb/.test(stroke)) continue;
    Object.assign(ctx, { strokeStyle: stroke, lineWidth: parseFloat(strokeWidth), globalAlpha: Number(strokeOpacity) * Number(opacity) });
    ctx.setLineDash(strokeDasharray === "none" ? [] : strokeDasharray.split(",").map(parseFloat));
    ctx.stroke(shape);
  }
  ctx.globalAlpha = 1;
}

/** The frame of a map on the page, and its pose in that. @param {L.Map} map */
export function viewOf(map) {
  const { left, top, width, height } = map.getContainer().getBoundingClientRect();
  return { frame: { left, top, width, height }, pole: poleOf(map), scale: scaleOf(map), polar: projectionOf(map) };
}

/** @typedef {ReturnType<typeof viewOf>} View */

/**
 * A pose of a view in the frame of another; in its plane, where the projections differ.
 * @param {View} view @param {View} of @returns {Pose}
 */
export function poseIn({ frame, pole, scale, polar }, of) {
  const x = frame.left + pole.x - of.frame.left - of.frame.width / 2;
  const y = frame.top + pole.y - of.frame.top - of.frame.height / 2;
  return { x, y, scale: scale * unitOf(polar, of.polar, Math.max(Math.hypot(x, y), of.frame.height / 2) / scale), turn: polar.centralMeridian };
}

/** Metres of a plane for one of another, out to a distance from the pole. @param {Projection} polar @param {Projection} other @param {number} radius metres */
function unitOf(polar, other, radius) {
  const [x, y] = polar.pole;
  const [, lat] = polar.unproject(x, y - polar.hemisphere * radius);
  return radius / other.radius(lat);
}

/** Makes the relief of a projection before a flight to it; it takes long. @param {L.Map} map @param {string} code "" for that of the map */
export function prepareRelief(map, code) {
  const { relief, night, crs } = /** @type {any} */ (map.options);
  const polar = code ? window.geotrackPolar.projectionOf(code) : crs.polar;
  map.eachLayer((/** @type {any} */ layer) => layer.pictureOf && relief?.rasterFor?.(layer, polar, night));
}

/**
 * A picture of a part of the plane as the basemap draws it, at once.
 * @param {L.Map} map @param {import("../map/boxes.js").Box} box metres right of the pole and below it
 */
export function paintWide(map, { left, top, right, bottom }) {
  const size = map.getSize();
  const scale = (WIDE * Math.max(size.x, size.y)) / Math.max(right - left, bottom - top);
  const { pole: [x, y] } = projectionOf(map);
  /** @type {HTMLCanvasElement} */
  let picture = document.createElement("canvas");
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer.pictureOf) picture = layer.pictureOf(window.L.bounds([x + left, y - bottom], [x + right, y - top]), scale);
  });
  picture.className = "flight-picture";
  return { picture, scale, pole: { x: -left * scale, y: -top * scale } };
}

/**
 * Moves a picture to where its ground is in a pose.
 * @param {HTMLElement} picture @param {{pole: {x: number, y: number}, scale: number, turn: number}} drawn of the picture
 * @param {Pose} pose @param {{width: number, height: number}} frame @param {1 | -1} hemisphere
 */
export function movePicture(picture, { pole, scale, turn }, pose, frame, hemisphere) {
  const [x, y] = [pose.x + frame.width / 2, pose.y + frame.height / 2];
  picture.style.transform = `translate(${x}px, ${y}px) rotate(${rotation(turn, pose.turn, hemisphere)}rad) scale(${pose.scale / scale}) translate(${-pole.x}px, ${-pole.y}px)`;
}
