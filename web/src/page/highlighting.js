// Records that stand out on the map while the others stand back.

/** Above the symbols that stand back. */
const RAISED = 2000;

/**
 * @param {Map<number, import("./events.js").Drawn>} drawn
 * @returns {(numbers: readonly number[]) => void} lights these; none lights all alike
 */
export function highlighting(drawn) {
  /** @type {Set<number>} */
  let lit = new Set();

  /** @param {import("./events.js").Drawn} found */
  function apply({ event, mark, shapes }) {
    const [stands, back] = [lit.has(event.n), lit.size > 0 && !lit.has(event.n)];
    for (const layer of [mark, ...shapes]) {
      for (const part of [layer._icon, layer._path]) part?.classList.toggle("stands-back", back);
    }
    mark._icon?.classList.toggle("stands-out", stands);
    mark.setZIndexOffset(stands ? RAISED : 0);
  }

  for (const found of drawn.values()) {
    // A theme that is switched on again, or a map that is turned, has new elements.
    for (const layer of [found.mark, ...found.shapes]) layer.on("add", () => lit.size && apply(found));
  }
  return (numbers) => {
    lit = new Set(numbers);
    for (const found of drawn.values()) apply(found);
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".record"))) {
      row.classList.toggle("stands-out", lit.has(Number(row.dataset.record)));
    }
  };
}
