// The canvases of the timeline, and the days that are in view: zoom and pan.
import { element, onceAFrame, themeSymbol } from "../dom.js";
import { drawBars, drawMarked, canvasHeight, layoutBars } from "./canvas.js";
import { foldButtons, foldedYears } from "./folds.js";
import { onLanguage, translateText } from "../i18n.js";
import { panView, timeScale, wholeView, zoomView } from "./scale.js";

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {[from: number, before: number]} Span */

/** Days. */
const YEAR = 366;
/** From one theme's symbol to the next, pixels; and from one word to the next. */
const [SYMBOL_PITCH, WORD_PITCH] = [10, 13];

/** What the timeline draws: see canvas.js. @param {PageData} data */
function subjectOf(data) {
  const themes = Object.keys(data.themes);
  const dated = data.records.all.filter(({ times }) => times.own);
  const places = new Map(themes.map((theme, i) => [theme, i]));
  return {
    times: dated.map(({ times }) => /** @type {import("../query/record-times.js").Time} */ (times.own)),
    records: dated.map(({ i }) => i),
    groups: dated.map(({ theme }) => places.get(theme) ?? -1),
    colours: themes.map((theme) => data.themes[theme].colour),
    sides: data.sides ? dated.map(({ side }) => side) : null,
  };
}

/**
 * The range of the timeline: the days of the records and of the observations.
 * @param {import("../query/record-times.js").Time[]} times @param {Span} [observed] days of the observations @returns {Span}
 */
function wholePeriod(times, observed) {
  let [first, before] = observed ?? [Infinity, -Infinity];
  for (const { s0, s1, e0, e1 } of times) {
    for (const day of [s0, s1, e0, e1]) {
      if (!Number.isFinite(day)) continue;
      first = Math.min(first, day);
      before = Math.max(before, day);
    }
  }
  return wholeView(first, before);
}

/**
 * Functions that change the view.
 * @param {Span} range @param {() => import("./scale.js").Scale} scale @param {(view: Span) => void} show
 */
const zoomAndPan = (range, scale, show) => ({
  /** @param {number} factor @param {number} [about] a day; by default the middle of the view */
  zoom: (factor, about = scale().day(scale().width / 2)) => show(zoomView(scale(), factor, about, range)),
  /** @param {number} pixels */
  pan: (pixels) => show(panView(scale(), pixels, range)),
  /** Brings a period into view, if it is not. @param {import("../query/periods.js").Period} period */
  follow([first, last]) {
    const { from, before, width, x } = scale();
    if (first >= from && last < before) return;
    show(panView(scale(), first < from ? x(first) - width * 0.1 : x(last + 1) - width * 0.9, range));
  },
});

/** More bars than this take longer to draw than the rest of a frame. */
const MANY_BARS = 2000;

/** @param {string} kind */
const canvas = (kind) => /** @type {HTMLCanvasElement} */ (element("canvas", { class: kind, "aria-hidden": "true" }));

/**
 * A function that acts at once, or if there are many bars after the next frame.
 * @param {ReturnType<typeof subjectOf>} subject @param {() => void} act @param {boolean} [atFrame] with few bars at that frame
 */
function bySize(subject, act, atFrame = false) {
  const [soon, later] = [atFrame ? onceAFrame(act) : act, onceAFrame(() => void setTimeout(act))];
  return () => (subject.times.length > MANY_BARS ? later : soon)();
}

/**
 * The canvas of the bars, and over it that of the highlighted ones. They are drawn at the next frame, since a canvas
 * reads its size and so forces a layout of all that has just changed on the page. Many bars are drawn only after that
 * frame, so that list and map are shown first.
 * @param {ReturnType<typeof subjectOf>} subject @param {(i: number) => number} opacityOf @param {Set<number>} marked
 * @param {() => [layout: import("./canvas.js").Layout, scale: import("./scale.js").Scale]} current
 */
function createCanvases(subject, opacityOf, marked, current) {
  const [bars, overlay] = [canvas("timeline-canvas"), canvas("timeline-canvas timeline-marked")];
  const drawOver = () => drawMarked(overlay, subject, ...current(), opacityOf, marked);
  const draw = () => {
    drawBars(bars, subject, ...current(), opacityOf);
    drawOver();
  };
  const drawSoon = bySize(subject, draw, true);
  return { bars, over: overlay, draw, drawSoon, drawMarkedSoon: onceAFrame(drawOver) };
}

