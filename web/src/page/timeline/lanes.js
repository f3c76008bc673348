// Puts overlapping bars into lanes: themes one below the other, and in each as many lanes as keep bars apart.

/**
 * @typedef {{group: number, left: number, right: number, slight: boolean}} Bar pixels; slight where
 *   its time lies somewhere between two days
 * @typedef {{top: number, height: number}} Band of a group, pixels
 * @typedef {{top: number, thick: number}} Lane pixels
 */

/** Between two bars of one lane, pixels. */
const APART = 2;
/** From one lane to the next, pixels; of slight bars a part of that. */
const [WIDEST, NARROWEST] = [10, 3];
const SLIGHT = 0.55;
/** Between two groups, pixels. */
const BETWEEN = 3;

/**
 * @param {readonly Bar[]} bars @param {number} groups how many @param {number} height pixels
 * @returns {{lanes: Lane[], bands: Band[], height: number}} the lane of each bar, in their order, and
 *   how much of the height is used
 */
export function assignLanes(bars, groups, height) {
  const free = packBars(bars, groups, () => Infinity);
  const used = Array.from({ length: groups }, (_, i) => free.many[2 * i] + free.many[2 * i + 1] > 0);
  const room = height - BETWEEN * Math.max(0, used.filter(Boolean).length - 1);
  const pitch = Math.max(NARROWEST, Math.min(WIDEST, room / Math.max(1, laneCost(free.many))));
  const fits = laneCost(free.many) * pitch <= room + 1e-6;
  const found = fits ? free : packBars(bars, groups, shareLanes(free.many, room / pitch));
  const high = found.many.map((many, row) => many * pitch * share(row));
  let top = 0;
  const tops = high.map((of, row) => {
    const at = top;
    top += of + (row % 2 && used[(row - 1) / 2] ? BETWEEN : 0);
    return at;
  });
  const thickness = (/** @type {number} */ row) => {
    const own = pitch * share(row);
    return own > 6 ? own - 2 : Math.max(1.5, own - 1);
  };
  return {
    lanes: found.lane.map((lane, i) => {
      const row = rowOf(bars[i]);
      return { top: tops[row] + lane * pitch * share(row), thick: thickness(row) };
    }),
    bands: used.map((_, i) => ({ top: tops[2 * i], height: high[2 * i] + high[2 * i + 1] })),
    height: Math.max(0, top - BETWEEN),
  };
}

/** Two rows a group, the second of its slight bars. @param {Bar} bar */
const rowOf = ({ group, slight }) => 2 * group + (slight ? 1 : 0);
/** @param {number} row */
const share = (row) => (row % 2 ? SLIGHT : 1);
/** @param {number[]} many lanes by row */
const laneCost = (many) => many.reduce((sum, one, row) => sum + one * share(row), 0);

/**
 * Shares lanes out if there are not enough: one each, then one more to the row that lacks most.
 * @param {number[]} wanted by row @param {number} room in whole lanes
 */
function shareLanes(wanted, room) {
  const given = wanted.map((many) => Math.min(1, many));
  let left = room - laneCost(given);
  for (;;) {
    let neediest = -1;
    for (const [row, many] of wanted.entries()) {
      if (given[row] >= many || share(row) > left) continue;
      if (neediest < 0 || many / given[row] > wanted[neediest] / given[neediest]) neediest = row;
    }
    if (neediest < 0) return (/** @type {number} */ row) => given[row];
    given[neediest] += 1;
    left -= share(neediest);
  }
}

/**
 * @param {readonly Bar[]} bars @param {number} groups
 * @param {(row: number) => number} most lanes of a row
 */
function packBars(bars, groups, most) {
  const order = bars.map((_, i) => i).sort((a, b) => bars[a].left - bars[b].left || bars[b].right - bars[a].right);
  /** @type {number[][]} */
  const ends = Array.from({ length: 2 * groups }, () => []);
  /** @type {number[]} */
  const lane = new Array(bars.length).fill(0);
  for (const i of order) {
    const rows = ends[rowOf(bars[i])];
    let at = rows.findIndex((end) => end + APART <= bars[i].left);
    if (at < 0) at = rows.length < most(rowOf(bars[i])) ? rows.length : rows.indexOf(Math.min(...rows));
    rows[at] = Math.max(rows[at] ?? -Infinity, bars[i].right);
    lane[i] = at;
  }
  return { lane, many: ends.map((rows) => rows.length) };
}
