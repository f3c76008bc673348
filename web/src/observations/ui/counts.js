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

/** How many each layer shows; all of them at first. @typedef {Map<any, number>} Shown */

/**
 * How many positions are shown of how many, of one dataset or of all: as geotrack_observations/layers/totals.py has it.
 * @typedef {object} Sum
 * @property {number} shown @property {number} all @property {number} timeless of all of them
 * @property {boolean} whole whether whole months are counted @property {boolean} least whether there may be more
 */

/**
 * Sum for one dataset. A layer with all its positions (`about.all`) gives the exact total; without one, the largest
 * count of a layer is a lower bound. `cut`: the period cuts a month, of which a surface counts the whole.
 * @param {any[]} counting of one dataset, no two of the same positions @param {Shown} counts @returns {Sum}
 */
function ofDataset(counting, counts) {
  const shownBy = (/** @type {any} */ layer) => counts.get(layer) ?? layer.about.many;
  const single = counting.length === 1 ? counting[0] : counting.find(({ about }) => about.all);
  const most = single ?? [...counting].sort((a, b) => shownBy(b) - shownBy(a))[0];
  const total = single ? single.about.many : Math.max(...counting.map(({ about }) => about.many));
  return { shown: shownBy(most), all: total, timeless: most.about.timeless ?? 0, whole: Boolean(most.cut), least: !single };
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
    const datasetCounts = ofDataset(counting, counts);
    for (const name of /** @type {const} */ (["shown", "all", "timeless"])) sum[name] += datasetCounts[name];
    for (const name of /** @type {const} */ (["whole", "least"])) sum[name] ||= datasetCounts[name];
  }
  return sum;
}

/**
 * What is shown of all that is on the page, in words.
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
 * The counts elsewhere on the page: in the masthead, on paper, in the export menu.
 * @param {import("../../page/plugin-api.js").Page} page @returns {(count: string) => void} updates them
 */
function otherCounts({ query, element, words: { say, setTexts } }) {
  const head = document.querySelector(".how-many-observed");
  // With records, the printed line of their filter states the query.
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
 * @param {import("../../page/plugin-api.js").Page} page @param {any[]} layers
 */
export function showCounts(page, layers) {
  const { map, query, timeline, element } = page;
  const { number, say, setTexts, onLanguage } = page.words;
  /** @type {Shown} */
  const shownCounts = new Map();
  const beside = element("p", { class: "observed-count" });
  timeline?.summary.querySelector(".timeline-count")?.append(beside);
  const updateOthers = otherCounts(page);

  function update() {
    for (const layer of layers) {
      const count = document.querySelector(`[data-observed="${layer.id}"] ~ i`);
      if (!count) continue;
      const counter = countingLayer(layer, layers);
      const { many } = layer.about;
      const current = shownCounts.get(counter) ?? many;
      setTexts(count, { title: [counter.cut ? "observed.wholeHint" : "observed.partHint"] });
      const part = counter.cut ? "observed.whole" : "observed.part";
      count.textContent = current === many && !counter.cut ? number(many) : say(part, { some: current, n: many });
    }
    beside.textContent = totalText(page, layers, shownCounts);
    updateOthers(beside.textContent);
  }

  let last = JSON.stringify([null, false]);
  function updateCounts() {
    const { period, certain } = query.conditions();
    const next = JSON.stringify([period, certain]);
    if (next === last) return;
    last = next;
    for (const layer of layers) {
      layer.setFilter({ period, certain }).then((/** @type {number} */ count) => {
        shownCounts.set(layer, count);
        update();
      });
    }
  }

  query.onChange(updateCounts);
  onLanguage(update);
  // Leaflet rebuilds the list of layers.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(update, 0));
  update();
}
