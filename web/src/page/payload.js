// The payload of the page: JSON in the document, never code or markup.

/**
 * @typedef {object} Theme
 * @property {string} colour
 * @property {number} numberY height of the number in the symbol's box
 *
 * @typedef {[lat: number, lon: number]} Place
 *
 * @typedef {{kind: "disc", at: Place, radius: number}} Disc radius in metres
 * @typedef {{kind: "area" | "corridor", rings: Place[][]}} Area an odd number of rings lies inside
 * @typedef {{kind: "line", lines: Place[][]}} Line
 * @typedef {{kind: "region", id: string}} Region
 * @typedef {Disc | Area | Line | Region} Shape
 *
 * @typedef {object} EventData
 * @property {number} n its number on this map
 * @property {string} theme
 * @property {"reported" | "assumed" | "unstated" | "unplaced"} drawn
 * @property {Place | null} at where its symbol stands
 * @property {Shape[]} shapes all the places that the record allows
 * @property {string} [symbol] id of its APP-6 symbol in the page's sheet
 * @property {string[]} [signs] at its symbol, by their ids in the page's sheet: in doubt, new, changed
 *
 * @typedef {object} RegionData
 * @property {string} id
 * @property {string} name
 * @property {Place} label where its name stands
 * @property {boolean} lettered whether the map bears its name anyway
 *
 * @typedef {[id: string, type: number, status: number, verification: number, confidence: number,
 *   actors: number[], grades: number[], certainly: number[], possibly: number[], assets: number[],
 *   tags: number[], onlyPossible: 0 | 1, since?: number]} FacetRecord places in the tables, -1 for what is not
 *   stated; the regions it is certainly and possibly in; whether it matches the map's query only possibly
 *
 * @typedef {object} Facets
 * @property {[id: string, label: string][]} themes
 * @property {[theme: number, label: string, id: string][]} types
 * @property {[name: string, country: string][]} actors
 * @property {[id: string, name: string][]} regions
 * @property {string[]} statuses
 * @property {string[]} verifications
 * @property {string[]} confidences
 * @property {string[]} grades
 * @property {string[]} assets
 * @property {string[]} tags
 * @property {string[]} [since] new, changed, unchanged; if the map shows changes
 * @property {FacetRecord[]} records in the order of `events`
 *
 * @typedef {object} SceneData
 * @property {import("./url/page-state.js").State} state what it sets
 * @property {Place[]} [view] places round what it shows; without it, that with which the page opens
 * @property {number[]} [highlight] numbers of the records that stand out: with those that the text refers to
 * @property {number[]} [cited] else of those that it refers to
 * @property {number} [card] number of the record whose card is open
 *
 * @typedef {(number | null)[] | (number | null)[][] | null} Days first day and the day after the last
 *   of a moment, or of each of its choices; of what lasted these of its start, then of its end
 *
 * @typedef {object} TimesData days counted from 1970-01-01; see geotrack/mapview/times.py
 * @property {Days[]} records in the order of `events`
 * @property {Record<number, number>} marked
 * @property {number[]} ongoing
 * @property {Record<number, number[]>} parts
 * @property {number[]} moving
 * @property {boolean} placed
 * @property {[from: number, before: number]} [observed] from when to when observations are
 *
 * @typedef {object} PageData
 * @property {Record<string, Theme>} themes
 * @property {RegionData[]} regions
 * @property {string} shapes their shapes, packed, in that order
 * @property {EventData[]} events
 * @property {[one: number, other: number][]} order which sighting of an event followed which, by their numbers
 * @property {Facets} facets
 * @property {Place[]} opening places round what the page shows when it opens
 * @property {SceneData[]} [scenes]
 * @property {TimesData} times
 */

/** @returns {PageData} */
export function readPageData() {
  return window.geotrackPolar.held("geotrack-data");
}

/** @type {any} */
let whole = null;

/** All records of the page as a FeatureCollection, in the order of `events`; unpacked at first use. */
export function featureCollection() {
  whole ??= window.geotrackPolar.held("geotrack-taken");
  return whole;
}

/**
 * Outlines of the regions by id, as rings of places; unpacked at first use.
 * @param {PageData} data
 * @returns {{get: (id: string) => Place[][] | undefined}}
 */
export function readRegionRings({ regions, shapes }) {
  /** @type {((layer: number) => Float64Array[][]) | null} */
  let partsOf = null;
  return {
    get(id) {
      const layer = regions.findIndex((region) => region.id === id);
      if (layer < 0) return undefined;
      partsOf ??= window.geotrackPolar.decode(shapes);
      return partsOf(layer).flat().map(toPlaces);
    },
  };
}

/** @param {Float64Array} ring longitudes and latitudes in turn @returns {Place[]} */
const toPlaces = (ring) => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i + 1], ring[2 * i]]);
