// Notices below the fields of the form: similar records, a conflict on saving, and why a record cannot be removed.
import { button, element } from "../../../page/dom.js";
import { text } from "../../vocabulary.js";
import { labelOf } from "../merge-dialog.js";

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

/** The properties in which two versions of a record differ. @param {import("../merge-dialog.js").Row[]} rows */
function differenceTable(rows) {
  const head = [element("td"), element("th", { scope: "col" }, [text("mine")]), element("th", { scope: "col" }, [text("theirs")])];
  const body = rows.map(({ name, A, B }) =>
    element("tr", {}, [element("th", { scope: "row" }, [labelOf(name)]), element("td", {}, [B ?? text("unstated")]), element("td", {}, [A ?? text("unstated")])]),
  );
  return element("table", {}, [element("tr", {}, head), ...body]);
}

/**
 * Another has stored the record meanwhile.
 * @param {string} error @param {import("../merge-dialog.js").Row[]} rows how the stored version, A, differs from that of the form, B
 * @param {() => void} useTheirs @param {() => void} keepMine
 */
export const conflictNotice = (error, rows, useTheirs, keepMine) =>
  element("div", { class: "conflict", role: "alert" }, [
    element("h3", {}, [error]),
    differenceTable(rows),
    button("quiet", text("takeTheirs"), useTheirs),
    button("quiet", text("keepMine"), keepMine),
  ]);

/**
 * Other records name the one that is to be removed.
 * @param {{message: string}[]} findings that its removal would cause @param {() => void} removeAnyway
 */
export function referenceNotice(findings, removeAnyway) {
  const items = findings.map(({ message }) => element("li", { class: "error" }, [message]));
  return element("div", { class: "conflict", role: "alert" }, [
    element("h3", {}, [text("leans")]),
    element("ul", { class: "findings" }, items),
    button("quiet", text("removeAnyway"), removeAnyway),
  ]);
}
