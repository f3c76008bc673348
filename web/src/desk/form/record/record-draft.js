// The record in the form, as it is edited.

/** @typedef {import("../../draft-store.js").Draft} Draft */

/** Stores the draft, and calls a listener after each change that a field writes. */
export class RecordDraft {
  /** The draft; null if the form is closed. @type {Draft | null} */
  now = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** The Feature of an open form. @returns {any} */
  get feature() {
    return /** @type {Draft} */ (this.now).feature;
  }

  /** The properties of the record; empty if the form is closed. @returns {any} */
  get properties() {
    return this.now?.feature.properties ?? {};
  }

  /** A property that is one value or several. @param {string} key @returns {any[]} */
  listOf(key) {
    return [this.properties[key] ?? []].flat();
  }

  /** @param {Record<string, any>} values undefined or an empty list takes a property away */
  write(values) {
    if (!this.now) return; // An answer may come when the form is closed already.
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined || (Array.isArray(value) && !value.length)) delete this.properties[key];
      else this.properties[key] = value;
    }
    this.changed();
  }
}
