// The canvases of the timeline, and the span of time that is in view: zoom and pan.
import { element, onceAFrame, themeSymbol } from "../dom.js";
import { drawBars, drawMarked, heightOf, layoutBars } from "./canvas.js";
import { foldButtons, foldedYears } from "./folds.js";
import { panView, timeScale, wholeView, zoomView } from "./scale.js";

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {[from: number, before: number]} Span */

/** Days. */
const YEAR = 366;
/** From one theme's symbol to the next, pixels. */
const SYMBOL = 10;

/** @param {PageData} data */
function subjectOf(data) {
  const themes = Object.keys(data.themes);
  const dated = data.records.all.flatMap(({ i, theme, times: { own } }) => (own ? [{ i, theme, own }] : []));
  return {
    times: dated.map(({ own }) => own),
    records: dated.map(({ i }) => i),
    groups: dated.map(({ theme }) => themes.indexOf(theme)),
    colours: themes.map((theme) => data.themes[theme].colour),
  };
}

/**
 * The days of the records and of the observations.
 * @param {import("../query/record-times.js").Time[]} times @param {Span} [observed] @returns {Span}
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
 * The stretch of time that is in view, as it is moved.
 * @param {Span} range @param {() => import("./scale.js").Scale} scale @param {(view: Span) => void} show
 */
const zoomAndPan = (range, scale, show) => ({
  /** @param {number} factor @param {number} [about] a day, else the middle */
  zoom: (factor, about = scale().day(scale().width / 2)) => show(zoomView(scale(), factor, about, range)),
  /** @param {number} pixels pixels */
  pan: (pixels) => show(panView(scale(), pixels, range)),
  /** Moves, where a period is not in view. @param {import("../query/periods.js").Period} period */
  follow([first, last]) {
    const { from, before, width, x } = scale();
    if (first >= from && last < before) return;
    show(panView(scale(), first < from ? x(first) - width * 0.1 : x(last + 1) - width * 0.9, range));
  },
});

/** So many bars take longer to draw than the rest of a frame. */
const VERY_MANY = 2000;

/** @param {string} kind */
const canvas = (kind) => /** @type {HTMLCanvasElement} */ (element("canvas", { class: kind, "aria-hidden": "true" }));

/**
 * The canvas of the bars, and over it that of those that stand out. Soon is at the next frame: a canvas reads its size,
 * and what has just changed on the page would be laid out for that. Very many bars that were drawn before are drawn anew after that frame, which shows list and map.
 * @param {ReturnType<typeof subjectOf>} subject @param {(i: number) => number} strength @param {Set<number>} marked
 * @param {() => [layout: import("./canvas.js").Layout, scale: import("./scale.js").Scale]} current
 */
function createCanvases(subject, strength, marked, current) {
  const [bars, overlay] = [canvas("timeline-canvas"), canvas("timeline-canvas timeline-marked")];
  const drawOver = () => drawMarked(overlay, subject, ...current(), strength, marked);
  let isRendered = false;
  const draw = () => {
    drawBars(bars, subject, ...current(), strength);
    drawOver();
    isRendered = true;
  };
  const [soon, later] = [onceAFrame(draw), onceAFrame(() => void setTimeout(draw))];
  const drawSoon = () => (isRendered && subject.times.length > VERY_MANY ? later : soon)();
  return { bars, over: overlay, draw, drawSoon, drawMarkedSoon: onceAFrame(drawOver) };
}

/**
 * The folds of a timeline, and those that the reader has unfolded.
 * @param {import("../query/record-times.js").Time[]} times @param {Span} range @param {Span | undefined} observed @param {() => void} changed
 */
function foldsOf(times, range, observed, changed) {
  const allFolds = foldedYears(times, range, observed);
  let current = allFolds;
  /** @param {Span[]} next */
  function set(next) {
    current = next;
    changed();
  }
  const unfold = (/** @type {Span} */ fold) => set(current.filter((folded) => folded !== fold));
  return {
    ...foldButtons(times, allFolds, unfold),
    now: () => current,
    /** Whether any is unfolded. */
    open: () => current.length < allFolds.length,
    foldAll: () => void (current = allFolds),
    /** Unfolds that in which a period lies. @param {import("../query/periods.js").Period} period */
    unfoldAt([first, last]) {
      const fold = current.find(([from, before]) => first >= from && last < before);
      if (fold) unfold(fold);
    },
    /** Whether a period lies in one. @param {import("../query/periods.js").Period} period */
    holds: ([first, last]) => current.some(([from, before]) => first >= from && last < before),
  };
}

/**
 * Bars at the span of time that is in view.
 * @param {ReturnType<typeof subjectOf>} subject @param {HTMLCanvasElement} bars @param {Span} range
 * @param {() => Span[]} folds
 */
