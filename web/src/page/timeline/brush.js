// Selects a period on the timeline: drag to create it, drag its edges or its middle to change it.
import { element } from "../dom.js";
import { startOfUnit, formatDay, addUnits, lengthOf, roundToUnit } from "../query/periods.js";
import { AXIS } from "../../canvas.js";
import { snapUnit } from "./scale.js";
import { translateElement } from "../i18n.js";

/** @typedef {import("../query/periods.js").Period} Period */
/** @typedef {import("./scale.js").Scale} Scale */

/** Longest movement of a click, pixels. */
const STILL = 4;
/** Reach of an edge to each side, with a mouse and with a thumb, pixels. */
const [GRASP, GRASP_THUMB] = [6, 22];
/** At the ends of the strip a handle stands inside of it, pixels. */
const INSIDE = 7;

/**
 * @typedef {object} Page
 * @property {HTMLElement} strip
 * @property {() => Scale} scale
 * @property {() => [from: number, before: number]} whole days that there are
 * @property {() => Period | null} period
 * @property {(period: Period | null) => void} set
 * @property {(x: number, y: number, finger: boolean) => boolean} click whether something was there
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 */

/** @typedef {"first" | "last" | "both" | "new"} Grip */

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
      const [scale, period, range] = [page.scale(), page.period(), page.whole()];
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

/** An end of the period, to be moved by keys. @param {"first" | "last"} end @param {Page} page */
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

/** The period after a key. @param {KeyboardEvent} event @param {"first" | "last"} end @param {Page} page @returns {Period | null} */
function movedByKey({ key, shiftKey, ctrlKey, altKey }, end, page) {
  const range = page.whole();
  const [first, last] = page.period() ?? [range[0], range[1] - 1];
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 };
  const step = steps[key] ?? 0;
  if (key !== "Home" && key !== "End" && !step) return null;
  const unit = key.startsWith("Page") || shiftKey ? "year" : ctrlKey || altKey ? "day" : "month";
  const to = (/** @type {number} */ edge) =>
    key === "Home" ? range[0] : key === "End" ? range[1] : stepEdge(edge, step, unit);
  if (end === "first") return [Math.min(Math.max(to(first), range[0]), last), last];
  return [first, Math.max(first, Math.min(to(last + 1), range[1]) - 1)];
}

/** To the first day of the next month, or so far on. @param {number} edge @param {number} step @param {import("../query/periods.js").Unit} unit */
function stepEdge(edge, step, unit) {
  const on = addUnits(edge, step, unit);
  return unit === "day" ? on : roundToUnit(on, "month");
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
    // Before it is first laid out it has no days to choose.
    if (event.button !== 0 || page.scale().width < 2 || event.target instanceof HTMLButtonElement) return;
    const { x } = pointerAt(event);
    const grip = gripAt(page, x, event.pointerType === "touch" ? GRASP_THUMB : GRASP);
    drag = { grip, x, day: page.scale().day(x), period: page.period(), moved: false };
    strip.setPointerCapture(event.pointerId);
    page.leave();
  });
  strip.addEventListener("pointermove", (event) => {
    const { x, y } = pointerAt(event);
    if (!drag) {
      strip.dataset.grip = gripAt(page, x, GRASP);
      if (event.pointerType !== "touch") page.hover(x, y);
      return;
    }
    if (!drag.moved && Math.abs(x - drag.x) <= STILL) return;
    drag.moved = true;
    strip.dataset.dragging = drag.grip;
    page.set(draggedPeriod(page, drag, x, event.altKey));
  });
  const end = () => {
    drag = null;
    delete strip.dataset.dragging;
  };
  strip.addEventListener("pointerup", (event) => {
    const [was, { x, y }] = [drag, pointerAt(event)];
    end();
    if (was && !was.moved && y > strip.clientHeight - AXIS) return page.set(yearOf(page, x));
    if (!was || was.moved || page.click(x, y, event.pointerType === "touch")) return;
    if (was.grip === "new") page.set(null);
  });
  strip.addEventListener("pointercancel", end);
  strip.addEventListener("pointerleave", page.leave);
}

/** The year over whose part of the axis a place is. @param {Page} page @param {number} x @returns {Period} */
function yearOf(page, x) {
  const [from, before] = page.whole();
  const first = startOfUnit(page.scale().day(x), "year");
  return [Math.max(first, from), Math.min(addUnits(first, 1, "year"), before) - 1];
}

/** A place on the strip, so far from its ends at least. @param {Scale} scale @param {number} x @param {number} margin pixels */
const insideOf = ({ width }, x, margin) => (x < -1 || x > width + 1 ? x : Math.min(Math.max(x, margin), width - margin));

/**
 * The part of the period that a drag moves: also the ends of the timeline, where no period is set.
 * @param {Page} page @param {number} x @param {number} reach @returns {Grip}
 */
function gripAt(page, x, reach) {
  const [period, range, scale] = [page.period(), page.whole(), page.scale()];
  const [left, right] = [scale.x(period?.[0] ?? range[0]), scale.x(period ? period[1] + 1 : range[1])];
  const [toLeft, toRight] = [left, right].map((edge) => Math.abs(x - insideOf(scale, edge, reach)));
  if (Math.min(toLeft, toRight) <= reach) return toLeft < toRight || (toLeft === toRight && x < left) ? "first" : "last";
  return period && x > left && x < right ? "both" : "new";
}

/**
 * @param {Page} page @param {{grip: Grip, x: number, day: number, period: Period | null}} drag
 * @param {number} x @param {boolean} fine by days @returns {Period}
 */
function draggedPeriod(page, { grip, day, period }, x, fine) {
  const scale = page.scale();
  const [from, before] = page.whole();
  const current = scale.day(x);
  const unit = fine ? "day" : snapUnit(scale, current);
  const inside = (/** @type {number} */ edge) => Math.min(before, Math.max(from, edge));
  const snapped = (/** @type {number} */ edge) => inside(roundToUnit(edge, unit));
  if (grip === "new") {
    const [low, high] = [Math.min(day, current), Math.max(day, current)];
    const first = snapped(low);
    return [first, Math.max(snapped(high), Math.min(before, addUnits(first, 1, unit)), first + 1) - 1];
  }
  const [first, last] = period ?? [from, before - 1];
  if (grip === "first") return [Math.min(snapped(current), last), last];
  if (grip === "last") return [first, Math.max(first, snapped(current) - 1)];
  // As long as it was: seven months are seven months, whichever they are.
  const [long, lengthUnit] = lengthOf([first, last]);
  const start = Math.max(from, roundToUnit(first + current - day, unit));
  const end = addUnits(start, long, lengthUnit);
  return end <= before ? [start, end - 1] : [Math.max(from, addUnits(before, -long, lengthUnit)), before - 1];
}
