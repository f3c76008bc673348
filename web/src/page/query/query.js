// The query of the page: its values, the records that match, and listeners.
import { registerQuery } from "../url/query.js";
import { queryDescription } from "./description.js";
import { readFacets } from "./facets.js";
import { activeConditions, EMPTY_QUERY, filterRecords } from "./filter.js";
import { foldText } from "./text-folding.js";
import { searchIndex } from "./search-index.js";
import { notifyChange } from "../url/page-state.js";
import { countryName, language, onLanguage } from "../i18n.js";

/** @typedef {import("./filter.js").QueryValues} QueryValues */
/** @typedef {import("./filter.js").Item} Item */
/** @typedef {ReturnType<typeof createQuery>} PageQuery */

/** While a search waits for the texts, they are read in slices of this length, between which the page responds, milliseconds. */
const SLICE_MS = 40;

/**
 * The values of the query, and the records that match.
 * @param {Item[]} items @param {ReturnType<typeof searchIndex>} texts
 */
function createResult(items, texts) {
  /** @type {QueryValues} */
  let conditions = EMPTY_QUERY;
  let result = filterRecords(items, conditions);
  let timer = 0;
  /** @type {(() => void)[]} */
  const listeners = [];
  const isWaiting = () => foldText(conditions.search) !== "" && !texts.done();

  /** Filters the records. While a search waits for the texts, the earlier result stays. */
  function update() {
    clearTimeout(timer);
    const until = performance.now() + SLICE_MS;
    if (foldText(conditions.search)) texts.read(() => performance.now() < until);
    if (isWaiting()) {
      timer = window.setTimeout(update, 0);
      return;
    }
    result = filterRecords(items, conditions);
    for (const listener of listeners) listener();
  }

  onLanguage(() => {
    // Later, when the whole document is translated.
    if (isWaiting()) timer = window.setTimeout(update, 0);
  });
  return {
    conditions: () => conditions,
    /** The result of the filter. */
    result: () => result,
    /** @param {QueryValues} next */
    set(next) {
      conditions = next;
      update();
      notifyChange();
    },
    /** @param {() => void} listener called after each change of the result */
    onChange: (listener) => void listeners.push(listener),
  };
}

/** @param {import("../payload.js").PageData} data */
export function createQuery(data) {
  const initialLanguage = language();
  const { items, choices, ids } = readFacets(data, (code) => countryName(code, initialLanguage));
  const query = createResult(items, searchIndex(data, items, ids.country));
  const { conditions, result, set } = query;
  registerQuery(conditions, set, ids);
  return {
    items,
    choices,
    ...query,
    ...queryDescription(conditions, choices, ids.country),
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
