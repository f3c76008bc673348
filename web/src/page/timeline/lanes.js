// Assigns bars to lanes: themes (groups) one below the other, each with as many lanes as are needed for no bars to overlap.

/**
 * @typedef {{group: number, left: number, right: number}} Bar pixels
 * @typedef {{top: number, height: number}} Band of a group, pixels
 * @typedef {{top: number, thickness: number}} Lane pixels
 */

/** Between two bars of one lane, pixels. */
const BAR_GAP = 2;
/** From one lane to the next, pixels: a bar is 6 high where there is room, and as a rule at least 4. */
const [MAX_PITCH, MIN_PITCH] = [8, 5];
/** Between two groups, pixels. */
const GROUP_GAP = 3;

/** @param {number[]} counts */
const sumOf = (counts) => counts.reduce((sum, count) => sum + count, 0);

/**
 * @param {readonly Bar[]} bars @param {number} groups their number @param {number} height pixels
 * @returns {{lanes: Lane[], bands: Band[], height: number, crowded: boolean}} the lane of each bar, in the order of bars;
 *   the height that is used, and whether bars overlap
 */
export function assignLanes(bars, groups, height) {
  const needed = lanesNeeded(bars, groups);
  const usedGroups = Math.max(1, needed.filter(Boolean).length);
  const room = height - GROUP_GAP * (usedGroups - 1);
  const laneCount = sumOf(needed);
  const pitch = Math.min(Math.max(MIN_PITCH, Math.min(MAX_PITCH, room / Math.max(1, laneCount))), room / usedGroups);
  // 1e-6 allows for rounding errors.
  const crowded = laneCount * pitch > room + 1e-6;
  const packed = packBars(bars, groups, crowded ? shareLanes(needed, Math.floor(room / pitch + 1e-6)) : () => Infinity);
  let top = 0;
  const bands = packed.laneCounts.map((count) => {
    const band = { top, height: count * pitch };
    top += count ? band.height + GROUP_GAP : 0;
    return band;
  });
  const thickness = pitch > 6 ? pitch - 2 : pitch - 1;
  return {
    lanes: packed.laneOfBar.map((lane, i) => ({ top: bands[bars[i].group].top + lane * pitch, thickness })),
    bands,
    height: Math.max(0, top - GROUP_GAP),
    crowded,
  };
}

/** The height in which no two bars overlap, pixels. @param {readonly Bar[]} bars @param {number} groups */
export function heightWithoutOverlap(bars, groups) {
  const needed = lanesNeeded(bars, groups);
  return MIN_PITCH * sumOf(needed) + GROUP_GAP * needed.filter(Boolean).length;
}

/** How many lanes each group needs for no bars to overlap: the most bars that are in one place. @param {readonly Bar[]} bars @param {number} groups */
function lanesNeeded(bars, groups) {
  return Array.from({ length: groups }, (_, group) => {
    const own = bars.filter((bar) => bar.group === group);
    const lefts = Float64Array.from(own, ({ left }) => left).sort();
    const ends = Float64Array.from(own, ({ right }) => right + BAR_GAP).sort();
    let [most, ended] = [0, 0];
    lefts.forEach((left, begun) => {
      while (ends[ended] <= left) ended += 1;
      most = Math.max(most, begun + 1 - ended);
    });
    return most;
  });
}

/**
 * Shares lanes out if there are not enough: one for each group, then one more for the group that has the smallest share
 * of what it needs, and so on.
 * @param {number[]} counts needed lanes by group @param {number} room number of lanes
 * @returns {(group: number) => number}
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
 * The lane of each bar: from left to right, the first lane of its group that is free; if none is, the one that is free
 * soonest.
 * @param {readonly Bar[]} bars @param {number} groups their number
 * @param {(group: number) => number} maxLanes of a group
 */
function packBars(bars, groups, maxLanes) {
  const order = bars.map((_, i) => i).sort((a, b) => bars[a].left - bars[b].left || bars[b].right - bars[a].right);
  /** The right end of each lane so far, by group. @type {number[][]} */
  const endsByGroup = Array.from({ length: groups }, () => []);
  /** @type {number[]} */
  const laneOfBar = new Array(bars.length).fill(0);
  for (const i of order) {
    const ends = endsByGroup[bars[i].group];
    let lane = ends.findIndex((end) => end + BAR_GAP <= bars[i].left);
    if (lane < 0) lane = ends.length < maxLanes(bars[i].group) ? ends.length : ends.indexOf(Math.min(...ends));
    ends[lane] = Math.max(ends[lane] ?? -Infinity, bars[i].right);
    laneOfBar[i] = lane;
  }
  return { laneOfBar, laneCounts: endsByGroup.map((ends) => ends.length) };
}
