// The timeline: when records were, and the period of the query.
import { filterRecords } from "../query/filter.js";
import { PERIOD_BACK, PERIOD_ON, PLAY } from "../keyboard-shortcuts.js";
import { bind } from "../keyboard.js";
import { element, onceAFrame } from "../dom.js";
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

/** Factor of a zoom by a key. */
const ZOOM = 1.6;

/**
 * The empty section of the timeline.
 * @param {PageData} data @returns {HTMLElement | null} null if nothing has a date
 */
export function addTimelineSection(data) {
  if (!data.records.all.some(({ times }) => times.own) && !data.times.observed) return null;
  const section = translateElement(element("section", { class: "timeline" }), { "aria-label": ["time.timeline"] });
  document.querySelector(".plate")?.after(section);
  document.querySelector("main")?.classList.add("timed");
  return section;
}

/**
 * @param {HTMLElement} section @param {PageData} data @param {PageQuery} query
 * @param {ReturnType<typeof import("../card/selected-record.js").recordSelection>} selection
 * @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @returns what other parts of the page, and plugins, use of it
 */
export function createTimeline(section, data, query, selection, mapRecords) {
  const { opacityOf, withoutPeriod } = barOpacities(query, data.records);
  const shown = timelineView(data, opacityOf);
  const strip = translateElement(element("div", { class: "timeline-strip", role: "group" }, shown.canvases), { "aria-label": ["time.strip"] });
  const periodSetting = createPeriodSetting(query, shown.range, () => bar.update());
  const pointer = addBarTooltip(strip, shown, data, selection);
  const playing = playingPeriod(query, periodSetting, shown, passedGhosts(data, mapRecords, () => withoutPeriod().result), (on) => summary.playing(on));
  const summary = timelineSummary(query, periodField({ period: periodSetting.stated, set }), { play: playing.toggle, reset }, data.sides);
  strip.append(...shown.folds.buttons());
  section.style.setProperty("--timeline-height", `${shown.height}px`);
  section.append(summary.body, shown.symbols, strip, pointer.tip);
  const bar = createBrush({ ...pointer, strip, scale: shown.scale, range: () => shown.range, period: periodSetting.period, set });
  const isBehind = drawReplaced(data.records, pointer.leave, () => (shown.renew(strip), update()));

  /** A period set by the reader. @param {Period | null} period */
  function set(period) {
    playing.stop();
    periodSetting.setSoon(period);
  }

  function reset() {
    set(null);
    shown.showAll();
    update();
  }

  function update() {
    if (isBehind()) return;
    playing.stopElsewhere();
    const { result, dated } = withoutPeriod();
    const period = query.conditions().period;
    if (period && !playing.on()) shown.folds.unfoldAt(period);
    summary.update(dated, period ? query.result().undated : result.count - dated, shown.changed());
    shown.paint();
  }

  /** @param {number} factor @param {number} [about] a day */
  function zoomTo(factor, about) {
    pointer.leave();
    shown.zoom(factor, about);
    update();
  }

  bindWheel(strip, shown.scale, zoomTo, shown.pan);
  bindTimelineKeys(section, shown.range, { period: periodSetting.period, set, follow: shown.follow, zoom: zoomTo, play: playing.toggle });
  shown.onPaint(bar.update);
  for (const onEvent of [query.onChange, onLanguage]) onEvent(update);
  update();
  return { strip, summary: summary.body, ...compactTimeline(section, strip, shown), scale: shown.scale, include: shown.include, onPaint: shown.onPaint, busy: () => playing.on() || "dragging" in strip.dataset };
}

/** @param {HTMLElement} section @param {HTMLElement} strip @param {ReturnType<typeof timelineView>} shown */
const compactTimeline = (section, strip, shown) => ({
  /** One low row with one axis for all themes, or a lane for each. @param {boolean} on */
  compact(on) {
    if (section.classList.contains("compact") === on) return;
    section.classList.toggle("compact", on);
    shown.setCompact(on);
  },
  /** The middle of a record's bar, pixels of the page; null for one without a date. @param {number} i its index in the data */
  tick(i) {
    const bar = shown.layout().placed.find((placed) => placed.i === i);
    const { left, top } = strip.getBoundingClientRect();
    return bar ? { x: left + (Math.max(0, bar.left) + Math.min(strip.clientWidth, bar.right)) / 2, y: top + bar.top + bar.thickness / 2 } : null;
  },
});

/**
 * Draws other records after the frame in which list and map show them.
 * @param {import("../records.js").Records} records @param {() => void} leave called when they are others @param {() => void} draw
 * @returns {() => boolean} whether others are drawn than those of the page
 */
function drawReplaced(records, leave, draw) {
  let isBehind = false;
  const drawSoon = onceAFrame(() => void setTimeout(() => {
    isBehind = false;
    draw();
  }));
  records.onReplace(() => {
    leave();
    isBehind = true;
    drawSoon();
  });
  return () => isBehind;
}

