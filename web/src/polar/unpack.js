// Unpacks data of a page: JSON as raw DEFLATE, and shapes as steps in an equal-area plane.
// packages/folium-polar/src/folium_polar/geometry/packing.py packs them, and has the format.
import { inflateSync } from "fflate";
import { decodeBase91 } from "./base91.js";

/** Radius of the sphere with the area of WGS 84, metres. */
export const R = 6371007.181;
const DEGREES = 180 / Math.PI;

/** @typedef {Float64Array} Ring longitudes and latitudes in turn, degrees: takes less memory than pairs */

/** @param {string} packed letters of raw DEFLATE */
const inflateText = (packed) => inflateSync(decodeBase91(packed));

/** Inflates raw DEFLATE. @param {Uint8Array} bytes */
export const inflate = (bytes) => inflateSync(bytes);

/** A JSON value that is packed in the same way. @param {string} packed @returns {any} */
export const unpackJson = (packed) => JSON.parse(new TextDecoder().decode(inflateText(packed)));

/** The packed JSON in an element of the document; null without one. @param {string} id @returns {any} */
export function unpackElement(id) {
  const text = document.getElementById(id)?.textContent;
  return text ? unpackJson(text) : null;
}

/** Numbers of a block: their remainders have one width. */
const BLOCK = 64;
/** Bits in which a width is written. */
const WIDTH_BITS = 4;
/** Bytes of the four words before the first width. */
const HEAD = 16;

/**
 * Columns of numbers in a Rice code: each has a quotient, as that many zeros and a one, and a remainder of the block's
 * width. A quarter of a million are read while a page opens; `block` is a method because browsers compile what is
 * called often.
 */
class Columns {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    const widths = HEAD + this.word(8);
    /** Blocks that have been read. */
    this.blocks = 0;
    /** Offset of the next word of quotients, bytes. */
    this.quotientOffset = widths;
    /** The unread bits of the present word of quotients, from the highest bit on. */
    this.bits = 0;
    this.bitCount = 0;
    /** Offset of the next remainder, bits. */
    this.remainderOffset = 8 * (widths + this.word(12));
  }

  /** The four bytes at an offset. @param {number} offset */
  word(offset) {
    const { bytes } = this;
    return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
  }

  /** Reads the next numbers. @param {number} count */
  read(count) {
    const numbers = new Int32Array(count);
    for (let from = 0; from < count; from += BLOCK) this.block(numbers, from, Math.min(from + BLOCK, count));
    return numbers;
  }

  /** Reads a block into numbers. @param {Int32Array} numbers @param {number} from its first index @param {number} end the index after its last */
  block(numbers, from, end) {
    const { bytes } = this;
    const widthBit = WIDTH_BITS * this.blocks++;
    const width = (bytes[HEAD + (widthBit >> 3)] >> (4 - (widthBit & 7))) & 15;
    const mask = (1 << width) - 1;
    let { quotientOffset, bits, bitCount, remainderOffset } = this;
    for (let i = from; i < end; i++) {
      let quotient = 0;
      let zeros = Math.clz32(bits);
      while (zeros >= bitCount) {
        quotient += bitCount;
        // As `word`, whose call would take time.
        const at = quotientOffset;
        bits = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
        quotientOffset += 4;
        bitCount = 32;
        zeros = Math.clz32(bits);
      }
      quotient += zeros;
      bits = (bits << zeros) << 1;
      bitCount -= zeros + 1;
      const byte = remainderOffset >> 3;
      const threeBytes = (bytes[byte] << 16) | (bytes[byte + 1] << 8) | bytes[byte + 2];
      numbers[i] = (quotient << width) | ((threeBytes >> (24 - width - (remainderOffset & 7))) & mask);
      remainderOffset += width;
    }
    Object.assign(this, { quotientOffset, bits, bitCount, remainderOffset });
  }
}

