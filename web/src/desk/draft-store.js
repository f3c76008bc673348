// The unsaved record, kept in the browser so that a reload loses nothing.
const KEY = "geotrack-draft";

/** @typedef {{feature: any, base: string | null, merges?: Record<string, string>}} Draft merges: the bases of stored records that go into this one */

/** @returns {Draft | null} */
export function readDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Draft | null} draft none: it is saved or given up */
export function storeDraft(draft) {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch {
    // The browser keeps nothing, or is full: the form itself still holds the text.
  }
}
