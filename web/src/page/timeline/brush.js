// Selects a period on the timeline: drag to create it, drag its edges or its middle to change it.
import { element } from "../dom.js";
import { startOfUnit, formatDay, addUnits, lengthOf, roundToUnit } from "../query/periods.js";
import { AXIS } from "../../canvas.js";
import { snapUnit } from "./scale.js";
import { translateElement } from "../i18n.js";

/** @typedef {import("../query/periods.js").Period} Period */
/** @typedef {import("./scale.js").Scale} Scale */

/** Longest movement of a click, pixels. */
const MAX_MOVE = 4;
/** Reach of an edge to each side, with a mouse and with a thumb, pixels. */
const [REACH, REACH_THUMB] = [6, 22];
/** Least distance of a handle from the ends of the strip, pixels. */
const INSIDE = 7;

/**
 * @typedef {object} Page
 * @property {HTMLElement} strip
 * @property {() => Scale} scale
 * @property {() => [from: number, before: number]} range days of the timeline
 * @property {() => Period | null} period
 * @property {(period: Period | null) => void} set
 * @property {(x: number, y: number, finger: boolean) => boolean} click returns whether a bar was there
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 */

/** What a drag moves: an end of the period, all of it, or the ends of a new one. @typedef {"first" | "last" | "both" | "new"} Grip */

/** @param {Page} page */
export function createBrush(page) {
  const shade = element("div", { class: "timeline-window" });
  const handles = {
    first: handle("first", page),
    last: handle("last", page),
  };
  page.strip.append(shade, handles.first, handles.last);
  bindDragging(page);

  return {
    /** Updates the positions of the window and its handles. */
    update() {
      const [scale, period, range] = [page.scale(), page.period(), page.range()];
      const [first, last] = period ?? [range[0], range[1] - 1];
      const [left, right] = [scale.x(first), scale.x(last + 1)];
      shade.hidden = !period;
      Object.assign(shade.style, { left: `${left}px`, width: `${Math.max(1, right - left)}px` });
      handles.first.style.left = `${insideOf(scale, left, INSIDE)}px`;
      handles.last.style.left = `${insideOf(scale, right, INSIDE)}px`;
      for (const [edge, day] of /** @type {const} */ ([["first", first], ["last", last]])) {
        handles[edge].classList.toggle("off", !period);
        const inside = Math.min(Math.max(day, range[0]), range[1] - 1);
        const values = { "aria-valuemin": range[0], "aria-valuemax": range[1] - 1, "aria-valuenow": inside };
        for (const [name, value] of Object.entries(values)) handles[edge].setAttribute(name, `${Math.round(value)}`);
        handles[edge].setAttribute("aria-valuetext", formatDay(day));
      }
    },
  };
}

/** The handle of an end of the period, which keys move. @param {"first" | "last"} end @param {Page} page */
function handle(end, page) {
  const slider = element("div", { class: `timeline-handle timeline-${end}`, role: "slider", tabindex: "0" });
  translateElement(slider, { "aria-label": [end === "first" ? "time.first" : "time.last"] });
  slider.addEventListener("keydown", (event) => {
    const next = movedByKey(event, end, page);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    page.set(next);
  });
  return slider;
}

/** The period after a key; null if the key moves nothing. @param {KeyboardEvent} event @param {"first" | "last"} end @param {Page} page @returns {Period | null} */
function movedByKey({ key, shiftKey, ctrlKey, altKey }, end, page) {
  const range = page.range();
  const [first, last] = page.period() ?? [range[0], range[1] - 1];
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 };
  const step = steps[key] ?? 0;
  if (key !== "Home" && key !== "End" && !step) return null;
  const unit = key.startsWith("Page") || shiftKey ? "year" : ctrlKey || altKey ? "day" : "month";
  const moved = (/** @type {number} */ edge) =>
    key === "Home" ? range[0] : key === "End" ? range[1] : stepEdge(edge, step, unit);
  if (end === "first") return [Math.min(Math.max(moved(first), range[0]), last), last];
  return [first, Math.max(first, Math.min(moved(last + 1), range[1]) - 1)];
}

/** An edge some days, months or years on; with months and years it snaps to the first day of a month. @param {number} edge @param {number} step @param {import("../query/periods.js").Unit} unit */
function stepEdge(edge, step, unit) {
  const stepped = addUnits(edge, step, unit);
  return unit === "day" ? stepped : roundToUnit(stepped, "month");
}

