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
  let pointed = -1;

  function leave() {
    if (pointed < 0) return;
    selection.hover(records.all[pointed].n, false);
    pointed = -1;
    strip.classList.remove("pointing");
    tip.hidden = true;
  }

  /** @type {Map<number, Set<string>>} why each record stands out */
  const states = new Map();
  selection.onState((n, state, on) => {
    const i = records.get(n)?.i ?? -1;
    const why = states.get(i) ?? new Set();
    if (on) why.add(state);
    else why.delete(state);
    states.set(i, why);
    if (why.size) shown.marked.add(i);
    else shown.marked.delete(i);
    shown.paintMarked();
  });

  return {
    tip,
    leave,
    /** @param {number} x @param {number} y */
    hover(x, y) {
      const found = barAt(shown.layout(), x, y, REACH);
      if ((found?.i ?? -1) === pointed) return;
      leave();
      if (!found) return;
      pointed = found.i;
      strip.classList.add("pointing");
      selection.hover(records.all[pointed].n, true);
      showTip(tip, strip, found, records.all[pointed]);
    },
    /** Chooses what is there, if anything is. @param {number} x @param {number} y @param {boolean} finger */
    click(x, y, finger) {
      const found = barAt(shown.layout(), x, y, finger ? REACH_FINGER : REACH);
      if (found) selection.choose(records.all[found.i].n);
      return found !== null;
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
  const half = tip.offsetWidth / 2;
  const room = /** @type {HTMLElement} */ (strip.parentElement).clientWidth;
  tip.style.left = `${Math.min(Math.max(half + 8, middle), room - half - 8)}px`;
  // Over the strip: it hides no other bar.
  tip.style.top = `${strip.offsetTop - 4}px`;
}
