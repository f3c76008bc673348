// The list of records: its lines, what the filter leaves of it, and its events.
import { element } from "../dom.js";
import { translate, translateElement } from "../i18n.js";

/** @param {number} n */
export const recordLine = (n) => document.getElementById(`record-${n}`);

/** @param {Element | null} line @param {string} part of it */
export const partText = (line, part) => line?.querySelector(part)?.textContent ?? "";

/** @param {HTMLElement | null} row of the list @param {string} text a key, or none */
function markPossible(row, text) {
  row?.querySelector(".possibly")?.remove();
  if (text) row?.querySelector(".pick")?.append(translateElement(element("i", { class: "possibly" }), { text: [text] }));
}

/**
 * A long list stands in groups, which are laid out when they come into view: how long they are until then, and
 * which have nothing left.
 * @param {(HTMLElement | null)[]} rows
 * @returns {(shown: boolean[]) => void} updates them
 */
function groupUpdater(rows) {
  const groups = rows.map((row) => row?.closest(".records"));
  return (shown) => {
    /** @type {Map<Element, number>} */
    const left = new Map();
    groups.forEach((group, i) => group && left.set(group, (left.get(group) ?? 0) + Number(shown[i])));
    for (const [group, count] of left) {
      group.classList.toggle("left-out", !count);
      /** @type {HTMLElement} */ (group).style.setProperty("--left", `${count}`);
    }
  };
}

/**
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 * @returns {(found: ReturnType<typeof import("../query/filter.js").filterRecords>) => void} tells what has changed
 */
export function filteredList(rows) {
  const updateGroups = groupUpdater(rows);
  let shown = rows.map(() => true);
  /** @type {string[]} */
  let marked = [];
  return (found) => {
    const marks = found.unsure.map((why, i) => (why !== "possible" ? "" : found.vague[i] ? "questions.byPart" : "print.possibly"));
    found.shown.forEach((now, i) => {
      if (now !== shown[i]) rows[i]?.classList.toggle("left-out", !now);
      if (marks[i] !== (marked[i] ?? "")) markPossible(rows[i], marks[i]);
    });
    if (found.shown.some((now, i) => now !== shown[i])) updateGroups(found.shown);
    [shown, marked] = [found.shown, marks];
  };
}

/** The counts in the document. @param {import("../payload.js").PageData} data */
export function recordCounts(data) {
  const total = document.querySelector(".how-many");
  const totalUnplaced = document.querySelector(".how-many-unplaced");
  const unplaced = document.querySelector(".unplaced h2 .count");
  const listed = data.events.flatMap(({ at }, i) => (at ? [] : [i]));
  return (/** @type {string} */ count, /** @type {boolean[]} */ now) => {
    const all = now.length;
    const some = listed.filter((i) => now[i]).length;
    const left = count ? some : listed.length;
    if (total) total.textContent = count || translate("finder.records", { n: all });
    if (totalUnplaced) totalUnplaced.textContent = left ? translate("finder.andUnplaced", { n: left }) : "";
    if (unplaced) unplaced.textContent = count ? translate("finder.ofMany", { some, n: listed.length }) : `${listed.length}`;
  };
}

/**
 * @param {HTMLElement} list
 * @param {object} on
 * @param {(n: number) => void} on.choose
 * @param {(n: number, on: boolean) => void} on.hover a line is pointed at, or no more
 * @param {(click: Event) => void} on.follow a click in a record's card
 * @param {(n: number) => boolean} on.placed whether a record is on the map
 */
export function listenToList(list, { choose, hover, follow, placed }) {
  /** @param {EventTarget | null} target */
  const lineOf = (target) => {
    const line = /** @type {Element | null} */ (target)?.closest(".record");
    return line ? Number(line.getAttribute("data-record")) : null;
  };
  list.addEventListener("click", (click) => {
    const n = lineOf(click.target);
    if (n === null) return;
    if (/** @type {Element} */ (click.target).closest(".pick")) choose(n);
    else follow(click);
  });
  /** @type {number | null} */
  let over = null;
  /** @param {number | null} n */
  const point = (n) => {
    if (n === over) return;
    if (over !== null) hover(over, false);
    over = n;
    if (n !== null) hover(n, true);
  };
  // A line that comes under a still pointer, as at the start of a scene, is not pointed at.
  const placeOf = (/** @type {MouseEvent} */ { clientX, clientY }) => `${clientX} ${clientY}`;
  let last = "";
  document.addEventListener("mousemove", (event) => (last = placeOf(event)));
  list.addEventListener("mouseover", (event) => placeOf(event) !== last && point(lineOf(event.target)));
  list.addEventListener("mouseleave", () => point(null));
  // Only the focused line gets the description: on all lines it would be repeated thousands of times.
  list.addEventListener("focusin", ({ target }) => {
    const pick = /** @type {Element} */ (target).closest(".pick");
    if (pick && placed(lineOf(pick) ?? 0)) pick.setAttribute("aria-describedby", "how-to-pick");
  });
}
