// Insets: circles of the map as it opens, shown again enlarged, with their symbols.
import { button, element, onceIdle, svg } from "../dom.js";
import { onLanguage, translateText } from "../i18n.js";
import { annotationElement, linesOfRecord, textMeasure } from "../annotations/annotations.js";
import { placeAnnotations } from "../annotations/placement.js";
import { boxesOf, CONTROLS } from "../map/controls.js";
import { isHome } from "../map/home.js";
import { overlap } from "../map/boxes.js";
import { addFixedPlaces } from "../marks/fixed-places.js";
import { halfOfNumber } from "../marks/number-placement.js";
import { markSymbol } from "../marks/record-mark.js";
import { removeOverlaps } from "../marks/overlap-removal.js";
import { narrow, scaleFactors } from "../screen-size.js";
import { BEZEL } from "./bezel.js";
import { boxesOfInset, CAPTION, placeInset, tangents } from "./inset-placement.js";
import { BESIDE_SHEET, roundFrame } from "./frame.js";
import { isOnPaper } from "./page-layout.js";

const L = window.L;
/** Width of the figures round a sheet, pixels. */
const FIGURES = 30;
/** Between two symbols of an inset, and between two buttons under a small map, pixels; the size of symbols as a factor. */
const [GAP, BUTTON_GAP, SIZE] = [20, 45, 0.72];
/** Half the width of a letter of a caption, at most on average, and its distance from the edge of the map, pixels. */
const [HALF_LETTER, CAPTION_MARGIN] = [3.4, 6];
/** A symbol this far from its place has a leader, pixels. */
const ASIDE = 7;
/** Of latitude and longitude, in which the scale is measured, degrees. */
const STEP = 0.1;
/** Radius of an inset under a small map, how far its labels reach beyond it, and half the width of its symbols, pixels. */
const [RADIUS_BELOW, MARGIN_BELOW, HALF_SYMBOL] = [150, 24, 11];
/** What an inset may not cover. */
const COVERED = `${CONTROLS}, ${BESIDE_SHEET}`;
/** How far down the name of an inset is tried from its place, pixels. */
const AROUND = [0, 16, -16, 32, -32, 48, -48, 64, -64];
/** Of the two circles round an inset, from the inner outwards: distance and weight, pixels. */
const RINGS = [[0, 0.7], [3, 1.6]];

/** @typedef {import("../payload.js").PageData} PageData */
/** @typedef {NonNullable<PageData["insets"]>[number]} Inset */
/** @typedef {import("./bezel.js").Circle} Circle */
/** @typedef {import("../marks/map-record.js").MapRecord} MapRecord */
/** @typedef {{target: HTMLCanvasElement, source: HTMLCanvasElement}} Canvases of an inset, and of its circle on the map */
/** @typedef {{inset: Inset, source: Circle, target: Circle, canvas: HTMLCanvasElement, sourceCanvas?: HTMLCanvasElement}} PlacedInset source, target: pixels of the map's frame */

/**
 * The radius of an inset in the projection, metres: of a circle of its area.
 * @param {any} map @param {Inset} inset
 */
function radiusOf(map, { at: [lat, lon], radius }) {
  const { crs } = map.options;
  const middle = crs.project(L.latLng(lat, lon));
  const scaleTo = (/** @type {L.LatLng} */ place) => middle.distanceTo(crs.project(place)) / map.distance(L.latLng(lat, lon), place);
  return radius * Math.sqrt(scaleTo(L.latLng(lat - STEP, lon)) * scaleTo(L.latLng(lat, lon + STEP)));
}

/** The circle of an inset on the map. @param {any} map @param {Inset} inset @returns {Circle} */
function sourceOf(map, inset) {
  const { x, y } = map.latLngToContainerPoint(inset.at);
  return { x, y, r: radiusOf(map, inset) * map.options.crs.scale(map.getZoom()) };
}

/**
 * Where the symbols of an inset stand in it.
 * @param {any} map @param {PlacedInset} placed @param {MapRecord[]} records @param {number} [apart] between two of them, pixels
 * @returns {[MapRecord, import("../marks/fixed-places.js").FixedPlace & {place: {x: number, y: number}}][]} with the true place of each
 */
