// The time of the record in the form on the page's timeline: its first and its last day are dragged, or moved by keys.
import { addUnits, isoDay, roundToUnit } from "../../page/query/periods.js";
import { snapUnit } from "../../page/timeline/scale.js";
import { text } from "../vocabulary.js";

/**
 * @typedef {[first: string | null, last: string | null]} Days of a record, as 2024-10-01; null: open
 * @typedef {"first" | "last" | "both"} Grip
 */

/** @param {string | null} day @returns {number | null} since 1970 */
const dayNumber = (day) => (day === null ? null : Date.parse(day) / 86_400_000);

/** The days after one end, or both, is moved. @param {[number | null, number | null]} days @param {Grip} grip @param {number} by @returns {[number | null, number | null]} */
export function movedDays([first, last], grip, by) {
  const moved = (/** @type {number | null} */ day) => (day === null ? null : day + by);
  if (grip === "both") return [moved(first), moved(last)];
  if (grip === "first") return [Math.min(/** @type {number} */ (first) + by, last ?? Infinity), last];
  return [first, Math.max(/** @type {number} */ (last) + by, first ?? -Infinity)];
}

/** @param {import("../../page/plugin-api.js").Page} page */
export function createDraftTime({ timeline, element, words }) {
  /** @type {(days: Days) => void} */
  let listener = () => undefined;
  if (!timeline) return { show: () => undefined, onDrag: () => undefined };
  const { strip, scale } = timeline;
  const ends = /** @type {const} */ (["first", "last"]).map((name) => element("span", { class: `draft-${name}`, role: "slider", tabindex: "0" }));
  const bar = element("div", { class: "draft-time", hidden: "" }, ends);
  strip.append(bar);
  /** @type {[number | null, number | null]} */
  let days = [null, null];
  /** @type {{grip: Grip, day: number, days: typeof days} | null} */
  let drag = null;

  function place() {
    const { x, width } = scale();
    const [left, right] = [days[0] === null ? 0 : x(days[0]), days[1] === null ? width : x(days[1] + 1)];
    bar.hidden = (days[0] ?? days[1]) === null || right < 0 || left > width;
    const from = Math.max(left, 0);
    Object.assign(bar.style, { left: `${from}px`, width: `${Math.max(Math.min(right, width) - from, 1)}px` });
    for (const [n, end] of ends.entries()) {
      const day = days[n];
      end.hidden = day === null || (n ? right > width : left < 0);
      if (day === null) continue;
      end.setAttribute("aria-label", text(n ? "lastDay" : "firstDay"));
      end.setAttribute("aria-valuenow", `${day}`);
      end.setAttribute("aria-valuetext", words.period([day, day]));
    }
  }

  /** @param {typeof days} next */
  function move(next) {
    if (`${next}` === `${days}`) return;
    days = next;
    place();
    listener([days[0] === null ? null : isoDay(days[0]), days[1] === null ? null : isoDay(days[1])]);
  }

  const gripOf = (/** @type {EventTarget | null} */ target) => (target === ends[0] ? "first" : target === ends[1] ? "last" : "both");
  const dayAt = (/** @type {PointerEvent} */ { clientX }) => scale().day(clientX - strip.getBoundingClientRect().left);
  bar.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    drag = { grip: gripOf(event.target), day: dayAt(event), days };
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointermove", (event) => {
    event.stopPropagation();
    if (!drag) return;
    const day = dayAt(event);
    const unit = event.altKey ? "day" : snapUnit(scale(), day);
    // An end goes where the pointer is; the whole moves as far as the pointer does.
    const from = drag.grip === "both" ? null : drag.days[drag.grip === "first" ? 0 : 1];
    const by = from === null ? roundToUnit(day, "day") - roundToUnit(drag.day, "day") : roundToUnit(day, unit) - (drag.grip === "last" ? 1 : 0) - from;
    move(movedDays(drag.days, drag.grip, by));
  });
  const release = () => void (drag = null);
  for (const name of ["pointerup", "pointercancel"]) bar.addEventListener(name, release);

  for (const [n, end] of ends.entries())
    end.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 }[event.key];
      const day = days[n];
      if (!way || day === null) return;
      event.preventDefault();
      event.stopPropagation();
      const step = Math.abs(way) > 1 || event.shiftKey ? addUnits(day, Math.sign(way), "month") - day : way;
      move(movedDays(days, n ? "last" : "first", step));
    });
  timeline.onPaint(place);

  return {
    /** @param {Days | null} wanted null: no date */
    show(wanted) {
      if (drag) return;
      days = [dayNumber(wanted?.[0] ?? null), dayNumber(wanted?.[1] ?? null)];
      place();
    },
    onDrag: (/** @type {(days: Days) => void} */ heard) => void (listener = heard),
  };
}
