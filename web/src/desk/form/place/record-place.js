// The place of the record in the form: its geometry, and the keys beside it.

/**
 * What the field of the place asks of the map.
 * @typedef {import("../../drawing/drawing-tool.js").Kind} Kind
 * @typedef {import("../../drawing/drawing-tool.js").Shape} Shape
 * @typedef {object} PlaceMap
 * @property {(kind: Kind, use: (shape: Shape) => void, end: () => void) => void} draw
 * @property {() => void} reveal
 * @property {(shown: import("../../drawing/described-place.js").DescribedPlace | null) => void} showDescription
 * @property {(places: any[], choose: (n: number) => void) => void} showCandidates
 */

/** A text alone is the name of the place. @param {any} value */
const asObject = (value) => (typeof value === "string" ? { name: value } : value ?? {});

/** Reads and writes the place of whichever record is in the form. */
export class RecordPlace {
  #feature;
  #changed;

  /** @param {() => any} feature the record @param {() => void} changed */
  constructor(feature, changed) {
    this.#feature = feature;
    this.#changed = changed;
  }

  /** The keys of the place. @returns {any} */
  get values() {
    return asObject(this.#feature().properties.place);
  }

  /** @returns {any} */
  get geometry() {
    return this.#feature().geometry;
  }

  /** Tells nobody: what the place says of a new geometry is set after it. */
  set geometry(geometry) {
    this.#feature().geometry = geometry;
  }

  /** A copy of the geometry and the place, for `restore`. */
  copy() {
    return structuredClone({ geometry: this.geometry, place: this.#feature().properties.place });
  }

  /** @param {{geometry: any, place: any}} copy */
  restore({ geometry, place }) {
    this.geometry = geometry;
    this.#feature().properties.place = structuredClone(place);
    this.set({});
  }

  /** @param {Record<string, any>} values undefined takes a key away */
  set(values) {
    const { properties } = this.#feature();
    const now = (properties.place = { ...this.values, ...values });
    for (const [key, value] of Object.entries(now)) if (value === undefined) delete now[key];
    if (!Object.keys(now).length) delete properties.place;
    this.#changed();
  }
}
