// Counts of the observations shown, in the list of layers and at the timeline; passes the page's query to the layers.

/**
 * Return the layer that counts the positions of a given one. A density surface counts whole months only, so another
 * layer with the same query and as many positions is preferred; without one it is the layer itself.
 * In `about`, `of` is the number of the query, and `many` the number of positions in the layer.
 * @template {{about: {of: number, many: number, kind: string}}} T
 * @param {T} layer @param {T[]} layers @returns {T}
 */
export function countingLayer(layer, layers) {
  const { of, many } = layer.about;
  return layers.find(({ about }) => about.of === of && about.many === many && about.kind !== "density") ?? layer;
}

/**
 * Return one counting layer for each distinct query.
 * @template {{about: {of: number, many: number, kind: string}}} T
 * @param {T[]} layers @returns {T[]}
 */
export function countingLayers(layers) {
  const most = [...layers].sort((a, b) => b.about.many - a.about.many);
  const counters = most.filter((layer, i) => most.findIndex(({ about }) => about.of === layer.about.of) === i);
  return counters.map((layer) => countingLayer(layer, layers));
}

/** The number of positions that each layer shows; without an entry, all of the layer's. @typedef {Map<any, number>} Shown */

/**
 * Numbers of positions of one dataset or of all, as in geotrack_observations/layers/totals.py.
 * @typedef {object} Sum
 * @property {number} shown @property {number} all @property {number} timeless of all, those without a time
 * @property {boolean} whole whether whole months are counted, of which the period cuts one
 * @property {boolean} least whether the numbers are lower bounds
 */

/**
 * Sum for one dataset. A layer with all its positions (`about.all`), or a single layer, gives the exact total; otherwise
 * the largest count of a layer is a lower bound.
 * @param {any[]} counting of one dataset, no two of the same positions @param {Shown} counts @returns {Sum}
 */
function sumOfDataset(counting, counts) {
  const shownBy = (/** @type {any} */ layer) => counts.get(layer) ?? layer.about.many;
  const single = counting.length === 1 ? counting[0] : counting.find(({ about }) => about.all);
  const most = single ?? [...counting].sort((a, b) => shownBy(b) - shownBy(a))[0];
  const total = single ? single.about.many : Math.max(...counting.map(({ about }) => about.many));
  return { shown: shownBy(most), all: total, timeless: most.about.timeless ?? 0, whole: Boolean(most.cutsMonth), least: !single };
}

/**
 * Sum for all layers of the page.
 * @param {any[]} layers @param {Shown} counts @returns {Sum}
 */
export function sumOf(layers, counts) {
  /** @type {Map<number, any[]>} */
  const datasets = new Map();
  for (const layer of countingLayers(layers)) datasets.set(layer.about.dataset, [...(datasets.get(layer.about.dataset) ?? []), layer]);
  const sum = { shown: 0, all: 0, timeless: 0, whole: false, least: false };
  for (const counting of datasets.values()) {
    const datasetCounts = sumOfDataset(counting, counts);
    for (const name of /** @type {const} */ (["shown", "all", "timeless"])) sum[name] += datasetCounts[name];
    for (const name of /** @type {const} */ (["whole", "least"])) sum[name] ||= datasetCounts[name];
  }
  return sum;
}

/**
 * The number of positions shown, of all on the page, in words.
 * @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers @param {Shown} counts
 */
function totalText({ query, words: { say } }, layers, counts) {
  const { shown, all, timeless, whole, least } = sumOf(layers, counts);
  if (shown === all && !whole) return say(least ? "observed.leastShown" : "observed.shown", { n: all });
  const [inWhole, part] = least ? ["observed.leastWhole", "observed.leastPart"] : ["observed.wholeShown", "observed.partShown"];
  const text = say(whole ? inWhole : part, { some: shown, n: all });
  return query.conditions().period && timeless ? `${text}; ${say("observed.timeless", { n: timeless })}` : text;
}

/**
 * The text of the total elsewhere on the page: in the masthead, and on paper. The export menu says that observations are
 * not exported.
 * @param {import("../../page/plugin-api.js").Page} page @returns {(count: string) => void} updates the texts
 */
function otherCounts({ query, element, words: { say, setTexts } }) {
  const head = document.querySelector(".how-many-observed");
  // On a page with records, the printed line of their filter states the query.
  const printed = query.items.length ? null : element("p", { class: "filtered" });
  if (printed) document.querySelector(".masthead")?.append(printed);
  else document.querySelector(".take-panel")?.append(setTexts(element("p", { class: "take-many" }), { text: ["observed.notTaken"] }));
  return (count) => {
    if (head) head.textContent = count;
    if (!printed) return;
    const conditions = query.active().map((condition) => query.describe(condition, "printed")).join(say("finder.comma"));
    printed.textContent = conditions && say("finder.inPrint", { count, what: conditions });
  };
}

/**
 * Shows the counts, and sets the filter of the layers when the page's query changes.
 * @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers
 */
export function showCounts(page, layers) {
  const { map, query, timeline, element } = page;
  const { number, say, setTexts, onLanguage } = page.words;
  /** @type {Shown} */
  const shownCounts = new Map();
  const totalLine = element("p", { class: "observed-count" });
  timeline?.summary.querySelector(".timeline-count")?.append(totalLine);
  const updateOthers = otherCounts(page);

  function update() {
    for (const layer of layers) {
      const count = document.querySelector(`[data-observed="${layer.id}"] ~ i`);
      if (!count) continue;
      const counter = countingLayer(layer, layers);
      const { many } = layer.about;
      const shownCount = shownCounts.get(counter) ?? many;
      setTexts(count, { title: [counter.cutsMonth ? "observed.wholeHint" : "observed.partHint"] });
      const part = counter.cutsMonth ? "observed.whole" : "observed.part";
      count.textContent = shownCount === many && !counter.cutsMonth ? number(many) : say(part, { some: shownCount, n: many });
    }
    totalLine.textContent = totalText(page, layers, shownCounts);
    updateOthers(totalLine.textContent);
  }

  // The layers begin without a filter.
  let lastFilter = JSON.stringify([null, false]);
  function updateFilter() {
    const { period, certain } = query.conditions();
    const filter = JSON.stringify([period, certain]);
    if (filter === lastFilter) return;
    lastFilter = filter;
    for (const layer of layers) {
      layer.setFilter({ period, certain }).then((/** @type {number} */ count) => {
        shownCounts.set(layer, count);
        update();
      });
    }
  }

  query.onChange(updateFilter);
  onLanguage(update);
  // Leaflet rebuilds the list of layers in the same event.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(update, 0));
  update();
}
