// The place of the record in the form: its geometry, and the keys beside it.

/**
 * The methods of the map that the field of the place uses.
 * @typedef {import("../../drawing/drawing-tool.js").Kind} Kind
 * @typedef {import("../../drawing/drawing-tool.js").Shape} Shape
 * @typedef {object} PlaceMap
 * @property {(kind: Kind, use: (shape: Shape) => void, end: () => void) => void} draw
 * @property {() => void} reveal
 * @property {(shown: import("../../drawing/described-place.js").DescribedPlace | null) => void} showDescription
 * @property {(places: any[], choose: (n: number) => void) => void} showCandidates
 */

/** Keys of a place that come from its text; a new text removes them. */
const FROM_TEXT = { described: undefined, note: undefined, translations: undefined, regions: undefined, precision: undefined, radius_km: undefined, inner_radius_km: undefined };
/** The keys of these that a person may have set beside the text. */
const STATED = /** @type {const} */ (["regions", "precision", "radius_km", "inner_radius_km"]);

/** @typedef {{geometry: any, place: any}} Place a geometry, and the keys of a record's place */
/** @typedef {Partial<Record<"name" | "geometry" | typeof STATED[number], any>>} Left what a new text no longer states */

/** A text alone is the name of the place. @param {any} value */
const asObject = (value) => (typeof value === "string" ? { name: value } : value ?? {});

/** @param {any} a @param {any} b */
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a record stated of its place beside what its text gave, and a new text does not state.
 * @param {Place} before @param {Partial<Place>} previous by the text before @param {Place} next by the new one
 * @returns {Left}
 */
export function leftBehind(before, previous, next) {
  const place = asObject(before.place);
  /** @type {Left} */
  const left = {};
  for (const key of STATED) {
    const isSetByHand = place[key] !== undefined && !isSame(place[key], previous.place?.[key]);
    if (isSetByHand && !isSame(place[key], next.place[key])) left[key] = place[key];
  }
  const isPosition = !next.place.name && !next.place.described && !next.place.regions;
  const wasRead = previous.place && isSame(before.geometry, previous.geometry);
  if (isPosition && place.name && !wasRead) left.name = place.name;
  if (!isPosition && before.geometry && !isSame(before.geometry, previous.geometry)) left.geometry = before.geometry;
  return left;
}

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

  /** Calls no listener: the caller then sets the properties of the place, which does. */
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

  /** @param {Record<string, any>} values undefined removes a key */
  set(values) {
    const { properties } = this.#feature();
    const place = (properties.place = { ...this.values, ...values });
    for (const [key, value] of Object.entries(place)) if (value === undefined) delete place[key];
    if (!Object.keys(place).length) delete properties.place;
    this.#changed();
  }
}

/** The text of a place and what it was read as: what the record had by another text is not kept. */
export class PlaceReading {
  /** The place before its text was changed. @type {(Place & {words: string}) | null} */
  #before = null;
  #place;

  /** @param {RecordPlace} place */
  constructor(place) {
    this.#place = place;
  }

  /** Whether the text has not been read as a place yet. */
  get isOpen() {
    return this.#before !== null;
  }

  /** The place before, which the words may still mean. */
  get before() {
    return this.#before;
  }

  /** Makes the text one that is still to be read. */
  open() {
    this.#before ??= { words: this.#words, ...this.#place.copy() };
  }

  get #words() {
    return this.#place.values.name ?? this.#place.values.described ?? "";
  }

  /** The text is changed: nothing of the one before is stated any more, unless it is as it was. @param {string | undefined} words */
  change(words) {
    this.open();
    const before = /** @type {Place & {words: string}} */ (this.#before);
    if ((words ?? "") === before.words) {
      this.#before = null;
      this.#place.restore(before);
    } else {
      this.#place.geometry = null;
      this.#place.set({ name: words, ...FROM_TEXT });
    }
  }

  /** The text is read as a place. @param {string} words @param {Place} found */
  setAnswer(words, { geometry, place }) {
    this.#before = null;
    this.#place.geometry = geometry;
    this.#place.set({ name: words, ...FROM_TEXT, ...place });
  }

  /** The words name what the record had before, or nothing that has a position. @param {boolean} keepsPosition */
  settle(keepsPosition) {
    const before = this.#before;
    const { name } = this.#place.values;
    this.#before = null;
    if (!before || !keepsPosition) return this.#place.set({});
    const { described, note, ...place } = asObject(before.place);
    this.#place.geometry = before.geometry;
    this.#place.set({ ...place, name });
  }

  /** Sets again what a new text does not state. @param {Left} left */
  restore({ geometry, ...keys }) {
    if (geometry) this.#place.geometry = geometry;
    this.#place.set({ ...(geometry ? FROM_TEXT : {}), ...keys });
  }

  /** Called when something else has set the place. */
  close() {
    this.#before = null;
  }
}