/**
 * The folds of a timeline, and those that the reader has unfolded.
 * @param {import("../query/record-times.js").Time[]} times @param {Span} range @param {Span | undefined} observed @param {() => void} changed
 */
function foldsOf(times, range, observed, changed) {
  let allFolds = foldedYears(times, range, observed);
  let current = allFolds;
  /** @param {Span[]} next */
  function set(next) {
    current = next;
    changed();
  }
  const unfold = (/** @type {Span} */ fold) => set(current.filter((folded) => folded !== fold));
  const foldWith = (/** @type {import("../query/periods.js").Period} */ [first, last]) =>
    current.find(([from, before]) => first >= from && last < before);
  let buttons = foldButtons(times, allFolds, unfold);
  return {
    /** The buttons of the folds. */
    buttons: () => buttons.buttons,
    /** @param {import("./scale.js").Scale} scale */
    place: (scale) => buttons.place(scale),
    current: () => current,
    /** Folds the years of other records; those that the reader has unfolded stay so. Returns the new buttons. @param {import("../query/record-times.js").Time[]} newTimes */
    renew(newTimes) {
      const unfolded = allFolds.filter((fold) => !current.includes(fold)).map(String);
      allFolds = foldedYears(newTimes, range, observed);
      current = allFolds.filter((fold) => !unfolded.includes(`${fold}`));
      for (const button of buttons.buttons) button.remove();
      buttons = foldButtons(newTimes, allFolds, unfold);
      return buttons.buttons;
    },
    /** Whether the reader has unfolded any. */
    anyUnfolded: () => current.length < allFolds.length,
    foldAll: () => void (current = allFolds),
    /** Unfolds the fold in which a period lies. @param {import("../query/periods.js").Period} period */
    unfoldAt(period) {
      const fold = foldWith(period);
      if (fold) unfold(fold);
    },
    /** Whether a period lies in a fold. @param {import("../query/periods.js").Period} period */
    contain: (period) => foldWith(period) !== undefined,
  };
}

/**
 * The scale of the view, and the layout of its bars.
 * @param {ReturnType<typeof subjectOf>} subject @param {HTMLCanvasElement} bars @param {Span} range
 * @param {() => Span[]} folds
 */
function layoutInView(subject, bars, range, folds) {
  let view = range;
  let isCompact = false;
  let scale = timeScale(view, 1, folds());
  /** @type {import("./canvas.js").Layout} */
  let layout = { shapes: [], placed: [], bands: [], lines: [], order: [], byLeft: [], foot: 0, crowded: false, compact: false };
  let size = "";
  const sizeNow = () => (bars.clientWidth ? `${bars.clientWidth} ${bars.clientHeight}` : "");
  return {
    scale: () => scale,
    layout: () => layout,
    /** Whether the canvas had a size; it has none while it is hidden, as in presentation mode. */
    visible: () => size !== "",
    resized: () => size !== sizeNow(),
    /** @param {boolean} compact whether all themes have one axis */
    setCompact: (compact) => void (isCompact = compact),
    isWhole: () => view[0] <= range[0] && view[1] >= range[1],
    /** Computes scale and layout. @param {Span} [span] the new view */
    measure(span = view) {
      view = span;
      size = sizeNow();
      if (!size) return;
      scale = timeScale(view, bars.clientWidth, folds());
      layout = layoutBars(subject, scale, bars.clientHeight, isCompact);
    },
  };
}

/**
 * @param {PageData} data
 * @param {(i: number) => number} opacityOf a record's bar, by its index in the data
 */
