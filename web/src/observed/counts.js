// How many observations are shown, in the list of layers and beside the timeline; and the page's question
// put to them.

/** Of layers that draw one dataset in several ways, one. @param {any[]} layers */
const once = (layers) => {
  const entry = (/** @type {any} */ { id }) => id.split("-")[1];
  // Points are counted to the second, others perhaps by the month.
  const sorted = [...layers].sort((a, b) => Number(b.about.kind === "points") - Number(a.about.kind === "points"));
  return sorted.filter((one, i) => sorted.findIndex((other) => entry(other) === entry(one)) === i);
};

/** How many each layer shows; all of them at first. @typedef {Map<any, number>} Shown */

/**
 * What is shown of all that is on the page, in words.
 * @param {import("../page/further.js").Page} page @param {any[]} layers @param {Shown} some
 */
function summed({ question, words: { say } }, layers, some) {
  let [shown, all, timeless] = [0, 0, 0];
  let most = false;
  for (const layer of once(layers)) {
    const { many } = layer.about;
    shown += some.get(layer) ?? many;
    all += many;
    most ||= Boolean(layer.cut);
    timeless += layer.about.timeless ?? 0;
  }
  if (shown === all && !most) return say("observed.shown", { n: all });
  const part = say(most ? "observed.partMostShown" : "observed.partShown", { some: shown, n: all });
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
      const { many } = layer.about;
      const now = some.get(layer) ?? many;
      worded(count, { title: ["observed.partHint"] });
      const part = layer.cut ? "observed.partMost" : "observed.part";
      count.textContent = now === many && !layer.cut ? number(many) : say(part, { some: now, n: many });
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
