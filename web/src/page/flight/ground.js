// The ground of a flight: pictures of the map as it was, as it will be, and of all between, each drawn once and then moved.
import { element } from "../dom.js";
import { rotation } from "./camera.js";

/** @typedef {import("./camera.js").Pose} Pose */
/** @typedef {import("../../polar/projections.js").Projection} Projection */

/** Panes that are not in a picture of the ground: what is set anew at rest. */
const AT_REST = /marker|popup|cards|tooltip|leaders|annotations|names|degrees|shadow/;
/** The longest side of the picture of all that a flight sees, in those of its frame. */
const WIDE = 1.4;

/** @param {L.Map} map @returns {Projection} */
export const projectionOf = (map) => /** @type {any} */ (map.options.crs).polar;

/** Pixels a metre. @param {L.Map} map */
const scaleOf = (map) => /** @type {any} */ (map.options.crs).scale(map.getZoom());

/** Where the pole is in the map's frame, pixels. @param {L.Map} map */
const poleOf = (map) => map.latLngToContainerPoint([90 * projectionOf(map).hemisphere, 0]);

/**
 * A copy of a map: the ground alone, or all that it shows.
 * @param {L.Map} map @param {boolean} whole
 */
export function copyMap(map, whole) {
  const pane = map.getPane("mapPane");
  const copy = /** @type {HTMLElement} */ (pane?.cloneNode(false));
  for (const part of pane?.children ?? []) {
    if (!whole && AT_REST.test(part.className)) continue;
    const clone = /** @type {HTMLElement} */ (part.cloneNode(true));
    const canvases = clone.querySelectorAll("canvas");
    for (const [i, canvas] of part.querySelectorAll("canvas").entries()) if (canvas.width && canvas.height) canvases[i].getContext("2d")?.drawImage(canvas, 0, 0);
    copy.append(clone);
  }
  const { x, y } = map.getSize();
  const box = element("div", { class: "flight-picture", style: `width: ${x}px; height: ${y}px` }, [copy]);
  return box;
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

/**
 * A picture of a part of the plane as the basemap draws it, at once.
 * @param {L.Map} map @param {import("../map/boxes.js").Box} box metres right of the pole and below it
 */
export function paintWide(map, { left, top, right, bottom }) {
  const size = map.getSize();
  const scale = (WIDE * Math.max(size.x, size.y)) / Math.max(right - left, bottom - top);
  const { pole: [x, y] } = projectionOf(map);
  const picture = element("div", { class: "flight-picture" });
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer.pictureOf) picture.append(layer.pictureOf(window.L.bounds([x + left, y - bottom], [x + right, y - top]), scale));
  });
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
