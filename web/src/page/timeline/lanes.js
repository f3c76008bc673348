// Puts overlapping bars into lanes: themes one below the other, and in each as many lanes as keep bars apart.

/**
 * @typedef {{group: number, left: number, right: number}} Bar pixels
 * @typedef {{top: number, height: number}} Band of a group, pixels
 * @typedef {{top: number, thick: number}} Lane pixels
 */

/** Between two bars of one lane, pixels. */
const APART = 2;
/** From one lane to the next, pixels: a bar is 6 high where there is room, and never less than 4. */
const [WIDEST, NARROWEST] = [8, 5];
/** Between two groups, pixels. */
const BETWEEN = 3;

/** How many are needed for no two bars to overlap. @param {number[]} counts by group */
const sumOf = (counts) => counts.reduce((sum, count) => sum + count, 0);

/**
 * @param {readonly Bar[]} bars @param {number} groups how many @param {number} height pixels
 * @returns {{lanes: Lane[], bands: Band[], height: number, crowded: boolean}} the lane of each bar, in their order,
 *   how much of the height is used, and whether bars overlap
 */
export function assignLanes(bars, groups, height) {
  const free = packBars(bars, groups, () => Infinity);
  const used = Math.max(1, free.many.filter(Boolean).length);
  const room = height - BETWEEN * (used - 1);
  const laneCount = sumOf(free.many);
  const pitch = Math.min(Math.max(NARROWEST, Math.min(WIDEST, room / Math.max(1, laneCount))), room / used);
  const crowded = laneCount * pitch > room + 1e-6;
  const packed = crowded ? packBars(bars, groups, shareLanes(free.many, Math.floor(room / pitch + 1e-6))) : free;
  let top = 0;
  const bands = packed.many.map((count) => {
    const band = { top, height: count * pitch };
    top += count ? band.height + BETWEEN : 0;
    return band;
  });
  const thick = pitch > 6 ? pitch - 2 : pitch - 1;
  return {
    lanes: packed.lane.map((lane, i) => ({ top: bands[bars[i].group].top + lane * pitch, thick })),
    bands,
    height: Math.max(0, top - BETWEEN),
    crowded,
  };
}

/** The height in which no two bars overlap, pixels. @param {readonly Bar[]} bars @param {number} groups */
export function heightFor(bars, groups) {
  const { many } = packBars(bars, groups, () => Infinity);
  return NARROWEST * sumOf(many) + BETWEEN * many.filter(Boolean).length;
}

/**
 * Shares lanes out if there are not enough: one each, then one more to the group that lacks most.
 * @param {number[]} counts by group @param {number} room in lanes
 */
function shareLanes(counts, room) {
  const shares = counts.map((count) => Math.min(1, count));
  for (let left = room - sumOf(shares); left > 0; left -= 1) {
    let neediest = 0;
    for (const [group, count] of counts.entries()) {
      if (count / (shares[group] || Infinity) > counts[neediest] / (shares[neediest] || Infinity)) neediest = group;
    }
    shares[neediest] += 1;
  }
  return (/** @type {number} */ group) => shares[group];
}

/**
 * @param {readonly Bar[]} bars @param {number} groups
 * @param {(group: number) => number} most lanes of a group
 */
function packBars(bars, groups, most) {
  const order = bars.map((_, i) => i).sort((a, b) => bars[a].left - bars[b].left || bars[b].right - bars[a].right);
  /** @type {number[][]} */
  const ends = Array.from({ length: groups }, () => []);
  /** @type {number[]} */
  const lane = new Array(bars.length).fill(0);
  for (const i of order) {
    const rows = ends[bars[i].group];
    let row = rows.findIndex((end) => end + APART <= bars[i].left);
    if (row < 0) row = rows.length < most(bars[i].group) ? rows.length : rows.indexOf(Math.min(...rows));
    rows[row] = Math.max(rows[row] ?? -Infinity, bars[i].right);
    lane[i] = row;
  }
  return { lane, many: ends.map((rows) => rows.length) };
}