function symbolPlaces(map, { inset, source, target }, records, apart = GAP) {
  const [scale] = scaleFactors("--scale");
  const gap = apart * scale;
  const places = records.map(({ mark }) => {
    const { x, y } = map.latLngToContainerPoint(mark.getLatLng());
    return { x: target.x + inset.factor * (x - source.x), y: target.y + inset.factor * (y - source.y) };
  });
  const wide = records.map(({ event }) => (event.side ? halfOfNumber({ size: SIZE * scale, digits: `${event.n}`.length, scale }) : 0));
  const offsets = removeOverlaps(places, places.map(() => gap), wide);
  return records.map((record, i) => {
    const [x, y] = [places[i].x + offsets[i].x - target.x, places[i].y + offsets[i].y - target.y];
    // Within the circle, with the number.
    const inwards = Math.min(1, (target.r - gap) / (Math.hypot(x, y) || 1));
    return [record, { x: target.x + x * inwards, y: target.y + y * inwards, size: SIZE, place: places[i] }];
  });
}

/** Paints the part of the map in an inset. @param {any} map @param {any} basemap @param {Inset} inset @param {number} r pixels @param {HTMLCanvasElement} canvas */
function paint(map, basemap, inset, r, canvas) {
  const ratio = map.options.ratio ?? Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = canvas.height = Math.ceil(2 * r * ratio);
  canvas.style.width = `${2 * r}px`;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { x, y } = map.options.crs.project(L.latLng(inset.at));
  const reach = radiusOf(map, inset);
  const scale = r / reach;
  ctx.setTransform(scale * ratio, 0, 0, -scale * ratio, (r - x * scale) * ratio, (r + y * scale) * ratio);
  basemap?.paintPart({ ctx, scale, view: L.bounds([x - reach, y - reach], [x + reach, y + reach]) });
}

/** The names in an inset that cover no symbol and no other name. @param {any} map @param {PlacedInset} placed @param {{x: number, y: number}[]} symbols */
function namesIn(map, { inset, source, target }, symbols) {
  /** @type {import("../map/boxes.js").Box[]} */
  const covered = symbols.map(({ x, y }) => ({ left: x - 12, top: y - 12, right: x + 30, bottom: y + 12 }));
  /** @type {any[]} */
  const names = [];
  map.eachLayer((/** @type {any} */ { _names = [] }) => names.push(..._names));
  /** @type {Set<string>} a name may have several places */
  const written = new Set();
  return names.flatMap(({ text, lat, lon, size = "sea", minZoom = 0 }) => {
    const spot = map.latLngToContainerPoint([lat, lon]);
    const [x, y] = [target.x + inset.factor * (spot.x - source.x), target.y + inset.factor * (spot.y - source.y)];
    const name = translateText(text);
    const half = name.length * 3.4;
    const isTown = size === "place";
    if (written.has(name)) return [];
    // A town's name stands at the right or the left of its dot, that of the inset near its place, other names on theirs.
    const isOwn = translateText(inset.caption).startsWith(name);
    const shifts = isTown ? [[half + 6, 0], [-half - 6, 0]] : isOwn ? AROUND.flatMap((down) => [[0, down], [half + 14, down], [-half - 14, down]]) : [[0, 0]];
    for (const [across, down] of shifts) {
      const [middle, line] = [x + across, y + down];
      const box = { left: middle - half, top: line - 8, right: middle + half, bottom: line + 6 };
      const inside = Math.hypot(Math.abs(middle - target.x) + half, line - target.y) < target.r - 4;
      if (!inside || (!isOwn && minZoom > map.getZoom() + Math.log2(inset.factor)) || covered.some((other) => overlap(other, box))) continue;
      covered.push(box);
      written.add(name);
      return [...(isTown ? [svg("circle", { class: "inset-town", cx: x, cy: y, r: 1.8 })] : []), svg("text", { class: `inset-name ${size}`, x: middle, y: line + 4 }, [name])];
    }
    return [];
  });
}

/**
 * The visible areas and lines of records in an inset: copies of those on the map, clipped to it.
 * @param {any} map @param {PlacedInset} placed @param {MapRecord[]} records all that are shown
 */
function areasIn(map, { inset, source, target }, records) {
  const id = `inset-${Math.round(target.x)}-${Math.round(target.y)}`;
  const shift = map.layerPointToContainerPoint([0, 0]);
  const place = (/** @type {L.Point} */ { x, y }) => `${(target.x + inset.factor * (x + shift.x - source.x)).toFixed(1)} ${(target.y + inset.factor * (y + shift.y - source.y)).toFixed(1)}`;
  const around = L.bounds([source.x - source.r, source.y - source.r], [source.x + source.r, source.y + source.r]);
  const copies = records.flatMap(({ madeShapes }) => madeShapes ?? []).flatMap(({ _path, _rings = [], _pxBounds, options }) => {
    if (!_path?.isConnected || !_pxBounds || !around.intersects(L.bounds(_pxBounds.min.add(shift), _pxBounds.max.add(shift)))) return [];
    const copy = _path.cloneNode();
    copy.setAttribute("d", _rings.map((/** @type {L.Point[]} */ ring) => `M${ring.map(place).join("L")}${options.fillColor ? "Z" : ""}`).join(""));
    return [copy];
  });
  const clip = svg("clipPath", { id }, [svg("circle", { cx: target.x, cy: target.y, r: target.r })]);
  return [clip, svg("g", { class: "inset-areas", "clip-path": `url(#${id})` }, copies)];
}

