// The packed basemap: letters of raw DEFLATE of zig-zag varint steps on an equal-area sphere.
import { inflateSync } from "fflate";
import { fromLetters } from "./letters.js";

/** Radius of the sphere with the area of WGS 84, metres. */
const R = 6371007.181;
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
 * @param {string} packed
 * @returns {Ring[][][]} layers of parts of rings
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
        const ring = new Float64Array(2 * varint());
        for (let i = 0; i < ring.length; i += 2) {
          x += step();
          y += step();
          place(ring, i, x * metres, y * metres);
        }
        return ring;
      }),
    ),
  );
}

/** Spherical Lambert azimuthal equal-area, backwards. @param {Ring} ring @param {number} i its place there @param {number} x @param {number} y */
function place(ring, i, x, y) {
  const half = Math.min(1, Math.sqrt(x * x + y * y) / (2 * R));
  ring[i] = Math.atan2(x, -y) * DEGREES;
  ring[i + 1] = 90 - 2 * Math.asin(half) * DEGREES;
}
