// Labels and tooltips of the bars of observations on the timeline: the highest number in view, and each bar under the
// pointer, a tap, or an end of the period that has the focus.
import { AXIS } from "../../canvas.js";
import { binAt } from "../data/time-bins.js";
import { colourFor } from "../paint/point-colours.js";

/** @typedef {import("./timeline-bars.js").Row} Row */

/** Space above the bars that has their tooltip too, and the longest movement of a tap, pixels. */
const [ABOVE, MAX_MOVE] = [6, 4];
/** Between two labels, pixels. */
const LABEL_GAP = 6;

/**
 * The number of each layer's highest bar in view, written over it: the scale of all heights.
 * @param {import("../../page/plugin-api.js").Page} page
 * @returns {(rows: Row[], scale: import("../../page/timeline/scale.js").Scale, foot: number, room: number) => void}
 */
export function addHighestLabels({ element, map, timeline, words: { say } }) {
  const labels = element("div", { class: "observed-most", "aria-hidden": "true" });
  timeline?.strip.append(labels);
  return (rows, scale, foot, room) => {
    const visible = rows.filter(({ top }) => top >= 0);
    labels.replaceChildren(...visible.map(({ bins: { unit, counts }, top }) => element("span", {}, [say(`observed.most.${unit}`, { n: counts[top] })])));
    // From where on the next label may stand.
    let free = -Infinity;
    const night = Boolean(map.options.night);
    const placed = visible.map(({ layer, bins: { begins }, top }, i) => ({
      colour: colourFor(layer.about.colours[0], night),
      label: /** @type {HTMLElement} */ (labels.children[i]),
      x: scale.x((begins[top] + begins[top + 1]) / 2),
    }));
    for (const { label, x, colour } of placed.sort((a, b) => a.x - b.x)) {
      const width = label.offsetWidth;
      const left = Math.max(free, Math.min(Math.max(0, x - width / 2), scale.width - width));
      free = left + width + LABEL_GAP;
      // Several labels have the colours of their layers, a single one that of text.
      label.style.color = visible.length > 1 ? colour : "";
      label.style.left = `${left}px`;
      label.style.bottom = `${AXIS + room}px`;
      label.hidden = free > scale.width + LABEL_GAP;
    }
    labels.style.height = `${foot + AXIS}px`;
  };
}

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {object} bars
 * @param {() => Row[]} bars.rows @param {() => number} bars.room greatest height of bars, pixels
 * @param {(day: number | null) => void} bars.mark highlights the bars of a day
 */
export function addBarTooltip(page, { rows, room, mark }) {
  const timeline = /** @type {NonNullable<typeof page.timeline>} */ (page.timeline);
  const { strip } = timeline;
  const tip = page.element("div", { class: "timeline-tip when-tip", role: "status", hidden: "" });
  strip.after(tip);
  let last = "";

  function hide() {
    if (tip.hidden) return;
    tip.hidden = true;
    last = "";
    mark(null);
  }

  /** @param {number} day maybe with a fraction */
  function show(day) {
    const bars = rows().flatMap(({ layer, bins }) => {
      const i = binAt(bins, day);
      return i < 0 ? [] : [{ layer, period: [bins.begins[i], bins.begins[i + 1] - 1], count: bins.counts[i] }];
    });
    if (!bars.length) return hide();
    const state = JSON.stringify([bars.map(({ layer, period }) => [layer.id, period]), page.words.language()]);
    if (state === last && !tip.hidden) return;
    last = state;
    tip.replaceChildren(...tooltipLines(page, bars));
    tip.hidden = false;
    placeTooltip(tip, strip, timeline.scale(), bars[0].period);
    mark(day);
  }

  /** @param {number} x @param {number} y pixels of the strip */
  function at(x, y) {
    const foot = strip.clientHeight - AXIS;
    // "pointing": the pointer is on the mark of a record.
    const offBars = strip.classList.contains("pointing") || y < foot - room() - ABOVE || y > foot;
    if (offBars) hide();
    else show(timeline.scale().day(x));
  }

  handlePointer(strip, at, hide);
  const update = handleFocus(strip, show, hide);
  page.words.onLanguage(hide);
  return { update };
}

/**
 * @param {import("../../page/plugin-api.js").Page} page
 * @param {{layer: any, period: number[], count: number}[]} bars
 */
function tooltipLines({ element, words: { say, period: formatPeriod } }, bars) {
  const when = bars.map(({ period: [first, last] }) => formatPeriod([first, last]));
  if (bars.length === 1) return [say("observed.bar", { period: when[0], n: bars[0].count })];
  const samePeriod = when.every((period) => period === when[0]);
  const lines = bars.map(({ layer, count }, i) =>
    element("span", {}, [`${layer.about.title}: ${samePeriod ? say("observed.count", { n: count }) : say("observed.bar", { period: when[i], n: count })}`]),
  );
  return [...(samePeriod ? [element("b", {}, [when[0]])] : []), ...lines];
}

/** Places the tooltip over the middle of its bar, above the strip. @param {HTMLElement} tip @param {HTMLElement} strip @param {import("../../page/timeline/scale.js").Scale} scale @param {number[]} period */
function placeTooltip(tip, strip, scale, [first, last]) {
  const [left, right] = [Math.max(0, scale.x(first)), Math.min(scale.width, scale.x(last + 1))];
  const halfWidth = tip.offsetWidth / 2;
  const room = /** @type {HTMLElement} */ (strip.parentElement).clientWidth;
  tip.style.left = `${Math.min(Math.max(halfWidth + 8, strip.offsetLeft + (left + right) / 2), room - halfWidth - 8)}px`;
  tip.style.top = `${strip.offsetTop - 4}px`;
}

/** @param {HTMLElement} strip @param {(x: number, y: number) => void} pointAt @param {() => void} hide */
function handlePointer(strip, pointAt, hide) {
  let down = 0;
  const place = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const box = strip.getBoundingClientRect();
    return /** @type {const} */ ([clientX - box.left, clientY - box.top]);
  };
  strip.addEventListener("pointerdown", (event) => {
    down = event.clientX;
    hide();
  });
  strip.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    if (event.buttons) hide();
    else pointAt(...place(event));
  });
  strip.addEventListener("pointerup", (event) => {
    if (event.pointerType === "touch" && Math.abs(event.clientX - down) <= MAX_MOVE) pointAt(...place(event));
  });
  strip.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") hide();
  });
}

/**
 * Shows the tooltip at the end of the period that has the focus.
 * @param {HTMLElement} strip @param {(day: number) => void} show @param {() => void} hide
 * @returns {() => void} updates it
 */
function handleFocus(strip, show, hide) {
  function update() {
    const handle = document.activeElement;
    if (!handle?.matches(".timeline-handle:focus-visible") || !strip.contains(handle)) return;
    show(Number(handle.getAttribute("aria-valuenow")));
  }
  strip.addEventListener("focusin", update);
  strip.addEventListener("focusout", hide);
  strip.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  return update;
}
