// The lines of an annotation's name.

/** Greatest length of the start of a title that stands in for a missing short name. */
const MAX_LETTERS = 50;

/** The first words of a title, whole ones if possible. @param {string} title */
export function shortened(title) {
  if (title.length <= MAX_LETTERS) return title;
  const start = title.slice(0, MAX_LETTERS);
  return `${start.slice(0, start.lastIndexOf(" ") + 1 || MAX_LETTERS).replace(/[\s,;:–—-]+$/u, "")} …`;
}

/** A text in as few lines as possible, of about equal length; empty for an empty text. @param {string} text @param {number} letters of a line @returns {string[]} */
export function linesOf(text, letters) {
  const count = Math.ceil(text.length / letters);
  const meanLength = text.length / count;
  /** @type {string[]} */
  const lines = [];
  // A dash stays with the word before it.
  for (const word of text.match(/\S+(?: [–—-](?=\s))?/g) ?? []) {
    const line = lines.at(-1);
    const fits = line !== undefined && (lines.length === count || line.length + word.length / 2 <= meanLength);
    if (fits) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
