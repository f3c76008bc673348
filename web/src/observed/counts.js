// How many observations are shown, in the list of layers and beside the timeline; and the page's question
// put to them.

/**
 * The layer by which one's positions are counted: of those that draw the same and leave no more out one that
 * knows their times, where there is one; a surface knows months alone.
 * @template {{about: {of: number, many: number, kind: string}}} T
 * @param {T} layer @param {T[]} layers @returns {T}
 */
export function counterOf(layer, layers) {
  const { of, many } = layer.about;
  return layers.find(({ about }) => about.of === of && about.many === many && about.kind !== "density") ?? layer;
}

/**
 * Of layers that draw the same positions the one by which they are counted.
 * @template {{about: {of: number, many: number, kind: string}}} T
 * @param {T[]} layers @returns {T[]}
 */
export function counters(layers) {
  const most = [...layers].sort((a, b) => b.about.many - a.about.many);
  const each = most.filter((one, i) => most.findIndex(({ about }) => about.of === one.about.of) === i);
  return each.map((one) => counterOf(one, layers));
}

/** How many each layer shows; all of them at first. @typedef {Map<any, number>} Shown */

/**
 * What is shown of all that is on the page, in words.
 * @param {import("../page/further.js").Page} page @param {any[]} layers @param {Shown} some
 */
function summed({ question, words: { say } }, layers, some) {
  let [shown, all, timeless] = [0, 0, 0];
  let whole = false;
  for (const layer of counters(layers)) {
    const { many } = layer.about;
    shown += some.get(layer) ?? many;
    all += many;
    whole ||= Boolean(layer.cut);
    timeless += layer.about.timeless ?? 0;
  }
  if (shown === all && !whole) return say("observed.shown", { n: all });
  const part = say(whole ? "observed.wholeShown" : "observed.partShown", { some: shown, n: all });
  return question.asked().period && timeless ? `${part}; ${say("observed.timeless", { n: timeless })}` : part;
}

/**
 * What else of the page tells of them: its masthead, the line on paper, the files to take away.
 * @param {import("../page/further.js").Page} page @returns {(count: string) => void} tells it anew
 */
function round({ question, element, words: { say, worded } }) {
  const head = document.querySelector(".how-many-observed");
  // Where there are records, what is asked stands on paper beside how many of them.
  const printed = question.items.length ? null : element("p", { class: "filtered" });
  if (printed) document.querySelector(".masthead")?.append(printed);
  else document.querySelector(".take-panel")?.append(worded(element("p", { class: "take-many" }), { text: ["observed.notTaken"] }));
  return (count) => {
    if (head) head.textContent = count;
    if (!printed) return;
    const what = question.active().map((one) => question.told(one, "printed")).join(say("finder.comma"));
    printed.textContent = what && say("finder.inPrint", { count, what });
  };
}

/**
 * @param {import("../page/further.js").Page} page @param {any[]} layers
 */
export function counts(page, layers) {
  const { map, question, timeline, element } = page;
  const { number, say, worded, onLanguage } = page.words;
  /** @type {Shown} */
  const some = new Map();
  const beside = element("p", { class: "observed-count" });
  timeline?.summary.querySelector(".timeline-count")?.append(beside);
  const tellRound = round(page);

  function tell() {
    for (const layer of layers) {
      const count = document.querySelector(`[data-observed="${layer.id}"] ~ i`);
      if (!count) continue;
      const counter = counterOf(layer, layers);
      const { many } = layer.about;
      const now = some.get(counter) ?? many;
      worded(count, { title: [counter.cut ? "observed.wholeHint" : "observed.partHint"] });
      const part = counter.cut ? "observed.whole" : "observed.part";
      count.textContent = now === many && !counter.cut ? number(many) : say(part, { some: now, n: many });
    }
    beside.textContent = summed(page, layers, some);
    tellRound(beside.textContent);
  }

  let last = JSON.stringify([null, false]);
  function ask() {
    const { period, certain } = question.asked();
    const next = JSON.stringify([period, certain]);
    if (next === last) return;
    last = next;
    for (const layer of layers) {
      layer.ask({ period, certain }).then((/** @type {number} */ many) => {
        some.set(layer, many);
        tell();
      });
    }
  }

  question.onAsk(ask);
  onLanguage(tell);
  // Leaflet writes the list of layers anew.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(tell, 0));
  tell();
}
