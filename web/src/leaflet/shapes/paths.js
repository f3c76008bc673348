// L.Polyline and L.Polygon for polar maps: edges that follow lon/lat, no edge along 180°, a centre inside the shape.
import L from "leaflet";
import { densify, unwrap } from "../../polar/densify.js";
import { cutLine, cutRings, isSouth } from "../../polar/southern-limit.js";
import { isFirstDrawPending } from "../first-draw.js";
import { joinAtSeam } from "../../polar/seam.js";

/** @typedef {[number, number]} PlanePoint metres */

/** Tolerance of simplified lines for a smoothFactor of 1, pixels. */
const SMOOTHING = 0.2;

const leafletProject = L.Polyline.prototype._projectLatlngs;
const leafletReset = L.Polyline.prototype._reset;
const leafletRedraw = L.Polyline.prototype.redraw;
const leafletUpdate = /** @type {any} */ (L.Polyline.prototype)._update;
const leafletSimplify = L.Polyline.prototype._simplifyPoints;
const clipLine = L.Polyline.prototype._clipPoints;
const clipPolygon = L.Polygon.prototype._clipPoints;
const lineCentre = L.Polyline.prototype.getCenter;
const polygonCentre = L.Polygon.prototype.getCenter;

/** Whether a layer is wholly within the renderer's bounds. @param {any} layer */
const isInside = ({ _pxBounds: pixelBounds, _renderer: renderer, _rings: rings }) =>
  pixelBounds && renderer._bounds.contains(pixelBounds) && rings.every((/** @type {L.Point[]} */ { length }) => length > 1);

/**
 * Clips a layer at the edge of the renderer's bounds. One that is wholly within, as most are, is not clipped: Leaflet
 * would go through all of its points to find that out.
 * @param {any} layer @param {() => void} clip
 */
function clipIfNeeded(layer, clip) {
  if (isInside(layer)) layer._parts = [...layer._rings];
  else clip.call(layer);
}

/** All rings or lines that have places. @param {any} latlngs @returns {L.LatLng[][]} */
const partsOf = (latlngs) =>
  Array.isArray(latlngs[0]) ? latlngs.flatMap(partsOf) : latlngs.length ? [latlngs] : [];

/** The polygons of a layer, each with its rings, or its lines. @param {any} latlngs @returns {any[]} */
const polygonsOf = (latlngs) => (Array.isArray(latlngs[0]?.[0]) ? latlngs : [latlngs]);

/**
 * The rings or lines of a layer on the map's plane, in metres; kept until the layer or the projection changes.
 * @param {L.Polyline | L.Polygon} layer
 * @param {L.CRS} crs a polar one
 * @returns {PlanePoint[][]}
 */
export function projectedParts(layer, crs) {
  if (layer._plane?.crs === crs) return layer._plane.parts;
  const { hemisphere, ...polar } = /** @type {import("../../polar/projections.js").Projection} */ (crs.polar);
  // On a map of the southern hemisphere all latitudes are negated, and negated again when they are projected.
  const project = (/** @type {number} */ lon, /** @type {number} */ lat) => polar.project(lon, hemisphere * lat);
  const closed = layer instanceof L.Polygon;
  const { edges } = layer.options;
  const mirrored = (/** @type {L.LatLng[]} */ part) =>
    part.map(({ lng, lat }) => /** @type {import("../../polar/densify.js").Position} */ ([lng, hemisphere * lat]));
  const bodies = polygonsOf(layer._latlngs).map((body) => partsOf(body).map(mirrored));
  const holdsPole = layer.containsPole?.(-90 * hemisphere);
  let parts;
  const needsNoCut = () => !holdsPole && !bodies.some((body) => body.some((part) => part.some(isSouth)));
  if (edges === "plane" && needsNoCut()) {
    parts = bodies.flatMap((body) => body.map((part) => part.map((position) => project(...position))));
  } else {
    const unwrapped = bodies.map((body) => body.map((part) => unwrap(part, closed, edges === "written")));
    const cutParts = closed
      ? joinAtSeam(unwrapped.flatMap((rings) => cutRings(rings, holdsPole)))
      : unwrapped.flat().flatMap(cutLine);
    parts = cutParts.map((part) => densify(part, project));
  }
  layer._plane = { crs, parts };
  return parts;
}

