// Switches between the density layer and the point layer of one dataset by zoom.

/** Points are shown from the zoom on at which the smallest hexagons are wider than this, pixels. */
const WIDEST_HEXAGONS = 24;

/**
 * @param {any} map @param {any} surface @param {any} points
 */
export function switchByZoom(map, surface, points) {
  function update() {
    if (isOnPaper(map)) return;
    const bothOn = map.hasLayer(surface) && map.hasLayer(points);
    // A layer that is off the map has no scale.
    const pointsVisible = bothOn && surface.smallestWidth() > WIDEST_HEXAGONS;
    surface.setAway(bothOn && pointsVisible);
    points.setAway(bothOn && !pointsVisible);
  }
  map.on("zoomend layeradd layerremove", update);
  update();
}

/**
 * The surface and the points of each dataset that has both.
 * @param {{id: string, about: {kind: string}}[]} layers @returns {[any, any][]}
 */
export function layerPairs(layers) {
  const layersOf = (/** @type {string} */ kind) => layers.filter(({ about }) => about.kind === kind);
  // Ids are `observed-1-density` and `observed-1-points` for two layers of one entry.
  const entry = (/** @type {string} */ id) => id.split("-")[1];
  return layersOf("density").flatMap((surface) => {
    const points = layersOf("points").find(({ id }) => entry(id) === entry(surface.id));
    return points ? [/** @type {[any, any]} */ ([surface, points])] : [];
  });
}

/** Whether a map is being printed: page/print/print.js then sets its `ratio`. @param {any} map */
export const isOnPaper = (map) => map.options.ratio !== undefined;