/** Leaders from the true places of symbols that stand aside. @param {{x: number, y: number, place: {x: number, y: number}}[]} symbols */
const leadersOf = (symbols) =>
  symbols.flatMap(({ x, y, place }) =>
    Math.hypot(place.x - x, place.y - y) < ASIDE
      ? []
      : [svg("line", { class: "inset-leader", x1: x, y1: y, x2: place.x, y2: place.y }), svg("circle", { class: "inset-town", cx: place.x, cy: place.y, r: 1.6 })],
  );

/**
 * The middle of a caption, which stays on the map, pixels. @param {string} caption @param {number} x of its inset @param {number} width of the map
 */
function captionMiddle(caption, x, width) {
  const half = CAPTION_MARGIN + HALF_LETTER * caption.length;
  return Math.min(Math.max(x, half), width - half);
}

/** The circles, tangents and caption of an inset, areas, leaders and names in it. @param {any} map @param {PlacedInset} placed @param {{x: number, y: number, place: {x: number, y: number}}[]} symbols @param {MapRecord[]} records all that are shown */
function linesOf(map, placed, symbols, records) {
  const { inset, source, target } = placed;
  const caption = translateText(inset.caption);
  const circle = (/** @type {Circle} */ { x, y, r }, /** @type {number} */ weight, more = {}) => svg("circle", { cx: x, cy: y, r, "stroke-width": weight, ...more });
  return [
    ...areasIn(map, placed, records),
    ...tangents(source, target).map(([[x1, y1], [x2, y2]]) => svg("line", { class: "inset-tangent", x1, y1, x2, y2 })),
    sourceCircle(source),
    ...RINGS.map(([outwards, weight]) => circle({ ...target, r: target.r + outwards }, weight, outwards ? { class: "inset-target" } : {})),
    svg("text", { class: "inset-caption", x: captionMiddle(caption, target.x, map.getSize().x), y: target.y + target.r + CAPTION - 6 }, [caption]),
    ...leadersOf(symbols),
    ...namesIn(map, placed, symbols),
  ];
}

/** The layer of insets, over the sheet and under leaders and symbols. @param {L.Map} map */
function layerOn(map) {
  Object.assign(map.createPane("insets").style, { zIndex: "460", pointerEvents: "none" });
  const pane = /** @type {HTMLElement} */ (map.getPane("insets"));
  const lines = svg("svg", { class: "inset-lines", "aria-hidden": "true" });
  const frame = document.createElement("div");
  frame.className = "insets";
  frame.append(lines);
  pane.append(frame);
  return { frame, lines };
}

/**
 * The labels of some symbols in an inset below the map.
 * @param {Element} drawing @param {[MapRecord, { x: number, y: number }][]} places @param {{ x: number, y: number }[]} spots of all symbols
 */
function labelsBelow(drawing, places, spots) {
  const measure = textMeasure(drawing);
  const surroundings = {
    frame: { left: -MARGIN_BELOW, top: 0, right: 2 * RADIUS_BELOW + MARGIN_BELOW, bottom: 2 * RADIUS_BELOW },
    // The buttons, with their numbers.
    blocked: spots.map(({ x, y }) => ({ left: x + HALF_SYMBOL, top: y - HALF_SYMBOL, right: x + 3 * HALF_SYMBOL, bottom: y + HALF_SYMBOL })),
    symbols: spots.map(({ x, y }) => ({ x, y, radius: HALF_SYMBOL })),
    outlines: new Map(),
    lines: [],
    contrastOf: () => 0,
  };
  const texts = places.map(([{ event }, { x, y }]) => ({ n: event.n, colourClass: event.colourClass, cited: true, surroundings, symbol: { x, y, radius: HALF_SYMBOL }, ...measure(...linesOfRecord(event, false)) }));
  return placeAnnotations(texts).map((place) => annotationElement(place, /** @type {typeof texts[0]} */ (texts.find(({ n }) => n === place.n)), measure.fontPixels));
}

