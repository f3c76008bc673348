// Notices below the fields of the form: similar records, a conflict on saving, and why a record cannot be removed.
import { button, element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";

/** @typedef {{id: string, title: string, score: number, reasons: string[]}} Similar */

/**
 * Records that may tell of the same event.
 * @param {Similar[]} similar @param {(id: string) => void} choose @param {(id: string) => void} compare
 */
export const similarRecords = (similar, choose, compare) => [
  ...(similar.length ? [element("h3", {}, [text("similar")])] : []),
  ...similar.map(({ id, title, score, reasons }) =>
    element("div", { class: "pair-of" }, [
      button("link", title, () => choose(id)),
      element("b", {}, [score.toFixed(2)]),
      button("quiet", text("compare"), () => compare(id)),
      element("p", {}, [reasons.join("; ")]),
    ]),
  ),
];

/** The properties in which two versions of a record differ. @param {any} mine @param {any} theirs */
function differenceTable(mine, theirs) {
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const rows = keys
    .map((key) => [key, JSON.stringify(mine[key]), JSON.stringify(theirs[key])])
    .filter(([, first, second]) => first !== second)
    .map(([key, first, second]) =>
      element("tr", {}, [element("th", { scope: "row" }, [key]), element("td", {}, [first ?? "–"]), element("td", {}, [second ?? "–"])]),
    );
  const head = [element("td"), element("th", { scope: "col" }, [text("mine")]), element("th", { scope: "col" }, [text("theirs")])];
  return element("table", {}, [element("tr", {}, head), ...rows]);
}

/**
 * Another has stored the record meanwhile.
 * @param {string} error @param {any} mine properties of the form @param {any} theirs the stored ones
 * @param {() => void} useTheirs @param {() => void} keepMine
 */
export const conflictNotice = (error, mine, theirs, useTheirs, keepMine) =>
  element("div", { class: "conflict", role: "alert" }, [
    element("h3", {}, [error]),
    differenceTable(mine, theirs),
    button("quiet", text("takeTheirs"), useTheirs),
    button("quiet", text("keepMine"), keepMine),
  ]);

/**
 * Other records name the one that is to be removed.
 * @param {{file: string, line: number, message: string}[]} findings that its removal would cause @param {() => void} removeAnyway
 */
export function referenceNotice(findings, removeAnyway) {
  const items = findings.map(({ file, line, message }) => element("li", { class: "error" }, [`${file}:${line}: ${message}`]));
  return element("div", { class: "conflict", role: "alert" }, [
    element("h3", {}, [text("leans")]),
    element("ul", { class: "findings" }, items),
    button("quiet", text("removeAnyway"), removeAnyway),
  ]);
}
