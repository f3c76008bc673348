// Decodes a packed column of numbers; geotrack_observations/page/packing.py encodes it.

/**
 * How a column is packed; see geotrack_observations/page/packing.py.
 * @typedef {object} Packing
 * @property {number} planes
 * @property {number} [many] how many there are, where not as many as observations
 * @property {number} [base]
 * @property {number} [step] without it, floating point numbers
 * @property {number} [differences]
 * @property {boolean} [gaps]
 * @property {number} [decimals]
 * @property {(string | null)[]} [texts]
 * @property {number} [part] how many numbers are in each part, where it is cut
 *
 * @typedef {Int32Array | Float64Array} Counted numbers in steps from the base; of floating point ones themselves
 */

/**
 * The numbers of a column in steps from its base; `valueOf` gives their values.
 * @param {Uint8Array} bytes @param {Packing} how @param {number} count @returns {Counted}
 */
export function decodeColumn(bytes, how, count) {
  const { planes, differences = 0 } = how;
  if (how.step === undefined) return decodeFloats(bytes, count);
  const numbers = new Int32Array(count);
  const [second, third, fourth] = [count, 2 * count, 3 * count];
  let [offset, shift] = [0, 0];
  // All in one pass: a page that opens runs this before its compiler knows it.
  for (let i = 0; i < count; i++) {
    let number = bytes[i];
    if (planes > 1) number |= bytes[second + i] << 8;
    if (planes > 2) number |= bytes[third + i] << 16;
    if (planes > 3) number |= bytes[fourth + i] << 24;
    if (differences) {
      const step = (number >>> 1) ^ -(number & 1); // both ways from 0
      shift = differences === 2 ? (shift + step) | 0 : step;
      number = offset = (offset + shift) | 0;
    }
    numbers[i] = number;
  }
  return numbers;
}

/** @param {Uint8Array} bytes @param {number} count */
function decodeFloats(bytes, count) {
  const eight = new Uint8Array(8 * count);
  for (let plane = 0; plane < 8; plane++) {
    for (let i = 0; i < count; i++) eight[8 * i + plane] = bytes[plane * count + i];
  }
  return new Float64Array(eight.buffer);
}

/**
 * What a counted number stands for.
 * @param {Packing} how @param {number} count @returns {number | string | null} null for nothing
 */
export function valueOf(how, count) {
  if (how.step === undefined) return Number.isNaN(count) ? null : count;
  if (how.gaps && count === 0) return null;
  const highest = (how.gaps ? count - 1 : count) * how.step + (how.base ?? 0);
  return how.texts ? how.texts[highest] : highest / 10 ** (how.decimals ?? 0);
}
