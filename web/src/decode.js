// The packed basemap: letters of raw DEFLATE of zig-zag varint steps on an equal-area sphere.
import { inflateSync } from "fflate";
import { fromLetters } from "./letters.js";

/** Radius of the sphere with the area of WGS 84, metres. */
export const R = 6371007.181;
const DEGREES = 180 / Math.PI;

/** @typedef {Float64Array} Ring longitudes and latitudes in turn, degrees: so many points take less as numbers than as pairs */

/** @param {string} packed letters of raw DEFLATE */
const inflated = (packed) => inflateSync(fromLetters(packed));

/** Bytes of raw DEFLATE. @param {Uint8Array} bytes */
export const inflate = (bytes) => inflateSync(bytes);

/** A JSON value that is packed in the same way. @param {string} packed @returns {any} */
export const unpacked = (packed) => JSON.parse(new TextDecoder().decode(inflated(packed)));

/** What the document holds packed under an id; null where it does not. @param {string} id @returns {any} */
export function held(id) {
  const text = document.getElementById(id)?.textContent;
  return text ? unpacked(text) : null;
}

/**
 * Rings one after the other in whole steps of the packing plane.
 * @typedef {object} Steps
 * @property {number} metres a step
 * @property {Int32Array} points x and y in turn
 * @property {number[]} starts where in `points` each ring starts, and at last where they end
 * @property {number[][]} layers of each its parts: the ring with which each starts, and at last the one after them
 */

/** @param {string} packed @returns {Steps} */
export function steps(packed) {
  const bytes = inflated(packed);
  let at = 0;
  const number = () => {
    let value = bytes[at++];
    if (value < 128) return value;
    value &= 127;
    for (let shift = 7; ; shift += 7) {
      value |= (bytes[at] & 127) << shift;
      if (bytes[at++] < 128) return value;
    }
  };
  const metres = number();
  const starts = [0];
  // Each number takes a byte at least.
  const points = new Int32Array(bytes.length);
  let to = 0;
  const ring = () => {
    const end = to + 2 * number();
    at = readRing(bytes, at, points, to, end);
    starts.push((to = end));
  };
  const layers = Array.from({ length: number() }, () => {
    const parts = [starts.length - 1];
    for (let left = number(); left; left--) {
      for (let rings = number(); rings; rings--) ring();
      parts.push(starts.length - 1);
    }
    return parts;
  });
  return { metres, points: points.subarray(0, to), starts, layers };
}

/**
 * A hundred thousand points are read while a page opens: one plain loop.
 * @param {Uint8Array} bytes @param {number} at where in them the ring begins
 * @param {Int32Array} points @param {number} from @param {number} end where in them it comes to stand
 * @returns {number} where in the bytes it ends
 */
function readRing(bytes, at, points, from, end) {
  for (let i = from; i < end; i++) {
    let step = bytes[at++];
    if (step > 127) {
      step &= 127;
      let shift = 7;
      for (; bytes[at] > 127; shift += 7) step |= (bytes[at++] & 127) << shift;
      step |= bytes[at++] << shift;
    }
    step = (step >>> 1) ^ -(step & 1);
    points[i] = i > from + 1 ? points[i - 2] + step : step;
  }
  return at;
}

/** The same as places. @param {Steps} steps @returns {Ring[][][]} layers of parts of rings */
export function places({ metres, points, starts, layers }) {
  const ring = (/** @type {number} */ i) => placesOf(points.subarray(starts[i], starts[i + 1]), metres);
  return layers.map((parts) =>
    parts.slice(1).map((end, part) => Array.from({ length: end - parts[part] }, (_, i) => ring(parts[part] + i))),
  );
}

/** @param {string} packed @returns {Ring[][][]} layers of parts of rings */
export const decode = (packed) => places(steps(packed));

/** Spherical Lambert azimuthal equal-area, backwards. @param {Int32Array} steps @param {number} metres @returns {Ring} */
function placesOf(steps, metres) {
  const ring = new Float64Array(steps.length);
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [steps[i] * metres, steps[i + 1] * metres];
    const half = Math.min(1, Math.sqrt(x * x + y * y) / (2 * R));
    ring[i] = Math.atan2(x, -y) * DEGREES;
    ring[i + 1] = 90 - 2 * Math.asin(half) * DEGREES;
  }
  return ring;
}
