// How far the map is moved so that a record and its card are seen: no farther than they need.

/** @typedef {{x: number, y: number}} Spot pixels */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box pixels */

/**
 * The way that brings a box into a frame; of what is too large for it the middle.
 * @param {Box} box @param {Box} frame
 * @returns {Spot} by which the frame moves over the map
 */
export function wayInto(box, frame) {
  const along = (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ from, /** @type {number} */ to) =>
    last - first > to - from ? (first + last - from - to) / 2 : Math.min(first - from, 0) + Math.max(last - to, 0);
  return { x: along(box.left, box.right, frame.left, frame.right), y: along(box.top, box.bottom, frame.top, frame.bottom) };
}

/** Round a symbol and the edge of the map, pixels. */
const [HALF, EDGE] = [16, 12];
/** A shape is brought into view as a whole where it takes no more of the free map than this. */
const SHARE = 0.8;

/** What of the map the caption of a scene leaves free at its left. @param {L.Map} map @param {Spot} at */
function captionTo(map, at) {
  const frame = map.getContainer().getBoundingClientRect();
  const box = document.querySelector(".caption")?.getBoundingClientRect();
  if (!box?.width || box.left >= frame.right || box.right <= frame.left || at.y < box.top - frame.top - HALF) return 0;
  return box.right - frame.left;
}

/**
 * Moves the map so that a symbol is in its free part, with its shapes where they have room there.
 * @param {L.Map} map @param {any} mark @param {any[]} shapes @param {number} card how wide it stands at the right
 */
export function panTo(map, mark, shapes, card) {
  const size = map.getSize();
  const at = map.latLngToContainerPoint(mark.getLatLng()).add(mark.offset);
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  const frame = {
    left: captionTo(map, at) + EDGE,
    top: row + EDGE,
    right: size.x - card - EDGE,
    bottom: size.y - EDGE,
  };
  const around = { left: at.x - HALF, top: at.y - HALF, right: at.x + HALF, bottom: at.y + HALF };
  const pixels = shapes.flatMap((shape) => shape._pxBounds ?? []);
  const whole = pixels.reduce((box, { min, max }) => {
    const [from, to] = [min, max].map((corner) => map.layerPointToContainerPoint(corner));
    return {
      left: Math.min(box.left, from.x),
      top: Math.min(box.top, from.y),
      right: Math.max(box.right, to.x),
      bottom: Math.max(box.bottom, to.y),
    };
  }, around);
  const fits = whole.right - whole.left < (frame.right - frame.left) * SHARE && whole.bottom - whole.top < (frame.bottom - frame.top) * SHARE;
  const way = wayInto(fits ? whole : around, frame);
  if (Math.abs(way.x) + Math.abs(way.y) < 1) return;
  map.panBy([Math.round(way.x), Math.round(way.y)], { animate: false });
}
