// Context layers, from files: areas, lines and points under the records, with labels; and their rows in the legend.
import { translateText } from "../i18n.js";
import { toPlaces } from "../payload.js";

const L = window.L;

/** @typedef {import("../payload.js").ContextData} ContextData */

/** The pane over the basemap, under observations, regions and records. */
const PANE = "context";
/** Radius of a point, pixels. */
const RADIUS = 3;

/** @param {any} map */
function addPane(map) {
  if (!map.getPane(PANE)) Object.assign(map.createPane(PANE).style, { zIndex: "290", pointerEvents: "none" });
}

/**
 * The shapes of one kind and label.
 * @param {ContextData["kinds"][number][0]} kind @param {Float64Array[][]} parts @param {any} options @returns {any[]}
 */
function shapesOf(kind, parts, options) {
  if (kind === "point") {
    return parts.map(([[lon, lat]]) => new L.CircleMarker([lat, lon], { ...options, radius: RADIUS, weight: 1 }));
  }
  const lines = parts.flat().map(toPlaces);
  if (kind === "line") return [new L.Polyline(lines, options)];
  return [new L.Polygon(lines, { ...options, stroke: kind === "area" })];
}

/** A layer group whose shapes are read at first use. @type {any} */
const ContextLayer = /* @__PURE__ */ L.LayerGroup.extend({
  /** @this {any} @param {ContextData} data @param {number} n */
  initialize(data, n) {
    L.LayerGroup.prototype.initialize.call(this, [], { layerId: data.id });
    this._read = () => {
      delete this._read;
      const partsOf = window.geotrackPolar.decode(data.shapes);
      const common = { weight: data.width, dashArray: data.dash.join(" ") || null, fillOpacity: data.opacity, opacity: 1 };
      data.kinds.forEach(([kind, label], i) => {
        const interactive = kind !== "fill";
        const options = { ...common, pane: PANE, edges: "plane", interactive, className: `context context-${n} context-${kind}` };
        for (const shape of shapesOf(kind, partsOf(i), options)) {
          // As text, not markup: the file may come from anyone.
          if (interactive) shape.bindTooltip(() => tooltip(translateText(data.name), label), { sticky: true });
          this.addLayer(shape);
        }
      });
      const names = data.names.map(([text, lat, lon]) => ({ text, lat, lon, rotation: null, size: "region" }));
      if (names.length) this.addLayer(window.geotrackPolar.labels(names));
    };
  },

  /** @this {any} @param {any} map */
  onAdd(map) {
    addPane(map);
    this._read?.();
    L.LayerGroup.prototype.onAdd.call(this, map);
  },
});

/** @param {string} name of the layer @param {string} label of the shape */
function tooltip(name, label) {
  const holder = document.createElement("span");
  holder.textContent = label && label !== name ? `${label} (${name})` : name;
  return holder;
}

/** A context layer; without data an empty one. @param {ContextData | undefined} data @param {number} n its index among the context layers */
export const contextLayer = (data, n) => (data ? new ContextLayer(data, n) : L.layerGroup());

/** Shows the rows of the layers that are on. @param {any} map */
export function updateContextKey(map) {
  const rows = [...document.querySelectorAll("[data-context-key]")];
  if (!rows.length) return;
  function update() {
    const layerIds = new Set();
    map.eachLayer((/** @type {any} */ { options }) => layerIds.add(options?.layerId));
    for (const row of rows) row.toggleAttribute("hidden", !layerIds.has(row.getAttribute("data-context-key")));
  }
  map.on("overlayadd overlayremove layeradd layerremove", (/** @type {any} */ { layer }) => {
    if (layer instanceof ContextLayer) update();
  });
  update();
}
