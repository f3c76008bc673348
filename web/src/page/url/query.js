// The query in the address: period (`t`), search (`q`), filters (`f`), certain only (`c`).
import { GROUPS, NONE } from "../query/filter.js";
import { decode } from "./permalink.js";
import { readPeriod, writePeriod } from "../query/periods.js";
import { registerPart } from "./page-state.js";

/** @typedef {import("../query/filter.js").QueryValues} QueryValues */
/** @typedef {Record<import("../query/filter.js").Group, readonly string[]>} Ids of each choice of a group in a link */

/** @param {() => QueryValues} conditions @param {(next: QueryValues) => void} set @param {Ids} ids */
export function registerQuery(conditions, set, ids) {
  registerPart("t", {
    read: () => writePeriod(conditions().period, conditions().undated),
    write(text) {
      const period = readPeriod(text);
      if (period || !text) set({ ...conditions(), period: null, undated: false, ...period });
    },
  });
  registerPart("q", { read: () => conditions().search.trim(), write: (search) => set({ ...conditions(), search }) });
  registerPart("f", {
    read: () => writeFilters(conditions(), ids),
    write: (text) => set({ ...conditions(), chosen: readFilters(text, ids) }),
  });
  registerPart("c", { read: () => (conditions().certain ? "1" : ""), write: (on) => set({ ...conditions(), certain: on === "1" }) });
}

/** The choice of records without a value, in a permalink. */
const NO_VALUE = "@";

/** @param {QueryValues} query @param {Ids} ids */
export function writeFilters({ chosen }, ids) {
  return GROUPS.filter((group) => chosen[group]?.size)
    .map((group) => {
      const values = [...(chosen[group] ?? [])].sort((a, b) => a - b);
      const names = values.map((value) => (value === NONE ? NO_VALUE : encodeURIComponent(ids[group][value])));
      return `${group}:${names.join(",")}`;
    })
    .join(";");
}

/** Ignores choices that this page does not have. @param {string} text @param {Ids} ids @returns {QueryValues["chosen"]} */
export function readFilters(text, ids) {
  /** @type {QueryValues["chosen"]} */
  const filters = {};
  for (const part of text.split(";")) {
    const [name, values = ""] = part.split(":");
    const group = GROUPS.find((known) => known === name);
    if (!group) continue;
    const choices = values.split(",").flatMap((value) => {
      if (value === NO_VALUE) return [NONE];
      const index = ids[group].indexOf(decode(value));
      return index >= 0 ? [index] : [];
    });
    if (choices.length) filters[group] = new Set(choices);
  }
  return filters;
}
