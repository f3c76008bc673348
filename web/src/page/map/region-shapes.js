// Regions on the map: outlines of `layers/`, and hatching where a record names a region as its place.

const L = window.L;

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {import("../payload.js").PageRecord} PageRecord */

/** @typedef {ReturnType<typeof import("../payload.js").readRegionRings>} Regions outlines by id */

/**
 * @param {string} id @param {string} colour @param {number} strength opacity, 0 to 1 @param {Regions} regions
 * @param {{angle?: number} & L.PolylineOptions} [style] other options
 */
export function hatchedRegion(id, colour, strength, regions, { angle = 45, ...style } = {}) {
  return new L.Polygon(regions.get(id) ?? [], {
    color: colour,
    weight: 0.8,
    opacity: strength,
    fillOpacity: strength,
    hatch: { colour, gap: 7, angle, weight: 0.9 },
    edges: "plane",
    className: "region-hatch",
    interactive: false,
    ...style,
  });
}

/** The names of regions, as a layer. @param {PageData} data @param {string[]} ids */
export function regionNames(data, ids) {
  const shownRegions = data.regions.filter(({ id }) => ids.includes(id));
  return window.geotrackPolar.labels(
    // Of the places of one name, the first that is free is used.
    shownRegions.flatMap(({ name, label, further }) =>
      [label, ...further].map(([lat, lon]) => ({ text: name, lat, lon, rotation: null, size: "region" })),
    ),
  );
}

/** A polygon whose rings are read at first use: most such layers are off when a page opens. */
const LazyPolygon = /* @__PURE__ */ L.Polygon.extend({
  /** @this {any} @param {() => import("../payload.js").Place[][]} rings @param {L.PolylineOptions} options */
  initialize(rings, options) {
    this._read = () => {
      delete this._read;
      this._setLatLngs(rings());
    };
    L.Polygon.prototype.initialize.call(this, [], options);
  },

  /** @this {any} @param {L.Map} map */
  beforeAdd(map) {
    this._read?.();
    L.Polygon.prototype.beforeAdd.call(this, map);
  },

  /** @this {any} */
  getLatLngs() {
    this._read?.();
    return L.Polygon.prototype.getLatLngs.call(this);
  },

  /** @this {any} */
  getBounds() {
    this._read?.();
    return L.Polygon.prototype.getBounds.call(this);
  },
});

/** A region of `layers/` as an outline with its name. @param {string} id @param {PageData} data @param {Regions} regions */
export function regionOutline(id, data, regions) {
  const name = regionNames(data, [id]);
  const outline = new LazyPolygon(() => regions.get(id) ?? [], {
    color: "#2f6f86",
    weight: 1.2,
    opacity: 0.8,
    fillOpacity: 0.07,
    edges: "plane",
    interactive: false,
    layerId: `region:${id}`,
  });
  outline.on("add", (/** @type {any} */ { target }) => name.addTo(target._map)).on("remove", () => name.remove());
  return outline;
}

/** Style of the outline of a region that is chosen as a filter. */
const CHOSEN = { weight: 2.2, opacity: 1, fillOpacity: 0.14, className: "chosen-region" };

/**
 * The outlines of the regions that are chosen as a filter.
 * @param {L.Map} map @param {PageData} data @param {Regions} regions @param {() => import("../query/filter.js").QueryValues} values
 * @returns {() => void} updates them
 */
export function chosenRegions(map, data, regions, values) {
  /** Outlines by the index of their region among the choices. @type {Map<number, any>} */
  const outlines = new Map();
  return () => {
    const selected = values().chosen.region ?? new Set();
    for (const [index, outline] of outlines) if (!selected.has(index)) outline.remove();
    for (const index of selected) {
      const [id] = data.facets.regions[index] ?? [];
      if (!regions.get(id ?? "")) continue;
      if (!outlines.has(index)) outlines.set(index, regionOutline(id, data, regions).setStyle(CHOSEN));
      outlines.get(index).addTo(map);
    }
  };
}

/** The regions in which a record was; only symbols that stand for an area have any. @param {import("../payload.js").PageRecord} record @returns {string[]} */
function regionsOf(record) {
  return (record.drawn === "assumed" ? record.shapes : []).flatMap((shape) => (shape.kind === "region" ? shape.id : []));
}

/**
 * Begins to load the rows in which the regions of records are, where a server has them.
 * @param {import("../records.js").Records} records @param {() => void} then called when they are there
 */
function loadRows({ all, remote }, then) {
  const state = { isDone: !remote };
  const places = all.flatMap(({ i, drawn }) => (remote && drawn === "assumed" ? i : []));
  const end = () => {
    state.isDone = true;
    then();
  };
  void remote?.load("row", places).then(end, () => undefined);
  return state;
}

/** The layer that hatches the regions of the shown records. @param {import("../payload.js").PageData} data @param {Regions} regions */
export function hatchedRegions(data, regions) {
  const group = L.layerGroup();
  Object.assign(group.options, { layerId: "hatched" });
  /** Regions of each record, read when the layer is first shown. */
  const idsByRecord = data.records.lazily((all) => all.map(regionsOf));
  const loading = data.records.lazily(() => loadRows(data.records, () => show(current)));
  /** Polygons by region, created at first use. @type {Map<string, any>} */
  const hatched = new Map();
  /** @type {any} */
  let nameLayer = null;
  let lastIds = "";
  /** @type {readonly boolean[] | null} */
  let current = null;
  /** The records of a scene: if there are any, only their regions are hatched. @type {ReadonlySet<number>} */
  let highlighted = new Set();

  /** @param {readonly boolean[] | null} shown which records, in the order of the data; null: all */
  function show(shown) {
    current = shown;
    if (!group._map || !loading().isDone) return;
    const visible = data.records.all.map(({ n }, i) => (shown?.[i] ?? true) && (!highlighted.size || highlighted.has(n)));
    const ids = [...new Set(idsByRecord().filter((_, i) => visible[i]).flat())];
    if (ids.join() === lastIds) return;
    lastIds = ids.join();
    for (const [id, shape] of hatched) if (!ids.includes(id)) group.removeLayer(shape);
    for (const id of ids) {
      if (!hatched.has(id)) hatched.set(id, hatchedRegion(id, "#33474f", 0.3, regions));
      group.addLayer(hatched.get(id));
    }
    if (nameLayer) group.removeLayer(nameLayer);
    nameLayer = regionNames(data, ids);
    group.addLayer(nameLayer);
  }

  group.on("add", () => show(current));
  return {
    group,
    show,
    /** Whether hatched regions are on the map. */
    some: () => Boolean(group._map && lastIds),
    /** @param {readonly number[]} numbers of a scene's records; none: all that are shown */
    light(numbers) {
      highlighted = new Set(numbers);
      show(current);
    },
  };
}
