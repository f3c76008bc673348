// The list of records: its lines, what the filter leaves of it, and its events.
import { translate } from "../i18n.js";
import { notePossible } from "./record-line.js";

/** @typedef {ReturnType<typeof import("../query/filter.js").filterRecords>} FilterResult */

/** What is noted of a record that matches only possibly, as a key; empty for another. @param {FilterResult} result @param {number} i */
export const possibleNote = ({ unsure, vague }, i) => (unsure[i] !== "possible" ? "" : vague[i] ? "questions.byPart" : "print.possibly");

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
 * @param {import("../payload.js").PageRecord[]} records
 * @returns {(result: FilterResult) => void} updates the lines that have changed
 */
export function filteredList(records) {
  const rows = records.map(({ line }) => line);
  const updateGroups = groupUpdater(rows);
  let shown = rows.map(() => true);
  /** @type {string[]} */
  let marked = [];
  return (result) => {
    const marks = result.unsure.map((_, i) => possibleNote(result, i));
    result.shown.forEach((isShown, i) => {
      if (isShown !== shown[i]) rows[i]?.classList.toggle("left-out", !isShown);
      if (marks[i] !== (marked[i] ?? "")) notePossible(rows[i], marks[i]);
    });
    if (result.shown.some((isShown, i) => isShown !== shown[i])) updateGroups(result.shown);
    [shown, marked] = [result.shown, marks];
  };
}

/** The counts in the document. @param {import("../payload.js").PageData} data */
export function recordCounts(data) {
  const total = document.querySelector(".how-many");
  const totalUnplaced = document.querySelector(".how-many-unplaced");
  const unplaced = document.querySelector(".unplaced h2 .count");
  const unplacedRecords = data.records.all.flatMap(({ at }, i) => (at ? [] : [i]));
  return (/** @type {string} */ count, /** @type {boolean[]} */ isShown) => {
    const recordCount = isShown.length;
    const shownUnplaced = unplacedRecords.filter((i) => isShown[i]).length;
    const left = count ? shownUnplaced : unplacedRecords.length;
    if (total) total.textContent = count || translate("finder.records", { n: recordCount });
    if (totalUnplaced) totalUnplaced.textContent = left ? translate("finder.andUnplaced", { n: left }) : "";
    if (unplaced) unplaced.textContent = count ? translate("finder.ofMany", { some: shownUnplaced, n: unplacedRecords.length }) : `${unplacedRecords.length}`;
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
  let hovered = null;
  /** @param {number | null} n */
  const point = (n) => {
    if (n === hovered) return;
    if (hovered !== null) hover(hovered, false);
    hovered = n;
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