/**
 * On a small screen insets stand under the map, whatever its view, with buttons for their records.
 * @param {any} map @param {PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords @param {(n: number) => void} choose
 * @returns {(basemap: any) => void} paints them
 */
function belowMap(map, { insets = [], themes, labels = [] }, mapRecords, choose) {
  const figures = insets.map((inset) => {
    const [canvas, caption] = [document.createElement("canvas"), element("figcaption")];
    onLanguage(() => (caption.textContent = translateText(inset.caption)));
    caption.textContent = translateText(inset.caption);
    const symbols = element("div", { class: "inset-below" }, [canvas]);
    return { inset, canvas, symbols, figure: element("figure", { class: "inset-figure" }, [symbols, caption]) };
  });
  document.querySelector(".plate")?.after(...figures.map(({ figure }) => figure));
  return (basemap) => {
    for (const { inset, canvas, symbols } of figures) {
      paint(map, basemap, inset, RADIUS_BELOW, canvas);
      const source = sourceOf(map, inset);
      const target = { x: RADIUS_BELOW, y: RADIUS_BELOW, r: RADIUS_BELOW };
      const records = [...mapRecords.values()].filter(({ event, out }) => !out && inset.records.includes(event.n));
      const placed = { inset: { ...inset, factor: RADIUS_BELOW / source.r }, source, target, canvas };
      const places = symbolPlaces(map, placed, records, BUTTON_GAP);
      const spots = places.map(([, spot]) => spot);
      const leaders = svg("svg", { class: "inset-lines annotations", "aria-hidden": "true" }, [...areasIn(map, placed, mapRecords.shown), ...leadersOf(spots), ...namesIn(map, placed, spots)]);
      symbols.replaceChildren(canvas, leaders, ...places.map(([{ event }, { x, y }]) => {
        const chooser = button("", "", () => choose(event.n));
        chooser.append(markSymbol(event, themes[event.theme]), `${event.n}`);
        chooser.setAttribute("aria-label", `${event.n}: ${event.title}`);
        Object.assign(chooser.style, { left: `${x}px`, top: `${y}px` });
        return chooser;
      }));
      leaders.append(...labelsBelow(leaders, places.filter(([{ event }]) => labels.includes(event.n)), spots));
    }
  };
}

/** The circles of insets on the sheet of a small screen, below which they stand. @param {any} map @param {Inset[]} insets @param {Canvases[]} canvases */
const sourcesBelow = (map, insets, canvases) =>
  narrow.matches && roundFrame(map) ? insets.map((inset, i) => ({ inset, source: sourceOf(map, inset), sourceCanvas: canvases[i].source })) : [];

/** Paints a circle of the map. @param {any} map @param {any} basemap @param {Inset} inset @param {Circle} circle @param {HTMLCanvasElement} canvas */
function paintAt(map, basemap, inset, { x, y, r }, canvas) {
  paint(map, basemap, inset, r, canvas);
  L.DomUtil.setPosition(canvas, L.point(x - r, y - r));
}

/** Whether the page is laid out for paper. */
const isPrinting = () => document.body.matches("[data-prints]");

/** The circle of an inset on the map. @param {Circle} circle */
const sourceCircle = ({ x, y, r }) => svg("circle", { class: "inset-source", cx: x, cy: y, r, "stroke-width": 1.1 });

/** Whether a record is in an inset. @param {Inset} inset @returns {(record: MapRecord) => boolean} */
const isIn = ({ records }) => ({ event }) => records.includes(event.n);

/**
 * The insets that are shown: none but in the opening view.
 * @param {any} map @param {Inset[]} insets @param {Canvases[]} canvases @param {MapRecord[]} shown
 * @returns {PlacedInset[]}
 */
function placeAll(map, insets, canvases, shown) {
  const isOpening = isHome(map) && !narrow.matches && !document.body.matches(".in-story, [data-prints]");
  if (!isOpening && !isOnPaper()) return [];
  const sheet = roundFrame(map);
  const { x: width, y: height } = map.getSize();
  const taken = boxesOf(map, COVERED, document);
  /** @type {PlacedInset[]} */
  const placed = [];
  for (const [i, inset] of insets.entries()) {
    const source = sourceOf(map, inset);
    const { x, y, r } = source;
    const isWhole = sheet ? Math.hypot(x - sheet.x, y - sheet.y) + r < sheet.r : x > r && y > r && x + r < width && y + r < height;
    const spots = shown.filter((record) => !isIn(inset)(record)).map(({ mark }) => map.latLngToContainerPoint(mark.getLatLng()));
    const covered = { sheet: sheet && { ...sheet, r: sheet.r + BEZEL + FIGURES }, spots, taken: [...taken, ...placed.flatMap((other) => boxesOfInset(other.target))] };
    const target = isWhole ? placeInset(source, inset.factor, map.getSize(), covered) : undefined;
    if (target) placed.push({ inset, source, target, canvas: canvases[i].target, sourceCanvas: canvases[i].source });
  }
  return placed;
}

