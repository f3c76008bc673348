// Rows of the letters of accounts on the map.

/** Letters that are nearer than this would hide each other, in heights of a letter: across, and down. */
const NEAR = { x: 2.2, y: 1.9 };

/**
 * The places of letters, each with the accounts whose letters stand side by side there: of those that would hide each
 * other, the first place.
 * @template T
 * @param {{place: T, at: {x: number, y: number}, account: number}[]} letters with their pixels
 * @param {number} size of a letter, pixels
 */
export function gatherLetters(letters, size) {
  /** @type {{place: T, at: {x: number, y: number}, accounts: number[]}[]} */
  const rows = [];
  for (const { place, at, account } of letters) {
    // The row is in the middle over its place.
    const reach = (/** @type {number[]} */ { length }) => ((length + 1) / 2) * NEAR.x * size;
    const row = rows.find((row) => Math.abs(row.at.x - at.x) < reach(row.accounts) && Math.abs(row.at.y - at.y) < NEAR.y * size);
    if (!row) rows.push({ place, at, accounts: [account] });
    else if (!row.accounts.includes(account)) row.accounts.push(account);
  }
  return rows;
}
