// The list of records: its lines, what the filter leaves of it, and its events.
import { translate } from "../i18n.js";

/** @typedef {ReturnType<typeof import("../query/filter.js").filterRecords>} FilterResult */

/** The key of the note on a record that matches only possibly; empty for others. @param {FilterResult} result @param {number} i */
export function possibleNote({ unsure, vague }, i) {
  if (unsure[i] !== "possible") return "";
  return vague[i] ? "questions.byPart" : "print.possibly";
}

/**
 * @param {import("../records.js").Records} records
 * @param {(shown: boolean[]) => void} updateGroups called when other lines are shown than before
 * @returns {(result: FilterResult) => void} updates the lines that have changed
 */
export function filteredList(records, updateGroups) {
  /** @type {(boolean | undefined)[]} */
  let shown = records.all.map(() => true);
  /** @type {(string | undefined)[]} */
  let notes = records.all.map(() => "");
  // Nothing is known of the lines of others.
  records.onReplace(() => [shown, notes] = [[], []]);
  return (result) => {
    const newNotes = result.unsure.map((_, i) => possibleNote(result, i));
    let isChanged = false;
    result.shown.forEach((isShown, i) => {
      if (isShown !== shown[i]) records.all[i].mark("left-out", !isShown);
      if (newNotes[i] !== notes[i]) records.all[i].notePossible(newNotes[i]);
      isChanged ||= isShown !== shown[i];
    });
    if (isChanged) updateGroups(result.shown);
    shown = result.shown;
    notes = newNotes;
  };
}

/** Updates the counts in the document; `count` is empty if nothing is filtered. @param {import("../payload.js").PageData} data */
export function recordCounts(data) {
  const total = document.querySelector(".how-many");
  const totalUnplaced = document.querySelector(".how-many-unplaced");
  const unplacedTitle = document.querySelector(".unplaced h2 .count");
  const unplaced = data.records.lazily((all) => all.flatMap(({ at }, i) => (at ? [] : [i])));
  return (/** @type {string} */ count, /** @type {boolean[]} */ isShown) => {
    const [recordCount, unplacedRecords] = [isShown.length, unplaced()];
    const shownUnplaced = unplacedRecords.filter((i) => isShown[i]).length;
    const unplacedCount = count ? shownUnplaced : unplacedRecords.length;
    if (total) total.textContent = count || translate("finder.records", { n: recordCount });
    if (totalUnplaced) totalUnplaced.textContent = unplacedCount ? translate("finder.andUnplaced", { n: unplacedCount }) : "";
    if (!unplacedTitle) return;
    const n = unplacedRecords.length;
    unplacedTitle.textContent = count ? translate("finder.ofMany", { some: shownUnplaced, n }) : `${n}`;
  };
}

/**
 * Listens to clicks, the pointer and the focus in the list.
 * @param {HTMLElement} list
 * @param {object} on
 * @param {(n: number) => void} on.choose
 * @param {(n: number, on: boolean) => void} on.hover the pointer enters or leaves a line
 * @param {(click: Event) => void} on.follow a click in a record's card
 * @param {(n: number) => boolean} on.isPlaced whether a record is on the map
 */
export function listenToList(list, { choose, hover, follow, isPlaced }) {
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
  const pointerPlace = (/** @type {MouseEvent} */ { clientX, clientY }) => `${clientX} ${clientY}`;
  let lastPlace = "";
  document.addEventListener("mousemove", (event) => (lastPlace = pointerPlace(event)));
  list.addEventListener("mouseover", (event) => pointerPlace(event) !== lastPlace && point(lineOf(event.target)));
  list.addEventListener("mouseleave", () => point(null));
  // Only the focused line gets the description: on all lines it would be repeated thousands of times.
  list.addEventListener("focusin", ({ target }) => {
    const pick = /** @type {Element} */ (target).closest(".pick");
    if (pick && isPlaced(lineOf(pick) ?? 0)) pick.setAttribute("aria-describedby", "how-to-pick");
  });
}
