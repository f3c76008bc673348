// Switches between the density layer and the point layer of one dataset by zoom.

/** Largest width of the smallest hexagons; from there on points are shown, pixels. */
const LARGE = 24;

/**
 * @param {any} map @param {any} surface @param {any} points
 */
export function switchByZoom(map, surface, points) {
  function update() {
    if (isOnPaper(map)) return;
    const bothOn = map.hasLayer(surface) && map.hasLayer(points);
    // What is off the map has no scale.
    const pointsVisible = bothOn && surface.widest() > LARGE;
    surface.leave(bothOn && pointsVisible);
    points.leave(bothOn && !pointsVisible);
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
  const entry = (/** @type {string} */ id) => id.split("-")[1];
  return layersOf("density").flatMap((surface) => {
    const points = layersOf("points").find(({ id }) => entry(id) === entry(surface.id));
    return points ? [/** @type {[any, any]} */ ([surface, points])] : [];
  });
}

/** See web/src/page/print/print.js, which sets it. @param {any} map */
export const isOnPaper = (map) => map.options.ratio !== undefined;
