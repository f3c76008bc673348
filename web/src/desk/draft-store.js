// What is unsaved in a form, kept in the browser so that a reload loses nothing.

/** @typedef {{feature: any, base: string | null, merges?: Record<string, string>}} Draft merges: the bases of stored records that go into this one */
/** @typedef {{name: string, base: string | null, values: Record<string, any>, scenes: any[] | null, text?: string}} MapDraft what is changed in a map, or its whole text */

/**
 * @template T
 * @param {string} key
 */
const draftStore = (key) => ({
  /** @returns {T | null} */
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  },
  /** @param {T | null} draft none: it is saved or given up */
  store(draft) {
    try {
      if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
      else sessionStorage.removeItem(key);
    } catch {
      // The browser keeps nothing, or is full: the form itself still holds the text.
    }
  },
});

/** @type {ReturnType<typeof draftStore<Draft>>} */
export const recordDraft = draftStore("geotrack-draft");
/** @type {ReturnType<typeof draftStore<MapDraft>>} */
export const mapDraft = draftStore("geotrack-map");
