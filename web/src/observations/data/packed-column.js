// Decodes a packed column of numbers; geotrack_observations/page/packing.py encodes it.

/**
 * How a column is packed; see geotrack_observations/page/packing.py.
 * @typedef {object} Packing
 * @property {number} planes bytes of a number; the lowest bytes of all numbers come first
 * @property {number} [many] how many numbers there are, where not as many as observations
 * @property {number} [base] value of the raw number 0
 * @property {number} [step] from one raw number's value to the next one's; without it, floating point numbers
 * @property {number} [differences] order of the stored differences, 0 to 2, in zigzag encoding
 * @property {boolean} [gaps] whether 0 is a missing value, and all other raw numbers are higher by 1
 * @property {number} [decimals] power of ten by which values were multiplied
 * @property {(string | null)[]} [texts] of which values are indexes
 * @property {number} [part] how many numbers are in each part, where it is cut
 *
 * @typedef {Int32Array | Float64Array} RawNumbers as decoded: steps from the base, or floating point values themselves
 */

/**
 * The raw numbers of a column; `valueOf` gives their values.
 * @param {Uint8Array} bytes @param {Packing} packing @param {number} count @returns {RawNumbers}
 */
export function decodeColumn(bytes, packing, count) {
  const { planes, differences = 0 } = packing;
  if (packing.step === undefined) return decodeFloats(bytes, count);
  const numbers = new Int32Array(count);
  // Where the planes of higher bytes begin.
  const [second, third, fourth] = [count, 2 * count, 3 * count];
  let [previous, difference] = [0, 0];
  // All in one pass: when a page opens, the browser has not yet compiled this loop.
  for (let i = 0; i < count; i++) {
    let number = bytes[i];
    if (planes > 1) number |= bytes[second + i] << 8;
    if (planes > 2) number |= bytes[third + i] << 16;
    if (planes > 3) number |= bytes[fourth + i] << 24;
    if (differences) {
      const signed = (number >>> 1) ^ -(number & 1); // zigzag: 0, 1, 2, 3 are 0, -1, 1, -2
      difference = differences === 2 ? (difference + signed) | 0 : signed;
      number = previous = (previous + difference) | 0;
    }
    numbers[i] = number;
  }
  return numbers;
}

/** @param {Uint8Array} bytes @param {number} count */
function decodeFloats(bytes, count) {
  const numberBytes = new Uint8Array(8 * count);
  for (let plane = 0; plane < 8; plane++) {
    for (let i = 0; i < count; i++) numberBytes[8 * i + plane] = bytes[plane * count + i];
  }
  return new Float64Array(numberBytes.buffer);
}

/** Whether a raw number is a missing value. @param {Packing} packing @param {number} raw */
export const isMissing = ({ step, gaps }, raw) => (step === undefined ? Number.isNaN(raw) : Boolean(gaps) && raw === 0);

/**
 * The value of a raw number.
 * @param {Packing} packing @param {number} raw @returns {number | string | null} null if it is missing
 */
export function valueOf(packing, raw) {
  if (isMissing(packing, raw)) return null;
  if (packing.step === undefined) return raw;
  const scaled = (packing.gaps ? raw - 1 : raw) * packing.step + (packing.base ?? 0);
  return packing.texts ? packing.texts[scaled] : scaled / 10 ** (packing.decimals ?? 0);
}

/**
 * The offset and the factor of a column without decimals: the value of a raw number that is not missing is
 * `offset + factor * raw`.
 * @param {Packing} packing
 */
export const linearScale = ({ base = 0, step, gaps }) =>
  step === undefined ? { offset: 0, factor: 1 } : { offset: base - (gaps ? step : 0), factor: step };
