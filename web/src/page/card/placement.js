// Position of an open card on the map.

/** Between a card and the edge of the map or its symbol, pixels. */
const MARGIN = 10;
/** From the middle of a symbol to a card beside it, pixels. */
const MARK_DISTANCE = 20;
/** Least height at which a card can be read, pixels. */
const LEAST_HEIGHT = 180;

/** @typedef {{x: number, y: number}} Spot pixels */

/**
 * The position of a card within the map, beside its symbol, where it covers neither the symbol nor the row of buttons in
 * the top left corner; if need be under that row, and then less high.
 * @param {Spot} mark middle of the symbol @param {Spot} card size
 * @param {{left: number, right: number, height: number, corner?: Spot}} room free part of the
 *   map; the corner is the lower right one of the row
 * @returns {Spot & {height: number}} middle of the card's foot, and how high it may be
 */
export function placeCard(mark, card, { left, right, height, corner = { x: -Infinity, y: 0 } }) {
  const half = card.x / 2;
  const topFrom = (/** @type {number} */ first, /** @type {number} */ cardHeight) =>
    Math.max(first, Math.min(mark.y - cardHeight / 2, height - MARGIN - cardHeight));
  const west = left + MARGIN + half;
  const east = right - MARGIN - half;
  const beside = [mark.x + MARK_DISTANCE + half, mark.x - MARK_DISTANCE - half];
  const freeSides = beside.filter((x) => x >= west && x <= east);
  const fullHeight = Math.min(card.y, height - 2 * MARGIN);
  const top = topFrom(MARGIN, fullHeight);
  const clearX = freeSides.find((x) => x - half > corner.x || top >= corner.y);
  if (clearX !== undefined) return { x: clearX, y: top + fullHeight, height: fullHeight };
  const lower = corner.y + MARGIN;
  const cardHeight = Math.min(card.y, height - MARGIN - lower);
  // On a small map no side is free: the card then stands over its symbol.
  const preferred = mark.x + MARK_DISTANCE + card.x + MARGIN <= right ? beside[0] : beside[1];
  const x = freeSides[0] ?? Math.min(Math.max(west, preferred), east);
  if (cardHeight > LEAST_HEIGHT) return { x, y: topFrom(lower, cardHeight) + cardHeight, height: cardHeight };
  return { x, y: top + fullHeight, height: fullHeight };
}
