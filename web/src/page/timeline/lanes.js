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

/** How many are needed for no two bars to overlap. @param {number[]} many by group */
const sumOf = (many) => many.reduce((sum, one) => sum + one, 0);

/**
 * @param {readonly Bar[]} bars @param {number} groups how many @param {number} height pixels
 * @returns {{lanes: Lane[], bands: Band[], height: number, crowded: boolean}} the lane of each bar, in their order,
 *   how much of the height is used, and whether bars overlap
 */
export function assignLanes(bars, groups, height) {
  const free = packBars(bars, groups, () => Infinity);
  const used = Math.max(1, free.many.filter(Boolean).length);
  const room = height - BETWEEN * (used - 1);
  const wanted = sumOf(free.many);
  const pitch = Math.min(Math.max(NARROWEST, Math.min(WIDEST, room / Math.max(1, wanted))), room / used);
  const crowded = wanted * pitch > room + 1e-6;
  const found = crowded ? packBars(bars, groups, shareLanes(free.many, Math.floor(room / pitch + 1e-6))) : free;
  let top = 0;
  const bands = found.many.map((many) => {
    const band = { top, height: many * pitch };
    top += many ? band.height + BETWEEN : 0;
    return band;
  });
  const thick = pitch > 6 ? pitch - 2 : pitch - 1;
  return {
    lanes: found.lane.map((lane, i) => ({ top: bands[bars[i].group].top + lane * pitch, thick })),
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
 * @param {number[]} wanted by group @param {number} room in lanes
 */
function shareLanes(wanted, room) {
  const given = wanted.map((many) => Math.min(1, many));
  for (let left = room - sumOf(given); left > 0; left -= 1) {
    let neediest = 0;
    for (const [group, many] of wanted.entries()) {
      if (many / (given[group] || Infinity) > wanted[neediest] / (given[neediest] || Infinity)) neediest = group;
    }
    given[neediest] += 1;
  }
  return (/** @type {number} */ group) => given[group];
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
    let at = rows.findIndex((end) => end + APART <= bars[i].left);
    if (at < 0) at = rows.length < most(bars[i].group) ? rows.length : rows.indexOf(Math.min(...rows));
    rows[at] = Math.max(rows[at] ?? -Infinity, bars[i].right);
    lane[i] = at;
  }
  return { lane, many: ends.map((rows) => rows.length) };
}
