// Fits the view to places and to whole marks, which keep their size and are moved apart at each zoom; pans to a record.
import { overlap, square, unionOf } from "./boxes.js";
import { boxesOf, CONTROLS } from "./controls.js";

/** From a symbol's middle to its edge, pixels. */
const MARK_RADIUS = 13;
/** Free space round a symbol to which the map is panned, pixels. */
const MARK_MARGIN = 16;
/** Free space at the edge of the map when it is panned, pixels. */
const EDGE = 12;
/** A pan shows a shape whole if it takes no more than this share of the free map. */
const SHAPE_SHARE = 0.9;
/** Space between a control and a mark, pixels. */
const CONTROL_MARGIN = 4;
/** The lowest zoom of a view. */
const LEAST_ZOOM = 1;
/** How many levels below the zoom that fits the places a view may be to fit the marks too. */
const LEVELS_FOR_MARKS = 1;
/** Zoom levels between the views that are tried, on a map without a `zoomSnap`. */
const ZOOM_STEP = 1 / 64;
/** How often a view is corrected at most: each correction may cut or cover other symbols. */
const CORRECTIONS = 4;

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("./boxes.js").Spot} Spot */
/** @typedef {import("../marks/layout.js").PlacedMark} PlacedMark */
/** @typedef {{center: L.LatLng, zoom: number, symbols: Box[]}} View symbols: their boxes in pixels of the map */

/**
 * @typedef {object} FitTarget what a view is to show
 * @property {(zoom: number) => Box[]} places of the map, pixels of it at a zoom
 * @property {(zoom: number) => PlacedMark[]} whole symbols, as they stand at a zoom
 * @property {(zoom: number) => PlacedMark[]} [uncut] symbols of which the frame shows all or nothing
 * @property {Box} room kept free at the sides of the map, pixels
 */

/**
 * Places for a view to show.
 * @param {L.Map} map @param {import("../payload.js").Place[]} places @param {number} [margin] round each, pixels
 * @returns {(zoom: number) => Box[]}
 */
export const placesOf = (map, places, margin = 0) => (zoom) => places.map((place) => square(map.project(place, zoom), margin));

/** @param {PlacedMark} symbol @returns {Box} */
export function boxOf({ at, offset, size, wide = 0 }) {
  const { left, top, right, bottom } = square({ x: at.x + offset.x, y: at.y + offset.y }, MARK_RADIUS * size);
  return { left: left - wide, top, right: right + wide, bottom };
}

/**
 * The nearest zoom at which boxes fit, and the box round them there.
 * @param {L.Map} map @param {(zoom: number) => Box[]} boxesAt pixels of the map @param {Spot} free pixels
 * @param {number} nearest first zoom that is tried @param {number} furthest last zoom, used even if they do not fit
 */
function zoomToFit(map, boxesAt, free, nearest, furthest) {
  const step = map.options.zoomSnap || ZOOM_STEP;
  for (let zoom = nearest; ; ) {
    const box = unionOf(boxesAt(zoom));
    const excess = Math.max((box.right - box.left) / free.x, (box.bottom - box.top) / free.y);
    if (excess <= 1 + 1e-9 || zoom <= furthest) return { zoom, box };
    const next = Math.floor((zoom - Math.log2(excess)) / step + 1e-9) * step;
    zoom = Math.max(furthest, Math.min(next, zoom - step));
  }
}

/**
 * @param {L.Map} map @param {FitTarget} wanted @returns {View}
 */
