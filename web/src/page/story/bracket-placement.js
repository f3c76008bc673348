// Where the brackets of scenes stand over the timeline, and their names.

/** Least space between two brackets or names of a row, and from a bracket's end to its name inside, pixels. */
export const [GAP, INSIDE] = [6, 9];

/**
 * @typedef {object} SceneSpan a scene on the axis
 * @property {number} n
 * @property {number} left pixels
 * @property {number} right
 * @property {number} name width of its number and title, pixels
 * @property {number} number width of its number alone
 *
 * @typedef {object} Bracket
 * @property {number} n
 * @property {number} row 0 is the upper one
 * @property {number} left pixels
 * @property {number} right
 * @property {number} x middle of its text
 * @property {number} text width of that
 * @property {boolean} named whether its text has the title
 */

/**
 * Places brackets in two rows. A name stands in its bracket where it fits there, else in the second row beside it; where
 * neither is free, the number alone stands for it.
 * @param {readonly SceneSpan[]} spans @param {number} width of the axis, pixels @returns {Bracket[]}
 */
export function placeBrackets(spans, width) {
  /** What is taken of each row. @type {[from: number, to: number][][]} */
  const taken = [[], []];
  const holds = (/** @type {SceneSpan} */ { left, right, name }) => right - left >= name + 2 * INSIDE;
  // Those that have their name inside come first: the others are easier to find room for.
  const order = [...spans].sort((a, b) => Number(holds(b)) - Number(holds(a)) || a.n - b.n);
  return order.map(({ n, left, right, name, number }) => {
    const middle = (left + right) / 2;
    const inside = (/** @type {number} */ text) => right - left >= text + 2 * INSIDE;
    const choices = [
      ...(inside(name) ? [0, 1].map((row) => ({ row, x: middle, text: name })) : []),
      ...(inside(name) ? [] : [left - GAP - name / 2, right + GAP + name / 2].map((x) => ({ row: 1, x, text: name }))),
      ...[1, 0].flatMap((row) => [...(inside(number) ? [middle] : []), right + GAP + number / 2, left - GAP - number / 2].map((x) => ({ row, x, text: number }))),
    ];
    // Brackets may touch; names may not.
    const extent = (/** @type {{x: number, text: number}} */ { x, text }) => /** @type {[number, number]} */ ([Math.min(left, x - text / 2 - GAP), Math.max(right, x + text / 2 + GAP)]);
    const isFree = (/** @type {typeof choices[0]} */ choice) => {
      const [from, to] = extent(choice);
      return choice.x - choice.text / 2 >= 0 && choice.x + choice.text / 2 <= width && taken[choice.row].every(([a, b]) => to <= a + 1 || from >= b - 1);
    };
    const choice = choices.find(isFree) ?? choices[choices.length - 1];
    taken[choice.row].push(extent(choice));
    return { n, row: choice.row, left, right, x: choice.x, text: choice.text, named: choice.text === name };
  });
}