function layoutInView(subject, bars, range, folds) {
  let view = range;
  let scaled = timeScale(view, 1, folds());
  /** @type {import("./canvas.js").Layout} */
  let layout = { shapes: [], placed: [], bands: [], order: [], byLeft: [], foot: 0, crowded: false };
  let size = "";
  const sizeNow = () => (bars.clientWidth ? `${bars.clientWidth} ${bars.clientHeight}` : "");
  return {
    scale: () => scaled,
    layout: () => layout,
    /** Whether it has a size, which it has not while it is hidden, as in presentation mode. */
    visible: () => size !== "",
    resized: () => size !== sizeNow(),
    whole: () => view[0] <= range[0] && view[1] >= range[1],
    /** @param {Span} [span] another span */
    measure(span = view) {
      view = span;
      size = sizeNow();
      if (!size) return;
      scaled = timeScale(view, bars.clientWidth, folds());
      layout = layoutBars(subject, scaled, bars.clientHeight);
    },
  };
}

/**
 * @param {PageData} data
 * @param {(i: number) => number} strength how strong a record is drawn, by its place in the data
 */
export function timelineView(data, strength) {
  const subject = subjectOf(data);
  const range = wholePeriod(subject.times, data.times.observed);
  const symbols = element("div", { class: "timeline-symbols", "aria-hidden": "true" });
  /** @type {Set<number>} records that stand out */
  const marked = new Set();
  /** @type {(() => void)[]} */
  const listeners = [];
  const { bars, over, draw, drawSoon, drawMarkedSoon } = createCanvases(subject, strength, marked, () => [inView.layout(), inView.scale()]);
  const folds = foldsOf(subject.times, range, data.times.observed, () => show());
  const inView = layoutInView(subject, bars, range, folds.now);

  function paint(draw = drawSoon) {
    if (!inView.visible()) return;
    draw();
    for (const listener of listeners) listener();
  }

  /** @param {Span} [span] */
  function show(span) {
    inView.measure(span);
    if (!inView.visible()) return;
    showSymbols(symbols, data, inView.layout());
    folds.place(inView.scale());
    paint(draw);
  }

  // Also when it is first laid out, in time for the first frame.
  new ResizeObserver(() => inView.resized() && show()).observe(bars);
  document.addEventListener("nightchange", () => paint());
  return {
    ...zoomAndPan(range, inView.scale, show),
    ...{ folds, symbols, marked, whole: range, canvases: [bars, over] },
    height: heightOf(subject, range, folds.now()),
    /** Whether anything is unfolded, or less than the whole is in view. */
    changed: () => folds.open() || !inView.whole(),
    include: roomIn(range, inView.whole, (wasWhole) => (wasWhole ? show(range) : paint())),
    showAll: () => (folds.foldAll(), show(range)),
    /** After each picture. @param {() => void} listener */
    onPaint: (listener) => void listeners.push(listener),
    paint: () => paint(),
    paintMarked: drawMarkedSoon,
    scale: inView.scale,
    layout: inView.layout,
  };
}

/**
 * Makes room for days beside those of the records, not more than there is.
 * @param {Span} range @param {() => boolean} isInView @param {(wasInView: boolean) => void} changed
 */
function roomIn(range, isInView, changed) {
  const recordRange = /** @type {Span} */ ([...range]);
  /** @param {Span} [days] none: no further ones */
  return (days = recordRange) => {
    const [first, before] = [Math.min(recordRange[0], days[0]), Math.max(recordRange[1], days[1])];
    const isTooFar = before - first > 2 * (recordRange[1] - recordRange[0]) + YEAR;
    const next = isTooFar || (first === recordRange[0] && before === recordRange[1]) ? recordRange : wholeView(first, before);
    if (`${next}` === `${range}`) return;
    const wasInView = isInView();
    // The same array, which other parts of the timeline have.
    range.splice(0, 2, ...next);
    changed(wasInView);
  };
}

/** The symbol of each theme beside its bars. @param {HTMLElement} symbols @param {PageData} data @param {import("./canvas.js").Layout} layout */
function showSymbols(symbols, data, { bands, foot }) {
  const shown = Object.entries(data.themes).flatMap(([theme, { colour }], i) =>
    bands[i].height > 0 ? [{ key: themeSymbol(theme, colour), y: bands[i].top + bands[i].height / 2 }] : [],
  );
  // None over another: pushed down from above, then up from the axis.
  const spacing = Math.min(SYMBOL, foot / Math.max(1, shown.length));
  for (const [i, { y }] of shown.entries()) shown[i].y = Math.max(y, (shown[i - 1]?.y ?? -Infinity) + spacing);
  for (let i = shown.length - 1; i >= 0; i -= 1) {
    shown[i].y = Math.min(shown[i].y, (shown[i + 1]?.y ?? foot + spacing / 2) - spacing);
    shown[i].key.style.top = `${shown[i].y}px`;
  }
  symbols.replaceChildren(...shown.map(({ key }) => key));
}
