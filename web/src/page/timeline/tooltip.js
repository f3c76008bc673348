// Tooltip of a bar, which also highlights its record in the list and on the map.
import { element } from "../dom.js";
import { barAt } from "./canvas.js";

/** Reach of a bar, with a mouse and with a finger, pixels. */
const [REACH, REACH_FINGER] = [4, 12];

/**
 * Marks the bars of records that are selected or hovered.
 * @param {ReturnType<typeof import("./view.js").timelineView>} shown @param {import("../records.js").Records} records
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 */
function markHighlighted(shown, records, selection) {
  /** Why records are highlighted, such as `hover`, by number. @type {Map<number, Set<string>>} */
  const states = new Map();
  function mark() {
    shown.marked.clear();
    for (const n of states.keys()) shown.marked.add(records.get(n)?.i ?? -1);
    shown.paintMarked();
  }
  selection.onState((n, state, on) => {
    const reasons = states.get(n) ?? new Set();
    if (on) reasons.add(state);
    else reasons.delete(state);
    if (reasons.size) states.set(n, reasons);
    else states.delete(n);
    mark();
  });
  records.onReplace(mark);
}

/**
 * @param {HTMLElement} strip @param {ReturnType<typeof import("./view.js").timelineView>} shown
 * @param {import("../payload.js").PageData} data
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 */
export function addBarTooltip(strip, shown, { records }, selection) {
  const tip = element("div", { class: "timeline-tip", "aria-hidden": "true", hidden: "" });
  /** Number of the record under the pointer, −1 for none. */
  let pointed = -1;

  function leave() {
    if (pointed < 0) return;
    selection.hover(pointed, false);
    pointed = -1;
    strip.classList.remove("pointing");
    tip.hidden = true;
  }

  /** The bar under the pointer. @type {import("./canvas.js").PlacedBar | null} */
  let pointedBar = null;
  records.remote?.onArrival((kind) => {
    const record = records.get(pointed);
    if (kind === "row" && record && pointedBar) showTip(tip, strip, pointedBar, record);
  });

  markHighlighted(shown, records, selection);

  return {
    tip,
    leave,
    /** @param {number} x @param {number} y */
    hover(x, y) {
      const bar = barAt(shown.layout(), x, y, REACH);
      const record = bar && records.all[bar.i];
      if ((record?.n ?? -1) === pointed) return;
      leave();
      if (!record) return;
      [pointed, pointedBar] = [record.n, bar];
      strip.classList.add("pointing");
      selection.hover(pointed, true);
      showTip(tip, strip, bar, record);
    },
    /** Chooses the record of the bar at a place; returns whether there is one. @param {number} x @param {number} y @param {boolean} finger */
    click(x, y, finger) {
      const bar = barAt(shown.layout(), x, y, finger ? REACH_FINGER : REACH);
      if (bar) selection.choose(records.all[bar.i].n);
      return bar !== null;
    },
  };
}

/**
 * @param {HTMLElement} tip @param {HTMLElement} strip @param {import("./canvas.js").PlacedBar} bar
 * @param {import("../payload.js").PageRecord} record
 */
function showTip(tip, strip, { left, right }, { n, title, dateParts }) {
  tip.replaceChildren(element("b", {}, [`${n}`]), ` ${title}`, element("span", {}, [dateParts.join(" ")]));
  tip.hidden = false;
  const middle = (Math.max(0, left) + Math.min(strip.clientWidth, right)) / 2 + strip.offsetLeft;
  const halfWidth = tip.offsetWidth / 2;
  const room = /** @type {HTMLElement} */ (strip.parentElement).clientWidth;
  tip.style.left = `${Math.min(Math.max(halfWidth + 8, middle), room - halfWidth - 8)}px`;
  // Above the strip, so that it hides no other bar.
  tip.style.top = `${strip.offsetTop - 4}px`;
}
