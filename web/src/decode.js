// The packed basemap: letters of raw DEFLATE of zig-zag varint steps on an equal-area sphere.
import { inflateSync } from "fflate";
import { fromLetters } from "./letters.js";

/** Radius of the sphere with the area of WGS 84, metres. */
const R = 6371007.181;
const DEGREES = 180 / Math.PI;

/** @typedef {import("./densify.js").Position} Position */

/** @param {string} packed letters of raw DEFLATE */
const inflated = (packed) => inflateSync(fromLetters(packed));

/** A JSON value that is packed in the same way. @param {string} packed @returns {any} */
export const unpacked = (packed) => JSON.parse(new TextDecoder().decode(inflated(packed)));

/** What the document holds packed under an id; null where it does not. @param {string} id @returns {any} */
export function held(id) {
  const text = document.getElementById(id)?.textContent;
  return text ? unpacked(text) : null;
}

/**
 * @param {string} packed
 * @returns {Position[][][][]} layers of parts of rings of positions
 */
export function decode(packed) {
  const bytes = inflated(packed);
  let at = 0;
  const varint = () => {
    let [value, factor, byte] = [0, 1, 0];
    do {
      byte = bytes[at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    return value;
  };
  const step = () => {
    const value = varint();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  /** @template T @param {() => T} read @returns {T[]} */
  const many = (read) => Array.from({ length: varint() }, read);

  const metres = varint();
  return many(() =>
    many(() =>
      many(() => {
        let [x, y] = [0, 0];
        return many(() => {
          x += step();
          y += step();
          return position(x * metres, y * metres);
        });
      }),
    ),
  );
}

/** Spherical Lambert azimuthal equal-area, backwards. @param {number} x @param {number} y @returns {Position} */
function position(x, y) {
  const half = Math.min(1, Math.hypot(x, y) / (2 * R));
  return [Math.atan2(x, -y) * DEGREES, 90 - 2 * Math.asin(half) * DEGREES];
}
