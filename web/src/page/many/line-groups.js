// The list of a page of many: groups of lines, which are made when they come near the view.
import { element } from "../dom.js";
import { narrow } from "../screen-size.js";

/** Lines of a group: few enough to be made and laid out between two frames. */
const TOGETHER = 50;
/** How far from the view lines are made, pixels. */
const NEAR = "1200px";
/** The first group of each part of the list is in the document. */
const PARTS = [".index > .records", ".unplaced > .records"];

/** @typedef {import("./many-record.js").ManyRecord} ManyRecord */
/** @typedef {{element: HTMLElement, records: ManyRecord[], left: number}} Group left: number of its lines that a filter leaves */

/** The line at the upper edge of the list, and how far it is from there. @param {HTMLElement} list */
function topLine(list) {
  const edge = list.getBoundingClientRect().top;
  const line = [...list.querySelectorAll(".record:not(.left-out)")].find((item) => item.getBoundingClientRect().bottom > edge);
  const distance = () => (line?.isConnected ? line.getBoundingClientRect().top - edge : 0);
  return { distance, before: distance() };
}

class LineGroups {
  /** @type {Group[]} */
  groups = [];
  /** @type {Map<Element, Group>} */
  byElement = new Map();
  /** @type {IntersectionObserver | null} */
  observer = null;

  /** @param {import("../payload.js").PageData} data */
  constructor({ records, themes }) {
    this.records = records;
    this.themes = themes;
  }

  /** @returns {readonly ManyRecord[]} */
  get all() {
    return /** @type {readonly ManyRecord[]} */ (this.records.all);
  }

  /** Divides the list into groups; those of which a line is there get all their lines. */
  divide() {
    const placed = this.all.filter((record) => record.beside.state.columns.isPlaced(record.i));
    const unplaced = placed.length < this.all.length ? this.all.filter((record) => !record.beside.state.columns.isPlaced(record.i)) : [];
    const earlier = this.groups;
    this.groups = [placed, unplaced].flatMap((part, i) => this.dividePart(PARTS[i], part));
    this.byElement = new Map(this.groups.map((group) => [group.element, group]));
    for (const { element } of earlier) if (!this.byElement.has(element)) element.remove();
    for (const group of this.groups) if (group.element.hasChildNodes()) this.fill(group);
    this.observe();
  }

  /** @param {string} selector of its first group @param {ManyRecord[]} records @returns {Group[]} */
  dividePart(selector, records) {
    const first = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    if (!first) return [];
    const elements = [...(first.parentElement?.querySelectorAll(":scope > .records") ?? [])];
    const count = Math.max(1, Math.ceil(records.length / TOGETHER));
    const added = Array.from({ length: Math.max(0, count - elements.length) }, () => element("ol", { class: "records" }));
    elements.at(-1)?.after(...added);
    return [...elements, ...added].slice(0, count).map((element, n) => {
      const own = records.slice(n * TOGETHER, (n + 1) * TOGETHER);
      return { element: /** @type {HTMLElement} */ (element), records: own, left: -1 };
    });
  }

  /** Makes the lines of a group, or those that it does not have yet. @param {Group} group */
  fill({ element, records }) {
    this.observer?.unobserve(element);
    // What a line waits for is asked for again: the first answer may have been of other records.
    const lines = records.map((record) => (record.madeLine && !record.isPending ? record.madeLine : record.makeLine(this.themes[record.theme])));
    if (lines.length !== element.childElementCount || lines.some((line, i) => line !== element.children[i])) element.replaceChildren(...lines);
  }

  /** Makes lines when they come near the view: in the list's own scroller, or on a small screen in the window. */
  observe() {
    this.observer?.disconnect();
    const root = narrow.matches ? null : document.getElementById("records");
    const cameNear = (/** @type {IntersectionObserverEntry[]} */ entries) => {
      for (const { isIntersecting, target } of entries) {
        const group = this.byElement.get(target);
        if (isIntersecting && group) this.fill(group);
      }
    };
    this.observer = new IntersectionObserver(cameNear, { root, rootMargin: NEAR });
    for (const { element } of this.groups) if (!element.hasChildNodes()) this.observer.observe(element);
  }

  /** Makes the line of a record, with those of its group. @param {ManyRecord} record */
  fillGroupOf(record) {
    const group = this.groups.find(({ records }) => records.includes(record));
    if (group) this.fill(group);
  }

  /** Hides groups of which a filter leaves nothing. By the number of lines CSS estimates the height of a group that is not laid out. @param {readonly boolean[]} shown */
  update(shown) {
    for (const group of this.groups) {
      let left = 0;
      for (const { i } of group.records) left += Number(shown[i]);
      if (left === group.left) continue;
      group.left = left;
      group.element.classList.toggle("left-out", !left);
      group.element.style.setProperty("--left", `${left}`);
    }
  }

  /** The records are others: the line at the upper edge, and the focus, stay. */
  replace() {
    const list = /** @type {HTMLElement} */ (document.getElementById("records"));
    const focused = document.activeElement;
    const { distance, before } = topLine(list);
    this.divide();
    list.scrollTop += distance() - before;
    if (focused instanceof HTMLElement && focused.isConnected && list.contains(focused)) focused.focus({ preventScroll: true });
  }
}

/**
 * Divides the list into groups, and makes the lines of those that come near the view.
 * @param {import("../payload.js").PageData} data
 * @returns {(shown: readonly boolean[]) => void} to be called when a filter leaves other lines
 */
export function addLineGroups(data) {
  const groups = new LineGroups(data);
  const { records, themes } = data;
  groups.divide();
  groups.update(records.all.map(() => true));
  if (groups.groups.length) groups.fill(groups.groups[0]);
  narrow.addEventListener("change", () => groups.observe());
  records.onReplace(() => groups.replace());
  records.remote?.onArrival((kind, first, last) => {
    if (kind !== "row") return;
    for (const record of groups.all.slice(first, last + 1)) record.fillLine(themes[record.theme]);
  });
  // All records share this object.
  if (groups.all.length) groups.all[0].beside.list = (record) => groups.fillGroupOf(record);
  return (shown) => groups.update(shown);
}