function nearestView(map, { places, whole, room: { left, top, right, bottom } }) {
  const frame = map.getSize();
  const free = { x: Math.max(frame.x - left - right, 1), y: Math.max(frame.y - top - bottom, 1) };
  /** @type {Box[]} */
  let symbols = [];
  // Places first: laying out symbols takes long, and is not done at zooms at which the places do not fit.
  const nearest = zoomToFit(map, places, free, map.getMaxZoom(), LEAST_ZOOM).zoom;
  const boxesAt = (/** @type {number} */ zoom) => {
    symbols = whole(zoom).map(boxOf);
    return [...places(zoom), ...symbols];
  };
  const { zoom, box } = zoomToFit(map, boxesAt, free, nearest, Math.max(LEAST_ZOOM, nearest - LEVELS_FOR_MARKS));
  const x = (box.left + box.right + right - left) / 2;
  const y = (box.top + box.bottom + bottom - top) / 2;
  return { zoom, center: map.unproject([x, y], zoom), symbols };
}

/** The symbols that the frame of a view cuts. @param {L.Map} map @param {View} view @param {PlacedMark[]} symbols */
function cutBy(map, { center, zoom }, symbols) {
  const middle = map.project(center, zoom);
  const { x, y } = map.getSize();
  const frame = { left: middle.x - x / 2, top: middle.y - y / 2, right: middle.x + x / 2, bottom: middle.y + y / 2 };
  return symbols.filter((symbol) => {
    const box = boxOf(symbol);
    const inside = box.left >= frame.left && box.top >= frame.top && box.right <= frame.right && box.bottom <= frame.bottom;
    return !inside && overlap(box, frame);
  });
}

/**
 * The nearest view that shows a target. Symbols that its edge would cut are shown whole too, unless others are then cut.
 * @param {L.Map} map @param {FitTarget} target @returns {View}
 */
export function viewToFit(map, target) {
  const first = nearestView(map, target);
  let view = first;
  const { whole, uncut } = target;
  if (!uncut) return view;
  /** @type {Set<unknown>} */
  const cutMarks = new Set();
  for (let tries = 0; tries < CORRECTIONS; tries++) {
    const added = cutBy(map, view, uncut(view.zoom));
    if (!added.length) return view;
    for (const { record } of added) cutMarks.add(record);
    view = nearestView(map, {
      ...target,
      whole: (zoom) => [...whole(zoom), ...uncut(zoom).filter(({ record }) => cutMarks.has(record))],
    });
  }
  return cutBy(map, view, uncut(view.zoom)).length ? first : view;
}

/**
 * Widens the margin at the top or bottom of a map by a control there, unless less than half the map would be left.
 * @param {Box} room @param {Box} control @param {Spot} size of the map @returns {Box}
 */
function roomBeside(room, { top, bottom }, size) {
  const wider =
    top + bottom < size.y
      ? { ...room, top: Math.max(room.top, bottom + CONTROL_MARGIN) }
      : { ...room, bottom: Math.max(room.bottom, size.y - top + CONTROL_MARGIN) };
  return wider.top + wider.bottom < size.y / 2 ? wider : room;
}

/**
 * The nearest view that shows a target with no symbol under a control, neither of those that are to be whole nor of others.
 * @param {L.Map} map @param {FitTarget} target @param {Box[]} controls in the map's frame @returns {View}
 */
export function viewBesideControls(map, target, controls) {
  const size = map.getSize();
  const { whole, uncut = () => [] } = target;
  let { room } = target;
  let view = viewToFit(map, target);
  /** @type {Set<unknown>} */
  const covered = new Set();
  for (let tries = 0; tries < CORRECTIONS; tries++) {
    const middle = map.project(view.center, view.zoom);
    const left = middle.x - size.x / 2;
    const top = middle.y - size.y / 2;
    const moved = controls.map((control) => ({ left: control.left + left, top: control.top + top, right: control.right + left, bottom: control.bottom + top }));
    const others = uncut(view.zoom).filter((symbol) => moved.some((control) => overlap(boxOf(symbol), control)));
    for (const { record } of others) covered.add(record);
    const symbols = [...view.symbols, ...others.map(boxOf)];
    const hiding = controls.filter((_, i) => symbols.some((symbol) => overlap(symbol, moved[i])));
    const wider = hiding.reduce((widest, control) => roomBeside(widest, control, size), room);
    if (wider.top === room.top && wider.bottom === room.bottom) break;
    room = wider;
    view = viewToFit(map, { ...target, room, whole: (zoom) => [...whole(zoom), ...uncut(zoom).filter(({ record }) => covered.has(record))] });
  }
  return view;
}

