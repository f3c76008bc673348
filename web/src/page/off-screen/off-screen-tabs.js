// Groups of off-screen records by direction, and the positions of their tabs at the edge of the map.
import { overlap } from "../map/boxes.js";

/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {import("../map/boxes.js").Spot} Spot */

/**
 * Marks outside one side or corner of the frame.
 * @typedef {object} Group
 * @property {number} across -1 left of the frame, 1 right of it, 0 neither
 * @property {number} down -1 above, 1 below, 0 neither
 * @property {number} count
 * @property {Spot} middle of the symbols
 * @property {Box} box round them
 */

/** @typedef {Group & Spot & {angle: number}} Tab x, y: its middle; angle: direction of the symbols, degrees clockwise from the right */

/** Distance between the positions that are tried, pixels. */
const STEP = 4;
/** How far a tab is moved along the edge rather than cover one symbol more, pixels. */
const COVER_COST = 90;
/** From the middle of a symbol to its edge, pixels. */
const MARK_RADIUS = 13;

/** @param {Spot} spot @param {Box} box */
const inside = ({ x, y }, { left, top, right, bottom }) => x >= left && x <= right && y >= top && y <= bottom;

/** @param {Spot} size of the frame @param {Spot} spot under a control in it
 * @returns {[across: number, down: number]} its nearest side */
function nearestSide({ x: width, y: height }, { x, y }) {
  const distances = [x, width - x, y, height - y];
  const sides = /** @type {[number, number][]} */ ([[-1, 0], [1, 0], [0, -1], [0, 1]]);
  return sides[distances.indexOf(Math.min(...distances))];
}

/**
 * Groups hidden marks by the side or corner of the frame outside which they lie. A mark under a
 * control counts to the side that is nearest to it.
 * @param {Iterable<Spot>} spots middles of the symbols @param {Spot} size of the frame
 * @param {Box[]} controls that hide what is under them
 * @returns {Group[]} eight at most
 */
export function groupOffScreen(spots, size, controls) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const spot of spots) {
    const { x, y } = spot;
    let across = x < 0 ? -1 : x > size.x ? 1 : 0;
    let down = y < 0 ? -1 : y > size.y ? 1 : 0;
    if (!across && !down) {
      if (!controls.some((box) => inside(spot, box))) continue;
      [across, down] = nearestSide(size, spot);
    }
    const key = `${across},${down}`;
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { across, down, count: 1, middle: { x, y }, box: { left: x, top: y, right: x, bottom: y } });
      continue;
    }
    const { box, middle } = group;
    group.count++;
    middle.x += (x - middle.x) / group.count;
    middle.y += (y - middle.y) / group.count;
    Object.assign(box, {
      left: Math.min(box.left, x),
      top: Math.min(box.top, y),
      right: Math.max(box.right, x),
      bottom: Math.max(box.bottom, y),
    });
  }
  return [...groups.values()];
}

/** Where the straight line from the frame's middle to a place leaves it. @param {Spot} target @param {Box} frame @returns {Spot} */
function onEdge(target, { left, top, right, bottom }) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const [dx, dy] = [target.x - x, target.y - y];
  const scale = Math.max(Math.abs(dx) / ((right - left) / 2), Math.abs(dy) / ((bottom - top) / 2)) || 1;
  return { x: x + dx / scale, y: y + dy / scale };
}

/** Places along a group's side, or along both sides of its corner. @param {Group} group @param {Box} frame */
function* edgePlaces({ across, down }, { left, top, right, bottom }) {
  if (across) for (let y = top; y <= bottom; y += STEP) yield { x: across < 0 ? left : right, y };
  if (down) for (let x = left; x <= right; x += STEP) yield { x, y: down < 0 ? top : bottom };
}

/** @param {Box} box @param {number} margin @returns {Box} */
const grow = ({ left, top, right, bottom }, margin) => ({ left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin });

/** @param {Spot} at @param {Spot} size @returns {Box} */
const boxAt = ({ x, y }, size) => ({ left: x - size.x / 2, top: y - size.y / 2, right: x + size.x / 2, bottom: y + size.y / 2 });

/**
 * Positions of the tabs: at the edge, on the straight line to the marks, or as near to that as
 * controls and other tabs allow. A group for which there is no room at all has no tab.
 * @param {Group[]} groups @param {Spot} size of the frame @param {Spot} tab its size
 * @param {Box[]} blocked boxes that no tab may cover @param {Spot[]} visible symbols that tabs avoid
 * @returns {Tab[]}
 */
export function placeTabs(groups, size, tab, blocked, visible = []) {
  const frame = { left: tab.x / 2 + 3, top: tab.y / 2 + 3, right: size.x - tab.x / 2 - 3, bottom: size.y - tab.y / 2 - 3 };
  const occupied = [...blocked];
  const reach = Math.max(tab.x, tab.y) / 2 + MARK_RADIUS;
  const inner = grow(frame, -reach);
  const outer = grow(frame, reach);
  const nearby = visible.filter((spot) => inside(spot, outer) && !inside(spot, inner));
  return groups.flatMap((group) => {
    const ideal = onEdge(group.middle, frame);
    /** @type {Spot | null} */
    let best = null;
    let leastCost = Infinity;
    for (const place of edgePlaces(group, frame)) {
      const box = boxAt(place, tab);
      if (occupied.some((other) => overlap(other, box))) continue;
      const distance = Math.hypot(place.x - ideal.x, place.y - ideal.y);
      // Counting the covered symbols takes long: only if it can matter.
      if (distance >= leastCost) continue;
      const around = grow(box, MARK_RADIUS);
      const covered = nearby.reduce((count, spot) => count + Number(inside(spot, around)), 0);
      const cost = distance + covered * COVER_COST;
      if (cost >= leastCost) continue;
      best = place;
      leastCost = cost;
    }
    if (!best) return [];
    occupied.push(boxAt(best, { x: tab.x + 4, y: tab.y + 4 }));
    const angle = (Math.atan2(group.middle.y - best.y, group.middle.x - best.x) * 180) / Math.PI;
    return [{ ...group, ...best, angle }];
  });
}

/**
 * The change of the view that brings a box of symbols into it.
 * @param {Box} box @param {Spot} size of the frame @param {Spot} room kept free at its edges
 * @returns {{shift: Spot, shrink: number}} shift: pixels that the view moves right and down; shrink: factor of the
 *   scale, below 1 if the box is larger than the frame
 */
export function viewChange({ left, top, right, bottom }, size, room) {
  const width = size.x - 2 * room.x;
  const height = size.y - 2 * room.y;
  const shrink = Math.min(1, width / Math.max(right - left, 1), height / Math.max(bottom - top, 1));
  if (shrink < 1) return { shift: { x: (left + right - size.x) / 2, y: (top + bottom - size.y) / 2 }, shrink };
  /** @param {number} from @param {number} to @param {number} margin @param {number} length */
  function along(from, to, margin, length) {
    if (from < margin) return from - margin;
    return Math.max(to - length + margin, 0);
  }
  return { shift: { x: along(left, right, room.x, size.x), y: along(top, bottom, room.y, size.y) }, shrink };
}
