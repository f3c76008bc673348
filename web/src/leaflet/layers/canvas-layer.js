// Base classes of layers on a canvas that follows the view: in pixels, and in metres of the map's plane.
import L from "leaflet";
import { isFirstDrawPending } from "../first-draw.js";

/** @typedef {{ctx: CanvasRenderingContext2D, scale: number, view: L.Bounds, isPart?: boolean}} Drawing scale in px/m, view in metres; whether it is another than that of the map */

/** Margin of a canvas round the view, as a share of the view's size, for dragging. */
const MARGIN = 0.25;
/** Time after a map has opened when its canvases get their margin, milliseconds: the rest of the page comes first. */
const WIDEN_DELAY_MS = 250;

/** A canvas that follows the view. Subclasses have `_redraw()`, called when the canvas has a new place or size. @type {any} */
export const CanvasLayer = L.Renderer.extend({
  options: { pane: "plate", padding: MARGIN, zIndex: 200 },

  /** @this {any} @param {L.Map} map */
  beforeAdd(map) {
    const { pane, zIndex } = this.options;
    if (!map.getPane(pane)) {
      Object.assign(map.createPane(pane).style, { zIndex: `${zIndex}`, pointerEvents: "none" });
    }
    map.on("opened nightchange groundchange", this._update, this);
    if (!isFirstDrawPending(map)) return;
    // The first drawing is of the view alone.
    this.options.padding = 0;
    map.once("opened", () => setTimeout(() => this._widen(), WIDEN_DELAY_MS));
  },

  /** @this {any} whether it has its margin, which it lacks while the map opens */
  isWide() {
    return this.options.padding > 0;
  },

  /** @this {any} adds the margin; a zoom animation is not disturbed */
  _widen() {
    const map = this._map;
    if (map?._animatingZoom) return void map.once("moveend", this._widen, this);
    this.options.padding = MARGIN;
    if (map) this._update();
  },

  /** @this {any} @param {L.Map} map */
  onRemove(map) {
    map.off("opened nightchange groundchange", this._update, this);
    L.Renderer.prototype.onRemove.call(this, map);
  },

  /** @this {any} */
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  /** @this {any} */
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  /** @this {any} */
  _update() {
    const map = this._map;
    if (!map || (map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const { circle } = map.options;
    // The first picture of a round frame is drawn no larger than that.
    if (circle && !this.isWide()) {
      this._bounds = L.bounds([-circle.r, circle.r].map((reach) => map.containerPointToLayerPoint([circle.x + reach, circle.y + reach]).round()));
    }
    if (isFirstDrawPending(map)) return;
    // Printing waits for nothing.
    if (map.options.ratio) this._redraw();
    else this._redrawSoon();
  },

  /** @this {any} redraws once, however often the map is resized and moved in one task */
  _redrawSoon() {
    if (this._redrawRequested) return;
    this._redrawRequested = true;
    queueMicrotask(() => {
      this._redrawRequested = false;
      if (this._map) this._redraw();
    });
  },

  /** Replaces Leaflet's, which draws again what was drawn at the end of the same move, and blurs it by part of a pixel. */
  _reset() {},

  /**
   * Blanks the canvas, at the size of the view and its margin. The map's option `ratio` sets how many of its
   * pixels there are for one of the view; by default the screen decides.
   * @this {any}
   * @returns {{ctx: CanvasRenderingContext2D, min: L.Point, size: L.Point, ratio: number}} min and size in
   *   pixels of the view; ratio: pixels of the canvas for one of these
   */
  _blank() {
    const ratio = this._map.options.ratio ?? Math.min(window.devicePixelRatio || 1, 2);
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const canvas = /** @type {HTMLCanvasElement} */ (this._container);
    L.DomUtil.setPosition(canvas, min);
    canvas.width = Math.ceil(size.x * ratio);
    canvas.height = Math.ceil(size.y * ratio);
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    // Long coasts are drawn faster by the processor than by most graphics cards; with software in
    // place of a card (remote desktops, virtual machines) a picture would take seconds.
    const ctx = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext("2d", { willReadFrequently: true })
    );
    return { ctx, min, size, ratio };
  },
});

/** A canvas in metres of the map's plane. Subclasses have `_paint(drawing)`: x to the right, y upwards. @type {any} */
export const PlaneCanvas = CanvasLayer.extend({
  /**
   * A picture of a part of the plane, on a canvas of its own.
   * @this {any} @param {{min: L.Point, max: L.Point}} view metres @param {number} scale px/m
   */
  pictureOf(view, scale) {
    const { min, max } = view;
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.ceil((max.x - min.x) * scale), height: Math.ceil((max.y - min.y) * scale) });
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    ctx.setTransform(scale, 0, 0, -scale, -min.x * scale, max.y * scale);
    this._paint({ ctx, scale, view });
    return canvas;
  },

  /** @this {any} */
  _redraw() {
    const map = this._map;
    const { ctx, min, size, ratio } = this._blank();
    const { crs } = map.options;
    const scale = crs.scale(map.getZoom());
    const [poleX, poleY] = crs.polar.pole;
    const pole = crs.transformation
      .transform(L.point(poleX, poleY), scale)
      .subtract(map.getPixelOrigin())
      .subtract(min);
    const canvasScale = scale * ratio;
    ctx.setTransform(canvasScale, 0, 0, -canvasScale, (pole.x - poleX * scale) * ratio, (pole.y + poleY * scale) * ratio);
    const metres = (/** @type {number} */ x, /** @type {number} */ y) =>
      L.point(poleX + (x - pole.x) / scale, poleY - (y - pole.y) / scale);
    this._paint({ ctx, scale, view: L.bounds(metres(0, size.y), metres(size.x, 0)) });
  },
});