L.Polyline.include({
  /** @this {any} @param {any} latlngs @param {L.Point[][]} result @param {L.Bounds} bounds */
  _projectLatlngs(latlngs, result, bounds) {
    const map = this._map;
    const { crs } = map.options;
    if (!crs?.polar) {
      leafletProject.call(this, latlngs, result, bounds);
      return;
    }
    const scale = crs.scale(map.getZoom());
    const origin = map.getPixelOrigin();
    for (const part of projectedParts(this, crs)) {
      result.push(
        part.map((place) => {
          const point = crs.transformation._transform(new L.Point(place[0], place[1]), scale)._subtract(origin);
          bounds.extend(point);
          return point;
        }),
      );
    }
  },

  /** @this {any} a shape that is and was wholly within the renderer's bounds stays as it is drawn: a move of the map moves its pane */
  _update() {
    const isWhole = this._map && isInside(this);
    if (isWhole && this._drawnWhole === this._rings) return;
    leafletUpdate.call(this);
    this._drawnWhole = isWhole ? this._rings : null;
  },

  /** @this {any} */
  _clipPoints() {
    clipIfNeeded(this, clipLine);
  },

  /** @this {any} */
  _simplifyPoints() {
    const { options } = this;
    if (!this._map.options.crs?.polar) return leafletSimplify.call(this);
    // Leaflet drops vertices within a pixel of the line, which would show an arc as a row of chords.
    const { smoothFactor } = options;
    options.smoothFactor = SMOOTHING * (smoothFactor ?? 1);
    leafletSimplify.call(this);
    options.smoothFactor = smoothFactor;
  },

  /** @this {any} while a map opens nothing is laid out: `layOutPaths` does that once its view is known */
  _reset() {
    if (!isFirstDrawPending(this._map)) leafletReset.call(this);
  },

  /** @this {any} */
  redraw() {
    delete this._plane;
    return leafletRedraw.call(this);
  },

  /** @this {any} where a popup opens without a click */
  getCenter() {
    const crs = this._map?.options.crs;
    if (!crs?.polar) return lineCentre.call(this);
    const [line] = [...projectedParts(this, crs)].sort((a, b) => b.length - a.length);
    return line ? unproject(crs, halfway(line)) : firstOf(this);
  },
});

for (const Renderer of [L.Renderer, L.Canvas]) {
  const { _updatePaths: leafletUpdate, _onZoomEnd: leafletZoomEnd } = /** @type {any} */ (Renderer.prototype);
  Renderer.include({
    /** @this {any} */
    _updatePaths() {
      if (!isFirstDrawPending(this._map)) leafletUpdate.call(this);
    },

    /** @this {any} */
    _onZoomEnd() {
      if (!isFirstDrawPending(this._map)) leafletZoomEnd.call(this);
    },
  });
}

/** Lays out the lines and polygons of a map that has opened. @param {L.Map} map */
export function layOutPaths(map) {
  map.eachLayer((layer) => layer instanceof L.Polyline && layer._reset());
}

L.Polygon.include({
  /** @this {any} */
  _clipPoints() {
    clipIfNeeded(this, clipPolygon);
  },

  /** @this {any} */
  getCenter() {
    const crs = this._map?.options.crs;
    if (!crs?.polar) return polygonCentre.call(this);
    const rings = projectedParts(this, crs).map(centroid);
    if (!rings.length) return firstOf(this);
    return unproject(crs, rings.reduce((a, b) => (b.area > a.area ? b : a)).point);
  },
});

/** The first place of a shape: its centre if nothing of it is drawn. @param {L.Polyline} layer @returns {L.LatLng} */
const firstOf = (layer) => partsOf(layer._latlngs)[0]?.[0];

/** @param {L.CRS} crs @param {PlanePoint} point */
const unproject = (crs, [x, y]) => crs.projection.unproject(L.point(x, y));

/** The point halfway along a line. @param {PlanePoint[]} line @returns {PlanePoint} */
function halfway(line) {
  const steps = line.slice(1).map(([x, y], i) => Math.hypot(x - line[i][0], y - line[i][1]));
  let remaining = steps.reduce((a, b) => a + b, 0) / 2;
  for (const [i, step] of steps.entries()) {
    if (remaining <= step && step) {
      const [[x0, y0], [x1, y1]] = [line[i], line[i + 1]];
      return [x0 + ((x1 - x0) * remaining) / step, y0 + ((y1 - y0) * remaining) / step];
    }
    remaining -= step;
  }
  return line[0];
}

/** The centroid and the area of a ring. @param {PlanePoint[]} ring */
function centroid(ring) {
  let doubleArea = 0;
  let x = 0;
  let y = 0;
  const [x0, y0] = ring[0]; // Relative to a point of the ring, so that differences stay exact.
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay, bx, by] = [ring[j][0] - x0, ring[j][1] - y0, ring[i][0] - x0, ring[i][1] - y0];
    const cross = ax * by - bx * ay;
    doubleArea += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  /** @type {PlanePoint} */
  const point = doubleArea ? [x0 + x / (3 * doubleArea), y0 + y / (3 * doubleArea)] : ring[0];
  return { point, area: Math.abs(doubleArea) / 2 };
}

// Edges of GeoJSON run as they are written, even if longer than 180° of longitude.
L.GeoJSON.prototype.options = Object.assign(Object.create(L.GeoJSON.prototype.options), { edges: "written" });
