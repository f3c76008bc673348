// The time of the record in the form on the page's timeline: its first and its last day are dragged, or moved by keys.
import { addUnits, isoDay, roundToUnit } from "../../page/query/periods.js";
import { snapUnit } from "../../page/timeline/scale.js";
import { text } from "../vocabulary.js";

/**
 * @typedef {[first: string | null, last: string | null]} Days of a record, as 2024-10-01; null: open
 * @typedef {[first: number | null, last: number | null]} DayNumbers since 1970
 * @typedef {"first" | "last" | "both"} Grip
 * @typedef {import("../../page/plugin-api.js").Page} Page
 */

/** Direction of each key. */
const STEPS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 });

/** @param {string | null} day @returns {number | null} */
const dayNumber = (day) => (day === null ? null : Date.parse(day) / 86_400_000);

/** The days after one end or both are moved; an end cannot pass the other. @param {DayNumbers} days @param {Grip} grip @param {number} shift @returns {DayNumbers} */
export function movedDays([first, last], grip, shift) {
  const moved = (/** @type {number | null} */ day) => (day === null ? null : day + shift);
  if (grip === "both") return [moved(first), moved(last)];
  if (grip === "first") return [Math.min(/** @type {number} */ (first) + shift, last ?? Infinity), last];
  return [first, Math.max(/** @type {number} */ (last) + shift, first ?? -Infinity)];
}

class DraftTime {
  /** @type {(days: Days) => void} */
  listener = () => undefined;
  /** @type {DayNumbers} */
  #days = [null, null];
  /** @type {{grip: Grip, day: number, days: DayNumbers} | null} */
  #drag = null;
  #timeline;
  #words;
  #ends;
  #bar;

  /** @param {NonNullable<Page["timeline"]>} timeline @param {Page["element"]} element @param {Page["words"]} words */
  constructor(timeline, element, words) {
    this.#timeline = timeline;
    this.#words = words;
    this.#ends = /** @type {const} */ (["first", "last"]).map((name) => element("span", { class: `draft-${name}`, role: "slider", tabindex: "0" }));
    this.#bar = element("div", { class: "draft-time", hidden: "" }, this.#ends);
    timeline.strip.append(this.#bar);
    timeline.onPaint(() => this.#place());
    this.#bar.addEventListener("pointerdown", (event) => this.#grasp(event));
    this.#bar.addEventListener("pointermove", (event) => this.#pull(event));
    for (const name of ["pointerup", "pointercancel"]) this.#bar.addEventListener(name, () => void (this.#drag = null));
    this.#bar.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {Days | null} days null: no date */
  show(days) {
    if (this.#drag) return;
    this.#days = [dayNumber(days?.[0] ?? null), dayNumber(days?.[1] ?? null)];
    const stated = this.#days.filter((day) => day !== null);
    this.#timeline.include(stated.length ? [stated[0], /** @type {number} */ (stated.at(-1)) + 1] : undefined);
    this.#place();
  }

  #place() {
    const { x, width } = this.#timeline.scale();
    const [first, last] = this.#days;
    const left = first === null ? 0 : x(first);
    const right = last === null ? width : x(last + 1);
    this.#bar.hidden = (first ?? last) === null || right < 0 || left > width;
    const from = Math.max(left, 0);
    Object.assign(this.#bar.style, { left: `${from}px`, width: `${Math.max(Math.min(right, width) - from, 1)}px` });
    for (const [n, end] of this.#ends.entries()) {
      const day = this.#days[n];
      end.hidden = day === null || (n ? right > width : left < 0);
      if (day === null) continue;
      end.setAttribute("aria-label", text(n ? "lastDay" : "firstDay"));
      end.setAttribute("aria-valuenow", `${day}`);
      end.setAttribute("aria-valuetext", this.#words.period([day, day]));
    }
  }

  /** @param {DayNumbers} next */
  #move(next) {
    if (`${next}` === `${this.#days}`) return;
    this.#days = next;
    this.#place();
    const [first, last] = next;
    this.listener([first === null ? null : isoDay(first), last === null ? null : isoDay(last)]);
  }

  /** @param {PointerEvent} event */
  #dayAt({ clientX }) {
    return this.#timeline.scale().day(clientX - this.#timeline.strip.getBoundingClientRect().left);
  }

  /** The part of the days that a drag moves. @param {EventTarget | null} target @returns {Grip} */
  #gripOf(target) {
    if (target === this.#ends[0]) return "first";
    return target === this.#ends[1] ? "last" : "both";
  }

  /** Begins a drag. The timeline must not receive the event: it would choose a period. @param {PointerEvent} event */
  #grasp(event) {
    if (event.button !== 0) return;
    event.stopPropagation();
    this.#drag = { grip: this.#gripOf(event.target), day: this.#dayAt(event), days: this.#days };
    this.#bar.setPointerCapture(event.pointerId);
  }

  /** Moves an end to the pointer, or both as far as the pointer has moved. @param {PointerEvent} event */
  #pull(event) {
    event.stopPropagation();
    if (!this.#drag) return;
    const { grip, day: start, days } = this.#drag;
    const day = this.#dayAt(event);
    const from = grip === "both" ? null : days[grip === "first" ? 0 : 1];
    const unit = event.altKey ? "day" : snapUnit(this.#timeline.scale(), day);
    // The last day is the one before the unit's end.
    const target = roundToUnit(day, unit) - (grip === "last" ? 1 : 0);
    const shift = from === null ? Math.round(day - start) : target - from;
    this.#move(movedDays(days, grip, shift));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const step = STEPS[event.key];
    const grip = this.#gripOf(event.target);
    const day = grip === "both" ? null : this.#days[grip === "first" ? 0 : 1];
    if (!step || day === null) return;
    event.preventDefault();
    event.stopPropagation();
    const isLong = event.shiftKey || event.key.startsWith("Page");
    this.#move(movedDays(this.#days, grip, isLong ? addUnits(day, step, "month") - day : step));
  }
}

/** @param {Page} page */
export function createDraftTime({ timeline, element, words }) {
  if (!timeline) return { show: () => undefined, onDrag: () => undefined };
  const time = new DraftTime(timeline, element, words);
  return {
    show: (/** @type {Days | null} */ days) => time.show(days),
    onDrag: (/** @type {(days: Days) => void} */ listener) => void (time.listener = listener),
  };
}
