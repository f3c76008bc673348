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

/** Least height of a theme whose word stands beside its bars, pixels. */
const WORD_HEIGHT = 14;

/** Groups of a theme on a map with sides, one below the other without a gap: what the first side does, both or none, the second. */
export const SIDE_ROWS = 3;

/**
 * @param {readonly Bar[]} bars @param {number} groups their number @param {number} height pixels
 * @param {number} [rows] groups of a theme
 * @returns {{lanes: Lane[], bands: Band[], height: number, crowded: boolean}} the lane of each bar, in the order of bars;
 *   the height that is used, and whether bars overlap
 */
export function assignLanes(bars, groups, height, rows = 1) {
  const needed = lanesNeeded(bars, groups);
  const usedGroups = Math.max(1, needed.filter(Boolean).length);
  const room = height - GROUP_GAP * (Math.max(1, byTheme(needed, rows).filter(Boolean).length) - 1) - marginsOf(needed, rows, MIN_PITCH);
  const laneCount = sumOf(needed);
  const pitch = Math.min(Math.max(MIN_PITCH, Math.min(MAX_PITCH, room / Math.max(1, laneCount))), room / usedGroups);
  // 1e-6 allows for rounding errors.
  const crowded = laneCount * pitch > room + 1e-6;
  const packed = packBars(bars, groups, crowded ? shareLanes(needed, Math.floor(room / pitch + 1e-6)) : () => Infinity);
  const themes = byTheme(packed.laneCounts, rows);
  let top = 0;
  const bands = packed.laneCounts.map((count, group) => {
    const lanesOfTheme = themes[Math.floor(group / rows)];
    const margin = marginOf(lanesOfTheme, rows, pitch) / 2;
    if (group % rows === 0) top += margin;
    const band = { top, height: count * pitch };
    top += band.height;
    if (group % rows === rows - 1) top += margin + (lanesOfTheme ? GROUP_GAP : 0);
    return band;
  });
  const thickness = pitch > 6 ? pitch - 2 : pitch - 1;
  return {
    lanes: packed.laneOfBar.map((lane, i) => {
      const { group } = bars[i];
      // What the first side does is stacked upwards from the line of the theme.
      const fromTop = rows > 1 && group % rows === 0 ? packed.laneCounts[group] - 1 - lane : lane;
      return { top: bands[group].top + fromTop * pitch, thickness };
    }),
    bands,
    height: Math.max(0, top - GROUP_GAP),
    crowded,
  };
}

/** The number of lanes of each theme. @param {number[]} counts by group @param {number} rows groups of a theme */
const byTheme = (counts, rows) =>
  Array.from({ length: counts.length / rows }, (_, theme) => sumOf(counts.slice(theme * rows, (theme + 1) * rows)));

/** Free height above and below the lanes of a theme, for its word, pixels. @param {number} lanes @param {number} rows groups of a theme @param {number} pitch */
const marginOf = (lanes, rows, pitch) => (rows > 1 && lanes ? Math.max(0, WORD_HEIGHT - GROUP_GAP - lanes * pitch) : 0);

/** @param {number[]} counts by group @param {number} rows @param {number} pitch */
const marginsOf = (counts, rows, pitch) => sumOf(byTheme(counts, rows).map((lanes) => marginOf(lanes, rows, pitch)));

/** The height in which no two bars overlap, pixels. @param {readonly Bar[]} bars @param {number} groups @param {number} [rows] groups of a theme */
export function heightWithoutOverlap(bars, groups, rows = 1) {
  const needed = lanesNeeded(bars, groups);
  return MIN_PITCH * sumOf(needed) + GROUP_GAP * byTheme(needed, rows).filter(Boolean).length + marginsOf(needed, rows, MIN_PITCH);
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
