// Rows of the letters of accounts on the map.

/** Letters nearer to each other than this across and down would overlap, in heights of a letter. */
const SPACING = { x: 2.2, y: 1.9 };

/**
 * Gathers letters that would overlap into rows: letters side by side at the place of the first of them.
 * @template T
 * @param {{place: T, at: {x: number, y: number}, account: number}[]} letters with their pixels
 * @param {number} size of a letter, pixels
 */
export function gatherLetters(letters, size) {
  /** @type {{place: T, at: {x: number, y: number}, accounts: number[]}[]} */
  const rows = [];
  for (const { place, at, account } of letters) {
    // A row is centred on its place.
    const reach = (/** @type {number[]} */ { length }) => ((length + 1) / 2) * SPACING.x * size;
    const row = rows.find(
      (other) => Math.abs(other.at.x - at.x) < reach(other.accounts) && Math.abs(other.at.y - at.y) < SPACING.y * size,
    );
    if (!row) rows.push({ place, at, accounts: [account] });
    else if (!row.accounts.includes(account)) row.accounts.push(account);
  }
  return rows;
}
