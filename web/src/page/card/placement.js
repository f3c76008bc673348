// Position of an open card on the map.

/** Between a card and the edge of the map or its symbol, pixels. */
const MARGIN = 10;
const HALF_MARK = 20;
/** A card that is lower than this cannot be read. */
const LOWEST = 180;

/** @typedef {{x: number, y: number}} Spot pixels */

/**
 * Where a card stands so that it hides neither its symbol nor the row of buttons in the map's top
 * left corner, nor leaves the map: beside the symbol, or under the row and there lower if it must be.
 * @param {Spot} mark middle of the symbol @param {Spot} card size
 * @param {{left: number, right: number, height: number, corner?: Spot}} room of the map, beside what
 *   covers it; the corner is the lower right one of the row
 * @returns {Spot & {height: number}} middle of the card's foot, and how high it may be
 */
export function placeCard(mark, card, { left, right, height, corner = { x: -Infinity, y: 0 } }) {
  const half = card.x / 2;
  const from = (/** @type {number} */ first, /** @type {number} */ tall) =>
    Math.max(first, Math.min(mark.y - tall / 2, height - MARGIN - tall));
  const [west, east] = [left + MARGIN + half, right - MARGIN - half];
  const beside = [mark.x + HALF_MARK + half, mark.x - HALF_MARK - half];
  const free = beside.filter((x) => x >= west && x <= east);
  const most = Math.min(card.y, height - 2 * MARGIN);
  const top = from(MARGIN, most);
  const clear = free.find((x) => x - half > corner.x || top >= corner.y);
  if (clear !== undefined) return { x: clear, y: top + most, height: most };
  const lower = corner.y + MARGIN;
  const tall = Math.min(card.y, height - MARGIN - lower);
  // On a small map no side is free: the card then stands over its symbol.
  const side = mark.x + HALF_MARK + card.x + MARGIN <= right ? beside[0] : beside[1];
  const x = free[0] ?? Math.min(Math.max(west, side), east);
  if (tall > LOWEST) return { x, y: from(lower, tall) + tall, height: tall };
  return { x, y: top + most, height: most };
}
