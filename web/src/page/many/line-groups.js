// The list of a page of many: groups of lines, which are made when they come near the view.
import { element } from "../dom.js";
import { narrow } from "../screen-size.js";

/** Lines of a group: few enough to be made and laid out between two frames. */
const TOGETHER = 50;
/** How far from the view lines are made, pixels. */
const NEAR = "1200px";

/** @typedef {import("./many-record.js").ManyRecord} ManyRecord */

/**
 * The elements of the groups, one after another. The first is in the document.
 * @param {string} selector of the first @param {number} count
 */
function groupElements(selector, count) {
  const first = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  const others = Array.from({ length: Math.max(0, count - 1) }, () => element("ol", { class: "records" }));
  first?.after(...others);
  return first ? [first, ...others] : [];
}

/**
 * Observes which elements come near the view: in the list's own scroller, or on a small screen in the window.
 * @param {Element[]} elements @param {(element: Element) => void} cameNear
 */
function observeNear(elements, cameNear) {
  const root = narrow.matches ? null : document.getElementById("records");
  const observer = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && cameNear(target)), { root, rootMargin: NEAR });
  for (const element of elements) observer.observe(element);
  return observer;
}

/**
 * Divides the list into groups, and makes the lines of those that come near the view. Each has the number of its shown
 * lines, by which CSS estimates its height until it is laid out.
 * @param {import("../payload.js").PageData} data
 * @returns {(shown: boolean[]) => void} hides groups of which a filter leaves nothing
 */
export function addLineGroups({ records: { all }, themes }) {
  const records = /** @type {readonly ManyRecord[]} */ (all);
  /** @type {Map<Element, ManyRecord[]>} */
  const groups = new Map();
  /** @type {Map<ManyRecord, Element>} */
  const groupOf = new Map();

  /** @type {IntersectionObserver | undefined} */
  let observer;

  /** @param {Element} group */
  function fill(group) {
    observer?.unobserve(group);
    if (!group.hasChildNodes()) group.append(...(groups.get(group) ?? []).map((record) => record.makeLine(themes[record.theme])));
  }

  function observe() {
    observer?.disconnect();
    observer = observeNear([...groups.keys()].filter((group) => !group.hasChildNodes()), fill);
  }

  /** @param {string} selector of a part of the list @param {ManyRecord[]} part */
  function divide(selector, part) {
    groupElements(selector, Math.ceil(part.length / TOGETHER)).forEach((group, n) => {
      const own = part.slice(n * TOGETHER, (n + 1) * TOGETHER);
      groups.set(group, own);
      for (const record of own) groupOf.set(record, group);
    });
  }

  /** @param {boolean[]} shown */
  function update(shown) {
    for (const [group, own] of groups) {
      const count = own.filter(({ i }) => shown[i]).length;
      group.classList.toggle("left-out", !count);
      /** @type {HTMLElement} */ (group).style.setProperty("--left", `${count}`);
    }
  }

  divide(".index > .records", records.filter(({ at }) => at));
  divide(".unplaced > .records", records.filter(({ at }) => !at));
  update(records.map(() => true));
  const [first] = groups.keys();
  if (first) fill(first);
  observe();
  narrow.addEventListener("change", observe);
  // All records share this object.
  if (records.length) records[0].beside.list = (record) => fill(/** @type {Element} */ (groupOf.get(record)));
  return update;
}