/** @param {any} map @returns {any} */
function basemapOf(map) {
  /** @type {any[]} */
  const layers = [];
  map.eachLayer((/** @type {any} */ layer) => layers.push(layer));
  return layers.find((layer) => layer.paintPart);
}

/**
 * The fixed places of records: those of insets, and of records that an inset below the map has.
 * @param {any} map @param {ReturnType<typeof symbolPlaces>} fixed in insets @param {{inset: Inset}[]} below @param {MapRecord[]} records
 */
function placesIn(map, fixed, below, records) {
  const inInset = new Set(fixed.map(([record]) => record));
  for (const record of records) record.mark._icon.classList.toggle("in-inset", inInset.has(record));
  const hidden = records.filter((record) => !record.stack && below.some(({ inset }) => isIn(inset)(record)));
  return new Map([...fixed, .../** @type {typeof fixed} */ (hidden.map((record) => [record, { ...map.latLngToContainerPoint(record.mark.getLatLng()), size: 1, hidden: true }]))]);
}

/**
 * Shows insets while the map is as it opened.
 * @param {any} map @param {PageData} data @param {import("../marks/map-record.js").MapRecords} mapRecords @param {(n: number) => void} choose
 */
export function addInsets(map, data, mapRecords, choose) {
  const { insets = [] } = data;
  if (!insets.length) return;
  const { frame, lines } = layerOn(map);
  const canvases = insets.map(() => ({ target: document.createElement("canvas"), source: document.createElement("canvas") }));
  const basemap = basemapOf(map);
  const paintBelow = belowMap(map, data, mapRecords, choose);
  /** @type {PlacedInset[]} */
  let placed = [];
  /** @type {ReturnType<typeof sourcesBelow>} */
  let below = [];

  const symbolsOf = (/** @type {PlacedInset} */ one, records = mapRecords.shown) => symbolPlaces(map, one, records.filter((record) => !record.stack && isIn(one.inset)(record)));
  function paintGround() {
    for (const { inset, target, canvas } of placed) paintAt(map, basemap, inset, target, canvas);
    // Over the areas there: the inset has them.
    for (const { inset, source, sourceCanvas } of [...placed, ...below]) if (sourceCanvas) paintAt(map, basemap, inset, source, sourceCanvas);
    if (narrow.matches) paintBelow(basemap);
  }
  const paintSoon = onceIdle(paintGround);
  // The frame with the map and its symbols does not wait for it; paper, and the buttons under a small map, do.
  const repaint = () => (isPrinting() || narrow.matches ? paintGround() : paintSoon());

  function drawLines() {
    lines.replaceChildren(...below.map(({ source }) => sourceCircle(source)), ...placed.flatMap((one) => linesOf(map, one, symbolsOf(one).map(([, spot]) => spot), mapRecords.shown)));
  }

  function update() {
    const before = placed.length + below.length;
    below = isPrinting() ? [] : sourcesBelow(map, insets, canvases);
    placed = placeAll(map, insets, canvases, mapRecords.shown);
    const all = [...placed, ...below];
    L.DomUtil.setPosition(frame, map.containerPointToLayerPoint([0, 0]));
    frame.style.opacity = "";
    frame.replaceChildren(...all.flatMap(({ sourceCanvas = [] }) => sourceCanvas), ...placed.map(({ canvas }) => canvas), lines);
    drawLines();
    // Symbols keep off the circles on the map, and names off the tangents.
    Object.assign(map.options, { insets: placed, keptOff: all.map(({ inset, source }) => ({ getLatLng: () => L.latLng(inset.at), radius: source.r })) });
    repaint();
    if (before || all.length) map.fire("insetchange");
  }

  addFixedPlaces(map, (records) => placesIn(map, placed.flatMap((one) => symbolsOf(one, records)), below, records));
  map.on("movestart zoomstart", () => (frame.style.opacity = "0"));
  map.on("moveend zoomend sheetchange scenechange resize projectionchange", update);
  // Areas are made when their records are first shown.
  map.on("basemapdrawn", repaint).on("basemapdrawn marksmoved", onceIdle(drawLines));
  onLanguage(update);
  update();
}