/**
 * Moves a map to the nearest view that shows a target with no symbol under a control.
 * @param {L.Map} map @param {FitTarget} target @param {boolean} [animate]
 * @returns {number} the zoom to which it moves
 */
export function fitTo(map, target, animate = false) {
  const view = viewBesideControls(map, target, boxesOf(map, CONTROLS));
  moveTo(map, view, animate);
  return view.zoom;
}

/** Moves a map to a view, which may be below its least zoom. @param {L.Map} map @param {View} view @param {boolean} [animate] */
export function moveTo(map, { center, zoom }, animate = false) {
  if (zoom < map.getMinZoom()) map.setMinZoom(zoom);
  map.setView(center, zoom, { animate });
}

/**
 * The shift that brings a box into a frame; the middle of a box that is too large for it.
 * @param {Box} box @param {Box} frame
 * @returns {Spot} by which the frame moves over the map
 */
function shiftInto(box, frame) {
  const along = (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ from, /** @type {number} */ to) =>
    last - first > to - from ? (first + last - from - to) / 2 : Math.min(first - from, 0) + Math.max(last - to, 0);
  return { x: along(box.left, box.right, frame.left, frame.right), y: along(box.top, box.bottom, frame.top, frame.bottom) };
}

/** How far a scene's caption covers the map from its left and right at the height of a point, pixels. @param {L.Map} map @param {Spot} point */
function captionCover(map, point) {
  const frame = map.getContainer().getBoundingClientRect();
  const box = document.querySelector(".caption")?.getBoundingClientRect();
  const y = point.y + frame.top;
  // On a small screen it is as wide as the map.
  const isBeside = box?.width && box.width < frame.width / 2 && y > box.top - MARK_MARGIN && y < box.bottom + MARK_MARGIN;
  if (!isBeside) return { left: 0, right: 0 };
  const isLeft = box.left - frame.left < frame.right - box.right;
  return isLeft ? { left: box.right - frame.left, right: 0 } : { left: 0, right: frame.right - box.left };
}

/**
 * Moves the map so that a symbol is in its free part, with as many of its shapes as have room there.
 * @param {L.Map} map @param {any} mark @param {any[]} shapes of the record @param {number} cardWidth of a card at the right, pixels
 */
export function panTo(map, mark, shapes, cardWidth) {
  const size = map.getSize();
  const point = map.latLngToContainerPoint(mark.getLatLng()).add(mark.offset);
  const row = map.getContainer().querySelector(".leaflet-top.leaflet-left")?.clientHeight ?? 0;
  const cover = captionCover(map, point);
  const frame = {
    left: cover.left + EDGE,
    top: row + EDGE,
    right: size.x - Math.max(cardWidth, cover.right) - EDGE,
    bottom: size.y - EDGE,
  };
  const around = square(point, MARK_MARGIN);
  const parts = shapes.flatMap((shape) => shape._pxBounds ?? []).map(({ min, max }) => {
    const [from, to] = [min, max].map((corner) => map.layerPointToContainerPoint(corner));
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  });
  const fits = (/** @type {Box} */ { left, right, top, bottom }) =>
    right - left < (frame.right - frame.left) * SHAPE_SHARE && bottom - top < (frame.bottom - frame.top) * SHAPE_SHARE;
  const extent = parts.reduce((box, part) => {
    const wider = unionOf([box, part]);
    return fits(wider) ? wider : box;
  }, around);
  const shift = shiftInto(extent, frame);
  if (Math.abs(shift.x) + Math.abs(shift.y) < 1) return;
  map.panBy([Math.round(shift.x), Math.round(shift.y)], { animate: false });
}