/**
 * Rings one after the other in whole steps of the packing plane.
 * @typedef {object} Steps
 * @property {number} metres of one step
 * @property {Int32Array} points x and y in turn
 * @property {number[]} starts index in `points` at which each ring starts, then their end
 * @property {number[][]} layers of each layer the index of the ring with which each part starts, then the one after the last
 */

/** @param {string} packed @returns {Steps} */
export function readSteps(packed) {
  const columns = new Columns(decodeBase91(packed));
  const counts = columns.read(columns.word(4));
  const starts = [0];
  let offset = 1;
  const layers = Array.from({ length: counts[0] }, () => {
    const parts = [starts.length - 1];
    for (let partsLeft = counts[offset++]; partsLeft; partsLeft--) {
      for (let ringsLeft = counts[offset++]; ringsLeft; ringsLeft--) starts.push(starts[starts.length - 1] + 2 * counts[offset++]);
      parts.push(starts.length - 1);
    }
    return parts;
  });
  const total = starts[starts.length - 1];
  const nonemptyRings = starts.filter((start, i) => start < starts[i + 1]).length;
  const firsts = columns.read(2 * nonemptyRings);
  const later = columns.read(total - firsts.length);
  return { metres: columns.word(0), points: readPoints(starts, firsts, later), starts, layers };
}

/**
 * @param {number[]} starts of the rings @param {Int32Array} firsts from the first point of one to that of the next
 * @param {Int32Array} later from one point of a ring to the next
 */
function readPoints(starts, firsts, later) {
  const points = new Int32Array(firsts.length + later.length);
  let x = 0;
  let y = 0;
  let from = 0;
  let offset = 0;
  for (let ring = 0; ring + 1 < starts.length; ring++) {
    const start = starts[ring];
    const end = starts[ring + 1];
    if (start === end) continue;
    points[start] = x += signed(firsts[offset++]);
    points[start + 1] = y += signed(firsts[offset++]);
    from = addSteps(points, start + 2, end, later, from);
  }
  return points;
}

/** Zigzag decoding: 0, 1, 2, 3 are 0, −1, 1, −2. @param {number} number */
const signed = (number) => (number >>> 1) ^ -(number & 1);

/** Sums the steps of a ring; returns the index after them. @param {Int32Array} points @param {number} offset @param {number} end @param {Int32Array} further @param {number} from */
function addSteps(points, offset, end, further, from) {
  for (; offset < end; offset++, from++) points[offset] = points[offset - 2] + signed(further[from]);
  return from;
}

/** One layer as places. @param {Steps} steps @param {number} layer @returns {Ring[][]} parts of rings */
function layerOf({ metres, points, starts, layers }, layer) {
  const ring = (/** @type {number} */ i) => toPlaces(points.subarray(starts[i], starts[i + 1]), metres);
  const parts = layers[layer];
  return parts.slice(1).map((end, part) => Array.from({ length: end - parts[part] }, (_, i) => ring(parts[part] + i)));
}

/** All layers as places. @param {Steps} steps @returns {Ring[][][]} layers of parts of rings */
export const toLayers = (steps) => steps.layers.map((_, layer) => layerOf(steps, layer));

/** @param {string} packed @returns {(layer: number) => Ring[][]} the parts of one layer, created at first use */
export function unpackShapes(packed) {
  const steps = readSteps(packed);
  return (layer) => layerOf(steps, layer);
}

/** Spherical Lambert azimuthal equal-area, backwards. @param {Int32Array} steps @param {number} metres @returns {Ring} */
function toPlaces(steps, metres) {
  const ring = new Float64Array(steps.length);
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [steps[i] * metres, steps[i + 1] * metres];
    const sine = Math.min(1, Math.sqrt(x * x + y * y) / (2 * R));
    ring[i] = Math.atan2(x, -y) * DEGREES;
    ring[i + 1] = 90 - 2 * Math.asin(sine) * DEGREES;
  }
  return ring;
}
