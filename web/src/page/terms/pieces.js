// Texts in pieces: terms, and what stands between them.

/** @typedef {{text: string, term?: number}} Piece with the number of its term, if it is one */

/** @param {string} text */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** A pattern of a form, as `terms_in` of geotrack/model/explained_term.py: a small first letter may also be a capital. @param {string} form */
function formPattern(form) {
  const [first, ...rest] = form;
  const capital = first.toUpperCase();
  return `${capital === first || capital.length > first.length ? escaped(first) : `[${first}${capital}]`}${escaped(rest.join(""))}`;
}

/**
 * @param {string[][]} terms the forms of each
 * @returns {(text: string, met: Set<number>) => Piece[]} a text in pieces, without terms that were `met` before
 */
export function termSplitter(terms) {
  const forms = terms.flatMap((own, n) => own.map((form) => ({ form, n })));
  // The longest first: one form may begin another.
  forms.sort((a, b) => b.form.length - a.form.length);
  if (!forms.length) return (text) => [{ text }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${forms.map(({ form }) => `(${formPattern(form)}s?)`).join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  return (text, met) => {
    /** @type {Piece[]} */
    const pieces = [];
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      const term = forms[match.slice(1).findIndex((group) => group !== undefined)].n;
      if (met.has(term)) continue;
      met.add(term);
      pieces.push({ text: text.slice(end, match.index) }, { text: match[0], term });
      end = match.index + match[0].length;
    }
    pieces.push({ text: text.slice(end) });
    return pieces.filter((piece) => piece.text);
  };
}
