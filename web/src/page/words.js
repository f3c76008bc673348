// All words that the page's scripts put on the screen, by language.

const EN = {
  search: "Search",
  searchHint: "Title, place, ship, actor, number …",
  clearSearch: "Clear the search",
  filters: "Filters",
  clearAll: "Clear all",
  filtering: "Filters that are on",
  all: (/** @type {number} */ many) => `All ${many}`,
  fewer: "Fewer",
  remove: (/** @type {string} */ what) => `Remove ${what}`,
  notStated: "not stated",
  notGraded: "not graded",
  noCountry: "no country stated",
  noActor: "no actor named",
  noRegion: "in none of these, or unplaced",
  certainOnly: "Certain only",
  certainHint: "Leaves out records that meet the map’s question, or lie in the regions chosen, only possibly.",
  someOf: (/** @type {number} */ some, /** @type {number} */ many) =>
    `${some} of ${many} record${many === 1 ? "" : "s"}`,
  ofMany: (/** @type {number} */ some, /** @type {number} */ many) => `${some} of ${many}`,
  /** Beside a name, where there is little room. */
  part: (/** @type {number} */ some, /** @type {number} */ many) => `${some}/${many}`,
  andUnplaced: (/** @type {number} */ many) => (many ? ` · ${many} without a place` : ""),
  nothingMatches: "Nothing matches",
  without: (/** @type {string} */ what, /** @type {number} */ many) => `Without ${what} there would be ${many}`,
  noneAlone: "No filter alone is the reason.",
  and: " and ",
  or: " or ",
  comma: ", ",
  quoted: (/** @type {string} */ text) => `‘${text}’`,
  searchFor: (/** @type {string} */ text) => `search ‘${text}’`,
  named: (/** @type {string} */ group, /** @type {string} */ choice) => `${group}: ${choice}`,
  inPrint: (/** @type {string} */ count, /** @type {string} */ what) => `${count}: ${what}`,
  printed: (/** @type {string} */ group, /** @type {string} */ choice) => `${group.toLowerCase()} ${choice}`,
  groups: {
    theme: "Theme",
    type: "Type",
    actor: "Actor",
    country: "Country of an actor",
    status: "Status",
    verification: "Verification",
    confidence: "Confidence",
    grade: "Source grade",
    region: "Region, certainly or possibly",
    certain: "Certainty",
  },
  /** In a few words, for chips. */
  short: { country: "Country", region: "Region", grade: "Grade" },
  values: /** @type {Record<string, string>} */ ({}),
  turn: {
    /** Of the button that shows the globe on a small screen. */
    button: "Turn the map",
    sides: "Side of the Arctic at the foot of the map",
    /** By side: on the globe, and for whoever hears it. @type {Record<string, [string, string]>} */
    side: {
      atlantic: ["Atlantic", "Atlantic and Greenland"],
      europe: ["Europe", "Europe"],
      russia: ["Russia", "Russia"],
      bering: ["Bering", "Bering Strait and Alaska"],
      canada: ["Canada", "Canada"],
    },
    kinds: "What the map keeps true",
    kind: /** @type {Record<string, string>} */ ({ shapes: "true shapes", areas: "true areas" }),
  },
  /**
   * The name of a projection and what it keeps, as geotrack/polar/projections.py says it too.
   * @param {{kind: string, code: string, centralMeridian: number, trueAt: number | null}} projection
   */
  projection({ kind, code, centralMeridian: lon, trueAt }) {
    const [base, turned] = code.split("@");
    const side = Math.abs(lon) % 180 === 0 ? "" : lon < 0 ? " W" : " E";
    const meridian = `${Math.abs(lon)}°${side}`;
    const which = turned ? `as ${base}, turned to ${meridian}` : `${base}, ${meridian} down`;
    return kind === "areas"
      ? `Lambert azimuthal equal-area, ${which}: keeps areas; shapes flatten away from the pole`
      : `Polar stereographic, ${which}: keeps angles and shapes; scale is true at ${trueAt}° N and grows southward`;
  },
};

/** @type {Record<string, typeof EN>} */
const WORDS = { en: EN };

/** The words of the page's language. */
export const words = () => WORDS[language()] ?? EN;

export const language = () => globalThis.document?.documentElement.lang || "en";

/** A country's name in the page's language, by its code. @param {string} code */
export function countryName(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
