// Tooltip of a bar, which also highlights its record in the list and on the map.
import { partText } from "../list/record-list.js";
import { element } from "../dom.js";
import { barAt } from "./canvas.js";

/** Reach of a bar, with a mouse and with a finger, pixels. */
const [REACH, REACH_FINGER] = [4, 12];

/**
 * @param {HTMLElement} strip @param {ReturnType<typeof import("./view.js").timelineView>} shown
 * @param {import("../payload.js").PageData} data
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 * @param {(HTMLElement | null)[]} rows of the list, in the order of the data
 */
export function addBarTooltip(strip, shown, data, selection, rows) {
  const tip = element("div", { class: "timeline-tip", "aria-hidden": "true", hidden: "" });
  let pointed = -1;

  function leave() {
    if (pointed < 0) return;
    selection.hover(data.events[pointed].n, false);
    pointed = -1;
    strip.classList.remove("pointing");
    tip.hidden = true;
  }

  const placeOf = new Map(data.events.map(({ n }, i) => [n, i]));
  /** @type {Map<number, Set<string>>} why each record stands out */
  const states = new Map();
  selection.onState((n, state, on) => {
    const i = placeOf.get(n) ?? -1;
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
      selection.hover(data.events[found.i].n, true);
      showTip(tip, strip, found, data.events[found.i].n, rows[found.i]);
    },
    /** Chooses what is there, if anything is. @param {number} x @param {number} y @param {boolean} finger */
    click(x, y, finger) {
      const found = barAt(shown.layout(), x, y, finger ? REACH_FINGER : REACH);
      if (found) selection.choose(data.events[found.i].n);
      return found !== null;
    },
  };
}

/**
 * @param {HTMLElement} tip @param {HTMLElement} strip @param {import("./canvas.js").PlacedBar} bar
 * @param {number} n @param {HTMLElement | null} row
 */
function showTip(tip, strip, { left, right }, n, row) {
  tip.replaceChildren(element("b", {}, [`${n}`]), ` ${partText(row, ".pick-title")}`, element("span", {}, [partText(row, ".pick-date")]));
  tip.hidden = false;
  const middle = (Math.max(0, left) + Math.min(strip.clientWidth, right)) / 2 + strip.offsetLeft;
  const half = tip.offsetWidth / 2;
  const room = /** @type {HTMLElement} */ (strip.parentElement).clientWidth;
  tip.style.left = `${Math.min(Math.max(half + 8, middle), room - half - 8)}px`;
  // Over the strip: it hides no other bar.
  tip.style.top = `${strip.offsetTop - 4}px`;
}