/** @param {Page} page */
function bindDragging(page) {
  const { strip } = page;
  /** @type {{grip: Grip, x: number, day: number, period: Period | null, moved: boolean} | null} */
  let drag = null;
  const pointerAt = (/** @type {PointerEvent} */ event) => {
    const box = strip.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  strip.addEventListener("pointerdown", (event) => {
    // Before it is laid out it has no width, and so no days.
    if (event.button !== 0 || page.scale().width < 2 || event.target instanceof HTMLButtonElement) return;
    const { x } = pointerAt(event);
    const grip = gripAt(page, x, event.pointerType === "touch" ? REACH_THUMB : REACH);
    drag = { grip, x, day: page.scale().day(x), period: page.period(), moved: false };
    strip.setPointerCapture(event.pointerId);
    page.leave();
  });
  strip.addEventListener("pointermove", (event) => {
    const { x, y } = pointerAt(event);
    if (!drag) {
      strip.dataset.grip = gripAt(page, x, REACH);
      if (event.pointerType !== "touch") page.hover(x, y);
      return;
    }
    if (!drag.moved && Math.abs(x - drag.x) <= MAX_MOVE) return;
    drag.moved = true;
    strip.dataset.dragging = drag.grip;
    page.set(draggedPeriod(page, drag, x, event.altKey));
  });
  const end = () => {
    drag = null;
    delete strip.dataset.dragging;
  };
  strip.addEventListener("pointerup", (event) => {
    const [ended, { x, y }] = [drag, pointerAt(event)];
    end();
    if (!ended || ended.moved) return;
    // A click: on the axis it chooses the year, on a bar its record, beside the period it clears the period.
    if (y > strip.clientHeight - AXIS) return page.set(yearOf(page, x));
    if (!page.click(x, y, event.pointerType === "touch") && ended.grip === "new") page.set(null);
  });
  strip.addEventListener("pointercancel", end);
  strip.addEventListener("pointerleave", page.leave);
}

/** The year at a place of the axis. @param {Page} page @param {number} x @returns {Period} */
function yearOf(page, x) {
  const [from, before] = page.range();
  const first = startOfUnit(page.scale().day(x), "year");
  return [Math.max(first, from), Math.min(addUnits(first, 1, "year"), before) - 1];
}

/** A place on the strip, kept a margin away from its ends; places off the strip stay. @param {Scale} scale @param {number} x @param {number} margin pixels */
const insideOf = ({ width }, x, margin) => (x < -1 || x > width + 1 ? x : Math.min(Math.max(x, margin), width - margin));

/**
 * What a drag from a place would move. Without a period, the ends are those of the timeline.
 * @param {Page} page @param {number} x @param {number} reach pixels @returns {Grip}
 */
function gripAt(page, x, reach) {
  const [period, range, scale] = [page.period(), page.range(), page.scale()];
  const [left, right] = [scale.x(period?.[0] ?? range[0]), scale.x(period ? period[1] + 1 : range[1])];
  const [toLeft, toRight] = [left, right].map((edge) => Math.abs(x - insideOf(scale, edge, reach)));
  // Of two ends at one place, the one on whose side the pointer is.
  if (Math.min(toLeft, toRight) <= reach) return toLeft < toRight || (toLeft === toRight && x < left) ? "first" : "last";
  return period && x > left && x < right ? "both" : "new";
}

/**
 * The period while it is dragged.
 * @param {Page} page @param {{grip: Grip, x: number, day: number, period: Period | null}} drag where it began: pixels,
 *   day, and the period then
 * @param {number} x @param {boolean} byDays whether edges snap to days only @returns {Period}
 */
function draggedPeriod(page, { grip, day, period }, x, byDays) {
  const scale = page.scale();
  const [from, before] = page.range();
  const current = scale.day(x);
  const unit = byDays ? "day" : snapUnit(scale, current);
  const snapped = (/** @type {number} */ edge) => Math.min(before, Math.max(from, roundToUnit(edge, unit)));
  if (grip === "new") {
    const [low, high] = [Math.min(day, current), Math.max(day, current)];
    const first = snapped(low);
    // At least one unit, or what is left of the timeline, or a day.
    return [first, Math.max(snapped(high), Math.min(before, addUnits(first, 1, unit)), first + 1) - 1];
  }
  const [first, last] = period ?? [from, before - 1];
  if (grip === "first") return [Math.min(snapped(current), last), last];
  if (grip === "last") return [first, Math.max(first, snapped(current) - 1)];
  // Its length stays, in its own unit: seven months stay seven months, though they may have more or fewer days.
  const [length, lengthUnit] = lengthOf([first, last]);
  const start = Math.max(from, roundToUnit(first + current - day, unit));
  const end = addUnits(start, length, lengthUnit);
  return end <= before ? [start, end - 1] : [Math.max(from, addUnits(before, -length, lengthUnit)), before - 1];
}
