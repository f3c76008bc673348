// The accounts on a record's card: in columns where the card is wide, with links to the sources below them.
import { element } from "../dom.js";
import { translateElement, translateText } from "../i18n.js";

/** The accounts of a card, if there are several to compare. @param {Element | null} card @returns {HTMLTableElement | null} */
export function comparison(card) {
  const table = /** @type {HTMLTableElement | null} */ (card?.querySelector(".accounts"));
  return table && table.tBodies.length > 1 ? table : null;
}

/** The statements of one claimant by their subjects. @param {HTMLTableSectionElement} body */
function statementsOf({ rows }) {
  /** @type {Map<string, HTMLTableCellElement>} */
  const statements = new Map();
  for (const { cells: [head, cell] } of [...rows].slice(1)) {
    const subject = head.textContent ?? "";
    const first = statements.get(subject);
    if (!first) statements.set(subject, cell);
    else {
      first.append(element("br"), ...cell.childNodes);
      if (cell.className) first.className = cell.className;
    }
  }
  return statements;
}

/** @param {boolean} isAgreement of a subject on which there is nothing to say */
const noStatement = (isAgreement) => element("td", {}, isAgreement ? [] : [translateElement(element("i"), { text: ["card.notStated"] })]);

/** The row of a subject: what each claimant states, or the rule with the dates of all. @param {Element | null} rule @param {string} subject @param {Map<string, HTMLTableCellElement>[]} statements @param {HTMLTableSectionElement[]} bodies */
function subjectRow(rule, subject, statements, bodies) {
  if (rule) return [element("td", { colspan: `${bodies.length}` }, [rule])];
  return statements.map((statement, i) => statement.get(subject) ?? noStatement(bodies[i].className === "agreed"));
}

/** Puts the accounts of a copied card under its summary, a claimant in each column. @param {HTMLElement} card */
export function showInColumns(card) {
  const table = comparison(card);
  if (!table) return;
  const bodies = [...table.tBodies];
  const statements = bodies.map(statementsOf);
  const order = table.dataset.order?.split("|").map((subject) => translateText(subject)) ?? [];
  const subjects = order.filter((subject) => statements.some((statement) => statement.has(subject)));
  const rule = card.querySelector(".day-rule");
  const claimants = bodies.map(({ rows: [{ cells: [head] }] }) => {
    head.removeAttribute("colspan");
    return Object.assign(head, { scope: "col" });
  });
  const head = element("thead", {}, [element("tr", {}, claimants)]);
  const groups = subjects.map((subject, i) =>
    element("tbody", {}, [
      element("tr", {}, [element("th", { scope: "rowgroup", colspan: `${bodies.length}` }, [subject])]),
      // Dates come first, and there is a rule only if there are any.
      element("tr", {}, subjectRow(i ? null : rule, subject, statements, bodies)),
    ]),
  );
  table.className = "in-columns";
  const compared = /** @type {Element} */ (card.querySelector(".compared"));
  const title = /** @type {Element} */ (compared.previousElementSibling);
  title.className = "sr-only";
  table.replaceChildren(element("caption", {}, [title]), head, ...groups);
  const frame = element("div", { class: "accounts-frame", tabindex: "0" }, [table]);
  (card.querySelector(".summary") ?? card.querySelector("h2"))?.after(compared, frame, ...card.querySelectorAll(".accounts-note"));
}

/** Follows a link from an account to a source on the same card: another copy may have the same id. @param {MouseEvent} click */
export function followSource(click) {
  const link = /** @type {Element} */ (click.target).closest(".card sup a");
  const id = link?.getAttribute("href")?.slice(1);
  const source = /** @type {HTMLElement | undefined} */ (link?.closest(".card")?.querySelector(`li[id="${id}"]`));
  if (!source) return;
  click.preventDefault();
  source.tabIndex = -1;
  source.focus();
}

/** Prints an open card that compares accounts after the map. Call this before the listeners that close cards for printing. */
export function printComparison() {
  /** @type {Element | null} */
  let printed = null;
  window.addEventListener("beforeprint", () => {
    const card = document.querySelector(".docked .card:has(.in-columns)");
    if (!card || printed) return;
    printed = element("section", { class: "printed-card" }, [card.cloneNode(true)]);
    // The printed map has no areas of accounts.
    for (const letter of printed.querySelectorAll(".letter, .areas-note")) letter.remove();
    document.querySelector(".plate")?.append(printed);
  });
  window.addEventListener("afterprint", () => {
    printed?.remove();
    printed = null;
  });
}
