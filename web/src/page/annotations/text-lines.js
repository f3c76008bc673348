// The lines of an annotation's name.

/** Letters of a title that stands for a short name. */
const MOST = 50;

/** The first words of a title. @param {string} title */
export function shortened(title) {
  if (title.length <= MOST) return title;
  const start = title.slice(0, MOST);
  return `${start.slice(0, start.lastIndexOf(" ") + 1 || MOST).replace(/[\s,;:–—-]+$/u, "")} …`;
}

/** A name or a date in lines of about equal length; none of an empty one. @param {string} name @param {number} letters of a line @returns {string[]} */
export function linesOf(name, letters) {
  const count = Math.ceil(name.length / letters);
  const aim = name.length / count;
  /** @type {string[]} */
  const lines = [];
  for (const word of name.match(/\S+(?: [–—-](?=\s))?/g) ?? []) {
    const line = lines.at(-1);
    if (line !== undefined && (lines.length === count || line.length + word.length / 2 <= aim)) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
