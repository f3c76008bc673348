// None hides another: symbols that would overlap are pushed apart, as a cartographer would.

/**
 * @typedef {object} Spot
 * @property {number} x pixels
 * @property {number} y pixels
 */

/**
 * Offsets that keep symbols at least `gap` apart, each as near to its place as the others allow.
 *
 * A plain relaxation: overlapping pairs push each other away along the line between them, then
 * everything is drawn a little back to its place. The same places give the same offsets.
 * @param {Spot[]} places
 * @param {number} gap pixels between centres
 * @returns {Spot[]} one offset a place
 */
export function spread(places, gap, rounds = 120) {
  // Symbols at the very same place start out on a small circle in the order of the list.
  const now = places.map(({ x, y }, i) => ({
    x: x + 0.5 * Math.cos(i * 2.4),
    y: y + 0.5 * Math.sin(i * 2.4),
  }));
  for (let round = 0; round < rounds; round++) {
    const pull = round < rounds - 20 ? 0.06 : 0;
    for (let i = 0; i < now.length; i++) {
      now[i].x += (places[i].x - now[i].x) * pull;
      now[i].y += (places[i].y - now[i].y) * pull;
    }
    if (!push(now, gap) && !pull) break;
  }
  return now.map(({ x, y }, i) => {
    const [dx, dy] = [x - places[i].x, y - places[i].y];
    return Math.hypot(dx, dy) < 1 ? { x: 0, y: 0 } : { x: dx, y: dy };
  });
}

/** @param {Spot[]} spots @param {number} gap @returns {boolean} whether any pair was too close */
function push(spots, gap) {
  let moved = false;
  for (const [a, b] of neighbours(spots, gap)) {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const apart = Math.hypot(dx, dy) || 0.01;
    if (apart >= gap) continue;
    const half = (gap - apart) / 2 + 0.02;
    const [ux, uy] = [(dx / apart) * half, (dy / apart) * half];
    a.x -= ux;
    a.y -= uy;
    b.x += ux;
    b.y += uy;
    moved = true;
  }
  return moved;
}

/** Pairs that may overlap, found by a grid of cells, so that thousands of symbols stay cheap.
 * @param {Spot[]} spots @param {number} gap @returns {Generator<[Spot, Spot]>} */
function* neighbours(spots, gap) {
  /** @type {Map<string, Spot[]>} */
  const cells = new Map();
  for (const spot of spots) {
    const [i, j] = [Math.floor(spot.x / gap), Math.floor(spot.y / gap)];
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const other of cells.get(`${i + di},${j + dj}`) ?? []) yield [other, spot];
      }
    }
    const cell = cells.get(`${i},${j}`);
    if (cell) cell.push(spot);
    else cells.set(`${i},${j}`, [spot]);
  }
}