export function timelineView(data, opacityOf) {
  const subject = subjectOf(data);
  const range = wholePeriod(subject.times, data.times.observed);
  const symbols = element("div", { class: "timeline-symbols", "aria-hidden": "true" });
  /** Indexes of highlighted records. @type {Set<number>} */
  const marked = new Set();
  /** @type {(() => void)[]} */
  const listeners = [];
  const { bars, over, draw, drawSoon, drawMarkedSoon } = createCanvases(subject, opacityOf, marked, () => [inView.layout(), inView.scale()]);
  const folds = foldsOf(subject.times, range, data.times.observed, () => show());
  const inView = layoutInView(subject, bars, range, folds.current);

  function paint(draw = drawSoon) {
    if (!inView.visible()) return;
    draw();
    for (const listener of listeners) listener();
  }

  /** @param {Span} [span] the new view */
  function show(span) {
    inView.measure(span);
    if (!inView.visible()) return;
    showSymbols(symbols, data, inView.layout());
    folds.place(inView.scale());
    // Many bars are laid out and drawn in two tasks.
    paint(subject.times.length > MANY_BARS ? drawSoon : draw);
  }

  // Called first when the canvas is laid out, before the first frame.
  new ResizeObserver(bySize(subject, () => inView.resized() && show())).observe(bars);
  document.addEventListener("nightchange", () => paint());
  onLanguage(() => inView.visible() && showSymbols(symbols, data, inView.layout()));
  return {
    ...zoomAndPan(range, inView.scale, show),
    ...{ folds, symbols, marked, range, canvases: [bars, over], setCompact: (/** @type {boolean} */ on) => (inView.setCompact(on), show()) },
    height: canvasHeight(subject, range, folds.current()),
    /** Whether a fold is open, or less than the whole range is in view. */
    changed: () => folds.anyUnfolded() || !inView.isWhole(),
    include: rangeExtension(range, inView.isWhole, (wasWhole) => (wasWhole ? show(range) : paint())),
    showAll: () => (folds.foldAll(), show(range)),
    /** Reads the records again, which are others. @param {HTMLElement} strip */
    renew: (strip) => show(readAgain(subject, range, data, inView.isWhole(), () => strip.append(...folds.renew(subject.times)))),
    /** Adds a listener, called after each drawing. @param {() => void} listener */
    onPaint: (listener) => void listeners.push(listener),
    paint: () => paint(),
    paintMarked: drawMarkedSoon,
    scale: inView.scale,
    layout: inView.layout,
  };
}

/**
 * Reads what is drawn, and the range, of other records. In place: all parts of the timeline hold the same objects.
 * @param {ReturnType<typeof subjectOf>} subject @param {Span} range @param {PageData} data
 * @param {boolean} isWhole whether all of the range is in view @param {() => void} fold folds the years
 * @returns the new view, if all was in view
 */
function readAgain(subject, range, data, isWhole, fold) {
  Object.assign(subject, subjectOf(data));
  range.splice(0, 2, ...wholePeriod(subject.times, data.times.observed));
  fold();
  return isWhole ? range : undefined;
}

/**
 * A function that extends the range by days outside it, if that makes it at most about twice as long.
 * @param {Span} range @param {() => boolean} isInView whether the whole range is @param {(wasInView: boolean) => void} changed
 */
function rangeExtension(range, isInView, changed) {
  const recordRange = /** @type {Span} */ ([...range]);
  /** @param {Span} [days] by default those of the records: the range at the start */
  return (days = recordRange) => {
    const [first, before] = [Math.min(recordRange[0], days[0]), Math.max(recordRange[1], days[1])];
    const isTooFar = before - first > 2 * (recordRange[1] - recordRange[0]) + YEAR;
    const next = isTooFar || (first === recordRange[0] && before === recordRange[1]) ? recordRange : wholeView(first, before);
    if (`${next}` === `${range}`) return;
    const wasInView = isInView();
    // In place: other parts of the timeline hold the same array.
    range.splice(0, 2, ...next);
    changed(wasInView);
  };
}

/** The symbol of each theme beside its bars; on a map with sides with its word. @param {HTMLElement} symbols @param {PageData} data @param {import("./canvas.js").Layout} layout */
function showSymbols(symbols, data, { bands, lines, foot }) {
  const names = new Map(data.facets.themes);
  symbols.classList.toggle("with-words", lines.length > 0);
  const shown = Object.entries(data.themes).flatMap(([theme, { colour }], i) => {
    if (!bands[i].height) return [];
    const symbol = themeSymbol(theme, colour);
    const key = lines.length ? element("span", {}, [translateText(names.get(theme) ?? ""), symbol]) : symbol;
    return [{ key, y: bands[i].top + bands[i].height / 2 }];
  });
  // The word stands at the line of its theme.
  lines.forEach((y, i) => (shown[i].y = y));
  // So that none lies over another: each is moved down from the one above, and then up from the axis.
  const spacing = Math.min(lines.length ? WORD_PITCH : SYMBOL_PITCH, foot / Math.max(1, shown.length));
  for (const [i, { y }] of shown.entries()) shown[i].y = Math.max(y, (shown[i - 1]?.y ?? -Infinity) + spacing);
  for (let i = shown.length - 1; i >= 0; i -= 1) {
    shown[i].y = Math.min(shown[i].y, (shown[i + 1]?.y ?? foot + spacing / 2) - spacing);
    shown[i].key.style.top = `${shown[i].y}px`;
  }
  symbols.replaceChildren(...shown.map(({ key }) => key));
}
