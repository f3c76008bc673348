// A record's line in the list, and what it says.

/** @param {number} n */
export const lineOf = (n) => document.getElementById(`record-${n}`);

/** @param {Element | null} line @param {string} part of it */
export const partSaid = (line, part) => line?.querySelector(part)?.textContent ?? "";
