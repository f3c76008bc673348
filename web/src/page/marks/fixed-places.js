// Places of symbols that a part of the page sets, away from their own: off a round sheet, in an inset.

/** @typedef {import("./map-record.js").MapRecord} MapRecord */
/** @typedef {{x: number, y: number, size: number, hidden?: boolean}} FixedPlace pixels of the map's frame; size as a factor, before the scale of the screen; whether it stands below the map instead */
/** @typedef {(records: MapRecord[]) => Map<MapRecord, FixedPlace>} Provider */

/** @type {WeakMap<L.Map, Provider[]>} */
const providers = new WeakMap();

/** Adds a part that sets places; of two that set one, the first counts. @param {L.Map} map @param {Provider} provider */
export const addFixedPlaces = (map, provider) => void providers.set(map, [...(providers.get(map) ?? []), provider]);

/** @param {L.Map} map @param {MapRecord[]} records whose symbols are on the map @returns {Map<MapRecord, FixedPlace>} */
export const fixedPlaces = (map, records) => new Map((providers.get(map) ?? []).map((provider) => [...provider(records)]).reverse().flat());
