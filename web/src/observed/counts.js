// How many observations a layer shows, in the list of layers; and the page's question put to it.

/**
 * @param {import("../page/further.js").Page} page @param {any[]} layers
 */
export function counts({ map, question, words }, layers) {
  const { number, say, worded, onLanguage } = words;
  /** @type {Map<any, number>} */
  const some = new Map();

  function tell() {
    for (const layer of layers) {
      const count = document.querySelector(`[data-observed="${layer.id}"] ~ i`);
      if (!count) continue;
      const { many } = layer.about;
      const now = some.get(layer) ?? many;
      worded(count, { title: ["observed.partHint"] });
      count.textContent = now === many ? number(many) : say("observed.part", { some: now, n: many });
    }
  }

  function ask() {
    const { period, certain } = question.asked();
    for (const layer of layers) {
      layer.ask({ period, certain }).then((/** @type {number} */ many) => {
        some.set(layer, many);
        tell();
      });
    }
  }

  let last = "";
  question.onAsk(() => {
    const { period, certain } = question.asked();
    const next = JSON.stringify([period, certain]);
    if (next === last) return;
    last = next;
    ask();
  });
  onLanguage(tell);
  // Leaflet writes the list of layers anew.
  map.on("overlayadd overlayremove projectionchange", () => setTimeout(tell, 0));
  tell();
}
