// Moves overlapping marks apart.

/**
 * @typedef {object} Spot
 * @property {number} x pixels
 * @property {number} y pixels
 */

/**
 * @typedef {object} Sizes of symbols: discs, or wide ones with round ends
 * @property {number[]} gaps of each: pixels between the middles of two such symbols, one over the other
 * @property {ArrayLike<number>} wide of each: pixels from its middle to those of its round ends
 * @property {number} most pixels between the middles of two symbols that may overlap
 * @property {number} fixed how many of them, the first ones, stay at their places
 */

/** Rounds in which symbols are drawn back to their places. */
const PULLED = 160;
/** Columns and rows of cells: those of a wider crowd share some, which costs a look and no more. */
const CELLS = 64;

/**
 * Offsets that keep symbols apart, each as near to its place as the others allow.
 *
 * A plain relaxation: overlapping pairs push each other away along the line between them, then
 * everything is drawn a little back to its place. The same places give the same offsets.
 * @param {Spot[]} places
 * @param {number[]} gaps of each place: pixels between the middles of two such symbols
 * @param {ArrayLike<number>} [wide] of each place: pixels from its middle to those of its round ends
 * @param {number} [fixed] how many places, the first ones, are of what does not move
 * @returns {Spot[]} one offset a place
 */
export function removeOverlaps(places, gaps, wide = new Float64Array(places.length), fixed = 0, rounds = 240) {
  const sizes = { gaps, wide, fixed, most: gaps.reduce((most, gap, i) => Math.max(most, gap + 2 * wide[i]), 0) };
  // Symbols at the very same place start out on a small circle in the order of the list.
  const start = (/** @type {number} */ i) => (i < fixed ? 0 : 0.5);
  const xs = Float64Array.from(places, ({ x }, i) => x + start(i) * Math.cos(i * 2.4));
  const ys = Float64Array.from(places, ({ y }, i) => y + start(i) * Math.sin(i * 2.4));
  const cells = new Int32Array(CELLS * CELLS);
  const before = new Int32Array(places.length);
  for (let round = 0; round < rounds; round++) {
    const pull = round < PULLED ? 0.06 : 0;
    for (let i = 0; i < places.length; i++) {
      xs[i] += (places[i].x - xs[i]) * pull;
      ys[i] += (places[i].y - ys[i]) * pull;
    }
    if (!pushApart(xs, ys, sizes, cells, before) && !pull) break;
  }
  return places.map(({ x, y }, i) => {
    const [dx, dy] = [xs[i] - x, ys[i] - y];
    return Math.hypot(dx, dy) < 1 ? { x: 0, y: 0 } : { x: dx, y: dy };
  });
}

/**
 * Pairs that may overlap are found by a grid of cells, so that hundreds of symbols stay cheap.
 * @param {Float64Array} xs @param {Float64Array} ys @param {Sizes} sizes
 * @param {Int32Array} cells for the last spot of each @param {Int32Array} before for the one before each spot
 * @returns {boolean} whether any pair was too close
 */
function pushApart(xs, ys, sizes, cells, before) {
  let moved = false;
  cells.fill(-1);
  for (let b = 0; b < xs.length; b++) {
    const column = Math.floor(xs[b] / sizes.most);
    const row = Math.floor(ys[b] / sizes.most);
    for (let y = row - 1; y <= row + 1; y++) {
      for (let x = column - 1; x <= column + 1; x++) {
        for (let a = cells[cell(x, y)]; a >= 0; a = before[a]) {
          moved = separatePair(xs, ys, a, b, sizes) || moved;
        }
      }
    }
    const cellIndex = cell(column, row);
    before[b] = cells[cellIndex];
    cells[cellIndex] = b;
  }
  return moved;
}

/** @param {number} column @param {number} row */
const cell = (column, row) => (column & (CELLS - 1)) + CELLS * (row & (CELLS - 1));

/**
 * @param {Float64Array} xs @param {Float64Array} ys @param {number} a @param {number} b
 * @param {Sizes} sizes
 */
function separatePair(xs, ys, a, b, { gaps, wide, fixed }) {
  if (b < fixed) return false;
  const gap = (gaps[a] + gaps[b]) / 2;
  const across = xs[b] - xs[a];
  // Between their round ends, or none where one is over the other.
  const dx = Math.sign(across) * Math.max(Math.abs(across) - wide[a] - wide[b], 0);
  const dy = ys[b] - ys[a];
  // Most pairs are far apart, and `hypot` takes long.
  if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) return false;
  const distance = Math.hypot(dx, dy) || 0.01;
  if (distance >= gap) return false;
  const push = (gap - distance) / 2 + 0.02;
  const ux = (dx / distance) * push;
  const uy = (dy / distance) * push;
  const [backward, forward] = a < fixed ? [0, 2] : [1, 1];
  xs[a] -= backward * ux;
  ys[a] -= backward * uy;
  xs[b] += forward * ux;
  ys[b] += forward * uy;
  return true;
}
