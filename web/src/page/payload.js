// The payload of the page: JSON in the document, never code or markup.

/** @typedef {import("./payload-types").ThemeData} Theme */
/** @typedef {import("./payload-types").Place} Place */
/** @typedef {import("./payload-types").Shape} Shape */
/** @typedef {import("./records.js").PageRecord} PageRecord */
/** @typedef {import("./payload-types").Facets} Facets */
/** @typedef {import("./payload-types").SceneData} SceneData */
/** @typedef {import("./payload-types").Days} Days */
/** @typedef {import("./payload-types").TimesData} TimesData */
/** @typedef {import("./payload-types").ContextData} ContextData */
/** @typedef {import("./payload-types").PageData} Payload */
/** @typedef {Omit<Payload, "events"> & {records: import("./records.js").Records}} PageData the payload, with the accessor of its records */

/** @type {Payload | undefined} */
let payload;

/** @returns {Payload} */
export const readPayload = () => (payload ??= window.geotrackPolar.held("geotrack-data"));

/** @type {any} */
let whole = null;

/** The text of a part of a card, where a record lacks it: the document has it once. @param {any} target @param {"summary" | "note"} kind @param {string} id of its line */
function readFromCard(target, kind, id) {
  const text = target && !(kind in target) && document.querySelector(`#${id} .${kind}`)?.textContent?.trim();
  if (text) target[kind] = text;
}

/** The records of the page as a FeatureCollection, in the order of `events`; unpacked at first use, and before the cards are translated. On a page of many it has no features: each record has its own. */
export function featureCollection() {
  if (whole) return whole;
  whole = window.geotrackPolar.held("geotrack-taken");
  const { events } = readPayload();
  for (const [i, { properties }] of (whole.features ?? []).entries()) {
    readFromCard(properties, "summary", `record-${events[i].n}`);
    readFromCard(properties.place, "note", `record-${events[i].n}`);
  }
  return whole;
}

/**
 * Outlines of the regions by id, as rings of places; unpacked at first use.
 * @param {PageData} data
 * @returns {{get: (id: string) => Place[][] | undefined}}
 */
export function readRegionRings({ regions }) {
  /** @type {((layer: number) => Float64Array[][]) | null} */
  let partsOf = null;
  return {
    get(id) {
      const layer = regions.findIndex((region) => region.id === id);
      if (layer < 0) return undefined;
      partsOf ??= window.geotrackPolar.decode(document.getElementById("geotrack-regions")?.textContent ?? "");
      return partsOf(layer).flat().map(toPlaces);
    },
  };
}

/** @param {Float64Array} ring longitudes and latitudes in turn @returns {Place[]} */
export const toPlaces = (ring) => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i + 1], ring[2 * i]]);
