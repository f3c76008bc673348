// The query in the address: period (`t`), search (`q`), filters (`f`), certain only (`c`).
import { GROUPS, NONE } from "../query/filter.js";
import { decode } from "./permalink.js";
import { readPeriod, writePeriod } from "../query/periods.js";
import { registerPart } from "./page-state.js";

/** @typedef {import("../query/filter.js").QueryValues} QueryValues */
/** @typedef {Record<import("../query/filter.js").Group, readonly string[]>} Ids what each choice of a group is called in a link */

/** @param {() => QueryValues} asked @param {(next: QueryValues) => void} ask @param {Ids} ids */
export function registerQuery(asked, ask, ids) {
  registerPart("t", {
    read: () => writePeriod(asked().period, asked().undated),
    write(text) {
      const said = readPeriod(text);
      if (said || !text) ask({ ...asked(), period: null, undated: false, ...said });
    },
  });
  registerPart("q", { read: () => asked().search.trim(), write: (search) => ask({ ...asked(), search }) });
  registerPart("f", {
    read: () => writeFilters(asked(), ids),
    write: (text) => ask({ ...asked(), chosen: readFilters(text, ids) }),
  });
  registerPart("c", { read: () => (asked().certain ? "1" : ""), write: (on) => ask({ ...asked(), certain: on === "1" }) });
}

/** The choice of records that state no value, in a permalink. */
const STATELESS = "@";

/** @param {QueryValues} asked @param {Ids} ids */
export function writeFilters({ chosen }, ids) {
  return GROUPS.filter((group) => chosen[group]?.size)
    .map((group) => {
      const values = [...(chosen[group] ?? [])].sort((a, b) => a - b);
      return `${group}:${values.map((value) => (value === NONE ? STATELESS : encodeURIComponent(ids[group][value]))).join(",")}`;
    })
    .join(";");
}

/** Ignores choices that this page does not have. @param {string} text @param {Ids} ids @returns {QueryValues["chosen"]} */
export function readFilters(text, ids) {
  /** @type {QueryValues["chosen"]} */
  const chosen = {};
  for (const said of text.split(";")) {
    const [name, values = ""] = said.split(":");
    const group = GROUPS.find((one) => one === name);
    if (!group) continue;
    const known = values.split(",").flatMap((value) => {
      if (value === STATELESS) return [NONE];
      const at = ids[group].indexOf(decode(value));
      return at >= 0 ? [at] : [];
    });
    if (known.length) chosen[group] = new Set(known);
  }
  return chosen;
}
