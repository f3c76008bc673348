// Places numbers beside symbols, on a map with sides: each on the first side of its symbol that is free.

/** @typedef {import("../map/boxes.js").Box} Box */
/** @typedef {{x: number, y: number, size: number, wide: number, digits: number, scale: number}} NumberedSymbol `digits` 0: it has no number beside it; `scale` of letters */
/** @typedef {(typeof PLACES)[number]} NumberPlace */

/** In order of preference: the classes of symbols, see sides.css. */
export const PLACES = /** @type {const} */ (["right", "left", "below", "above"]);

/** From the middle of a symbol of size 1 to its outline, and to its number, pixels. */
const [OUTLINE, DISTANCE] = [11.5, 13.4];
/** Width and half the height of a digit, pixels. */
const [DIGIT, HALF_HEIGHT] = [6.6, 5.5];

/** The box of a number at a place. @param {NumberedSymbol} symbol @param {NumberPlace} place @returns {Box} */
export function numberBox({ x, y, size, digits, scale }, place) {
  const [width, high, from] = [DIGIT * digits * scale, HALF_HEIGHT * scale, DISTANCE * size];
  if (place === "right") return { left: x + from, right: x + from + width, top: y - high, bottom: y + high };
  if (place === "left") return { left: x - from - width, right: x - from, top: y - high, bottom: y + high };
  const top = place === "above" ? y - from - 2 * high : y + from;
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + 2 * high };
}

/** The area in which two boxes overlap, pixels². @param {Box} a @param {Box} b */
const overlapOf = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** What a symbol covers. @param {NumberedSymbol} symbol @returns {Box} */
function symbolBox({ x, y, size, wide }) {
  const half = OUTLINE * size;
  return { left: x - wide - half, right: x + wide + half, top: y - half, bottom: y + half };
}

/** Half the width by which a number at the right of a symbol makes it wider, pixels. @param {Pick<NumberedSymbol, "size" | "digits" | "scale">} symbol */
export const halfOfNumber = ({ size, digits, scale }) => (digits ? ((DISTANCE - OUTLINE) * size + DIGIT * digits * scale) / 2 : 0);

/** Whether a box lies wholly in a circle. @param {Box} box @param {{x: number, y: number, r: number}} circle */
const isWithin = ({ left, top, right, bottom }, { x, y, r }) =>
  Math.hypot(Math.max(x - left, right - x), Math.max(y - top, bottom - y)) < r;

/**
 * @param {NumberedSymbol[]} symbols @param {Box[]} [others] what numbers keep off besides
 * @param {{x: number, y: number, r: number} | null} [rim] the round frame of the map, in which numbers stand
 * @returns {{place: NumberPlace, free: boolean}[]} of each symbol the place of its number, and whether it covers nothing there
 */
export function placeNumbers(symbols, others = [], rim = null) {
  const boxes = [...symbols.map(symbolBox), ...others];
  return symbols.map((symbol, i) => {
    if (!symbol.digits) return { place: PLACES[0], free: true };
    const costs = PLACES.map((place) => {
      const box = numberBox(symbol, place);
      if (rim && !isWithin(box, rim)) return Infinity;
      return boxes.reduce((sum, other, j) => (j === i ? sum : sum + overlapOf(box, other)), 0);
    });
    const best = costs.indexOf(Math.min(...costs));
    boxes.push(numberBox(symbol, PLACES[best]));
    return { place: PLACES[best], free: costs[best] === 0 };
  });
}
