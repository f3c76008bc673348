// Tooltip of a bar, which also highlights its record in the list and on the map.
import { element } from "../dom.js";
import { barAt } from "./canvas.js";

/** Reach of a bar, with a mouse and with a finger, pixels. */
const [REACH, REACH_FINGER] = [4, 12];

/**
 * @param {HTMLElement} strip @param {ReturnType<typeof import("./view.js").timelineView>} shown
 * @param {import("../payload.js").PageData} data
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 */
export function addBarTooltip(strip, shown, { records }, selection) {
  const tip = element("div", { class: "timeline-tip", "aria-hidden": "true", hidden: "" });
  /** Index of the record under the pointer, −1 for none. */
  let pointed = -1;

  function leave() {
    if (pointed < 0) return;
    selection.hover(records.all[pointed].n, false);
    pointed = -1;
    strip.classList.remove("pointing");
    tip.hidden = true;
  }

  /** Why records are highlighted, such as `hover`, by index. @type {Map<number, Set<string>>} */
  const states = new Map();
  selection.onState((n, state, on) => {
    const i = records.get(n)?.i ?? -1;
    const reasons = states.get(i) ?? new Set();
    if (on) reasons.add(state);
    else reasons.delete(state);
    states.set(i, reasons);
    if (reasons.size) shown.marked.add(i);
    else shown.marked.delete(i);
    shown.paintMarked();
  });

  return {
    tip,
    leave,
    /** @param {number} x @param {number} y */
    hover(x, y) {
      const bar = barAt(shown.layout(), x, y, REACH);
      if ((bar?.i ?? -1) === pointed) return;
      leave();
      if (!bar) return;
      pointed = bar.i;
      strip.classList.add("pointing");
      selection.hover(records.all[pointed].n, true);
      showTip(tip, strip, bar, records.all[pointed]);
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
