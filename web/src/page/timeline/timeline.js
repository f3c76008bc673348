// The timeline: when records were, and the period of the query.
import { filterRecords } from "../query/filter.js";
import { PERIOD_BACK, PERIOD_ON, PLAY } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { element } from "../dom.js";
import { createBrush } from "./brush.js";
import { MATCHING, FILTERED, OUTSIDE } from "./canvas.js";
import { timelineView } from "./view.js";
import { periodField } from "./period-field.js";
import { createPlayer, stepPeriod } from "./player.js";
import { addBarTooltip } from "./tooltip.js";
import { timelineSummary } from "./summary.js";
import { closePeriod } from "../query/periods.js";
import { onLanguage, translateElement } from "../i18n.js";

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {import("../query/query.js").PageQuery} PageQuery */
/** @typedef {import("../query/periods.js").Period} Period */

const ZOOM = 1.6;

/**
 * Where the timeline stands; empty at first.
 * @param {PageData} data @returns {HTMLElement | null} null where nothing has a date
 */
export function addTimelineSection(data) {
  if (!data.times.records.some(Boolean) && !data.times.observed) return null;
  const section = translateElement(element("section", { class: "timeline" }), { "aria-label": ["time.timeline"] });
  document.querySelector(".plate")?.after(section);
  document.querySelector("main")?.classList.add("timed");
  return section;
}

/**
 * @param {HTMLElement} section @param {PageData} data @param {PageQuery} query
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 * @returns what others of the page put on it
 */
export function createTimeline(section, data, query, selection) {
  const { strength, passing } = barStrengths(query);
  const shown = timelineView(data, strength);
  const { whole } = shown;
  const strip = translateElement(element("div", { class: "timeline-strip", role: "group" }, shown.canvases), { "aria-label": ["time.strip"] });
  const periodControl = periodQuery(query, whole, () => bar.update());
  const pointer = addBarTooltip(strip, shown, data, selection);
  const playing = playingPeriod(query, periodControl, shown, (on) => summary.playing(on));
  const summary = timelineSummary(query, periodField({ period: periodControl.stated, set }), { play: playing.toggle, reset });
  strip.append(...shown.folds.buttons);
  section.style.setProperty("--timeline-height", `${shown.height}px`);
  section.append(summary.body, shown.symbols, strip, pointer.tip);
  const bar = createBrush({ ...pointer, strip, scale: shown.scale, whole: () => whole, period: periodControl.period, set });

  /** A period set by the reader. @param {Period | null} period */
  function set(period) {
    playing.stop();
    periodControl.soon(period);
  }

  function reset() {
    set(null);
    shown.showAll();
    update();
  }

  function update() {
    playing.stopElsewhere();
    const { free, dated } = passing();
    const period = query.conditions().period;
    if (period && !playing.on()) shown.folds.unfoldAt(period);
    summary.update(dated, period ? query.result().undated : free.count - dated, shown.changed());
    shown.paint();
  }

  /** @param {number} factor @param {number} [about] a day */
  function closer(factor, about) {
    pointer.leave();
    shown.zoom(factor, about);
    update();
  }

  bindWheel(strip, shown.scale, closer, shown.pan);
  bindTimelineKeys(section, whole, { period: periodControl.period, set, follow: shown.follow, zoom: closer, play: playing.toggle });
  shown.onPaint(bar.update);
  query.onChange(update);
  onLanguage(update);
  update();
  return { strip, summary: summary.body, scale: shown.scale, include: shown.include, onPaint: shown.onPaint, busy: () => playing.on() || "dragging" in strip.dataset };
}

/**
 * The period as it plays.
 * @param {PageQuery} query @param {ReturnType<typeof periodQuery>} periodControl
 * @param {ReturnType<typeof timelineView>} shown @param {(on: boolean) => void} update
 */
