// The camera of a flight: centre, scale and turn of the view at each share of the way, and which part of the plane it sees.

/**
 * @typedef {object} Pose of the map in a frame
 * @property {number} x of the pole, pixels right of the frame's middle
 * @property {number} y of the pole, pixels below it
 * @property {number} scale pixels a metre
 * @property {number} turn the meridian that points down, degrees
 */

/** How much wider than the wider of its ends a flight is half-way. */
const WIDER = 1.2;

/** The shorter way from a meridian to another, degrees, above −180 and up to 180. @param {number} from @param {number} to */
const turnBetween = (from, to) => 180 - ((((180 - to + from) % 360) + 360) % 360);

/**
 * The pose at a share of the way: the pole moves in a straight line while the map turns about it, and the view is widest
 * half-way.
 * @param {Pose} from @param {Pose} to @param {number} share from 0 to 1 @returns {Pose}
 */
export function poseAt(from, to, share) {
  const mixed = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  const least = Math.min(from.scale, to.scale) / WIDER;
  const end = share < 0.5 ? from.scale : to.scale;
  // The logarithm of the scale: each step looks alike.
  const scale = least * (end / least) ** ((2 * share - 1) ** 2);
  return {
    x: mixed(from.x / from.scale, to.x / to.scale) * scale,
    y: mixed(from.y / from.scale, to.y / to.scale) * scale,
    scale,
    turn: from.turn + turnBetween(from.turn, to.turn) * share,
  };
}

/**
 * By how much what was drawn with one meridian down is turned where another is down, radians clockwise on the screen.
 * @param {number} drawn degrees @param {number} turn degrees @param {1 | -1} hemisphere
 */
export const rotation = (drawn, turn, hemisphere) => (hemisphere * (turn - drawn) * Math.PI) / 180;

/**
 * Where a point of the plane is in the frame.
 * @param {Pose} pose @param {{x: number, y: number}} point metres right of the pole and below it, with the meridian `drawn` down
 * @param {number} drawn degrees @param {1 | -1} hemisphere @returns pixels from the frame's middle
 */
export function placeIn({ x, y, scale, turn }, point, drawn, hemisphere) {
  const angle = rotation(drawn, turn, hemisphere);
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: x + scale * (point.x * cos - point.y * sin), y: y + scale * (point.x * sin + point.y * cos) };
}

/** Poses between the ends of which the sight of a flight is joined. */
const STEPS = 16;

/**
 * The box of the plane that a flight sees, metres right of the pole and below it, as drawn with the meridian of its end down.
 * @param {Pose} from @param {Pose} to @param {{x: number, y: number}} size of the frame, pixels @param {1 | -1} hemisphere
 * @returns {import("../map/boxes.js").Box}
 */
export function sightOf(from, to, size, hemisphere) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let step = 0; step <= STEPS; step++) {
    const pose = poseAt(from, to, step / STEPS);
    const angle = -rotation(to.turn, pose.turn, hemisphere);
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    for (const [side, end] of [[-1, -1], [1, -1], [1, 1], [-1, 1]]) {
      const x = ((side * size.x) / 2 - pose.x) / pose.scale;
      const y = ((end * size.y) / 2 - pose.y) / pose.scale;
      const corner = { x: x * cos - y * sin, y: x * sin + y * cos };
      box.left = Math.min(box.left, corner.x);
      box.right = Math.max(box.right, corner.x);
      box.top = Math.min(box.top, corner.y);
      box.bottom = Math.max(box.bottom, corner.y);
    }
  }
  return box;
}
