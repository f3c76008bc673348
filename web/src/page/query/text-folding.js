// Folds text for comparison (lower case, without accents), exactly as geotrack/i18n/folding.py does.

/** Letters that Unicode does not decompose into a letter and an accent, with their usual spelling in ASCII: `ø` as `o`. */
const ASCII_SPELLING = new Map(
  Object.entries({ ø: "o", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ŋ: "n", ŧ: "t", ς: "σ" }),
);
for (const dash of "‐‑‒–—−") ASCII_SPELLING.set(dash, "-");
for (const apostrophe of "‘’ʼ") ASCII_SPELLING.set(apostrophe, "'");
const WITH_SPELLING = new RegExp(`[${[...ASCII_SPELLING.keys()].join("")}]`, "gu");
const ASCII = /^[\x00-\x7f]*$/;
/** White space by the rule of Python's `split()`, after the decomposition. */
const SPACE = /[\t-\r\x1c-\x20\x85\u1680\u2028\u2029]+/g;

/** @type {Map<string, boolean>} */
const cachedResults = new Map();

/**
 * Whether a mark has a isCombiningMark class other than 0. JavaScript has no function for it, but normalization sorts marks by
 * their class: U+0345 (class 240) is moved behind the mark, or the mark behind U+0334 (class 1).
 * @param {string} mark
 */
function isCombiningMark(mark) {
  let isCombining = cachedResults.get(mark);
  if (isCombining === undefined) {
    const moved = (/** @type {string} */ text) => text.normalize("NFD") !== text;
    isCombining = mark === "\u0334" || mark === "\u0345" || moved(`\u0345${mark}`) || moved(`${mark}\u0334`);
    cachedResults.set(mark, isCombining);
  }
  return isCombining;
}

/**
 * Unicode case folding: through capitals, so that ß becomes ss. Cherokee alone folds to capitals.
 * @param {string} text
 */
const foldCase = (text) =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u13f8-\u13fd\uab70-\uabbf]/g, (letter) => letter.toUpperCase());

/**
 * Text for a comparison in which case, accents and spacing do not matter.
 * @param {string} text @returns {string}
 */
export function foldText(text) {
  const plain = ASCII.test(text)
    ? text.toLowerCase()
    : foldCase(text.normalize("NFKD").replace(/\p{M}/gu, (mark) => (isCombiningMark(mark) ? "" : mark)))
        .replace(WITH_SPELLING, (letter) => ASCII_SPELLING.get(letter) ?? letter);
  return plain.replace(SPACE, " ").replace(/^ | $/g, "");
}

/** A name in small letters and hyphens. @param {string} text */
export const slug = (text) =>
  foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