function playingPeriod(query, periodControl, shown, update) {
  /** @type {Period | null} */
  let last = null;
  const playing = createPlayer({
    period: periodControl.period,
    whole: () => shown.whole,
    folded: shown.folds.holds,
    show(period) {
      last = period;
      periodControl.set(period);
      shown.follow(period);
      return query.result().count;
    },
    update,
  });
  return {
    ...playing,
    /** Stops if the query has another period than the last one played. */
    stopElsewhere() {
      if (query.conditions().period !== last) playing.stop();
    },
  };
}

/** How strong each record is drawn, and what all but the period lets through. @param {PageQuery} query */
function barStrengths(query) {
  let free = query.result();
  return {
    /** @param {number} i */
    strength: (i) => (query.result().shown[i] ? MATCHING : free.shown[i] ? OUTSIDE : FILTERED),
    passing() {
      const conditions = query.conditions();
      free = conditions.period ? filterRecords(query.items, { ...conditions, period: null }) : query.result();
      return { free, dated: free.shown.filter((on, i) => on && query.items[i].times.own).length };
    },
  };
}

/**
 * The period of the query, set at most once a frame.
 * @param {PageQuery} query @param {[from: number, before: number]} range @param {() => void} changed
 */
function periodQuery(query, range, changed) {
  /** @type {Period | null | undefined} */
  let next;

  /** @param {Period | null} period */
  function set(period) {
    const everything = !period || (period[0] <= range[0] && period[1] >= range[1] - 1);
    const conditions = query.conditions();
    query.set({ ...conditions, period: everything ? null : period, undated: conditions.undated && !everything });
  }

  const latest = () => (next === undefined ? query.conditions().period : next);
  // *Clear all* is later than the period that waits for its frame; another condition leaves it waiting.
  query.onChange(() => void (query.active().length || (next = undefined)));
  return {
    set,
    /** The period as it was set, perhaps open at an end. */
    stated: latest,
    period: () => closePeriod(latest(), range),
    /** @param {Period | null} period */
    soon(period) {
      if (next === undefined) {
        requestAnimationFrame(() => {
          const period = next;
          next = undefined;
          if (period !== undefined) set(period);
        });
      }
      next = period;
      changed();
    },
  };
}

/**
 * @param {HTMLElement} strip @param {() => import("./scale.js").Scale} scale
 * @param {(by: number, about: number) => void} zoom @param {(by: number) => void} pan pixels
 */
function bindWheel(strip, scale, zoom, pan) {
  const turn = (/** @type {WheelEvent} */ event) => {
    const { deltaX, deltaY, shiftKey, ctrlKey, clientX } = event;
    // Where the page itself scrolls, the wheel is its own.
    const scrolls = document.documentElement.scrollHeight > window.innerHeight + 1;
    if (!ctrlKey && scrolls) return;
    event.preventDefault();
    const sideways = Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : shiftKey ? deltaY : 0;
    if (sideways) pan(sideways);
    else zoom(Math.exp(-deltaY / 400), scale().day(clientX - strip.getBoundingClientRect().left));
  };
  strip.addEventListener("wheel", turn, { passive: false });
}

/**
 * @param {HTMLElement} section @param {[from: number, before: number]} range
 * @param {object} act
 * @param {() => Period | null} act.period
 * @param {(wanted: Period | null) => void} act.set
 * @param {(period: Period) => void} act.follow
 * @param {(by: number, about?: number) => void} act.zoom
 * @param {() => void} act.play
 */
function bindTimelineKeys(section, range, { period, set, follow, zoom, play }) {
  section.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === " " && !onButton) play();
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? ZOOM : 1 / ZOOM, period()?.[0]);
    else if (event.key === "Escape" && period()) set(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const stepBy = (/** @type {1 | -1} */ step) => {
    const stepped = stepPeriod(period(), step, range);
    if (!stepped) return;
    set(stepped);
    follow(stepped);
  };
  bind(PERIOD_BACK, () => stepBy(-1));
  bind(PERIOD_ON, () => stepBy(1));
  bind(PLAY, play);
}