/**
 * The player of the period, on this timeline.
 * @param {PageQuery} query @param {ReturnType<typeof createPeriodSetting>} periodSetting
 * @param {ReturnType<typeof timelineView>} shown @param {(period: Period | null) => void} keepPassed @param {(on: boolean) => void} update
 */
function playingPeriod(query, periodSetting, shown, keepPassed, update) {
  /** @type {Period | null} */
  let last = null;
  const playing = createPlayer({
    period: periodSetting.period,
    range: () => shown.range,
    folded: shown.folds.contain,
    show(period) {
      last = period;
      periodSetting.set(period);
      shown.follow(period);
      keepPassed(period);
      return query.result().count;
    },
    update,
  });
  return {
    ...playing,
    /** Stops if the query has another period than the last one played. */
    stopElsewhere() {
      if (query.conditions().period === last) return;
      playing.stop();
      keepPassed(null);
    },
  };
}

/**
 * A function that keeps the records before a period that is played as ghosts; null ends that.
 * @param {PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords
 * @param {() => {shown: boolean[]}} result of the query without its period
 */
const passedGhosts = (data, mapRecords, result) => (/** @type {Period | null} */ period) => {
  document.body.classList.toggle("played", period !== null);
  // On a map of many records these are dots.
  const isShown = period && !MANY_RECORDS ? result().shown : [];
  const passed = period ? data.records.all.filter(({ i, times }) => isShown[i] && times.own && times.own.e1 <= period[0]) : [];
  mapRecords.setGhosts("played", new Set(passed.map(({ n }) => n)));
};

/**
 * The opacities of bars, by the result of the query with and without its period.
 * @param {PageQuery} query @param {import("../records.js").Records} records
 */
function barOpacities(query, records) {
  let result = query.result();
  const datedRecords = records.lazily((all) => all.flatMap(({ i, times }) => (times.own ? i : [])));
  return {
    /** @param {number} i */
    opacityOf: (i) => (query.result().shown[i] ? MATCHING : result.shown[i] ? OUTSIDE : FILTERED),
    /** Computes the result of the query without its period, and its number of records with a date. */
    withoutPeriod() {
      const conditions = query.conditions();
      result = conditions.period ? filterRecords(query.items, { ...conditions, period: null }) : query.result();
      let dated = 0;
      for (const i of datedRecords()) dated += Number(result.shown[i]);
      return { result, dated };
    },
  };
}

/**
 * The period of the query, which is set at most once a frame.
 * @param {PageQuery} query @param {[from: number, before: number]} range @param {() => void} changed
 */
function createPeriodSetting(query, range, changed) {
  /** To be set at the next frame; undefined: nothing is to be set. @type {Period | null | undefined} */
  let pending;

  /** @param {Period | null} period */
  function set(period) {
    const isWhole = !period || (period[0] <= range[0] && period[1] >= range[1] - 1);
    const conditions = query.conditions();
    query.set({ ...conditions, period: isWhole ? null : period, undated: conditions.undated && !isWhole });
  }

  const latest = () => (pending === undefined ? query.conditions().period : pending);
  query.onChange(() => {
    // *Clear all* also drops a period that waits for its frame; a change of another condition does not.
    if (!query.active().length) pending = undefined;
  });
  return {
    set,
    /** The period as it was set, perhaps open at an end. */
    stated: latest,
    /** The period with both ends on the timeline. */
    period: () => closePeriod(latest(), range),
    /** @param {Period | null} period */
    setSoon(period) {
      if (pending === undefined) {
        requestAnimationFrame(() => {
          const nextPeriod = pending;
          pending = undefined;
          if (nextPeriod !== undefined) set(nextPeriod);
        });
      }
      pending = period;
      changed();
    },
  };
}

/**
 * @param {HTMLElement} strip @param {() => import("./scale.js").Scale} scale
 * @param {(factor: number, about: number) => void} zoom about a day @param {(pixels: number) => void} pan
 */
function bindWheel(strip, scale, zoom, pan) {
  const turn = (/** @type {WheelEvent} */ event) => {
    const { deltaX, deltaY, shiftKey, ctrlKey, clientX } = event;
    // If the page can scroll, the wheel scrolls it.
    const pageScrolls = document.documentElement.scrollHeight > window.innerHeight + 1;
    if (!ctrlKey && pageScrolls) return;
    event.preventDefault();
    const sideways = Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : shiftKey ? deltaY : 0;
    if (sideways) pan(sideways);
    // 400 pixels of the wheel are a factor of e.
    else zoom(Math.exp(-deltaY / 400), scale().day(clientX - strip.getBoundingClientRect().left));
  };
  strip.addEventListener("wheel", turn, { passive: false });
}

/**
 * @param {HTMLElement} section @param {[from: number, before: number]} range
 * @param {object} actions
 * @param {() => Period | null} actions.period
 * @param {(period: Period | null) => void} actions.set
 * @param {(period: Period) => void} actions.follow brings a period into view
 * @param {(factor: number, about?: number) => void} actions.zoom about a day
 * @param {() => void} actions.play
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
