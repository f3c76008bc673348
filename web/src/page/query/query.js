// The query of the page: its values, the records that match, and listeners.
import { readFilters, registerQuery, writeFilters } from "../url/query.js";
import { queryDescription } from "./description.js";
import { readFacets } from "./facets.js";
import { activeConditions, EMPTY_QUERY, filterRecords } from "./filter.js";
import { foldText } from "./text-folding.js";
import { searchIndex, serverSearch } from "./search-index.js";
import { notifyChange } from "../url/page-state.js";
import { countryName, language, onLanguage } from "../i18n.js";

/** @typedef {import("./filter.js").QueryValues} QueryValues */
/** @typedef {import("./filter.js").Item} Item */
/** @typedef {ReturnType<typeof createQuery>} PageQuery */

/**
 * The values of the query, and the records that match.
 * @param {Item[]} items @param {ReturnType<typeof searchIndex>} texts @param {() => void} stated called with each change of the values
 */
function createResult(items, texts, stated) {
  /** @type {QueryValues} */
  let conditions = EMPTY_QUERY;
  let result = filterRecords(items, conditions);
  /** Whether the result is that of other records, of which the listeners do not know yet. */
  let isNew = false;
  /** @type {(() => void)[]} */
  const listeners = [];
  const searches = () => foldText(conditions.search) !== "";

  /** Filters the records; false if a search waits for the texts: the earlier result stays. */
  function compute() {
    if (searches()) texts.read(conditions.search);
    if (searches() && !texts.done()) return false;
    if (searches() || conditions.found) conditions = { ...conditions, found: searches() ? texts.found() : undefined };
    result = filterRecords(items, conditions);
    return true;
  }

  function update() {
    if (!isNew && !compute()) return texts.later(update);
    isNew = false;
    for (const listener of listeners) listener();
  }

  // Later, when the whole document is translated.
  onLanguage(() => searches() && !texts.done() && texts.later(update));
  return {
    conditions: () => conditions,
    result: () => result,
    /** @param {QueryValues} next */
    set(next) {
      [conditions, isNew] = [next, false];
      stated();
      update();
      notifyChange();
    },
    /** @param {() => void} listener called after each change of the result */
    onChange: (listener) => void listeners.push(listener),
    /** Takes over values and other records, without a call of the listeners. @param {QueryValues} next */
    renew(next) {
      conditions = next;
      isNew = compute();
      // Until a search is answered, no record is known to match.
      if (!isNew) result = filterRecords(items, { ...conditions, found: new Set() });
    },
    update,
  };
}

/** @param {import("../payload.js").PageData} data */
export function createQuery(data) {
  const initialLanguage = language();
  const { items, choices, ids } = readFacets(data, (code) => countryName(code, initialLanguage));
  const { records } = data;
  const texts = MANY_RECORDS && records.remote ? serverSearch(records.remote, records) : searchIndex(records, items, ids);
  /** The chosen values as links have them: the places of values change with the records. */
  let filters = "";
  const query = createResult(items, texts, () => (filters = writeFilters(query.conditions(), ids)));
  const { conditions, result, set } = query;
  registerQuery(conditions, set, ids);
  // A question about a place is asked again by its script.
  records.onReplace(() => query.renew({ ...conditions(), area: null, chosen: readFilters(filters, ids) }));
  return {
    items,
    choices,
    ...query,
    ...queryDescription(conditions, choices, ids),
    /** @param {import("./filter.js").Group} group @param {number} value */
    toggle(group, value) {
      const values = new Set(conditions().chosen[group]);
      if (!values.delete(value)) values.add(value);
      set({ ...conditions(), chosen: { ...conditions().chosen, [group]: values } });
    },
    /** Clears the filters that hide a record. @param {number} n */
    reveal(n) {
      const record = data.records.get(n);
      if (record && !result().shown[record.i]) set(EMPTY_QUERY);
    },
    active: () => activeConditions(conditions()),
    /** Whether a record may match the query only possibly. */
    unsure: () => !!conditions().chosen.region?.size || !!conditions().period || !!conditions().area || data.times.placed || items.some(({ possible }) => possible),
  };
}
